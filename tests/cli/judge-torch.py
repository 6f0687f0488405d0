#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains every template in PyTorch too, from the same weights on the same batches.

    judge-torch.py [pictures|others|TEMPLATE]…

Gradients, and weights after 1, 5 and 20 steps, have to agree with PyTorch's in double: those of the
engine in double (train-double.c), and those of lamina-cli, which computes in float; so do its
losses, and what its networks answer and make. That is tried with the template's own optimizer and
with SGD, for the small ones with all. Noise and masks are drawn by the engine's formula, and of a
generator and a discriminator whole rounds are compared.

In double there is no excuse. In float there are two, and the test says where it needs them:

- Adam makes a whole step of a gradient that is mere rounding. So PyTorch trains in float beside, and
  where a tensor of its own is off by more than a quarter of the tolerance, ours may be by four times
  that.
- Now and then a sum near 0 falls on the other side of a ReLU's corner, or the other of two equal
  maxima is taken, and a gradient has another term: most often in unet-small and dcgan-28. Such a run
  is repeated with other numbers, twice at the most; the tolerance stays.
"""
import os
import random
import re
import sys
import tempfile
import zlib

sys.dont_write_bytecode = True
try:
    import numpy  # noqa: F401  (The modules below need it.)
    import torch
except ImportError as reason:
    print("1..0 # SKIP %s, for %s" % (reason, sys.executable))
    sys.exit(0)

import judge_double
from judge_data import BATCH, TEMPLATES, Data
from judge_files import call, read_npy, read_safetensors, write_safetensors
from judge_network import Network, Pass
from judge_training import Rounds, Training, is_statistic

STEPS = (1, 5, 20)
EPOCHS = 100
OWN = "its own optimizer"
OPTIMIZERS = ("sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw", "adagrad")
SMALL = 2000  # Parameters up to which all optimizers are tried.
OUTPUT_TOLERANCE = 1e-5
GRADIENT_TOLERANCE = 1e-4
WEIGHT_TOLERANCE = 1e-4
LOSS_TOLERANCE = 1e-4
FLOAT_FACTOR = 4
ATTEMPTS = 3
DOUBLE_TOLERANCE = 1e-6

# Of SGD, where the loss is a sum over all pixels.
RATES = {"vae-dense-28": ["learning_rate=1e-5"], "vae-conv-28": ["learning_rate=1e-5"]}
# Before a batch norm its gradient is 0 but for rounding, of which Adam makes whole steps.
NO_BIAS = {"dcgan-28": ["dense_1.bias=false", "conv_1.bias=false", "conv_4.bias=false"],
           "gan-dense-28": ["dense_1.bias=false", "dense_2.bias=false"],
           "cgan-28": ["dense_1.bias=false", "dense_2.bias=false"]}
WITH_GENERATOR_OPTIMIZER = ("gan-ring",)

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


class Difference(Exception):
    """Between Lamina in float and PyTorch."""


def measure(ours, theirs):
    """Of each tensor the difference, relative to its largest number: single small ones are
    differences of large."""
    errors = {}
    for name, value in theirs.items():
        value = value.detach().double()
        assert ours[name].shape == value.shape, name
        error = (ours[name].detach().double() - value).abs().max().item()
        errors[name] = error / max(value.abs().max().item(), 1e-6)
    return errors


def copy_values(weights):
    return {name: value.detach().clone() for name, value in weights.items()}


class Case:
    def __init__(self, template, optimizer, folder, attempt):
        self.folder, self.remarks = folder, []
        random.seed(template + str(attempt))
        torch.manual_seed(zlib.crc32(template.encode()) + attempt)
        self.data = Data(folder, template)
        self.description = self.make_project(template, optimizer)
        self.network = Network(self.description)
        self.weights = self.make_weights()
        self.double, self.single = (self.train_torch(t) for t in (torch.float64, torch.float32))

    def train_torch(self, dtype):
        """Gradients; and of each of the steps values and results."""
        kind = Rounds if "generator" in self.network.parts else Training
        training = kind(self.network, self.weights, EPOCHS * self.data.get_n_steps(), dtype)
        states = {}
        while training.step < STEPS[-1]:
            training.train(*self.data.get_batch(training.step))
            if training.step in STEPS:
                states[training.step] = copy_values(training.weights), training.results
        return training.gradients, states

    def path(self, name):
        return os.path.join(self.folder, name)

    def make_project(self, template, optimizer):
        settings = ["stop_loss=0", "epochs=%d" % EPOCHS, "batch_size=%d" % BATCH, "shuffle=false"]
        settings += self.data.settings
        if optimizer == OWN:
            settings += NO_BIAS.get(template, [])
        else:  # With its defaults.
            settings += ["optimizer=" + optimizer] + RATES.get(template, [])
            if template in WITH_GENERATOR_OPTIMIZER:
                settings.append("generator.optimizer=" + optimizer)
        words = [word for setting in settings for word in ("--set", setting)]
        call("new", "--template", template, *words, self.path("project.lamina"))
        description = self.call("describe", "--json")
        assert description["problem"] is None, description["problem"]
        return description

    def make_weights(self):
        """Random numbers in the place of the initial weights, of the same size; biases too."""
        self.call("export", "--format", "safetensors", output="initial.safetensors")
        weights = read_safetensors(self.path("initial.safetensors"))
        for name, old in weights.items():
            if not is_statistic(name):
                is_one = old.numel() == 1 or old.std() == 0  # 0 or 1, from where it begins
                noise = torch.randn_like(old) * (0.1 if is_one else old.std())
                weights[name] = noise + (old if is_one else 0)
        write_safetensors(self.path("initial.safetensors"), weights)
        return weights

    def call(self, *words, output=None):
        """Of the project; output comes last, as lamina-cli has it."""
        return call(*words, self.path("project.lamina"), *([self.path(output)] if output else []))

    def compare(self, what, ours, double, tolerance, single=None):
        """single: PyTorch's float; none where both sides start from the same numbers."""
        errors = measure(ours, double)
        own = measure(single, double) if single is not None else dict.fromkeys(errors, 0)

        def tell(name):
            beside = ", PyTorch's float by %.1e" % own[name] if single is not None else ""
            return "%s, %s: off by %.1e%s" % (what, name, errors[name], beside)

        for name, error in errors.items():
            if not error <= max(tolerance, FLOAT_FACTOR * own[name]):
                raise Difference(tell(name))
        worst = max(errors, key=lambda name: errors[name])
        if errors[worst] > tolerance:
            self.remarks.append(tell(worst))

    def compare_results(self, goal, ours):
        for name, value in self.double[1][goal][1].items():
            own = abs(self.single[1][goal][1][name] - value)
            error = abs(ours[name] - value)
            if not error <= max(LOSS_TOLERANCE * max(abs(value), 1), FLOAT_FACTOR * own):
                raise Difference("%s after %d is %g, not %g" % (name, goal, ours[name], value))

    def train_to(self, goal):
        result = self.call("train", "--json", "--steps", str(goal), "--resume", "--initial-weights",
                           self.path("initial.safetensors"), "--dump-gradients",
                           self.path("gradients.safetensors"))
        self.call("export", "--format", "safetensors", output="exported.safetensors")
        ours = read_safetensors(self.path("exported.safetensors"))
        if goal == STEPS[0]:
            self.compare("gradients", read_safetensors(self.path("gradients.safetensors")),
                         self.double[0], GRADIENT_TOLERANCE, self.single[0])
        self.compare("weights after %d" % goal, ours, self.double[1][goal][0], WEIGHT_TOLERANCE,
                     self.single[1][goal][0])
        self.compare_results(goal, result)
        return ours

    def check_answers(self, goal, weights):
        """Those of the same weights, whatever came of training."""
        with torch.no_grad():
            made = self.network.make(10, weights, 7)
            if made is not None:
                self.call("sample", "--n", "10", "--seed", "7", "--output", self.path("y.npy"))
                self.compare("samples after %d" % goal, {"y": read_npy(self.path("y.npy"))},
                             {"y": made}, OUTPUT_TOLERANCE)
            if "" in self.network.parts:
                self.call("predict", "--input", self.path("x.npy"), "--output", self.path("y.npy"))
                self.compare("answers after %d" % goal, {"y": read_npy(self.path("y.npy"))},
                             {"y": self.network.run(self.data.x, weights,
                                                    Pass(lengths=self.data.lengths))},
                             OUTPUT_TOLERANCE)

    def judge_double(self):
        gradients, ours = judge_double.train(self.folder, self.description, self.weights, self.data,
                                             STEPS)
        try:
            self.compare("gradients", gradients, self.double[0], DOUBLE_TOLERANCE)
            for goal, values in zip(STEPS, ours):
                self.compare("weights after %d" % goal, values, self.double[1][goal][0],
                             DOUBLE_TOLERANCE)
        except Difference as difference:
            raise RuntimeError("in double, %s" % difference) from None

    def judge_float(self):
        for goal in STEPS:
            ours = self.train_to(goal)
            self.check_answers(goal, {name: value.double() for name, value in ours.items()})


