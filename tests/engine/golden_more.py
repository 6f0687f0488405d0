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


def conv1d(layer, shape, filters, kernel, stride=1, padding="valid", size=0, dilation=1, groups=1,
           bias=True):
    """shape is [batch, time, channels]."""
    def function(inputs, values):
        x = inputs[0].transpose(1, 2)
        extent = dilation * (kernel - 1) + 1
        if padding == "causal":
            x = F.pad(x, (extent - 1, 0))
        elif padding == "same":
            total = max((-(-shape[1] // stride) - 1) * stride + extent - shape[1], 0)
            x = F.pad(x, (total // 2, total - total // 2))
        return F.conv1d(x, values[0], values[1] if bias else None, stride, size, dilation,
                        groups).transpose(1, 2)

    fields = ["filters=%d" % filters, "kernel_size=%d" % kernel, "stride=%d" % stride,
              "padding=" + padding, "padding_size=%d" % size, "dilation=%d" % dilation,
              "groups=%d" % groups, "bias=" + str(bias).lower()]
    params = [("weight", [filters, shape[2] // groups, kernel])]
    layer("conv1d", shape, fields, function, params + ([("bias", [filters])] if bias else []))


def sequences(layer):
    conv1d(layer, [2, 7, 3], 4, 3)
    conv1d(layer, [2, 8, 1], 2, 3, stride=2)
    conv1d(layer, [2, 7, 2], 2, 4, stride=2, padding="same")
    conv1d(layer, [1, 6, 2], 3, 2, padding="causal", dilation=2)
    conv1d(layer, [2, 5, 4], 6, 3, padding="explicit", size=2, groups=2)
    conv1d(layer, [2, 5, 3], 2, 1, bias=False)
    conv1d(layer, [1, 6, 4], 4, 3, groups=4)

    for size, stride, padding in [(2, 0, 0), (3, 2, 1), (3, 1, 1)]:
        fields = ["size=%d" % size, "stride=%d" % stride, "padding=%d" % padding]
        layer("max-pool1d", [2, 7, 3], fields,
              lambda x, v: F.max_pool1d(x[0].transpose(1, 2), size, stride or None,
                                        padding).transpose(1, 2))
        for counts in (True, False):
            layer("avg-pool1d", [2, 7, 3], fields + ["count_include_pad=" + str(counts).lower()],
                  lambda x, v: F.avg_pool1d(x[0].transpose(1, 2), size, stride or None, padding,
                                            False, counts).transpose(1, 2))
    layer("global-avg-pool", [2, 5, 3], [], lambda x, v: x[0].mean(1))
    layer("global-max-pool", [2, 5, 3], [], lambda x, v: x[0].max(1)[0])
    layer("global-max-pool", [2, 3, 4, 5], [], lambda x, v: F.max_pool2d(x[0], (4, 5)).flatten(1))


def transposed(layer, shape, filters, kernel, stride=2, padding=1, output=0, dilation=1, groups=1,
               bias=True):
    params = [("weight", [shape[1], filters // groups, kernel[0], kernel[1]])]
    layer("conv-transpose2d", shape,
          ["filters=%d" % filters, "kernel_size=%dx%d" % kernel, "stride=%d" % stride,
           "padding=%d" % padding, "output_padding=%d" % output, "dilation=%d" % dilation,
           "groups=%d" % groups, "bias=" + str(bias).lower()],
          lambda x, v: F.conv_transpose2d(x[0], v[0], v[1] if bias else None, stride, padding,
                                          output, groups, dilation),
          params + ([("bias", [filters])] if bias else []))


def pictures(layer):
    transposed(layer, [2, 3, 4, 3], 2, (4, 4))
    transposed(layer, [1, 2, 3, 4], 3, (3, 2), output=1, bias=False)
    transposed(layer, [2, 4, 3, 3], 6, (3, 3), stride=1, groups=2)
    transposed(layer, [1, 2, 3, 3], 2, (2, 3), stride=3, padding=0, output=2, dilation=2)
    transposed(layer, [2, 3, 3, 4], 2, (1, 1), stride=1, padding=0)

    layer("depthwise-conv2d", [2, 3, 5, 4], ["padding=same"],
          lambda x, v: F.conv2d(x[0], v[0], v[1], padding=1, groups=3),
          [("weight", [3, 1, 3, 3]), ("bias", [3])])
    layer("depthwise-conv2d", [1, 2, 6, 5], ["multiplier=3", "stride=2", "bias=false"],
          lambda x, v: F.conv2d(x[0], v[0], None, 2, groups=2), [("weight", [6, 1, 3, 3])])
    layer("separable-conv2d", [2, 3, 5, 4], ["filters=2", "multiplier=2"],
          lambda x, v: F.conv2d(F.conv2d(x[0], v[0], groups=3), v[1], v[2]),
          [("depthwise_weight", [6, 1, 3, 3]), ("pointwise_weight", [2, 6, 1, 1]), ("bias", [2])])

    shape = [2, 2, 3, 4]
    for factor in [(2, 2), (1, 3), (3, 2)]:
        for method, options in [("nearest", {}), ("bilinear", {"align_corners": False})]:
            layer("upsampling2d", shape, ["factor=%dx%d" % factor, "method=" + method],
                  lambda x, v: F.interpolate(x[0], scale_factor=factor, mode=method, **options))
    frame = ["top=1", "bottom=0", "left=2", "right=1"]
    layer("zero-padding2d", shape, frame, lambda x, v: F.pad(x[0], (2, 1, 1, 0)))
    layer("cropping2d", shape, frame, lambda x, v: x[0][:, :, 1:, 2:3])
    layer("rescale", [2, 3, 2, 2], ["scale=2,0.5,-1", "offset=0.1"],
          lambda x, v: x[0] * torch.tensor([2, 0.5, -1])[:, None, None] + 0.1)


def shapes(layer):
    layer("permute", [2, 3, 4], [], lambda x, v: x[0].transpose(1, 2))
    # Written as height x width x channels, which is [1, 2, 0] of an example in memory.
    for order, axes in [("2x1x3", (0, 1, 3, 2)), ("3x1x2", (0, 3, 1, 2)), ("1x3x2", (0, 3, 2, 1))]:
        layer("permute", [2, 2, 3, 4], ["order=" + order], lambda x, v: x[0].permute(*axes))
    layer("repeat", [2, 3], ["times=4"], lambda x, v: x[0][:, None, :].expand(-1, 4, -1))


def spectral(layer, fill):
    """Weights that are divided by their norm; u is what test-golden.c fills it with."""
    for kind, shape, weight, fields, module in [
            ("dense", [3, 5], [4, 5], ["units=4"], torch.nn.Linear(5, 4)),
            ("conv2d", [2, 2, 4, 5], [3, 2, 3, 3], ["filters=3"], torch.nn.Conv2d(2, 3, 3))]:
        torch.nn.utils.spectral_norm(module)
        module.weight_u.copy_(fill(module.weight_u.shape, 30))

        def function(inputs, values):
            given = {"weight_orig": values[0], "bias": values[1]}
            return torch.nn.utils.stateless.functional_call(module, given, inputs[0])

        layer(kind, shape, fields + ["spectral_norm=true"], function,
              [("weight", weight), ("bias", [weight[0]])],
              [("weight_u", module.weight_u), ("weight_v", module.weight_v)])


def layers(layer, fill):
    activations(layer)
    links(layer)
    norms(layer)
    sequences(layer)
    pictures(layer)
    shapes(layer)
    spectral(layer, fill)


def focal(y, t, gamma, weights=None):
    """Of classes, t labels or a share of each."""
    log_p = torch.log_softmax(y, 1)
    shares = t if t.dim() == 2 else F.one_hot(t, y.shape[1]).double()
    if weights is not None:
        shares = shares * torch.tensor(weights)
    return -(shares * (1 - log_p.exp()) ** gamma * log_p).sum(1).mean()


def binary_focal(y, t, gamma, alpha):
    p = torch.sigmoid(y)
    c = F.binary_cross_entropy_with_logits(y, t, reduction="none")
    q = p * (1 - t) + (1 - p) * t
    return ((alpha * t + (1 - alpha) * (1 - t)) * q ** gamma * c).mean()


def losses(loss):
    rows, labels = [3, 4], "2,0,1,2"
    for kind, function in [("mse", F.mse_loss), ("mae", F.l1_loss), ("huber", F.huber_loss),
                           ("binary-cross-entropy", F.binary_cross_entropy_with_logits)]:
        loss(kind, rows, rows, ["reduction=sum"],
             lambda y, t: function(y, t, reduction="sum") / rows[0])
    loss("log-cosh", rows, rows, [], lambda y, t: torch.log(torch.cosh(y - t)).mean())
    loss("cosine-similarity", rows, rows, [],
         lambda y, t: F.cosine_embedding_loss(y, t, torch.ones(rows[0])))
    loss("kl-divergence", rows, rows, [],
         lambda y, t: F.kl_div(torch.log_softmax(y, 1), t, reduction="batchmean"))

    def sign(t):
        return torch.where(t > 0.5, 1.0, -1.0)

    loss("hinge", rows, rows, [], lambda y, t: F.relu(1 - sign(t) * y).mean())
    loss("hinge", rows, rows, ["margin=0.5", "squared=true"],
         lambda y, t: (F.relu(0.5 - sign(t) * y) ** 2).mean())
    loss("hinge", [4, 3], labels, ["margin=0.7"],
         lambda y, t: F.multi_margin_loss(y, t, margin=0.7))
    loss("hinge", [4, 3], labels, ["squared=true"], lambda y, t: F.multi_margin_loss(y, t, p=2))

    loss("focal", [4, 3], labels, [], lambda y, t: focal(y, t, 2))
    loss("focal", [4, 3], labels, ["gamma=0"], F.cross_entropy)
    loss("focal", [4, 3], labels, ["gamma=0.5", "class_weights=1,0.5,2"],
         lambda y, t: focal(y, t, 0.5, [1, 0.5, 2]))
    loss("focal", [4, 3], [4, 3], [], lambda y, t: focal(y, t, 2))
    loss("binary-focal", rows, rows, [], lambda y, t: binary_focal(y, t, 2, 0.25))
    loss("binary-focal", rows, rows, ["gamma=1.5", "alpha=0.5"],
         lambda y, t: binary_focal(y, t, 1.5, 0.5))
