# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers that tests and PyTorch have in common: the fillings, and the engine's random numbers."""
import numpy
import torch


def fill(shape, k):
    """Numbers in [-1, 1] with some ties and zeros; k tells tensors apart."""
    n = 1
    for dim in shape:
        n *= dim
    values = [((i * 37 + k * 101 + i * i % 19 * 5) % 211) / 105.0 - 1.0 for i in range(n)]
    return torch.tensor(values, dtype=torch.float64).reshape(shape)


def philox(seed, stream, step, index, block):
    """Philox 4x32-10 (Salmon and others, 2011), as lm-random.c counts; of arrays of counters."""
    mask, shift = numpy.uint64(0xFFFFFFFF), numpy.uint64(32)
    c = [numpy.asarray(part, numpy.uint64) for part in (block, index, step, stream)]
    key = [seed & 0xFFFFFFFF, seed >> 32]
    for _ in range(10):
        a, b = c[0] * numpy.uint64(0xD2511F53), c[2] * numpy.uint64(0xCD9E8D57)
        c = [b >> shift ^ c[1] ^ numpy.uint64(key[0]), b & mask,
             a >> shift ^ c[3] ^ numpy.uint64(key[1]), a & mask]
        key = [(key[0] + 0x9E3779B9) & 0xFFFFFFFF, (key[1] + 0xBB67AE85) & 0xFFFFFFFF]
    return c


def stream_of(name, run=0):
    """run: which of one step's runs it is, where there are several."""
    stream = 2166136261
    for byte in name.encode():
        stream = (stream ^ byte) * 16777619 & 0xFFFFFFFF
    return (stream + run * 0x9E3779B9) & 0xFFFFFFFF


def words(shape, name, seed, step, run):
    """[rows, words]: an even number of them, at least as many as a row has numbers."""
    n = int(numpy.prod(shape[1:]))
    index, block = numpy.arange(shape[0])[:, None], numpy.arange(-(-n // 4))[None]
    four = philox(seed, stream_of(name, run), step, *numpy.broadcast_arrays(index, block))
    return numpy.stack(four, 2).reshape(shape[0], -1), n


def normal(shape, name, seed=1, step=0, run=0):
    """What lm_random_normal() draws for the layer called so."""
    w, n = words(shape, name, seed, step, run)
    radius = numpy.sqrt(-2 * numpy.log((w[:, 0::2] + 1.0) / 2 ** 32))
    angle = 2 * numpy.pi * w[:, 1::2] / 2 ** 32
    pairs = numpy.stack([radius * numpy.cos(angle), radius * numpy.sin(angle)], 2)
    return torch.from_numpy(pairs.reshape(len(w), -1)[:, :n].reshape(shape).copy())


def uniform(shape, name, seed=1, step=0, run=0):
    """What lm_random_uniform() draws: in [0, 1), 24 bits."""
    w, n = words(shape, name, seed, step, run)
    return torch.from_numpy(((w[:, :n] >> numpy.uint64(8)) / 2 ** 24).reshape(shape))
