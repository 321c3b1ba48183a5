#!/usr/bin/python3
"""card_ratios.py: how many commands the card gets and how long it takes at 20 ms for each, with kenkoctl and with OpenSC's
programs. Runs in a world; see tests/bench/meson.build. The PIN is there at once, so that nobody's typing is measured."""
import glob
import os
import pathlib
import subprocess
import tempfile
import time

MILLISECONDS = 20
PIPE = 'the descriptor with what is typed'
PKCS11 = glob.glob('/usr/lib/*/opensc-pkcs11.so')[0]


def card(*words):
    return subprocess.run(['world-card', *words], check=True, stdout=subprocess.PIPE, text=True).stdout


def measured(environment, words, typed=''):
    """(APDUs, seconds)"""
    reading, writing = os.pipe()
    os.write(writing, typed.encode())
    os.close(writing)
    words = [str(reading) if word == PIPE else word for word in words]
    card('clear')
    begin = time.monotonic()
    subprocess.run(words, env=environment, pass_fds=[reading], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    seconds = time.monotonic() - begin
    os.close(reading)
    return int(card('count')), seconds


def new_card():
    card('remove')
    card('insert')


def kenkod():
    """What each task is for kenkod: (a new card first?, command)"""
    test = ['kenkoctl', '--answer-fd', PIPE, 'card', 'test']
    return {
        'log-in signature, new card': (True, test),
        'log-in signature, card known': (False, test),
        'status, new card (certificate)': (True, ['kenkoctl', 'card']),
        'status, card known (tries left)': (False, ['kenkoctl', 'card']),
    }


def tasks(place):
    data, digest, signature = (str(place / name) for name in ('data', 'digest', 'signature'))
    pathlib.Path(data).write_bytes(b'to be signed')
    subprocess.run(['openssl', 'dgst', '-sha256', '-binary', '-out', digest, data], check=True)
    return {
        'log-in signature, new card': ['pkcs11-tool', '--module', PKCS11, '--slot-index', '0', '--login', '--pin', '1234',
                                       '--sign', '-m', 'SHA256-RSA-PKCS', '--id', '01', '-i', data, '-o', signature],
        'log-in signature, card known': ['pkcs15-crypt', '-s', '-k', '1', '--sha-256', '--pkcs1', '-i', digest, '-o', signature,
                                       '-p', '1234'],
        'status, new card (certificate)': ['pkcs15-tool', '--read-certificate', '1'],
        'status, card known (tries left)': ['pkcs15-tool', '--list-pins'],
    }


def main():
    card('insert')
    card('delay', str(MILLISECONDS))
    with tempfile.TemporaryDirectory() as place:
        (pathlib.Path(place) / 'opensc.conf').write_text('app default { card_drivers = jpki; }\n')
        every = {**os.environ, 'HOME': place, 'XDG_CACHE_HOME': place}
        only = {**every, 'OPENSC_CONF': os.path.join(place, 'opensc.conf')}
        opensc = tasks(pathlib.Path(place))
        print(f'{"":32} {"kenkod":>14} {"OpenSC":>14} {"only its jpki":>14}   APDUs, seconds at {MILLISECONDS} ms for each')
        for name, (fresh, words) in kenkod().items():
            if fresh:
                new_card()
            results = [measured(os.environ, words, '1234\n')] + [measured(e, opensc[name]) for e in (every, only)]
            columns = [f'{count:4} {seconds:7.2f} s' for count, seconds in results]
            print(f'{name:32} ' + ' '.join(f'{column:>14}' for column in columns), flush=True)


main()
