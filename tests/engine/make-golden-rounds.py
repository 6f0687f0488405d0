#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How PyTorch trains two parts against each other, in double: the numbers in golden-rounds.txt.

    make-golden-rounds.py > golden-rounds.txt           writes them anew
    make-golden-rounds.py --check golden-rounds.txt     compares; skips where PyTorch is missing

A case is a line "round STACK", a line "settings …", and lines "STEP NAME: numbers" for every
parameter and running statistic after 1, 5 and 20 steps; of a gradient penalty also the step's mean
loss and norm of the gradient. Initial weights and data are made by
fill() here and in test-golden-rounds.c; noise is drawn as the engine draws it.
"""
import sys

sys.dont_write_bytecode = True
try:
    import torch
    import torch.nn.functional as F

    from golden_noise import fill, normal, uniform
except ImportError:
    print("1..0 # SKIP PyTorch is not installed for " + sys.executable)
    sys.exit(0)

torch.set_default_dtype(torch.float64)
ROWS, FEATURES, STEPS = 4, 2, (1, 5, 20)
STEMS = {"batch-norm": "norm", "layer-norm": "norm", "leaky-relu": "leaky"}
lines = []


class Layer:
    def __init__(self, text, counts):
        self.kind, *fields = text.split()
        stem = STEMS.get(self.kind, self.kind)
        counts[stem] = counts.get(stem, 0) + 1
        self.name = "%s_%d" % (stem, counts[stem])
        self.fields = dict(field.split("=") for field in fields)
        self.values, self.buffers = {}, {}

    def configure(self, n):
        if self.kind == "dense":
            units = int(self.fields["units"])
            self.values = {"weight": [units, n], "bias": [units]}
            if self.fields.get("bias") == "false":
                del self.values["bias"]
            return units
        if self.kind in ("batch-norm", "layer-norm"):
            self.values = {"weight": [n], "bias": [n]}
        if self.kind == "batch-norm":
            self.buffers = {"running_mean": torch.zeros(n), "running_var": torch.ones(n)}
        if self.kind == "latent":
            return int(self.fields["size"])
        if self.kind == "condition":
            return n + int(self.fields["classes"])
        return n

    def run(self, x, place):
        v = self.values
        if self.kind == "latent":
            draw = uniform if self.fields.get("distribution") == "uniform" else normal
            z = draw([ROWS, int(self.fields["size"])], self.name, 1, place.step, place.run)
            return 2 * z - 1 if draw is uniform else z
        if self.kind == "condition":
            hot = F.one_hot(place.labels, int(self.fields["classes"]))
            return torch.cat([x, hot.to(x.dtype)], 1)
        if self.kind == "dense":
            return F.linear(x, v["weight"], v.get("bias"))
        if self.kind == "batch-norm":
            return F.batch_norm(x, self.buffers["running_mean"], self.buffers["running_var"],
                                v["weight"], v["bias"], True, 0.1, 1e-5)
        if self.kind == "layer-norm":
            return F.layer_norm(x, x.shape[1:], v["weight"], v["bias"], 1e-5)
        return {"tanh": torch.tanh, "silu": F.silu, "leaky-relu": lambda t: F.leaky_relu(t, 0.01),
                "softplus": F.softplus, "sigmoid": lambda t: t}[self.kind](x)


class Place:
    """Where a step is: which of its runs comes next, and on what batch."""

    def __init__(self, step):
        self.step, self.run, self.labels = step, -1, None

    def next(self):
        self.run += 1
        return self


def score(y, verdict, loss):
    if loss == "adversarial":
        return F.binary_cross_entropy_with_logits(y, torch.full_like(y, verdict))
    if loss == "least-squares-adversarial":
        return ((y - verdict) ** 2).mean() / 2
    if loss == "wasserstein":
        return (1 - 2 * verdict) * y.mean()
    raise NotImplementedError(loss)


def make_optimizer(settings, prefix, values):
    kind = settings[prefix + "optimizer"]
    rate = float(settings[prefix + "learning_rate"])
    decay = float(settings.get("l2", 0))
    if kind == "rmsprop":
        return torch.optim.RMSprop(values, rate, weight_decay=decay)
    if kind == "adam":
        beta = float(settings.get(prefix + "optimizer.beta1", 0.9))
        return torch.optim.Adam(values, rate, (beta, 0.999), weight_decay=decay)
    return torch.optim.SGD(values, rate, 0.9 if kind == "momentum" else 0, weight_decay=decay)


class Pair:
    def __init__(self, stack, settings):
        counts = {}
        self.settings = dict(word.split("=") for word in settings.split())
        self.parts = [[Layer(text, counts) for text in part.split("; ")]
                      for part in stack.split(" | ")]
        self.n_batches, self.results, n = 0, [], 0
        for part in self.parts:
            width = FEATURES
            for layer in part:
                width = layer.configure(width)
                for name, shape in layer.values.items():
                    layer.values[name] = (0.5 * fill(shape, 10 + n)).requires_grad_()
                    n += 1
        own = "generator." if "generator.optimizer" in self.settings else ""
        self.optimizers = [make_optimizer(self.settings, own, self.get_values(0)),
                           make_optimizer(self.settings, "", self.get_values(1))]

    def get_values(self, part):
        return [value for layer in self.parts[part] for value in layer.values.values()]

    def run(self, part, x, place):
        for layer in self.parts[part]:
            x = layer.run(x, place)
        return x

    def update(self, part):
        limit = float(self.settings.get("clip_norm", 0))
        if limit > 0:
            torch.nn.utils.clip_grad_norm_(self.get_values(part), limit)
        self.optimizers[part].step()
        if part == 1 and self.settings.get("loss.method") == "clipping":
            with torch.no_grad():
                for value in self.get_values(part):
                    value.clamp_(-float(self.settings["loss.clip"]), float(self.settings["loss.clip"]))

    def penalise(self, x, fake, place):
        """As Gulrajani and others: one place an example, somewhere between data and what was made."""
        share = uniform([ROWS, 1], "penalty", 1, place.step, place.next().run)
        between = (share * x + (1 - share) * fake).requires_grad_()
        slopes, = torch.autograd.grad(self.run(1, between, place).sum(), between, create_graph=True)
        norms = slopes.norm(2, dim=1)
        penalty = float(self.settings.get("loss.penalty", 10)) * ((norms - 1) ** 2).mean()
        penalty.backward()
        self.results.append([penalty.item(), norms.mean().item()])

    def train_discriminator(self, place):
        loss = self.settings["loss"]
        x = fill([ROWS, FEATURES], self.n_batches % 7)
        place.labels = (torch.arange(ROWS) + self.n_batches) % 3
        self.n_batches += 1
        self.optimizers[1].zero_grad()
        has_penalty = loss == "wasserstein" and self.settings.get("loss.method") != "clipping"
        if has_penalty:
            fake = self.run(0, None, place.next()).detach()
            self.penalise(x, fake, place)
        real = score(self.run(1, x, place.next()), 1.0, loss)
        real.backward()
        place.next()
        if not has_penalty:
            fake = self.run(0, None, place).detach()
        made = score(self.run(1, fake, place), 0.0, loss)
        made.backward()
        if has_penalty:
            self.results[-1][0] += real.item() + made.item()
        self.update(1)

    def train_generator(self, place):
        self.optimizers[0].zero_grad()
        place.next()
        score(self.run(1, self.run(0, None, place), place), 1.0, self.settings["loss"]).backward()
        self.update(0)

    def step(self, number):
        place = Place(number)
        self.results = []
        for _ in range(int(self.settings.get("d_steps", 1))):
            self.train_discriminator(place)
        for _ in range(int(self.settings.get("g_steps", 1))):
            self.train_generator(place)

    def write(self, number):
        if self.results:
            lines.append("%d result: %s" % (number, " ".join(
                "%.10g" % (sum(column) / len(column)) for column in zip(*self.results))))
        for part, title in zip(self.parts, ("generator", "discriminator")):
            for layer in part:
                for name, value in list(layer.values.items()) + list(layer.buffers.items()):
                    numbers = ("%.10g" % v for v in value.detach().reshape(-1).tolist())
                    lines.append("%d %s.%s.%s: %s" % (number, title, layer.name, name,
                                                      " ".join(numbers)))


def train(stack, settings):
    lines.extend(["round " + stack, "settings " + settings])
    pair = Pair(stack, settings)
    for number in range(STEPS[-1]):
        pair.step(number)
        if number + 1 in STEPS:
            pair.write(number + 1)


def differs(a, b):
    """Whether two files say something else; the last digit is PyTorch's affair."""
    if len(a) != len(b):
        return "there are %d lines, not %d" % (len(b), len(a))
    for number, (left, right) in enumerate(zip(a, b), 1):
        left, right = left.split(": "), right.split(": ")
        if left[0] != right[0] or len(left) != len(right):
            return "line %d is %r, not %r" % (number, right[0], left[0])
        if len(left) > 1 and any(abs(float(x) - float(y)) > 1e-7 for x, y in
                                 zip(left[1].split(), right[1].split())):
            return "line %d (%s) has other numbers" % (number, left[0])
    return None


