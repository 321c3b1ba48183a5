#!/usr/bin/python3
"""link_ratio.py: a link with three kinds and 60 documents, against the time nobody can save: that the simulated portal takes for
its answers (where several are under way at once, that time counts once) and between them (Retry-After until the first poll), and the
card for its commands. Runs in a world; see
tests/bench/meson.build. Answer and PIN are there at once, so that nobody's typing is measured."""
import json
import os
import statistics
import subprocess
import time

DELAY, RETRY_AFTER, APDU, DOCUMENTS, ROUNDS = 100, 1, 20, 60, 5  # ms, s, ms
QUESTION, ANSWER, PIN = '好きな花は?', 'ひまわり', '1234'


def say(*words):
    return subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True).stdout


def kenkoctl(*words, typed=()):
    reading, writing = os.pipe()
    os.write(writing, ''.join(line + '\n' for line in typed).encode())
    os.close(writing)
    begin = time.monotonic()
    subprocess.run(['kenkoctl', '--yes', '--answer-fd', str(reading), *words], pass_fds=[reading], check=True,
                   stdout=subprocess.DEVNULL)
    os.close(reading)
    return time.monotonic() - begin


def covered(intervals):
    """How long at least one of them lasted."""
    total, until = 0.0, 0.0
    for begin, end in sorted(intervals):
        total += max(0.0, end - max(begin, until))
        until = max(until, end)
    return total


def one_link():
    """(seconds it took, of them the portal's, the card's; connections, requests)"""
    say('world-portal', 'clear')
    say('world-portal', 'scenario', f'delay={DELAY}', f'retry-after={RETRY_AFTER}', f'documents={DOCUMENTS}')
    say('world-card', 'clear')
    wall = kenkoctl('link', '--card', typed=(ANSWER, PIN))
    requests = [entry for entry in map(json.loads, say('world-portal', 'log').splitlines()) if 'endpoint' in entry]
    portal = covered((entry['time'], entry['time'] + DELAY / 1000 + (RETRY_AFTER if entry['endpoint'] == 'start' else 0))
                     for entry in requests)
    card = int(say('world-card', 'count')) * APDU / 1000
    return wall, portal, card, len(requests)


def main():
    kenkoctl('terms', '--accept')
    kenkoctl('question', 'set', typed=(QUESTION, ANSWER))
    say('world-card', 'insert')
    say('world-card', 'delay', str(APDU))
    one_link()  # the documents are there from now on, the card is known
    kenkoctl('purge', '--fetched', typed=(ANSWER,))
    ratios = []
    for number in range(ROUNDS):
        wall, portal, card, requests = one_link()
        ratios.append(wall / (portal + card))
        print(f'{"new" if number == 0 else "known"} documents: {wall:.2f} s; portal {portal:.2f} s in {requests} requests, '
              f'card {card:.2f} s: ratio {ratios[-1]:.2f}', flush=True)
    print(f'all new {ratios[0]:.2f}, median {statistics.median(ratios):.2f} (budget 1.3)')


main()
