# SPDX-License-Identifier: GPL-3.0-or-later
"""A network in PyTorch, from what "lamina-cli describe --json" says of a project."""
import math
import os
import sys

import torch
import torch.nn.functional as F

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "engine"))
from golden_noise import normal, uniform  # noqa: E402
from golden_sequences import attention, recurrent, waves  # noqa: E402


class Pass:
    """One run through layers: what they read besides their inputs, and what they add to the loss."""

    def __init__(self, step=None, run=0, lengths=None, labels=None, seed=1):
        self.is_training = step is not None
        self.where = (seed, step or 0, run)
        self.lengths, self.labels = lengths, labels
        self.term = 0

    def draw(self, function, layer, like, shape):
        return function(shape, layer["name"], *self.where).to(like.dtype)


def pair(text):
    numbers = [int(n) for n in text.split("x")]
    return numbers * 2 if len(numbers) == 1 else numbers


SIMPLE = {
    "relu": torch.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid,
    "flatten": lambda x: x.flatten(1), "global_avg_pool": lambda x: x.mean((2, 3)),
}


class Network:
    def __init__(self, description):
        self.settings = description["settings"]
        self.parts = {}
        for layer in description["layers"]:
            self.parts.setdefault(layer.get("part", ""), []).append(layer)

    def get(self, layer, field):
        return self.settings[layer["name"] + "." + field]

    def is_set(self, layer, field):
        return self.get(layer, field) == "true"

    # --- pictures ---

    def pad(self, layer, x):
        if self.get(layer, "padding") == "explicit":
            height, width = pair(self.get(layer, "padding_size"))
            return F.pad(x, (width, width, height, height))
        if self.get(layer, "padding") == "valid":
            return x
        pads = []
        for axis in (1, 0):  # F.pad begins with the last dimension.
            size = x.shape[2 + axis]
            kernel = pair(self.get(layer, "kernel_size"))[axis]
            stride = pair(self.get(layer, "stride"))[axis]
            dilation = pair(self.settings.get(layer["name"] + ".dilation", "1"))[axis]
            out = -(-size // stride)
            total = max((out - 1) * stride + dilation * (kernel - 1) + 1 - size, 0)
            pads += [total // 2, total - total // 2]
        return F.pad(x, pads)

    def conv2d(self, layer, x, own, place):
        return F.conv2d(self.pad(layer, x), own["weight"], own.get("bias"),
                        stride=pair(self.get(layer, "stride")),
                        dilation=pair(self.get(layer, "dilation")),
                        groups=int(self.get(layer, "groups")))

    def conv_transpose2d(self, layer, x, own, place):
        return F.conv_transpose2d(x, own["weight"], own.get("bias"),
                                  stride=pair(self.get(layer, "stride")),
                                  padding=pair(self.get(layer, "padding")),
                                  output_padding=pair(self.get(layer, "output_padding")),
                                  groups=int(self.get(layer, "groups")),
                                  dilation=pair(self.get(layer, "dilation")))

    def max_pool2d(self, layer, x, own, place):
        size, stride = pair(self.get(layer, "size")), pair(self.get(layer, "stride"))
        return F.max_pool2d(x, size, [s or k for s, k in zip(stride, size)],
                            pair(self.get(layer, "padding")))

    # --- rows of numbers ---

    def dense(self, layer, x, own, place):
        return F.linear(x, own["weight"], own.get("bias"))

    def reshape(self, layer, x, own, place):
        dims = [int(n) for n in self.get(layer, "dims").split("x")]
        return x.view(len(x), dims[2], *dims[:2]) if len(dims) == 3 else x.view(len(x), *dims)

    def leaky_relu(self, layer, x, own, place):
        return F.leaky_relu(x, float(self.get(layer, "slope")))

    def gelu(self, layer, x, own, place):
        assert self.get(layer, "form") == "exact"
        return F.gelu(x)

    def layer_norm(self, layer, x, own, place):
        return F.layer_norm(x, x.shape[-1:], own.get("weight"), own.get("bias"),
                            float(self.get(layer, "eps")))

    def batch_norm(self, layer, x, own, place):
        return F.batch_norm(x, own["running_mean"], own["running_var"], own["weight"], own["bias"],
                            place.is_training, float(self.get(layer, "momentum")),
                            float(self.get(layer, "eps")))

    # --- sequences ---

    def embedding(self, layer, x, own, place):
        assert self.get(layer, "padding_index") == "-1"
        return F.embedding(x, own["weight"])

    def positional_encoding(self, layer, x, own, place):
        assert self.get(layer, "form") == "sinusoidal"
        return x + waves(*x.shape[1:]).to(x.dtype)

    def attention(self, layer, x, own, place):
        names = ("in_proj_weight", "in_proj_bias", "out_proj.weight", "out_proj.bias")
        return attention(x, [own[name] for name in names], int(self.get(layer, "heads")),
                         self.is_set(layer, "causal"))

    def recur(self, layer, x, own, place):
        """The parameters lie as PyTorch's."""
        names = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"]
        is_both = self.is_set(layer, "bidirectional")
        assert not self.is_set(layer, "stateful")
        names += [name + "_reverse" for name in names] if is_both else []
        lengths = place.lengths or [x.shape[1]] * len(x)
        y, last = recurrent(layer["kind"], x, [own[name] for name in names],
                            int(self.get(layer, "hidden_size")), lengths, is_both,
                            self.is_set(layer, "reverse"))
        return y if self.get(layer, "returns") == "sequence" else last

    rnn = lstm = gru = recur

    def global_max_pool(self, layer, x, own, place):
        lengths = place.lengths or [x.shape[1]] * len(x)
        return torch.stack([row[:n].max(0)[0] for row, n in zip(x, lengths)])

    # --- chance ---

    def dropout(self, layer, x, own, place):
        rate = float(self.get(layer, "rate"))
        if not place.is_training:
            return x
        return x * (place.draw(uniform, layer, x, x.shape) >= rate) / (1 - rate)

    def gaussian_noise(self, layer, x, own, place):
        if not place.is_training:
            return x
        return x + float(self.get(layer, "deviation")) * place.draw(normal, layer, x, x.shape)

    def sampling(self, layer, x, own, place):
        mean, log_variance = x.chunk(2, 1)
        place.term = place.term + (mean ** 2 + log_variance.exp() - 1 - log_variance).sum() / 2
        if not place.is_training:
            return mean
        return mean + torch.exp(log_variance / 2) * place.draw(normal, layer, x, mean.shape)

    def latent(self, layer, x, own, place):
        assert self.get(layer, "distribution") == "normal"
        return place.draw(normal, layer, x, [len(x), int(self.get(layer, "size"))])

    def condition(self, layer, x, own, place):
        hot = F.one_hot(place.labels, int(self.get(layer, "classes"))).to(x.dtype)
        return hot if self.is_set(layer, "alone") else torch.cat([x, hot], 1)

    # --- all of it ---

    def run_layer(self, layer, inputs, weights, place):
        kind = layer["kind"].replace("-", "_")
        prefix = (layer["part"] + "." if "part" in layer else "") + layer["name"] + "."
        own = {name[len(prefix):]: value for name, value in weights.items()
               if name.startswith(prefix)}
        if kind in SIMPLE:
            return SIMPLE[kind](inputs[0])
        if kind == "add":
            return sum(inputs[1:], inputs[0])
        if kind == "multiply":
            return math.prod(inputs)
        if kind == "concat":
            return torch.cat(inputs, 1)
        return getattr(self, kind)(layer, inputs[0], own, place)

    def run(self, x, weights, place, part="", first=0):
        """first: the layer of the part that x goes into."""
        values = {"input": x}
        for layer in self.parts[part][first:]:
            inputs = [x if name == "previous" else values[name] for name in layer["inputs"]]
            x = values[layer["name"]] = self.run_layer(layer, inputs or [x], weights, place)
        return x

    def make(self, n, weights, seed):
        """What "lamina-cli sample" makes: of noise, by a decoder or a generator; None if there is
        neither. Where it is told a class, all classes in turn."""
        for part in self.parts.values():
            for i, layer in enumerate(part):
                if layer["kind"] == "latent":
                    size = int(self.get(layer, "size"))
                elif layer["kind"] == "sampling":
                    size = int(self.get(part[i - 1], "units")) // 2
                else:
                    continue
                z = normal([n, size], layer["name"], seed)
                place = Pass(labels=torch.arange(n) % 10)
                y = self.run(z, weights, place, layer.get("part", ""), i + 1)
                return y if "part" in layer else self.answer(y)
        return None

    def answer(self, y):
        """What the loss makes of the last layer."""
        return torch.sigmoid(y) if self.settings["loss"] == "binary-cross-entropy" else y

    def loss(self, y, target, place):
        kind, how = self.settings["loss"], self.settings.get("loss.reduction", "mean")
        if kind == "softmax-cross-entropy":
            fit = F.cross_entropy(y.flatten(0, -2), target.flatten())
        elif kind == "binary-cross-entropy":
            fit = F.binary_cross_entropy_with_logits(y, target, reduction=how)
        else:
            assert kind == "mse", kind
            fit = F.mse_loss(y, target, reduction=how)
        # Of series, each step is a row: that is what a batch's mean is over, also of what layers add.
        n_rows = len(y) * (y.shape[1] if y.dim() == 3 else 1)
        if how == "sum":
            fit = fit / n_rows
        return fit + float(self.settings["beta"]) * place.term / n_rows

    def get_factor(self, step, n_steps):
        """The schedule's, on the learning rate."""
        if self.settings["schedule"] == "constant":
            return 1.0
        assert self.settings["schedule"] == "cosine", self.settings["schedule"]
        least = float(self.settings["schedule.min"])
        return least + (1 - least) * (1 + math.cos(math.pi * step / n_steps)) / 2

    def make_optimizer(self, parameters, owner=""):
        kind = self.settings[owner + "optimizer"]

        def number(name):
            return float(self.settings["%soptimizer.%s" % (owner, name)])

        rate = number("learning_rate")
        if kind in ("sgd", "momentum", "nesterov"):
            return torch.optim.SGD(parameters, rate, nesterov=kind == "nesterov",
                                   momentum=0 if kind == "sgd" else number("momentum"))
        if kind == "rmsprop":
            return torch.optim.RMSprop(parameters, rate, number("alpha"), number("eps"))
        if kind == "adagrad":
            return torch.optim.Adagrad(parameters, rate, number("lr_decay"), eps=number("eps"))
        betas = (number("beta1"), number("beta2"))
        if kind == "adamw":
            return torch.optim.AdamW(parameters, rate, betas, number("eps"),
                                     number("weight_decay"))
        return torch.optim.Adam(parameters, rate, betas, number("eps"))
