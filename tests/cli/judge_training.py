# SPDX-License-Identifier: GPL-3.0-or-later
"""How PyTorch trains what a project describes: one network, or two against each other."""
import torch
import torch.nn.functional as F

from judge_network import Pass

SEED = 1  # Of the projects, too: it is what they begin with.


def cast(tensor, dtype):
    return tensor.to(dtype) if tensor is not None and tensor.is_floating_point() else tensor


def is_statistic(name):
    return "running_" in name


class Training:
    """The state of one training: weights by name, which are also what is compared."""

    def __init__(self, network, weights, n_steps, dtype):
        self.network, self.n_steps, self.dtype = network, n_steps, dtype
        self.weights = {name: value.to(dtype).clone().requires_grad_(not is_statistic(name))
                        for name, value in weights.items()}
        self.step, self.gradients, self.results = 0, {}, {}
        self.limit = float(network.settings["clip_norm"])
        self.optimizers = [(network.make_optimizer(self.get_values(part), owner), part)
                           for owner, part in self.list_parts()]
        self.rates = [optimizer.param_groups[0]["lr"] for optimizer, _ in self.optimizers]

    def list_parts(self):
        """The optimizers' prefixes in the settings, and those of the weights that they move."""
        return [("", "")]

    def get_values(self, part):
        return [value for name, value in self.weights.items()
                if name.startswith(part) and not is_statistic(name)]

    def update(self, index):
        """The first step's gradients are kept as they are before clipping; each part's of its own
        update."""
        optimizer, part = self.optimizers[index]
        for name, value in self.weights.items():
            if self.step == 0 and name.startswith(part) and not is_statistic(name):
                self.gradients[name] = value.grad.clone()
        if self.limit > 0:
            torch.nn.utils.clip_grad_norm_(self.get_values(part), self.limit)
        factor = self.network.get_factor(self.step, self.n_steps)
        optimizer.param_groups[0]["lr"] = self.rates[index] * factor
        optimizer.step()

    def train(self, x, y, lengths):
        torch.set_default_dtype(self.dtype)
        self.do_step(cast(x, self.dtype), cast(y, self.dtype), lengths)
        torch.set_default_dtype(torch.float64)
        self.step += 1

    def do_step(self, x, y, lengths):
        place = Pass(self.step, lengths=lengths, seed=SEED)
        self.optimizers[0][0].zero_grad()
        loss = self.network.loss(self.network.run(x, self.weights, place), y, place)
        loss.backward()
        self.update(0)
        self.results = {"loss": loss.item()}


class Rounds(Training):
    """An update of the discriminator, then one of the generator (Goodfellow and others, 2014)."""

    def list_parts(self):
        own = "generator." if "generator.optimizer" in self.network.settings else ""
        return [("", "discriminator."), (own, "generator.")]

    def judge(self, x, verdict, place):
        y = self.network.run(x, self.weights, place, "discriminator")
        loss = F.binary_cross_entropy_with_logits(y, torch.full_like(y, verdict))
        return loss, torch.sigmoid(y).mean().item()

    def make(self, like, place):
        return self.network.run(like, self.weights, place, "generator")

    def do_step(self, x, y, lengths):
        settings = self.network.settings
        assert settings["loss"] == "adversarial" and settings["trains"] == "both"
        assert settings["d_steps"] == settings["g_steps"] == "1"
        places = [Pass(self.step, run, labels=y, seed=SEED) for run in range(3)]

        self.optimizers[0][0].zero_grad()
        real, real_score = self.judge(x, 1.0, places[0])
        fake, fake_score = self.judge(self.make(x, places[1]).detach(), 0.0, places[1])
        (real + fake).backward()
        self.update(0)

        self.optimizers[1][0].zero_grad()
        made, _ = self.judge(self.make(x, places[2]), 1.0, places[2])
        made.backward()
        self.update(1)
        self.results = {"loss": real.item() + fake.item(), "generator-loss": made.item(),
                        "real-score": real_score, "fake-score": fake_score}
