#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of bench-models in PyTorch: peer-torch.py WORK MODEL BATCH THREADS, then as bench-step."""

import math
import re
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

from rows import list_units


class Residual(nn.Module):
    """As the template resnet-small."""

    def __init__(self):
        super().__init__()
        self.c1 = nn.Conv2d(3, 16, 3, padding=1)
        self.c2, self.c3 = nn.Conv2d(16, 16, 3, padding=1), nn.Conv2d(16, 16, 3, padding=1)
        self.c4, self.c5 = nn.Conv2d(16, 32, 3, 2, 1), nn.Conv2d(32, 32, 3, padding=1)
        self.c6 = nn.Conv2d(16, 32, 1, 2)
        self.out = nn.Linear(32, 10)

    def forward(self, x):
        first = F.relu(self.c1(x))
        second = F.relu(self.c3(F.relu(self.c2(first))) + first)
        third = F.relu(self.c5(F.relu(self.c4(second))) + self.c6(second))
        return self.out(third.mean((2, 3)))


class Last(nn.Module):
    """Two LSTM layers, the last step's state to two classes."""

    def __init__(self):
        super().__init__()
        self.lstm, self.out = nn.LSTM(1, 64, 2, batch_first=True), nn.Linear(64, 2)

    def forward(self, x):
        return self.out(self.lstm(x)[0][:, -1])