def judge(template, optimizer, remarks):
    for attempt in range(ATTEMPTS):
        with tempfile.TemporaryDirectory() as folder:
            case = Case(template, optimizer, folder, attempt)
            case.judge_double()
            try:
                case.judge_float()
                remarks.extend(case.remarks)
                return
            except Difference as difference:
                remarks.append("run %d: %s" % (attempt + 1, difference))
    raise RuntimeError("%d runs differ" % ATTEMPTS)


def list_cases(wanted):
    cases = []
    for template in call("templates", "--json")["templates"]:
        group = "pictures" if len(TEMPLATES[template["id"]][0]) == 3 else "others"
        if not wanted or group in wanted or template["id"] in wanted:
            is_small = template["parameters"] <= SMALL
            cases += [(template["id"], optimizer)
                      for optimizer in (OWN,) + (OPTIMIZERS if is_small else OPTIMIZERS[:1])]
    return cases


def main():
    cases = list_cases(sys.argv[1:])
    print("1..%d" % len(cases))
    failures = 0
    for number, (template, optimizer) in enumerate(cases, 1):
        remarks = []
        try:
            judge(template, optimizer, remarks)
            print("ok %d %s with %s" % (number, template, optimizer))
        except Exception as failure:  # A KeyError is a failure of this case too.
            failures += 1
            print("not ok %d %s with %s" % (number, template, optimizer))
            remarks.append(re.sub(r"\s+", " ", repr(failure)))
        for remark in remarks:
            print("# " + remark)
        sys.stdout.flush()
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
