#!/usr/bin/python3
"""bus_ratios.py ECHO_SERVICE: over the bus, in one run: the import of 10 MiB against `xmllint --noout` of the same file, and Query
of 100 rows against a method that returns the same reply. Runs as root in a world; see tests/bench/meson.build."""
import os
import pathlib
import socket
import statistics
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'flow'))
from people import WORLD, Person, examination, harness, import_bytes  # noqa: E402

IMPORTS, QUERIES = 11, 500


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


def session_bus(alice):
    before = os.geteuid()
    os.seteuid(alice.uid)  # the bus asks the kernel who connects
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as bus:
            bus.connect(f'/run/user/{alice.uid}/bus')
            fd = bus.detach()
    finally:
        os.seteuid(before)
    return harness.Connection(fd, alice.uid)


def query_ratio(alice, echo_service):
    session = alice.open('import', 'checkup')
    for number in range(30, 40):
        import_bytes(session, examination(number))
    bus = session_bus(alice)
    service = subprocess.Popen(['world-as', 'alice', echo_service], stdout=subprocess.PIPE)
    service.stdout.readline()
    pending = session.begin('Query', kind='checkup', limit=100)
    pending.result()
    echo = {'path': '/echo', 'interface': 'org.kenkod.test.Echo', 'destination': 'org.kenkod.test.Echo'}
    bus.call_raw(member='Keep', arguments=pending.reply, **echo)
    assert len(bus.call_raw(member='Echo', **echo)[0]) == 100

    def finished(call):
        call.wait('an answer', lambda: call.done)
    compare('Query of 100 rows / echo of the same reply', 1.5,
            lambda: finished(session.begin('Query', kind='checkup', limit=100)),
            lambda: finished(bus.begin_raw(member='Echo', **echo)), QUERIES)
    service.kill()
    service.wait()


with Person('alice') as alice:
    alice.set_up()
    query_ratio(alice, sys.argv[1])
    import_ratio(alice)
