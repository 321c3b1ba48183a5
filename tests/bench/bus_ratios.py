#!/usr/bin/python3
"""bus_ratios.py ECHO_SERVICE QUERY_CLIENT: over the bus, in one run: Query of 100 rows against a method that returns the
same reply. Runs as root in a world; see tests/bench/meson.build."""
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'flow'))
from people import Person, examination, import_bytes  # noqa: E402

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
