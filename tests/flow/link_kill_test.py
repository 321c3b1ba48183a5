#!/usr/bin/python3
"""kill -9 of the daemon, of kenkod-fetch or of its worker at random moments of links (a term link, so that tokens rotate all the
time): nothing that was stored is lost or half, no token lies anywhere in clear, and the next link works. KENKOD_ROUNDS is the
percentage of 200 rounds (10)."""
import json
import os
import pathlib
import random
import time
import unittest

from links import KINDS, WORLD, BusError, Daemon, LinkTest, helper

ROUNDS = max(200 * int(os.environ.get('KENKOD_ROUNDS', '10')) // 100, 1)
MOST = 30  # documents of a portal that grows by three each round, before everything fetched is purged


def tokens_given():
    """Every secret the portal has ever handed out and may still know."""
    with open(f'{WORLD}/portal/state.json', encoding='utf-8') as file:
        state = json.load(file)
    return {token.encode() for name in ('access', 'refresh', 'codes') for token in state[name]}


def files_with(secrets):
    """Files that hold one of them in clear: all that daemon, fetcher and people write in this world."""
    found = []
    for place in ('kenkod', 'fetch', 'log', 'files', 'people', 'home'):
        for folder, _, names in os.walk(os.path.join(WORLD, place)):
            for name in names:
                path = pathlib.Path(folder, name)
                if path.is_file() and not path.is_symlink():
                    content = path.read_bytes()
                    found += [str(path) for secret in secrets if secret in content]
    return found


class Kill(LinkTest):
    conf = ('portal.term-days=90', 'portal.max-attempts=2')
    may_restart = True

    def setUp(self):
        super().setUp()
        self.random = random.Random(20260401)
        self.secrets = set()

    def stored(self):
        """Documents by kind, with their rows: nothing half may be among them."""
        found = {}
        for kind in KINDS:
            for row in self.rows(kind):
                if row['origin'] == 'portal':
                    found.setdefault((kind, row['document']), []).append(row['id'])
        return found

    def kill(self, victim):
        if victim == 'daemon':
            Daemon.kill()
            self.agent.register()
        else:
            helper('world-kenkod', 'fetch-kill', *({'front': ['front'], 'worker': ['workers']}.get(victim, [])), check=False)

    def disturbed(self, victim, took):
        before = self.stored()
        pending = self.begin_link()
        time.sleep(self.random.uniform(0, 1.2 * took))  # the random moment
        self.kill(victim)
        try:
            pending.result()
        except BusError as e:
            self.assertIn(e.short, ('Unavailable', 'LinkExpired', 'org.freedesktop.DBus.Error.NoReply', 'Failed'), e.text)
        after = self.stored()
        for document, rows in before.items():
            self.assertEqual(after.get(document), rows, 'a stored document is gone or has changed')
        new = tokens_given() - self.secrets
        self.assertEqual(files_with(new), [])
        self.secrets |= new
        return after

    def complete(self, count):
        """The next link works, if need be after a log-in: a token that was on its way may be lost with its process."""
        for _ in range(2):
            try:
                result = self.begin_link().result()
                break
            except BusError as e:
                self.assertEqual(e.short, 'LinkExpired', e.text)
        self.assertEqual({row['outcome'] for row in result['rows']}, {'fetched'})
        self.assertEqual(len(self.stored()), count)

    def purge(self):
        session = self.alice.open_session(['purge'])
        session.call('Purge', 'fetched')
        self.assertEqual(self.stored(), {})

    def test_nothing_is_lost_and_nothing_leaks(self):
        count, done = 3, {}
        self.portal('scenario', f'documents={count}')
        self.complete(count)
        began = time.monotonic()
        self.complete(count)
        took = time.monotonic() - began
        for number in range(ROUNDS):
            count += 3
            if count > MOST:
                self.purge()
                count = 3
            self.portal('scenario', f'documents={count}')
            victim = self.random.choice(['daemon', 'daemon', 'worker', 'worker', 'front', 'fetch'])
            with self.subTest(round=number, victim=victim):
                before = self.disturbed(victim, took)
                began = time.monotonic()
                self.complete(count)
                took = time.monotonic() - began
                after = self.stored()
                for document, rows in before.items():
                    self.assertEqual(after[document], rows)
            done[victim] = done.get(victim, 0) + 1
        self.assertEqual(files_with(self.secrets), [])
        print(f'{ROUNDS} rounds: {done}')

    def test_a_token_in_clear_would_be_found(self):
        self.portal('scenario', 'documents=3')
        self.complete(3)
        (secret, *_) = tokens_given()
        path = pathlib.Path(WORLD, 'files', 'open')
        path.write_bytes(b'x' + secret)
        self.addCleanup(path.unlink)
        self.assertEqual(files_with({secret}), [str(path)])


if __name__ == '__main__':
    unittest.main(verbosity=2, failfast=True)
