# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line of the benchmark: chooses rows, measures them, writes tables."""

import argparse
import os
from pathlib import Path

import report
from runner import Settings, measure


def choose(words, rows):
    """Those of that name, or else those with these words in it."""
    chosen = []
    for word in words:
        named = [row for row in rows if row.name == word]
        chosen += named or [row for row in rows if word in f'{row.group}: {row.name}']
    return [row for row in rows if row in chosen] if words else list(rows)


def measure_all(rows, settings, save):
    """Writes the tables as they grow, so that a run that is broken off is not lost. A row is a network's, or a job: see jobs.py."""
    results, group = [], None
    for row in rows:
        for result in row.run(settings) if hasattr(row, 'run') else [measure(row, settings)]:
            if result['group'] != group:
                group = result['group']
                print(report.begin(group, result))
            print(report.write_line(result), flush=True)
            results.append(result)
            save(results)
    return results


def main(rows, description, json_file=None, markdown=None):
    """@rows: to choose from."""
    parser = argparse.ArgumentParser(description=description.splitlines()[0])
    parser.add_argument('--rounds', type=int, default=7)
    parser.add_argument('--seconds', type=float, default=.5, help='of each measurement')
    parser.add_argument('--threads', type=int, default=os.cpu_count())
    parser.add_argument('--json', type=Path, default=json_file)
    parser.add_argument('--markdown', type=Path, default=markdown)
    parser.add_argument('--list', action='store_true', help='names all rows')
    parser.add_argument('rows', nargs='*', metavar='ROW')
    args = parser.parse_args()
    rows = choose(args.rows, rows)

    if args.list:
        print('\n'.join(f'{row.group}: {row.name}' for row in rows))
        return 0
    settings = Settings(args.rounds, args.seconds, args.threads)
    results = measure_all(rows, settings, lambda results: report.write_files(
        results, settings, args.markdown, args.json))
    print(report.write_mean(results))
    return 0
