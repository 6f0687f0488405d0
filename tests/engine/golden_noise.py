# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers that tests and PyTorch have in common: the fillings, and the engine's random numbers."""
import math

import torch


def fill(shape, k):
    """Numbers in [-1, 1] with some ties and zeros; k tells tensors apart."""
    n = 1
    for dim in shape:
        n *= dim
    values = [((i * 37 + k * 101 + i * i % 19 * 5) % 211) / 105.0 - 1.0 for i in range(n)]
    return torch.tensor(values, dtype=torch.float64).reshape(shape)


def philox(seed, stream, step, index, block):
    """Philox 4x32-10 (Salmon and others, 2011), as lm-random.c counts."""
    c, key = [block, index, step, stream], [seed & 0xFFFFFFFF, seed >> 32]
    for _ in range(10):
        a, b = c[0] * 0xD2511F53, c[2] * 0xCD9E8D57
        c = [b >> 32 ^ c[1] ^ key[0], b & 0xFFFFFFFF, a >> 32 ^ c[3] ^ key[1], a & 0xFFFFFFFF]
        key = [(key[0] + 0x9E3779B9) & 0xFFFFFFFF, (key[1] + 0xBB67AE85) & 0xFFFFFFFF]
    return c


def stream_of(name, run=0):
    """run: which of one step's runs it is, where there are several."""
    stream = 2166136261
    for byte in name.encode():
        stream = (stream ^ byte) * 16777619 & 0xFFFFFFFF
    return (stream + run * 0x9E3779B9) & 0xFFFFFFFF


def words(n, seed, stream, step, row):
    return [word for block in range(-(-n // 4))
            for word in philox(seed, stream, step, row, block)][:n + n % 2]


def normal(shape, name, seed=1, step=0, run=0):
    """What lm_random_normal() draws for the layer called so."""
    n = 1
    for dim in shape[1:]:
        n *= dim
    values = []
    for row in range(shape[0]):
        w = words(n, seed, stream_of(name, run), step, row)
        for i in range(0, n, 2):
            radius = math.sqrt(-2 * math.log((w[i] + 1) / 2 ** 32))
            angle = 2 * math.pi * w[i + 1] / 2 ** 32
            values += [radius * math.cos(angle), radius * math.sin(angle)][:n - i]
    return torch.tensor(values, dtype=torch.float64).reshape(shape)


def uniform(shape, name, seed=1, step=0, run=0):
    """What lm_random_uniform() draws: in [0, 1), 24 bits."""
    n = 1
    for dim in shape[1:]:
        n *= dim
    values = []
    for row in range(shape[0]):
        values += [(word >> 8) / 2 ** 24
                   for word in words(n, seed, stream_of(name, run), step, row)[:n]]
    return torch.tensor(values, dtype=torch.float64).reshape(shape)
