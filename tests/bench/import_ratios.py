#!/usr/bin/python3
"""import_ratios.py KENKOD_PARSE DATA [FORMAT...]: a document of 10 MiB of every format, imported over the bus (copy, child, checks,
sealing, fsync), against a program that only reads it: `xmllint --noout` for XML, `jq empty` for JSON, and for the text formats xmllint
over the CDA, for want of a reader of theirs. Then the memory: the child's peak by the file's size, the daemon's peak above its idle state.
Runs as root in a world; see tests/bench/meson.build."""
import os
import pathlib
import re
import statistics
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'flow'))
import large_samples  # noqa: E402
from people import WORLD, Daemon, Person  # noqa: E402

TIMES = 7
XMLLINT, JQ = ['xmllint', '--noout', '--huge'], ['jq', 'empty']


def seconds(work):
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def peak(pid):
    with open(f'/proc/{pid}/status', encoding='utf-8') as f:
        return int(re.search(r'VmHWM:\s*(\d+)', f.read())[1]) * 1024


# A child's peak includes what its parent had before exec: the parent has to be small.
MEASURE = 'import os, sys; pid = os.posix_spawn(sys.argv[1], sys.argv[1:], {}); print(os.wait4(pid, 0)[2].ru_maxrss * 1024, file=sys.stderr)'


def child_peak(parser, data, path):
    with open(path, 'rb') as document, open(os.devnull, 'wb') as nothing:
        measured = subprocess.run([sys.executable, '-S', '-E', '-c', MEASURE, parser, '--data', data], stdin=document, stdout=nothing,
                                  stderr=subprocess.PIPE, check=True, text=True)
    return int(measured.stderr)


def measure(alice, name, parser, data, cda):
    ending, make = large_samples.FORMATS[name]
    text = make().encode()
    session = alice.open('import')
    peer = JQ if ending == 'json' else XMLLINT
    ours, theirs, grown = [], [], 0
    for number in range(TIMES):
        path = pathlib.Path(WORLD) / 'files' / f'{name}-{number}.{ending}'
        path.write_bytes(text + b'\n' * number)
        compared = path if ending in ('xml', 'json') else cda
        pid = Daemon.pid()
        pathlib.Path(f'/proc/{pid}/clear_refs').write_text('5', encoding='ascii')
        before = peak(pid)
        with open(path, 'rb') as file:
            ours.append(seconds(lambda: session.call('Import', [file])))
        grown = max(grown, peak(pid) - before)
        theirs.append(seconds(lambda: subprocess.run([*peer, compared], check=True)))
    mine, other = statistics.median(ours), statistics.median(theirs)
    budget = {'json': ' (budget 2)', 'xml': ' (budget 1.5)'}.get(ending, '')
    print(f'{name}: {len(text) / 1e6:.1f} MB in {mine * 1e3:.0f} ms, {peer[0]} {other * 1e3:.0f} ms, ratio {mine / other:.2f}{budget}; '
          f'child {child_peak(parser, data, path) / len(text):.1f} x the file (budget 8), daemon +{grown / 2**20:.0f} MiB (budget 64)',
          flush=True)


def main():
    parser, data, *names = sys.argv[1:]
    cda = pathlib.Path(WORLD) / 'files' / 'peer.xml'
    cda.write_bytes(large_samples.FORMATS['tokutei-cda'][1]().encode())
    for name in names or large_samples.FORMATS:
        # A vault of its own: what a format costs is not what the others have left.
        with Person('alice') as alice:
            alice.set_up()
            measure(alice, name, parser, data, cda)
            alice.manager.call('Purge', 'everything')


main()
