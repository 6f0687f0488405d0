#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of bench-models in PyTorch: peer-torch.py ROW THREADS, and then as bench-step."""

import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


class Residual(nn.Module):
    """As the template resnet-small."""

    def __init__(self):
        super().__init__()
        self.c1, self.c2, self.c3 = nn.Conv2d(3, 16, 3, padding=1), nn.Conv2d(16, 16, 3, padding=1), nn.Conv2d(16, 16, 3, padding=1)
        self.c4, self.c5, self.c6 = nn.Conv2d(16, 32, 3, 2, 1), nn.Conv2d(32, 32, 3, padding=1), nn.Conv2d(16, 32, 1, 2)
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
        self.embed, self.lstm, self.out = nn.Embedding(96, 64), nn.LSTM(64, hidden, batch_first=True), nn.Linear(hidden, 96)

    def forward(self, x):
        return self.out(self.lstm(self.embed(x))[0]).flatten(0, 1)


class Variational(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b, self.c, self.d = nn.Linear(784, 400), nn.Linear(400, 40), nn.Linear(20, 400), nn.Linear(400, 784)

    def forward(self, x):
        mean, log_variance = self.b(F.relu(self.a(x.flatten(1)))).chunk(2, 1)
        self.kl = -.5 * (1 + log_variance - mean ** 2 - log_variance.exp()).sum()
        z = mean + torch.exp(.5 * log_variance) * torch.randn_like(mean)
        return self.d(F.relu(self.c(z)))


def pictures(channels, side):
    return lambda batch: torch.rand(batch, channels, side, side)


def classes(n):
    return lambda batch: torch.randint(n, (batch,))


def tokens(batch):
    return torch.randint(96, (batch, 64))


def cnn(channels, dense):
    return nn.Sequential(nn.Conv2d(channels, 32, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(32, 64, 3), nn.ReLU(),
                         nn.MaxPool2d(2), nn.Conv2d(64, 64, 3), nn.ReLU(), nn.Flatten(), *dense)


CNN_28 = lambda: cnn(1, [nn.Linear(576, 64), nn.ReLU(), nn.Linear(64, 10)])

# Batch, model, input, target, loss.
ROWS = {
    'xor b4': (4, lambda: nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1)),
               lambda batch: torch.rand(batch, 2), lambda batch: torch.rand(batch, 1), nn.MSELoss()),
    'spirals 2-8x6-2 b10': (10, lambda: nn.Sequential(nn.Linear(2, 8), nn.Tanh(), *[layer for _ in range(5) for layer in (nn.Linear(8, 8), nn.Tanh())], nn.Linear(8, 2)),
                            lambda batch: torch.rand(batch, 2), classes(2), nn.CrossEntropyLoss()),
    'dense 784-10-128-10 b32': (32, lambda: nn.Sequential(nn.Linear(784, 10), nn.ReLU(), nn.Linear(10, 128), nn.ReLU(), nn.Linear(128, 10)),
                                lambda batch: torch.rand(batch, 784), classes(10), nn.CrossEntropyLoss()),
    'dense 784-512-256-10 b128': (128, lambda: nn.Sequential(nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 256), nn.ReLU(), nn.Linear(256, 10)),
                                  lambda batch: torch.rand(batch, 784), classes(10), nn.CrossEntropyLoss()),
    'cnn-28 b32': (32, CNN_28, pictures(1, 28), classes(10), nn.CrossEntropyLoss()),
    'cnn-28 b128': (128, CNN_28, pictures(1, 28), classes(10), nn.CrossEntropyLoss()),
    'cnn-32 b32': (32, lambda: cnn(3, [nn.Linear(1024, 10)]), pictures(3, 32), classes(10), nn.CrossEntropyLoss()),
    'resnet-small b32': (32, Residual, pictures(3, 32), classes(10), nn.CrossEntropyLoss()),
    'lstm-stacked T10 b32': (32, Last, lambda batch: torch.rand(batch, 10, 1), classes(2), nn.CrossEntropyLoss()),
    'char LSTM 128 T64 b32': (32, lambda: Characters(128), tokens, lambda batch: torch.randint(96, (batch * 64,)), nn.CrossEntropyLoss()),
    'char LSTM 256 T64 b64': (64, lambda: Characters(256), tokens, lambda batch: torch.randint(96, (batch * 64,)), nn.CrossEntropyLoss()),
    'vae 784-400-20 b128': (128, Variational, pictures(1, 28), lambda batch: torch.rand(batch, 784), nn.BCEWithLogitsLoss(reduction='sum')),
}


def main():
    batch, make, make_x, make_y, loss = ROWS[sys.argv[1]]
    torch.set_num_threads(int(sys.argv[2]))
    model = make()
    optimizer = torch.optim.Adam(model.parameters(), lr=.0001)
    x, y = make_x(batch), make_y(batch)
    print('ready', sum(p.numel() for p in model.parameters()), 0, flush=True)
    for line in sys.stdin:
        begin = time.perf_counter()
        for _ in range(int(line)):
            optimizer.zero_grad()
            total = loss(model(x), y)
            if hasattr(model, 'kl'):
                total = total + model.kl
            total.backward()
            optimizer.step()
        print(time.perf_counter() - begin, flush=True)


if __name__ == '__main__':
    main()
