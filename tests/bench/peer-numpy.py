#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tiny rows of bench-models in plain numpy: peer-numpy.py MODEL BATCH, then as bench-step."""

import sys
import time

import numpy as np

RATE, BETA1, BETA2, EPSILON = np.float32(.0001), np.float32(.9), np.float32(.999), np.float32(1e-8)


class Adam:
    """Its moments of one array, updated in place."""

    def __init__(self, values):
        self.values, self.m, self.v = values, np.zeros_like(values), np.zeros_like(values)
        self.step = 0

    def update(self, gradient):
        self.step += 1
        self.m += (1 - BETA1) * (gradient - self.m)
        self.v += (1 - BETA2) * (gradient * gradient - self.v)
        rate = RATE / (1 - .9 ** self.step)
        self.values -= np.float32(rate) * self.m / \
            (np.sqrt(self.v / np.float32(1 - .999 ** self.step)) + EPSILON)


class Network:
    """Dense layers with an activation between them."""

    def __init__(self, units, activate, slope):
        random = np.random.default_rng(1)
        self.activate, self.slope = activate, slope
        self.layers = [(Adam(random.standard_normal((n_in, n_out), np.float32)),
                        Adam(np.zeros(n_out, np.float32))) for n_in, n_out in zip(units, units[1:])]

    def count(self):
        return sum(part.values.size for layer in self.layers for part in layer)

    def train(self, x, get_gradient):
        """@get_gradient: of the loss by what the network answers."""
        values = [x]
        for i, (weight, bias) in enumerate(self.layers):
            y = values[-1] @ weight.values + bias.values
            values.append(y if i + 1 == len(self.layers) else self.activate(y))
        gradient = get_gradient(values[-1])
        for i, (weight, bias) in reversed(list(enumerate(self.layers))):
            for_weight, for_bias = values[i].T @ gradient, gradient.sum(0)
            if i > 0:
                gradient = gradient @ weight.values.T * self.slope(values[i])
            weight.update(for_weight)
            bias.update(for_bias)


def make_xor(batch, random):
    x, target = random.random((batch, 2), np.float32), random.random((batch, 1), np.float32)
    network = Network([2, 3, 1], lambda y: np.maximum(y, 0), lambda y: y > 0)
    return network, x, lambda y: (y - target) * np.float32(2 / batch)


def make_spirals(batch, random):
    x, classes = random.random((batch, 2), np.float32), random.integers(0, 2, batch)
    rows = np.arange(batch)
    network = Network([2, *[8] * 6, 2], np.tanh, lambda y: 1 - y * y)

    def get_gradient(y):
        p = np.exp(y - y.max(1, keepdims=True))
        p /= p.sum(1, keepdims=True)
        p[rows, classes] -= 1
        return p / np.float32(batch)

    return network, x, get_gradient


MODELS = {'xor': make_xor, 'spirals 2-8x6-2': make_spirals}


def main():
    network, x, get_gradient = MODELS[sys.argv[1]](int(sys.argv[2]), np.random.default_rng(2))
    print('ready', network.count(), 0, flush=True)
    for line in sys.stdin:
        begin = time.perf_counter()
        for _ in range(int(line)):
            network.train(x, get_gradient)
        print(time.perf_counter() - begin, flush=True)


if __name__ == '__main__':
    main()