train("latent size=3; dense units=5; tanh; dense units=2 | dense units=5; tanh; dense units=1",
      "loss=adversarial optimizer=sgd learning_rate=0.1")
# No bias before the next batch norm: its gradient is 0 but for rounding, which RMSprop blows up.
train("latent size=3 distribution=uniform; dense units=5 bias=false; batch-norm; tanh; "
      "dense units=2 bias=false | dense units=6 bias=false; batch-norm; leaky-relu; dense units=1; sigmoid",
      "loss=adversarial optimizer=adam optimizer.beta1=0.5 learning_rate=0.01 "
      "generator.optimizer=rmsprop generator.learning_rate=0.003 d_steps=2 g_steps=2")
train("latent size=2; condition classes=3; dense units=4; tanh; dense units=2 | "
      "condition classes=3; dense units=5; softplus; dense units=2",
      "loss=least-squares-adversarial optimizer=momentum learning_rate=0.05 clip_norm=0.5 l2=0.01")
# No corners in the critics, nor anything linear but the end: what data and what was made add to a
# gradient would cancel but for rounding.
train("latent size=3; dense units=5; tanh; dense units=2 | dense units=5; tanh; dense units=4; "
      "softplus; dense units=1",
      "loss=wasserstein optimizer=sgd learning_rate=0.02 d_steps=3")
