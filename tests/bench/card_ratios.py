#!/usr/bin/python3
"""card_ratios.py: how many commands the card gets and how long it takes at 20 ms for each, with OpenSC's programs. Runs in a
world with the part card; see tests/bench/meson.build."""
import glob
import os
import pathlib
import subprocess
import tempfile
import time

MILLISECONDS = 20
PKCS11 = glob.glob('/usr/lib/*/opensc-pkcs11.so')[0]


def card(*words):
    return subprocess.run(['world-card', *words], check=True, stdout=subprocess.PIPE, text=True).stdout


def measured(environment, words):
    """(APDUs, seconds)"""
    card('clear')
    begin = time.monotonic()
    subprocess.run(words, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return int(card('count')), time.monotonic() - begin


def tasks(place):
    data, digest, signature = (str(place / name) for name in ('data', 'digest', 'signature'))
    pathlib.Path(data).write_bytes(b'to be signed')
    subprocess.run(['openssl', 'dgst', '-sha256', '-binary', '-out', digest, data], check=True)
    return {
        'log-in signature (PKCS#11)': ['pkcs11-tool', '--module', PKCS11, '--slot-index', '0', '--login', '--pin', '1234',
                                       '--sign', '-m', 'SHA256-RSA-PKCS', '--id', '01', '-i', data, '-o', signature],
        'log-in signature (PKCS#15)': ['pkcs15-crypt', '-s', '-k', '1', '--sha-256', '--pkcs1', '-i', digest, '-o', signature,
                                       '-p', '1234'],
        'certificate': ['pkcs15-tool', '--read-certificate', '1'],
        'status (tries left)': ['pkcs15-tool', '--list-pins'],
    }


def main():
    card('insert')
    card('delay', str(MILLISECONDS))
    with tempfile.TemporaryDirectory() as place:
        (pathlib.Path(place) / 'opensc.conf').write_text('app default { card_drivers = jpki; }\n')
        every = {**os.environ, 'HOME': place, 'XDG_CACHE_HOME': place}
        only = {**every, 'OPENSC_CONF': os.path.join(place, 'opensc.conf')}
        print(f'{"":28} {"OpenSC":>14} {"only its jpki":>14}   APDUs, seconds at {MILLISECONDS} ms for each')
        for name, words in tasks(pathlib.Path(place)).items():
            columns = [f'{count:4} {seconds:7.2f} s' for count, seconds in (measured(e, words) for e in (every, only))]
            print(f'{name:28} ' + ' '.join(f'{column:>14}' for column in columns), flush=True)


main()
