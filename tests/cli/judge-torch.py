#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains templates in PyTorch too, from the same weights on the same batches.

What the network answers, its gradients, and its weights after 1, 5 and 20 steps have to agree,
with every optimizer for the small ones, and with the template's own and SGD for the others.
It speaks to lamina-cli alone; weights and gradients travel as safetensors.
"""
import json
import os
import re
import struct
import subprocess
import sys
import tempfile

try:
    import numpy
    import torch
    import torch.nn.functional as F
except ImportError as reason:
    print("1..0 # SKIP %s, for %s" % (reason, sys.executable))
    sys.exit(0)

CLI = os.environ["LAMINA_CLI"]
BATCH = 16
N_EXAMPLES = 7 * BATCH - 5  # Seven steps an epoch, the last of them short.
STEPS = (1, 5, 20)
OPTIMIZERS = ("sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw", "adagrad")
SMALL = 2000  # Parameters up to which all optimizers are tried.
OUTPUT_TOLERANCE = 1e-5
GRADIENT_TOLERANCE = 1e-4
WEIGHT_TOLERANCE = 1e-4

torch.manual_seed(1)
torch.set_num_threads(1)


# --- files ---

def read_safetensors(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = file.read()
    header.pop("__metadata__", None)
    arrays = {}
    for name, entry in header.items():
        assert entry["dtype"] == "F32", entry
        first, end = entry["data_offsets"]
        arrays[name] = torch.from_numpy(numpy.frombuffer(data[first:end], "<f4").copy()
                                        .reshape(entry["shape"]))
    return arrays


def write_safetensors(path, tensors):
    header, data = {}, b""
    for name, tensor in tensors.items():
        raw = tensor.detach().numpy().astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape),
                        "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def call(*words):
    done = subprocess.run((CLI,) + words, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          universal_newlines=True)
    if done.returncode != 0:
        raise RuntimeError(" ".join(words) + ": " + done.stderr.strip())
    return json.loads(done.stdout) if "--json" in words else None


# --- the network, from what "describe" says ---

def pair(text):
    numbers = [int(n) for n in text.split("x")]
    return numbers * 2 if len(numbers) == 1 else numbers


class Network:
    def __init__(self, description):
        self.layers = description["layers"]
        self.settings = description["settings"]

    def get(self, layer, field):
        return self.settings[layer["name"] + "." + field]

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

    def conv2d(self, layer, inputs, weights):
        return F.conv2d(self.pad(layer, inputs[0]), weights[layer["name"] + ".weight"],
                        weights.get(layer["name"] + ".bias"),
                        stride=pair(self.get(layer, "stride")),
                        dilation=pair(self.get(layer, "dilation")),
                        groups=int(self.get(layer, "groups")))

    def conv_transpose2d(self, layer, inputs, weights):
        return F.conv_transpose2d(inputs[0], weights[layer["name"] + ".weight"],
                                  weights.get(layer["name"] + ".bias"),
                                  stride=pair(self.get(layer, "stride")),
                                  padding=pair(self.get(layer, "padding")),
                                  output_padding=pair(self.get(layer, "output_padding")),
                                  groups=int(self.get(layer, "groups")),
                                  dilation=pair(self.get(layer, "dilation")))

    def dense(self, layer, inputs, weights):
        return F.linear(inputs[0], weights[layer["name"] + ".weight"],
                        weights.get(layer["name"] + ".bias"))

    def max_pool2d(self, layer, inputs, weights):
        size, stride = pair(self.get(layer, "size")), pair(self.get(layer, "stride"))
        return F.max_pool2d(inputs[0], size, [s or k for s, k in zip(stride, size)],
                            pair(self.get(layer, "padding")))

    def recur(self, function, n_states, layer, inputs, weights):
        """One layer, in one direction; the parameters lie as PyTorch's."""
        own = [weights["%s.%s" % (layer["name"], name)]
               for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")]
        state = torch.zeros(1, len(inputs[0]), int(self.get(layer, "hidden_size")))
        y = function(inputs[0], state if n_states == 1 else (state,) * n_states, own, True, 1, 0.0,
                     True, False, True)[0]
        return y if self.get(layer, "returns") == "sequence" else y[:, -1]

    def rnn(self, layer, inputs, weights):
        return self.recur(torch._VF.rnn_tanh, 1, layer, inputs, weights)

    def lstm(self, layer, inputs, weights):
        return self.recur(torch._VF.lstm, 2, layer, inputs, weights)

    def run(self, x, weights):
        values = {"input": x}
        for layer in self.layers:
            inputs = [x if name == "previous" else values[name] for name in layer["inputs"]] or [x]
            kind = layer["kind"].replace("-", "_")
            simple = {"relu": torch.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid,
                      "flatten": lambda v: v.flatten(1),
                      "global_avg_pool": lambda v: v.mean((2, 3))}
            if kind in simple:
                x = simple[kind](inputs[0])
            elif kind == "add":
                x = sum(inputs[1:], inputs[0])
            elif kind == "concat":
                x = torch.cat(inputs, 1)
            else:
                x = getattr(self, kind)(layer, inputs, weights)
            values[layer["name"]] = x
        return x

    def loss(self, y, target):
        if self.settings["loss"] == "softmax-cross-entropy":
            return F.cross_entropy(y, target)
        if self.settings["loss"] == "binary-cross-entropy":
            return F.binary_cross_entropy_with_logits(y, target)
        assert self.settings["loss"] == "mse", self.settings["loss"]
        return F.mse_loss(y, target)

    def make_optimizer(self, weights):
        def number(name):
            return float(self.settings["optimizer." + name])

        kind, parameters, rate = self.settings["optimizer"], list(weights.values()), None
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


# --- comparing ---

# Kinds of layers whose templates are not trained here, and why; the kinds by themselves are compared
# with PyTorch by the engine's golden cases.
NOT_HERE = {
    "sampling": "it draws numbers of its own",
    "latent": "it draws numbers of its own",
    "gaussian-noise": "it draws numbers of its own",
    "dropout": "it draws numbers of its own",
    "embedding": "arrays hold numbers, not tokens",
}


def find_reason(description):
    for layer in description["layers"]:
        if layer["kind"] in NOT_HERE:
            return "%s: %s" % (layer["kind"], NOT_HERE[layer["kind"]])
    return None


def compare(what, ours, theirs, tolerance):
    """Relative to the largest number of the tensor: single small ones are differences of large."""
    for name in theirs:
        error = (ours[name].double() - theirs[name].detach().double()).abs().max().item()
        scale = max(theirs[name].detach().abs().max().item(), 1e-6)
        assert ours[name].shape == theirs[name].shape, (what, name)
        assert error <= tolerance * scale, \
            "%s, %s: off by %.2e of %.2e" % (what, name, error, scale)


def make_data(folder, description):
    shape = description["data"]["input"]
    n_classes = description["data"]["classes"]
    x = torch.rand([N_EXAMPLES] + shape) if len(shape) > 1 else torch.randn([N_EXAMPLES] + shape)
    if description["settings"]["loss"] == "binary-cross-entropy":
        y = (x[:, :1] > 0.5).float()  # Adam makes much of gradients that are mere noise.
    elif description["settings"]["loss"] == "mse":
        y = torch.randn(N_EXAMPLES, 1)
    else:
        y = torch.randint(0, n_classes, (N_EXAMPLES,))
        y[:n_classes] = torch.arange(n_classes)
    path = os.path.join(folder, "arrays.npz")
    numpy.savez(path, x=x.numpy(), y=y.numpy())
    numpy.save(os.path.join(folder, "x.npy"), x.numpy())
    return path, x, y


def new_project(path, template, optimizer):
    call("new", "--template", template, "--set", "stop_loss=0", "--set", "epochs=100",
         "--set", "optimizer=" + optimizer, path)
    return call("describe", "--json", path)


def make_weights(path, folder):
    """Random numbers in the place of the initial weights, of the same size; biases too."""
    file = os.path.join(folder, "initial.safetensors")
    call("export", "--format", "safetensors", path, file)
    weights = {}
    for name, old in read_safetensors(file).items():
        deviation = old.std().item() if old.numel() > 1 and old.std() > 0 else 0.1
        weights[name] = torch.randn_like(old) * deviation
    write_safetensors(file, weights)
    return file, {name: value.clone().requires_grad_() for name, value in weights.items()}


def judge(template, optimizer, folder):
    project = os.path.join(folder, "project.lamina")
    gradients = os.path.join(folder, "gradients.safetensors")
    exported = os.path.join(folder, "exported.safetensors")
    description = new_project(project, template, optimizer)
    arrays, x, y = make_data(folder, description)
    initial, weights = make_weights(project, folder)
    network = Network(description)
    torch_optimizer = network.make_optimizer(weights)
    step = 0

    for goal in STEPS:
        result = call("train", "--json", "--steps", str(goal), "--resume", "--data", arrays,
                      "--batch-size", str(BATCH), "--no-shuffle", "--initial-weights", initial,
                      "--dump-gradients", gradients, project)
        while step < goal:
            first = step * BATCH % (BATCH * -(-N_EXAMPLES // BATCH))
            rows = slice(first, min(first + BATCH, N_EXAMPLES))
            torch_optimizer.zero_grad()
            loss = network.loss(network.run(x[rows], weights), y[rows])
            loss.backward()
            if step == 0:
                compare("gradients", read_safetensors(gradients),
                        {name: value.grad for name, value in weights.items()}, GRADIENT_TOLERANCE)
            torch_optimizer.step()
            step += 1
        assert abs(result["loss"] - loss.item()) <= 1e-4 * max(abs(loss.item()), 1), \
            "loss %g, not %g" % (result["loss"], loss.item())
        call("export", "--format", "safetensors", project, exported)
        ours = read_safetensors(exported)
        compare("weights after %d" % goal, ours, weights, WEIGHT_TOLERANCE)

        # The answers of the same weights, whatever came of training.
        call("predict", "--input", os.path.join(folder, "x.npy"), "--output",
             os.path.join(folder, "y.npy"), project)
        answers = torch.from_numpy(numpy.load(os.path.join(folder, "y.npy")))
        compare("answers after %d" % goal, {"y": answers}, {"y": network.run(x, ours)},
                OUTPUT_TOLERANCE)


def main():
    cases = []
    for template in call("templates", "--json")["templates"]:
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "a.lamina")
            call("new", "--template", template["id"], path)
            description = call("describe", "--json", path)
        own = description["settings"]["optimizer"]
        reason = find_reason(description)
        if reason is not None:
            cases.append((template["id"], own, reason))
            continue
        is_small = description["parameters"] <= SMALL
        cases += [(template["id"], optimizer, None)
                  for optimizer in (OPTIMIZERS if is_small else sorted({own, "sgd"}))]

    print("1..%d" % len(cases))
    failures = 0
    for number, (template, optimizer, reason) in enumerate(cases, 1):
        if reason is not None:
            print("ok %d %s with %s # SKIP %s" % (number, template, optimizer, reason), flush=True)
            continue
        try:
            with tempfile.TemporaryDirectory() as folder:
                judge(template, optimizer, folder)
            print("ok %d %s with %s" % (number, template, optimizer), flush=True)
        except Exception as failure:  # A KeyError is a failure of this case too.
            failures += 1
            print("not ok %d %s with %s" % (number, template, optimizer))
            print("# " + re.sub(r"\s+", " ", repr(failure)), flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