train("latent size=3; dense units=5 bias=false; batch-norm; leaky-relu; dense units=2 | "
      "dense units=6; layer-norm; silu; dense units=4; tanh; dense units=1",
      "loss=wasserstein loss.penalty=3 optimizer=momentum learning_rate=0.01 generator.optimizer=adam "
      "generator.optimizer.beta1=0.5 generator.learning_rate=0.01 d_steps=2")
train("latent size=2; condition classes=3; dense units=4; tanh; dense units=2 | "
      "condition classes=3; dense units=5; tanh; dense units=2",
      "loss=wasserstein optimizer=momentum learning_rate=0.01 clip_norm=2 l2=0.01")
train("latent size=3; dense units=5; tanh; dense units=2 | dense units=5; tanh; dense units=1",
      "loss=wasserstein loss.method=clipping loss.clip=0.3 optimizer=rmsprop learning_rate=0.003 "
      "d_steps=3")

if sys.argv[1:2] == ["--check"]:
    with open(sys.argv[2], encoding="ascii") as file:
        problem = differs(file.read().splitlines(), lines)
    print("1..1")
    print(("not ok 1 golden-rounds.txt: " + problem) if problem
          else "ok 1 golden-rounds.txt is how PyTorch " + torch.__version__ + " trains")
    sys.exit(problem is not None)
print("\n".join(lines))