class Characters(nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.embed, self.lstm = nn.Embedding(96, 64), nn.LSTM(64, hidden, batch_first=True)
        self.out = nn.Linear(hidden, 96)

    def forward(self, x):
        return self.out(self.lstm(self.embed(x))[0]).flatten(0, 1)


class Block(nn.Module):
    """What follows the places in transformer-mini, twice."""

    def __init__(self):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(96), nn.LayerNorm(96)
        self.attention = nn.MultiheadAttention(96, 4, batch_first=True)
        self.wide, self.narrow = nn.Linear(96, 256), nn.Linear(256, 96)

    def forward(self, x, mask):
        y = self.norm1(x)
        x = x + self.attention(y, y, y, attn_mask=mask, need_weights=False)[0]
        return x + self.narrow(F.gelu(self.wide(self.norm2(x))))


class Transformer(nn.Module):
    """As the template transformer-mini."""

    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(81, 96)
        self.blocks = nn.ModuleList([Block(), Block()])
        self.norm, self.out = nn.LayerNorm(96), nn.Linear(96, 81)
        angles = torch.arange(64).unsqueeze(1) * \
            torch.exp(torch.arange(0, 96, 2) * (-math.log(10000) / 96))
        self.places = torch.stack([angles.sin(), angles.cos()], 2).flatten(1)
        self.mask = torch.ones(64, 64, dtype=torch.bool).triu(1)

    def forward(self, x):
        y = self.embed(x) + self.places
        for block in self.blocks:
            y = block(y, self.mask)
        return self.out(self.norm(y)).flatten(0, 1)


class Variational(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(784, 400), nn.Linear(400, 40)
        self.c, self.d = nn.Linear(20, 400), nn.Linear(400, 784)

    def forward(self, x):
        mean, log_variance = self.b(F.relu(self.a(x.flatten(1)))).chunk(2, 1)
        self.kl = -.5 * (1 + log_variance - mean ** 2 - log_variance.exp()).sum()
        z = mean + torch.exp(.5 * log_variance) * torch.randn_like(mean)
        return self.d(F.relu(self.c(z)))


class Adversaries(nn.Module):
    """As the template dcgan-28."""

    def __init__(self):
        super().__init__()
        self.generator = nn.Sequential(
            nn.Linear(64, 6272), nn.Unflatten(1, (128, 7, 7)), nn.BatchNorm2d(128), nn.ReLU(),
            nn.ConvTranspose2d(128, 64, 4, 2, 1), nn.BatchNorm2d(64), nn.ReLU(),
            nn.ConvTranspose2d(64, 1, 4, 2, 1), nn.Sigmoid())
        self.discriminator = nn.Sequential(
            nn.Conv2d(1, 64, 4, 2, 1), nn.LeakyReLU(.2), nn.Conv2d(64, 128, 4, 2, 1),
            nn.BatchNorm2d(128), nn.LeakyReLU(.2), nn.Flatten(), nn.Linear(6272, 1))


def dense(units, activation=nn.ReLU):
    layers = []
    for n_in, n_out in zip(units, units[1:]):
        layers += [nn.Linear(n_in, n_out), activation()]
    return nn.Sequential(*layers[:-1])


def cnn(channels, *last):
    return nn.Sequential(nn.Conv2d(channels, 32, 3), nn.ReLU(), nn.MaxPool2d(2),
                         nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
                         nn.Conv2d(64, 64, 3), nn.ReLU(), nn.Flatten(), *last)


def make_model(name):
    """The model, the shape of an example, classes of its tokens or 0, and its loss and target:
    what batch_norm and the like need to be the same as in the template."""
    if name.startswith('dense '):
        return dense(list_units(name)), list_units(name)[:1], 0, classify((), list_units(name)[-1])
    if match := re.match(r'char LSTM (\d+)', name):
        return Characters(int(match[1])), [64], 96, classify((64,), 96)
    return {
        'xor': lambda: (dense([2, 3, 1]), [2], 0,
                        (nn.MSELoss(), lambda batch: torch.rand(batch, 1))),
        'spirals 2-8x6-2': lambda: (dense(list_units(name), nn.Tanh), [2], 0, classify((), 2)),
        'cnn-28': lambda: (cnn(1, nn.Linear(576, 64), nn.ReLU(), nn.Linear(64, 10)), [1, 28, 28], 0,
                           classify((), 10)),
        'cnn-32': lambda: (cnn(3, nn.Linear(1024, 10)), [3, 32, 32], 0, classify((), 10)),
        'resnet-small': lambda: (Residual(), [3, 32, 32], 0, classify((), 10)),
        'lstm-stacked T10': lambda: (Last(), [10, 1], 0, classify((), 2)),
        'transformer-mini T64': lambda: (Transformer(), [64], 81, classify((64,), 81)),
        'vae 784-400-20': lambda: (Variational(), [1, 28, 28], 0,
                                   (nn.BCEWithLogitsLoss(reduction='sum'),
                                    lambda batch: torch.rand(batch, 784))),
        'dcgan-28': lambda: (Adversaries(), [1, 28, 28], 0, (nn.BCEWithLogitsLoss(), None)),
    }[name]()


def classify(shape, n):
    """One class an example, or a step of it."""
    return nn.CrossEntropyLoss(), lambda batch: torch.randint(n, (math.prod((batch, *shape)),))


def make_training(model, x, loss, make_target, batch):
    optimizer = torch.optim.Adam(model.parameters(), lr=.0001)
    y = make_target(batch)

    def step():
        optimizer.zero_grad()
        total = loss(model(x), y)
        if hasattr(model, 'kl'):
            total = total + model.kl
        total.backward()
        optimizer.step()

    return step


def make_round(model, x, loss, _make_target, batch):
    """The discriminator's update, then the generator's with noise of its own, in which the
    discriminator passes gradients on and takes none for its own weights."""
    generator, discriminator = model.generator, model.discriminator
    optimizers = [torch.optim.Adam(part.parameters(), lr=.0001, betas=(.5, .999))
                  for part in (generator, discriminator)]
    real, fake = torch.ones(batch, 1), torch.zeros(batch, 1)

    def step():
        optimizers[1].zero_grad()
        loss(discriminator(x), real).backward()
        with torch.no_grad():
            made = generator(torch.randn(batch, 64))
        loss(discriminator(made), fake).backward()
        optimizers[1].step()

        optimizers[0].zero_grad()
        discriminator.requires_grad_(False)
        loss(discriminator(generator(torch.randn(batch, 64))), real).backward()
        discriminator.requires_grad_(True)
        optimizers[0].step()

    return step


def make_inference(model, x, *_):
    return lambda: F.softmax(model(x), -1)


def make_token(model, x, *_):
    """Draws the next token, and carries the state on."""
    token, state = x[:, :1], None

    def step():
        nonlocal token, state
        y, state = model.lstm(model.embed(token), state)
        token = torch.multinomial(F.softmax(model.out(y[:, -1]), -1), 1)

    return step


def make_sample(model, x, *_):
    """Reads a text at once, and goes on with as many tokens."""
    def step():
        y, state = model.lstm(model.embed(x))
        for _ in range(x.shape[1]):
            token = torch.multinomial(F.softmax(model.out(y[:, -1]), -1), 1)
            y, state = model.lstm(model.embed(token), state)

    return step


WORKS = {'train': make_training, 'round': make_round, 'infer': make_inference, 'token': make_token,
         'sample': make_sample}


def main():
    work, name, batch, threads = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    torch.set_num_threads(threads)
    model, shape, n_tokens, (loss, make_target) = make_model(name)
    x = torch.randint(n_tokens, (batch, *shape)) if n_tokens else torch.rand(batch, *shape)
    model.train(work in ('train', 'round'))
    step = WORKS[work](model, x, loss, make_target, batch)
    print('ready', sum(p.numel() for p in model.parameters()), 0, flush=True)
    with torch.set_grad_enabled(model.training):
        for line in sys.stdin:
            begin = time.perf_counter()
            for _ in range(int(line)):
                step()
            print(time.perf_counter() - begin, flush=True)


if __name__ == '__main__':
    main()
