# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of the benchmark that are no network beside its peers: programs that are started and
asked what they took."""

import json
import os
import random
import re
import sqlite3
import statistics
import struct
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

from rows import make_row
from runner import HERE, Runner

VALUE = ('value', 'spread', 'what')
EPOCH = ('s/epoch', 'examples/s', 'MiB', 'MiB of the file', 'bytes more an example')
WITH_DISPLAY = HERE.parent / 'app' / 'with-display'
SIDE = 28


@dataclass
class Job:
    group: str
    name: str
    work: Callable  # Of settings; yields results.

    def run(self, settings):
        """Yields at least one result, which says what is wrong if there is no other."""
        columns = EPOCH if self.group == 'epoch' else VALUE
        try:
            for result in self.work(settings):
                yield {'group': self.group, 'row': self.name, 'columns': columns} | result
        except (OSError, KeyError, ValueError, RuntimeError, subprocess.SubprocessError) as error:
            said = str(getattr(error, 'stderr', None) or error).strip().splitlines()
            yield {'group': self.group, 'row': self.name, 'columns': columns,
                   'problem': said[-1] if said else repr(error)}


def value(numbers, unit, what, scale=1, **more):
    """A result, of one number or of several rounds'."""
    numbers = [number * scale for number in numbers]
    spread = f'{min(numbers):.3g} to {max(numbers):.3g}' if len(numbers) > 1 else ''
    middle = statistics.median(numbers)
    return {'value': middle, 'min': min(numbers), 'max': max(numbers), 'unit': unit,
            'cells': [f'{middle:.3g} {unit}', spread, what], **more}


def run(*command, **options):
    return subprocess.run([str(word) for word in command], check=True, capture_output=True,
                          text=True, **options).stdout


def get_program(name):
    if not (path := os.environ.get(name)):
        raise RuntimeError(f'{name} is not set: make bench does')
    return path


# --- lamina-cli ---

def new_project(template, path, *settings):
    path.unlink(missing_ok=True)
    run(get_program('LAMINA_CLI'), 'new', '--template', template, path,
        *[word for setting in settings for word in ('--set', setting)])


def steps_and_seconds(path, step=None):
    """How far the project has been trained (to @step, if that is said), and in what time."""
    with sqlite3.connect(f'file:{path}?mode=ro', uri=True) as project:
        row = project.execute('SELECT step, time FROM steps WHERE step <= ? '
                              'ORDER BY step DESC LIMIT 1', (step or 1 << 60,)).fetchone()
    if row is None:
        raise RuntimeError('it did not train')
    return row[0], row[1] / 1e6


def train(path, *options):
    """Returns the peak of the process's memory, in MiB."""
    process = subprocess.Popen([get_program('LAMINA_CLI'), 'train', path, *options],
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    if process.returncode != 0:
        raise RuntimeError(said.strip() or f'it ended with {process.returncode}')
    return usage.ru_maxrss / 1024


def write_pictures(folder, n):
    """Noise in the format of MNIST. Returns what the project has to be told, and bytes."""
    noise = random.Random(1)
    images, labels = folder / 'images', folder / 'labels'
    with open(images, 'wb') as file:
        file.write(struct.pack('>IIII', 0x803, n, SIDE, SIDE))
        for _ in range(n):
            file.write(noise.randbytes(SIDE * SIDE))
    labels.write_bytes(struct.pack('>II', 0x801, n) + bytes(i % 10 for i in range(n)))
    return ('data.kind=idx', f'data.images={images}', f'data.labels={labels}'), \
        images.stat().st_size


def measure_epochs(settings):
    """Memory must not grow by more than the data."""
    sizes = (1000, 4000, 16000, 60000) if settings.seconds > .1 else (1000, 2000)
    first = None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for n in sizes:
            options, size = write_pictures(folder, n)
            new_project('dense-784-10-128-10', folder / 'epoch.lamina', *options)
            memory = train(folder / 'epoch.lamina', '--epochs', '1')
            _, seconds = steps_and_seconds(folder / 'epoch.lamina')
            first = first or (n, memory)
            growth = (memory - first[1]) * 1048576 / (n - first[0]) if n > first[0] else None
            yield {'row': f'dense 784-10-128-10 b32, {n} pictures', 'examples': n,
                   'seconds': seconds, 'memory_mib': memory, 'file_mib': size / 1048576,
                   'bytes_per_example': growth,
                   'cells': [f'{seconds:.3g}', f'{n / seconds:.0f}', f'{memory:.1f}',
                             f'{size / 1048576:.1f}', '' if growth is None else f'{growth:.0f}']}


def measure_memory(settings):
    options = ('--epochs', '1') if settings.seconds > .1 else ('--steps', '20')
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / 'memory.lamina'
        new_project('cnn-28', path)
        data = json.loads(run(get_program('LAMINA_CLI'), 'describe', '--json', path))['data']
        if 'Fashion' not in data['description']:
            raise RuntimeError('Fashion-MNIST is not installed')
        yield value([train(path, *options)], 'MiB', f'{" ".join(options)[2:]} on the command line')


# --- views and the window ---

def measure_surface(settings):
    """What the network answers at the points of the surface; drawing is a row of its own."""
    row = make_row('views', 'spirals 2-8x6-2 b10000', 'infer')
    runner = Runner(get_program('LAMINA_BENCH_STEP'), row.work, row.stack, row.training, row.input,
                    row.target, row.classes, row.batch, settings.threads)
    try:
        runner.warm_up(settings.seconds)
        for _ in range(settings.rounds):
            runner.run_round()
        yield value(runner.seconds, 'ms', 'the answers at 10 000 points', 1e3)
    finally:
        runner.close()


def measure_views(settings):
    said = run(get_program('LAMINA_BENCH_PLOT'), settings.rounds)
    for line in said.splitlines():
        if match := re.match(r'(.*?) +(\d+) x (\d+) +([\d.]+) ms', line):
            name, width, height, msec = match.groups()
            yield value([float(msec)], 'ms', 'of the processor') | \
                {'row': f'redraw: {name}, {width} × {height}'}


def measure_start(settings):
    said = run(WITH_DISPLAY, HERE / 'bench-start', settings.rounds, get_program('LAMINA_APP'),
               env={**os.environ, 'LAMINA_WM': ''}, stdin=subprocess.DEVNULL)
    yield value(list(map(float, said.split())), 's', 'the start page, drawn by the processor')


def measure_window(settings):
    """The window's own benchmark, with fewer rounds: each takes half a minute."""
    seconds = 15 if settings.seconds > .1 else 2
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / 'window.json'
        run(WITH_DISPLAY, HERE / 'bench-window', '--rounds', min(settings.rounds, 3), '--seconds',
            seconds, '--json', path, stdin=subprocess.DEVNULL)
        result = json.loads(path.read_text())
    yield value(result['shares'], '%', 'of the command line\'s speed', 100)


JOBS = [
    Job('epoch', 'epoch', measure_epochs),
    Job('views', 'decision surface 100 × 100, 2-8x6-2', measure_surface),
    Job('views', 'redraw', measure_views),
    Job('views', 'start: command to first frame', measure_start),
    Job('views', 'memory: cnn-28 on Fashion-MNIST', measure_memory),
    Job('views', 'window: speed of training cnn-28 with it open', measure_window),
]
