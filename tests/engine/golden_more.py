# SPDX-License-Identifier: GPL-3.0-or-later
"""More cases of make-golden.py, which hands over its layer () and loss ()."""
import torch
import torch.nn.functional as F


def activations(layer):
    for kind, scale, function in [
            ("relu6", 8, F.relu6),
            ("selu", 4, F.selu),
            ("hard-sigmoid", 6, F.hardsigmoid),
            ("hard-swish", 6, F.hardswish),
            ("mish", 6, F.mish),
            ("softsign", 4, F.softsign)]:
        layer(kind, [3, 17], [], lambda x, v: function(x[0]), scale=scale)

    layer("log-softmax", [3, 7], [], lambda x, v: torch.log_softmax(x[0], 1), scale=3)
    layer("log-softmax", [2, 3, 4], [], lambda x, v: torch.log_softmax(x[0], 2))
    layer("log-softmax", [2, 4, 2, 3], [], lambda x, v: torch.log_softmax(x[0], 1))

    layer("prelu", [3, 5], [], lambda x, v: F.prelu(x[0], v[0]), [("weight", [1])])
    layer("prelu", [3, 5], ["shared=false"], lambda x, v: F.prelu(x[0], v[0]), [("weight", [5])])
    layer("prelu", [2, 3, 4, 5], ["shared=false"], lambda x, v: F.prelu(x[0], v[0]),
          [("weight", [3])])
    layer("prelu", [2, 3, 4], ["shared=false"],
          lambda x, v: F.prelu(x[0].transpose(1, 2), v[0]).transpose(1, 2), [("weight", [4])])


def links(layer):
    shapes = [[2, 5], [2, 5], [2, 5]]
    layer("multiply", shapes, [], lambda x, v: x[0] * x[1] * x[2])
    layer("average", shapes, [], lambda x, v: torch.stack(x).mean(0))
    layer("maximum", shapes, [], lambda x, v: torch.stack(x).max(0)[0])


def norms(layer):
    for shape, features in [([3, 5], [5]), ([2, 3, 4], [4]), ([2, 3, 4, 2], [3, 4, 2])]:
        layer("layer-norm", shape, ["eps=0.01"],
              lambda x, v: F.layer_norm(x[0], features, v[0], v[1], 0.01),
              [("weight", features), ("bias", features)])
    layer("layer-norm", [2, 3, 4], ["affine=false"], lambda x, v: F.layer_norm(x[0], [4]))

    def turned(function):
        """Sequences are [batch, channels, time] for PyTorch."""
        return lambda x, v: function([x[0].transpose(1, 2)], v).transpose(1, 2)

    def group(x, v):
        return F.group_norm(x[0], 2, *v)

    def instance(x, v):
        return F.instance_norm(x[0], None, None, *v)

    for shape in ([3, 6], [2, 4, 3, 2], [2, 3, 4]):
        channels = shape[2] if len(shape) == 3 else shape[1]
        params = [("weight", [channels]), ("bias", [channels])]
        layer("group-norm", shape, ["groups=2"], turned(group) if len(shape) == 3 else group, params)
        if len(shape) > 2:
            function = turned(instance) if len(shape) == 3 else instance
            layer("instance-norm", shape, ["affine=true"], function, params)
            layer("instance-norm", shape, [], function)


def layers(layer):
    activations(layer)
    links(layer)
    norms(layer)
