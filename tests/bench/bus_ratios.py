#!/usr/bin/python3
"""bus_ratios.py ECHO_SERVICE QUERY_CLIENT: over the bus, in one run: the import of 10 MiB against `xmllint --noout` of the same file, and Query
of 100 rows against a method that returns the same reply. Runs as root in a world; see tests/bench/meson.build."""
import os
import pathlib
import statistics
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'flow'))
from people import WORLD, Person, examination, import_bytes  # noqa: E402

IMPORTS = 11


def seconds(work):
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def compare(name, budget, ours, theirs, times):
    """Turn by turn, so that what else the machine does meets both."""
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(times)]
    mine, other = (statistics.median(p[n] for p in pairs) for n in (0, 1))
    print(f'{name}: {mine * 1e3:.2f} ms against {other * 1e3:.2f} ms, ratio {mine / other:.2f} (budget {budget})', flush=True)


def import_ratio(alice):
    session = alice.open('import')
    files = []
    for number in range(IMPORTS):
        path = pathlib.Path(WORLD) / 'files' / f'{number}.xml'
        path.write_bytes(examination(number, 10_485_760))
        files.append(path)
    ours, theirs = iter(files), iter(files)

    def one():
        with open(next(ours), 'rb') as file:
            session.call('Import', [file])
    compare('import of 10 MiB / xmllint --noout', 1.5, one,
            lambda: subprocess.run(['xmllint', '--noout', '--huge', next(theirs)], check=True), IMPORTS)


def query_ratio(alice, echo_service, client):
    session = alice.open('import')
    for number in range(30, 40):
        import_bytes(session, examination(number))
    with subprocess.Popen(['world-as', 'alice', echo_service], stdout=subprocess.PIPE) as service:
        service.stdout.readline()
        out = subprocess.run(['world-as', 'alice', client], stdout=subprocess.PIPE, check=True, text=True).stdout
        service.kill()
    mine, other = map(float, out.split())
    print(f'Query of 100 rows / echo of the same reply: {mine:.0f} us against {other:.0f} us, ratio {mine / other:.2f} (budget 1.5)',
          flush=True)


with Person('alice') as alice:
    alice.set_up()
    query_ratio(alice, *sys.argv[1:3])
    import_ratio(alice)
