# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of the benchmark that are networks: what bench-step and the peers are told to do."""

import os
import re
from dataclasses import dataclass

ADAM = 'optimizer=adam'
CLASSIFY = f'loss=softmax-cross-entropy {ADAM}'
VAE = f'loss=binary-cross-entropy loss.reduction=sum {ADAM}'
GAN = f'loss=adversarial {ADAM} optimizer.beta1=0.5'


@dataclass
class Row:
    group: str
    name: str
    work: str  # A kind of bench-step.h.
    model: str  # What the peers call it.
    batch: int
    stack: str  # As a template has it, or "@" and a template's id.
    training: str
    input: str
    target: str
    classes: int = 0
    threads: int = 0  # Of Lamina, without peers; 0: all, beside them.


def dense(model, activation='relu'):
    """Of "dense 784-64x3-10": layers of 64, 64, 64 and 10 units."""
    *hidden, last = list_units(model)[1:]
    return ''.join(f'dense units={n}\n{activation}\n' for n in hidden) + f'dense units={last}\n'


def list_units(model):
    units = []
    for part in model.split()[1].split('-'):
        n, _, times = part.partition('x')
        units += [int(n)] * int(times or 1)
    return units


def characters(hidden, **fields):
    fields = ''.join(f' {key}={value}' for key, value in fields.items())
    return (f'embedding vocabulary=96 size=64\nlstm hidden_size={hidden}{fields}\n'
            'dense units=96\n')


def network(model):
    """Stack, training, shapes of an example and its target, classes."""
    if model.startswith('dense '):
        return dense(model), CLASSIFY, str(list_units(model)[0]), '1', list_units(model)[-1]
    if match := re.match(r'char LSTM (\d+)', model):
        return characters(match[1]), CLASSIFY, '64', '64', 96
    return {
        'xor': ('dense units=3\nrelu\ndense units=1\n', f'loss=mse {ADAM}', '2', '1', 0),
        'spirals 2-8x6-2': (dense('spirals 2-8x6-2', 'tanh'), CLASSIFY, '2', '1', 2),
        'cnn-28': ('@cnn-28', CLASSIFY, '1x28x28', '1', 10),
        'cnn-32': ('@cnn-32', CLASSIFY, '3x32x32', '1', 10),
        'resnet-small': ('@resnet-small', CLASSIFY, '3x32x32', '1', 10),
        'lstm-stacked T10': ('@lstm-stacked', CLASSIFY, '10x1', '1', 2),
        'transformer-mini T64': ('@transformer-mini', CLASSIFY, '64', '64', 81),
        'vae 784-400-20': ('@vae-dense-28', VAE, '1x28x28', '1x28x28', 0),
        'dcgan-28': ('@dcgan-28', GAN, '1x28x28', '1', 0),
    }[model]


def make_row(group, name, work='train', model=None, **more):
    """Of "cnn-28 b32": that model with batches of 32."""
    found = re.match(r'(?:.*: )?(.*?)(?: b(\d+))?(?:, .*)?$', name)
    model = model or found[1]
    stack, training, shape, target, classes = network(model)
    row = Row(group, name, work, model, int(found[2] or 1), stack, training, shape, target, classes)
    for key, value in more.items():
        setattr(row, key, value)
    return row


TRAINING = [make_row('training', name) for name in (
    'xor b4', 'spirals 2-8x6-2 b10', 'dense 784-10-128-10 b32', 'dense 784-512-256-10 b128',
    'cnn-28 b32', 'cnn-28 b128', 'cnn-32 b32', 'resnet-small b32', 'lstm-stacked T10 b32',
    'char LSTM 128 T64 b32', 'char LSTM 256 T64 b64', 'transformer-mini T64 b32',
    'vae 784-400-20 b128',
)] + [make_row('training', 'dcgan-28 b64', 'round')]

# A token of a network of one step that carries its state on; and texts as the program writes them.
INFERENCE = [make_row('inference', f'cnn-28 b{n}, forward', 'infer') for n in (1, 32, 256)] + [
    make_row('inference', 'char LSTM 256, a token', 'token', input='1', target='1',
             stack=characters(256, stateful='true')),
    make_row('inference', 'char LSTM 256, 64 tokens after 64', 'sample'),
]


def list_threads():
    """1, 2, 4… and all."""
    n = os.cpu_count()
    return sorted({n, *(1 << i for i in range(n.bit_length()) if 1 << i <= n)})


SCALE = [make_row('scale', f'by {what}: {name}') for what, name in (
    *(('batch', f'cnn-28 b{n}') for n in (1, 4, 16, 64, 256, 1024)),
    *(('width', f'dense 784-{n}-{n}-10 b32') for n in (16, 64, 256, 1024)),
    *(('depth', f'dense 784-64x{n}-10 b32') for n in (1, 4, 16, 64)),
)] + [make_row('scale', f'by threads: cnn-28 b32, {n}', threads=n) for n in list_threads()]

ROWS = TRAINING + INFERENCE + SCALE
