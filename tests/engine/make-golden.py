#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What PyTorch computes for each kind, in double: the numbers in golden.txt.

    make-golden.py > golden.txt           writes them anew
    make-golden.py --check golden.txt     compares; skipped where PyTorch is missing

With "sequences" in front of that it is golden-sequences.txt.

A case is a line of words, and lines "NAME: numbers" follow. What goes in is made by
fill() here and in test-golden.c, so only what comes out is written.
"""
import sys

sys.dont_write_bytecode = True
try:
    import torch
    import torch.nn.functional as F

    import golden_more
    import golden_sequences
    from golden_noise import fill, normal
except ImportError:
    print("1..0 # SKIP PyTorch is not installed for " + sys.executable)
    sys.exit(0)

torch.set_default_dtype(torch.float64)
lines = []


def write_line(text):
    lines.append(text)


def write(name, tensor):
    lines.append(name + ": " + " ".join("%.10g" % v for v in tensor.detach().reshape(-1).tolist()))


def layer(kind, shapes, fields, function, params=(), buffers=(), scale=1, term=None):
    """function (inputs, params) is the layer; params is [(name, shape)]; scale: of the inputs;
    term (inputs): what it adds to the objective."""
    shapes = shapes if isinstance(shapes[0], (list, tuple)) else [shapes]
    words = ["layer", kind, str(scale)] + ["x".join(map(str, s)) for s in shapes] + fields
    lines.append(" ".join(words))
    inputs = [(scale * fill(s, i)).requires_grad_() for i, s in enumerate(shapes)]
    values = [fill(s, 10 + i).requires_grad_() for i, (_, s) in enumerate(params)]
    y = function(inputs, values)
    objective = (y * fill(list(y.shape), 20)).sum()
    if term is not None:
        objective = objective + term(inputs)
    objective.backward()
    write("y", y)
    for i, x in enumerate(inputs):
        write("input_%d" % (i + 1), x.grad)
    for (name, _), value in zip(params, values):
        write(name, value.grad)
    for name, value in buffers:
        write(name, value)


def conv(shape, filters, kernel, stride=1, padding="valid", size=0, dilation=1, groups=1, bias=True):
    def pair(v):
        return v if isinstance(v, tuple) else (v, v)

    kernel, stride, dilation, size = pair(kernel), pair(stride), pair(dilation), pair(size)
    fields = ["filters=%d" % filters, "kernel_size=%dx%d" % kernel, "stride=%dx%d" % stride,
              "dilation=%dx%d" % dilation, "groups=%d" % groups, "padding=" + padding,
              "padding_size=%dx%d" % size, "bias=" + ("true" if bias else "false")]

    def function(inputs, values):
        x = inputs[0]
        if padding == "same":  # as TensorFlow documents it
            pads = []
            for n, k, s, d in reversed(list(zip(shape[2:], kernel, stride, dilation))):
                total = max((-(-n // s) - 1) * s + d * (k - 1) + 1 - n, 0)
                pads += [total // 2, total - total // 2]
            x = F.pad(x, pads)
        return F.conv2d(x, values[0], values[1] if bias else None, stride,
                        size if padding == "explicit" else 0, dilation, groups)

    params = [("weight", [filters, shape[1] // groups, kernel[0], kernel[1]])]
    layer("conv2d", shape, fields, function, params + ([("bias", [filters])] if bias else []))


def sample(x, v):
    mean, log_variance = x[0].chunk(2, 1)
    return mean + torch.exp(log_variance / 2) * normal(mean.shape, "layer")


def divergence(x):
    normals = torch.distributions.Normal
    mean, log_variance = x[0].chunk(2, 1)
    return torch.distributions.kl_divergence(normals(mean, torch.exp(log_variance / 2)),
                                             normals(0.0, 1.0)).sum() / len(mean)


def layers():
    def linear(inputs, values):
        return F.linear(inputs[0], *values)

    layer("dense", [3, 5], ["units=4"], linear, [("weight", [4, 5]), ("bias", [4])])
    layer("dense", [2, 3, 4], ["units=2", "bias=false"], linear, [("weight", [2, 4])])

    conv([2, 1, 6, 5], 3, 3)
    conv([2, 3, 7, 6], 4, (3, 2), stride=(2, 1))
    conv([1, 2, 7, 8], 3, 3, padding="same")
    conv([2, 2, 7, 6], 2, 2, stride=2, padding="same")
    conv([1, 2, 5, 4], 2, 3, padding="explicit", size=(2, 1), bias=False)
    conv([1, 2, 9, 8], 2, 3, dilation=2)
    conv([2, 4, 5, 5], 6, 3, groups=2, padding="same")
    conv([1, 3, 5, 5], 3, 3, groups=3, stride=2)
    conv([2, 3, 4, 5], 4, 1)
    conv([1, 3, 5, 5], 2, 1, stride=2)

    for size, stride, padding in [(2, 0, 0), (3, 2, 1), (2, 1, 1)]:
        fields = ["size=%d" % size, "stride=%d" % stride, "padding=%d" % padding]
        layer("max-pool2d", [2, 2, 6, 7], fields,
              lambda x, v: F.max_pool2d(x[0], size, stride or None, padding))
        for counts in (True, False):
            layer("avg-pool2d", [1, 2, 6, 7],
                  fields + ["count_include_pad=" + str(counts).lower()],
                  lambda x, v: F.avg_pool2d(x[0], size, stride or None, padding, False, counts))
    layer("global-avg-pool", [2, 3, 4, 5], [], lambda x, v: x[0].mean((2, 3)))

    for shape in ([6, 3], [3, 2, 3, 4]):
        mean, var = torch.zeros(shape[1]), torch.ones(shape[1])
        layer("batch-norm", shape, [],
              lambda x, v: F.batch_norm(x[0], mean, var, v[0], v[1], True, 0.1, 1e-5),
              [("weight", [shape[1]]), ("bias", [shape[1]])],
              [("running_mean", mean), ("running_var", var)])

    for kind, fields, function in [
            ("relu", [], F.relu),
            ("leaky-relu", ["slope=0.2"], lambda x: F.leaky_relu(x, 0.2)),
            ("elu", [], F.elu),
            ("elu", ["alpha=0.5"], lambda x: F.elu(x, 0.5)),
            ("gelu", [], F.gelu),
            ("gelu", ["form=tanh"], lambda x: F.gelu(x, approximate="tanh")),
            ("silu", [], F.silu),
            ("sigmoid", [], torch.sigmoid),
            ("tanh", [], torch.tanh),
            ("softplus", [], F.softplus)]:
        layer(kind, [3, 17], fields, lambda x, v: function(x[0]), scale=4)
    layer("sampling", [3, 10], [], sample, term=divergence)

    layer("softmax", [3, 7], [], lambda x, v: torch.softmax(x[0], 1), scale=3)
    layer("softmax", [2, 3, 4], [], lambda x, v: torch.softmax(x[0], 2))
    layer("softmax", [2, 4, 2, 3], [], lambda x, v: torch.softmax(x[0], 1))

    layer("flatten", [2, 2, 3, 2], [], lambda x, v: x[0].flatten(1))
    layer("reshape", [2, 12], ["dims=2x3x2"], lambda x, v: x[0].view(-1, 2, 2, 3))
    layer("add", [[2, 5], [2, 5], [2, 5]], [], lambda x, v: x[0] + x[1] + x[2])
    layer("concat", [[2, 2, 3, 2], [2, 2, 3, 2]], [], lambda x, v: torch.cat(x, 1))

    golden_more.layers(layer, fill)


def loss(kind, shape, target, fields, function):
    """target: a shape for fill(), or the labels."""
    labels = isinstance(target, str)
    lines.append(" ".join(["loss", kind, "x".join(map(str, shape)),
                           target if labels else "x".join(map(str, target))] + fields))
    y = (2 * fill(shape, 0)).requires_grad_()
    if labels:
        t = torch.tensor([int(word) for word in target.split(",")])
    else:
        t = (fill(target, 1) + 1) / 2
    value = function(y, t)
    value.backward()
    write("loss", value)
    write("dy", y.grad)


def losses():
    loss("mse", [3, 4], [3, 4], [], F.mse_loss)
    loss("mae", [3, 4], [3, 4], [], F.l1_loss)
    loss("huber", [3, 4], [3, 4], [], F.huber_loss)
    loss("huber", [3, 4], [3, 4], ["delta=0.3"], lambda y, t: F.huber_loss(y, t, delta=0.3))
    loss("mse", [2, 2, 3, 3], [2, 2, 3, 3], [], F.mse_loss)
    loss("binary-cross-entropy", [4, 3], [4, 3], [], F.binary_cross_entropy_with_logits)
    labels = "2,0,1,2"
    weights = torch.tensor([1, 0.5, 2])
    kind = "softmax-cross-entropy"
    loss(kind, [4, 3], labels, [], F.cross_entropy)
    loss(kind, [4, 3], labels, ["label_smoothing=0.1"],
         lambda y, t: F.cross_entropy(y, t, label_smoothing=0.1))
    loss(kind, [4, 3], labels, ["class_weights=1,0.5,2"], lambda y, t: F.cross_entropy(y, t, weights))
    loss(kind, [4, 3], labels, ["class_weights=1,0.5,2", "label_smoothing=0.2"],
         lambda y, t: F.cross_entropy(y, t, weights, label_smoothing=0.2))
    loss(kind, [4, 3], [4, 3], ["label_smoothing=0.1"],
         lambda y, t: F.cross_entropy(y, t, label_smoothing=0.1))

    golden_more.losses(loss)


def optimizer(kind, fields, make):
    lines.append(" ".join(["optimizer", kind] + fields))
    x = fill([9], 0).requires_grad_()
    torch_optimizer = make([x])
    for step in range(4):
        x.grad = fill([9], 1 + step)
        torch_optimizer.step()
        write("step_%d" % (step + 1), x)


def optimizers():
    o = torch.optim
    optimizer("sgd", ["learning_rate=0.1"], lambda p: o.SGD(p, 0.1))
    optimizer("momentum", ["learning_rate=0.1"], lambda p: o.SGD(p, 0.1, momentum=0.9))
    optimizer("nesterov", ["learning_rate=0.1", "momentum=0.8"],
              lambda p: o.SGD(p, 0.1, momentum=0.8, nesterov=True))
    optimizer("rmsprop", [], lambda p: o.RMSprop(p))
    optimizer("rmsprop", ["alpha=0.9", "eps=0.01"], lambda p: o.RMSprop(p, alpha=0.9, eps=0.01))
    optimizer("adam", [], lambda p: o.Adam(p))
    optimizer("adam", ["learning_rate=0.1", "beta1=0.8", "beta2=0.9", "eps=0.001"],
              lambda p: o.Adam(p, 0.1, (0.8, 0.9), 0.001))
    optimizer("adamw", [], lambda p: o.AdamW(p))
    optimizer("adamw", ["learning_rate=0.1", "weight_decay=0.3"],
              lambda p: o.AdamW(p, 0.1, weight_decay=0.3))
    optimizer("adagrad", [], lambda p: o.Adagrad(p))
    optimizer("adagrad", ["lr_decay=0.5"], lambda p: o.Adagrad(p, lr_decay=0.5))


def schedule(kind, fields, make, losses=None):
    """The factors of 20 epochs of 1 step."""
    lines.append(" ".join(["schedule", kind] + fields))
    torch_optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], 1)
    scheduler = make(torch_optimizer)
    factors = []
    for epoch in range(20):
        factors.append(torch_optimizer.param_groups[0]["lr"])
        torch_optimizer.step()
        if losses is None:
            scheduler.step()
        else:
            scheduler.step(losses[epoch])
    if losses is not None:
        write("losses", torch.tensor(losses))
    write("factors", torch.tensor(factors))


def schedules():
    s = torch.optim.lr_scheduler
    schedule("step", ["every=3", "gamma=0.5"], lambda o: s.StepLR(o, 3, 0.5))
    schedule("step", [], lambda o: s.StepLR(o, 10))
    schedule("exponential", ["gamma=0.9"], lambda o: s.ExponentialLR(o, 0.9))
    schedule("cosine", [], lambda o: s.CosineAnnealingLR(o, 20))
    schedule("cosine", ["min=0.1"], lambda o: s.CosineAnnealingLR(o, 20, 0.1))
    losses = [1, 0.9, 0.9, 0.95, 0.9, 0.91, 0.8, 0.85, 0.79995, 0.8, 0.81,
              0.9, 0.9, 0.9, 0.9, 0.9, 0.5, 0.6, 0.6, 0.6]
    schedule("plateau", ["patience=2"], lambda o: s.ReduceLROnPlateau(o, patience=2), losses)
    schedule("plateau", ["patience=1", "factor=0.5", "cooldown=2", "min=0.2", "threshold=0.1"],
             lambda o: s.ReduceLROnPlateau(o, factor=0.5, patience=1, threshold=0.1, cooldown=2,
                                           min_lr=0.2), losses)


def differs(a, b):
    """Whether two files say something else; the last digit is PyTorch's affair."""
    if len(a) != len(b):
        return "there are %d lines, not %d" % (len(b), len(a))
    for number, (left, right) in enumerate(zip(a, b), 1):
        if ":" not in left or not left.split(": ")[1][0] in "-0123456789n":
            if left != right:
                return "line %d is %r, not %r" % (number, right, left)
            continue
        old = [float(word) for word in left.split()[1:]]
        new = [float(word) for word in right.split()[1:]]
        if left.split()[0] != right.split()[0] or len(old) != len(new) or \
           any(abs(x - y) > 1e-8 for x, y in zip(old, new)):
            return "line %d (%s) has other numbers" % (number, left.split()[0])
    return None


if sys.argv[1:2] == ["sequences"]:
    del sys.argv[1]
    golden_sequences.layers(layer)
    golden_sequences.runs(sys.modules[__name__])
else:
    layers()
    losses()
    optimizers()
    schedules()
if sys.argv[1:2] == ["--check"]:
    with open(sys.argv[2], encoding="ascii") as file:
        problem = differs(file.read().splitlines(), lines)
    print("1..1")
    print(("not ok 1 " + problem) if problem
          else "ok 1 this is what PyTorch " + torch.__version__ + " computes")
    sys.exit(problem is not None)
print("\n".join(lines))
