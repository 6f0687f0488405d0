# SPDX-License-Identifier: GPL-3.0-or-later
"""Results as Markdown and as JSON."""

import json
import os
import platform
import statistics
from pathlib import Path

HEAD = {
    'training': 'Training: forward, backward, update',
    'inference': 'Inference',
    'scale': 'Scale: training against batch, width, depth, threads',
    'epoch': 'Scale: an epoch against the number of examples',
    'views': 'Views, in milliseconds of the processor; the window',
}
MODEL_COLUMNS = ('row', 'ms/step', 'examples/s', 'GFLOP/s', 'of the sgemm peak',
                 'of it, 1 thread', 'gain of threads', 'MiB', '× PyTorch', 'spread',
                 'PyTorch ms', 'its MiB', '× numpy')


def number(value):
    """Three digits."""
    return '' if value is None else f'{value:.3g}' if value < 1000 else f'{value:.0f}'


def percent(share):
    return '' if share is None else f'{share["median"]:.1%}' if share['median'] < .1 \
        else f'{share["median"]:.0%}'


def write_peer(peer):
    """Its ratio, the spread, ms, and MiB."""
    if peer is None:
        return [''] * 4
    if 'problem' in peer:
        return [f'cannot run: {peer["problem"]}', '', '', '']
    spread = f'{number(peer["ratio"]["min"])} to {number(peer["ratio"]["max"])}'
    ways = peer['name'].partition(', ')[2]
    return [f'**{number(peer["ratio"]["median"])}**', spread,
            f'{number(peer["msec"])} ({ways})' if ways else number(peer['msec']),
            number(peer['memory_mib'])]


def write_model(result):
    gain, peers = result.get('gain_of_threads'), result['peers']
    return [number(result['msec']), number(result['examples_per_second']), number(result['gflops']),
            percent(result['share_of_peak']), percent(result.get('share_of_peak_1_thread')),
            '' if gain is None else number(gain['median']), number(result['memory_mib']),
            *write_peer(peers.get('PyTorch')), write_peer(peers.get('numpy'))[0]]


def write_line(result):
    """A line of the table that begin() has begun."""
    n_columns = len(get_columns(result['group'], result))
    if 'problem' in result:
        cells = [f'cannot run: {result["problem"]}']
    else:
        cells = result['cells'] if 'cells' in result else write_model(result)
    cells = [result['row'], *cells][:n_columns]
    cells = [cell.replace('|', '/').replace('\n', ' ') for cell in cells]
    return '| ' + ' | '.join(cells + [''] * (n_columns - len(cells))) + ' |'


def get_columns(group, result):
    return ('row', *result['columns']) if 'columns' in result else MODEL_COLUMNS


def begin(group, result):
    columns = get_columns(group, result)
    return (f'\n## {HEAD[group]}\n\n| ' + ' | '.join(columns) + ' |\n|' + '---|' * len(columns))


def list_ratios(results, group='training'):
    return [result['peers']['PyTorch']['ratio']['median'] for result in results
            if result['group'] == group and 'ratio' in result.get('peers', {}).get('PyTorch', {})]


def write_mean(results):
    """Of all training rows; nothing where there is no peer."""
    ratios = list_ratios(results)
    return f'\nGeometric mean over {len(ratios)} training rows: ' \
           f'**{statistics.geometric_mean(ratios):.2f}** times PyTorch\'s speed.' if ratios else ''


def describe_machine():
    try:
        info = Path('/proc/cpuinfo').read_text()
        model = info.partition('model name')[2].partition(':')[2].partition('\n')[0].strip()
    except OSError:
        model = platform.processor()
    return {'processor': model, 'threads': os.cpu_count(), 'system': platform.platform()}


def write_files(results, settings, markdown, json_file):
    """@markdown, @json_file: paths, or None."""
    machine = describe_machine()
    if markdown:
        lines, group = [f'# Benchmark\n\n{machine["processor"]}, {settings.threads} threads; '
                        f'{settings.rounds} rounds of {settings.seconds} s.'], None
        for result in results:
            if result['group'] != group:
                group = result['group']
                first = next((r for r in results if r['group'] == group and 'problem' not in r),
                             result)
                lines.append(begin(group, first))
            lines.append(write_line(result))
        markdown.write_text('\n'.join([*lines, write_mean(results)]).rstrip() + '\n')
    if json_file:
        rows = [{key: value for key, value in result.items() if key not in ('cells', 'columns')}
                for result in results]
        text = json.dumps({'machine': machine, **settings.as_dict(), 'rows': rows}, indent=1)
        json_file.write_text(text + '\n')
