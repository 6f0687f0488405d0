# SPDX-License-Identifier: GPL-3.0-or-later
"""Processes that work side by side, in turns, and what their times say."""

import os
import re
import select
import statistics
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
PYTHON = '/usr/bin/python3'
PATIENCE = 90  # Seconds for an answer: who needs more is left out.
TINY = ('xor', 'spirals 2-8x6-2')  # What peer-numpy.py knows.


@dataclass
class Settings:
    rounds: int = 7
    seconds: float = .5  # Of each measurement.
    threads: int = os.cpu_count()

    as_dict = asdict


class Runner:
    """A process that takes numbers of steps and gives seconds."""

    def __init__(self, *command, blas_threads=1):
        env = {**os.environ, 'OPENBLAS_NUM_THREADS': str(blas_threads)}
        self.process = subprocess.Popen([str(word) for word in command], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                        env=env)
        said = self._read().split()
        if said[:1] != ['ready']:
            reasons = [' '.join(said), *self.process.communicate()[1].strip().splitlines()[-1:]]
            raise RuntimeError(' '.join(filter(None, reasons)) or 'it ended without a word')
        self.n_params, self.flops = int(said[1]), float(said[2])
        self.n_steps = 1
        self.seconds = []  # A step, of each round.

    def _read(self):
        """A line; each is an answer of its own, so that nothing waits in a buffer."""
        if not select.select([self.process.stdout], [], [], PATIENCE)[0]:
            self.process.kill()
            raise RuntimeError(f'no answer within {PATIENCE} s')
        return self.process.stdout.readline()

    def run(self, n_steps):
        self.process.stdin.write(f'{n_steps}\n')
        self.process.stdin.flush()
        if not (said := self._read()):
            raise RuntimeError(f'it ended with {self.process.wait()}')
        return float(said)

    def warm_up(self, seconds):
        """Chooses so many steps that they take about so long."""
        while (taken := self.run(self.n_steps)) < seconds / 4:
            self.n_steps *= 2
        self.n_steps = max(1, round(self.n_steps * seconds / taken))

    def run_round(self):
        self.seconds.append(self.run(self.n_steps) / self.n_steps)

    def get_msec(self):
        return statistics.median(self.seconds) * 1e3

    def read_memory(self):
        """Peak, in MiB; None where the system does not tell."""
        try:
            status = Path(f'/proc/{self.process.pid}/status').read_text()
            return int(re.search(r'VmHWM:\s*(\d+) kB', status)[1]) / 1024
        except (OSError, TypeError):
            return None

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.stderr.close()
        self.process.wait()


def ratio(above, below, factor=1):
    """Of the two runners' times, pair by pair."""
    ratios = [a / b * factor for a, b in zip(above.seconds, below.seconds)]
    return {'median': statistics.median(ratios), 'min': min(ratios), 'max': max(ratios)}


def list_peers(row, n_threads):
    """Of each the way to start it: PyTorch's own threads, and those of the BLAS that it calls."""
    torch = [PYTHON, HERE / 'peer-torch.py', row.work, row.model, row.batch]
    peers = {'PyTorch, 1 thread': ([*torch, 1], 1)}
    if n_threads > 1:
        peers[f'PyTorch, {n_threads} threads'] = ([*torch, n_threads], n_threads)
        peers[f'PyTorch, {n_threads} threads, BLAS 1'] = ([*torch, n_threads], 1)
    if row.model in TINY and row.work == 'train':
        peers['numpy'] = ([PYTHON, HERE / 'peer-numpy.py', row.model, row.batch], 1)
    return {} if row.threads else peers


class Match:
    """The runners of one row, and those who could not start or go on."""

    def __init__(self, row, settings):
        self.settings = settings
        self.n_threads = row.threads or settings.threads
        self.runners, self.absent = {}, {}
        try:
            self._start(row)
            self._warm_up()
        except BaseException:
            self.close()
            raise

    def _start(self, row):
        step = [os.environ['LAMINA_BENCH_STEP'], row.work, row.stack, row.training, row.input,
                row.target, row.classes, row.batch]
        self.lamina = self.runners['Lamina'] = Runner(*step, self.n_threads)
        if self.n_threads > 1 and not row.threads:
            self.runners['Lamina, 1 thread'] = Runner(*step, 1)
        for threads in sorted({1, self.n_threads}):
            self.runners[f'sgemm {threads}'] = Runner(os.environ['LAMINA_BENCH_GEMM'], threads,
                                                      blas_threads=threads)
        for name, (command, blas_threads) in list_peers(row, self.n_threads).items():
            try:
                self._add_peer(name, Runner(*command, blas_threads=blas_threads))
            except (RuntimeError, OSError) as error:
                self.absent[name] = str(error)

    def _add_peer(self, name, runner):
        if runner.n_params != self.lamina.n_params:
            runner.close()
            raise RuntimeError(f'it has {runner.n_params} parameters, not {self.lamina.n_params}')
        self.runners[name] = runner

    def _warm_up(self):
        for name, runner in list(self.runners.items()):
            try:
                runner.warm_up(self.settings.seconds)
            except (RuntimeError, OSError) as error:
                if not name.startswith(('PyTorch', 'numpy')):
                    raise
                self.absent[name] = str(error)
                self.runners.pop(name).close()

    def run(self):
        for _ in range(self.settings.rounds):
            for runner in self.runners.values():
                runner.run_round()

    def close(self):
        for runner in self.runners.values():
            runner.close()

    def describe(self, row):
        lamina, alone = self.lamina, self.runners.get('Lamina, 1 thread')
        peak, peak_1 = self.runners[f'sgemm {self.n_threads}'], self.runners['sgemm 1']
        result = {'msec': lamina.get_msec(), 'threads': self.n_threads, 'batch': row.batch,
                  'parameters': lamina.n_params, 'flops': lamina.flops,
                  'memory_mib': lamina.read_memory(),
                  'examples_per_second': row.batch / lamina.get_msec() * 1e3,
                  'gflops': lamina.flops / lamina.get_msec() / 1e6,
                  'peak_gflops': peak.flops / peak.get_msec() / 1e6,
                  'peak_gflops_1_thread': peak_1.flops / peak_1.get_msec() / 1e6,
                  'share_of_peak': ratio(peak, lamina, lamina.flops / peak.flops)}
        if alone is not None:
            result['msec_1_thread'] = alone.get_msec()
            result['gain_of_threads'] = ratio(alone, lamina)
            result['share_of_peak_1_thread'] = ratio(peak_1, alone, alone.flops / peak_1.flops)
        result['peers'] = self._describe_peers()
        return result

    def _describe_peers(self):
        """Of each kind, by the best one of its ways to run, and what each of them took."""
        peers = {}
        for name, runner in self.runners.items():
            kind = name.partition(',')[0]
            if kind not in ('PyTorch', 'numpy'):
                continue
            this = {'name': name, 'msec': runner.get_msec(), 'ratio': ratio(runner, self.lamina),
                    'memory_mib': runner.read_memory()}
            best = min(peers.get(kind, this), this, key=lambda way: way['msec'])
            ways = peers.get(kind, {}).get('ways', {})
            peers[kind] = best | {'ways': ways | {name: this['ratio']}}
        for name, problem in self.absent.items():
            peers.setdefault(name.partition(',')[0], {'name': name, 'problem': problem})
        return peers


def measure(row, settings):
    result = {'group': row.group, 'row': row.name}
    try:
        match = Match(row, settings)
        try:
            match.run()
            return result | match.describe(row)
        finally:
            match.close()
    except (RuntimeError, OSError, ValueError, IndexError) as error:
        return result | {'problem': str(error)}
