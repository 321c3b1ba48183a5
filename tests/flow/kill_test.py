#!/usr/bin/python3
"""kill -9 at random moments of import, question set-up, change and purge over the bus: afterwards every vault opens with the old or
the new answer, holds the documents it held or those and the new ones, and nothing half; what it shows live and reloaded is equal.
KENKOD_ROUNDS is the percentage of 300 rounds (10)."""
import os
import random
import signal
import time
import unittest

from people import BusError, Daemon, Person, examination, export, memory_file, query

ROUNDS = max(300 * int(os.environ.get('KENKOD_ROUNDS', '10')) // 100, 1)
SECRETS = [('好きな花は?', 'ひまわり'), ('最初の先生は?', 'やまもと')]
FILES_AT_ONCE = 3
OWN_KEYS = ('id', 'document', 'stored-at', 'date')


def day_of(number):
    return f'{1990 + number // 300:04}-{number // 25 % 12 + 1:02}-{number % 25 + 1:02}'


class Kill(unittest.TestCase):
    def setUp(self):
        self.random = random.Random(20260401)
        self.alice = Person('alice')
        self.addCleanup(self.alice.leave)
        self.manager = self.alice.manager
        self.alice.set_up()
        self.agent = self.alice.helper
        self.secret = 0        # which of SECRETS the vault has
        self.kept = set()      # days of documents that are certainly there
        self.next_number = 0
        self.expected = None   # the rows of one document
        self.took = {}         # operation → seconds, undisturbed

    def question_is(self, secret):
        self.secret = secret
        self.agent.question, self.agent.answer = SECRETS[secret]

    # Operations: begin() sends the call and returns what waits for it; each tells which states may be found after a kill.
    def begin_import(self):
        session = self.alice.open('import')
        self.next_number += FILES_AT_ONCE
        numbers = range(self.next_number - FILES_AT_ONCE, self.next_number)
        fds = [memory_file(examination(n)) for n in numbers]
        pending = session.begin('Import', fds)
        for fd in fds:
            os.close(fd)
        days = [day_of(n) for n in numbers]
        return pending, [(self.secret, self.kept | set(days[:n])) for n in range(FILES_AT_ONCE + 1)]

    def begin_change(self):
        new = 1 - self.secret
        self.agent.script = [SECRETS[self.secret][1], '\n'.join((*SECRETS[new], 'no-recovery'))]
        return self.manager.begin('ChangeSecretQuestion'), [(self.secret, self.kept), (new, self.kept)]

    def begin_setup(self):
        self.manager.call('Purge', 'everything')
        self.manager.call('AcceptTerms', self.manager.call('GetTerms', 'ja')[0])
        self.question_is(1 - self.secret)
        return self.manager.begin('SetSecretQuestion'), [(None, set()), (self.secret, set())]

    def begin_purge(self):
        return self.manager.begin('Purge', 'everything'), [(self.secret, self.kept), (None, set())]

    def undisturbed(self, operation):
        pending, states = getattr(self, 'begin_' + operation)()
        begin = time.monotonic()
        pending.result()
        self.took[operation] = time.monotonic() - begin
        self.look([states[-1]])

    def disturbed(self, operation):
        pending, states = getattr(self, 'begin_' + operation)()
        pid = Daemon.pid()
        time.sleep(self.random.uniform(0, 1.3 * self.took[operation]))  # the random moment
        os.kill(pid, signal.SIGKILL)
        Daemon.kill()  # waits for its end
        self.agent.script = []
        self.agent.register()
        try:
            pending.result()
            states = [states[-1]]  # what was answered is durable
        except BusError:
            pass
        self.look(states)

    def look(self, states):
        """Finds one of the states (secret, days of documents), live and reloaded."""
        status = self.alice.status()
        if not status['question-set']:
            self.assertIn((None, set()), states)
            self.kept = set()
            self.manager.call('AcceptTerms', self.manager.call('GetTerms', 'ja')[0])
            self.question_is(self.secret)
            self.manager.call('SetSecretQuestion')
            return
        self.assertEqual(status['vault'], 'ready')
        asked = len(self.agent.asked)
        self.agent.script = [answer for _, answer in SECRETS]
        session = self.alice.open('checkup', 'export')
        prompts = self.agent.asked[asked:]
        self.question_is(len(prompts) - 1)
        self.agent.script = []
        # The question shown is that of the answer that opens.
        self.assertEqual({p['question'] for p in prompts}, {SECRETS[self.secret][0]})
        rows = query(session)
        days = {r['date'] for r in rows}
        self.assertIn((self.secret, days), states)
        self.kept = days
        for day in days:
            of_day = [{k: v for k, v in r.items() if k not in OWN_KEYS} for r in rows if r['date'] == day]
            self.expected = self.expected or of_day
            self.assertEqual(of_day, self.expected)
        if days:
            self.assertEqual(export(session)[0]['documents'], len(days))
        Daemon.restart()
        self.agent.register()
        again = self.alice.open('checkup')
        self.assertEqual(query(again), rows)
        again.call('Close')

    def test_every_vault_opens_with_all_or_nothing_of_what_was_under_way(self):
        for operation in ('setup', 'import', 'change'):
            self.undisturbed(operation)
        self.took['purge'] = self.took['import']
        done = {}
        for number in range(ROUNDS):
            operation = self.random.choice(['import', 'import', 'import', 'change', 'change', 'setup', 'purge'])
            with self.subTest(round=number, operation=operation):
                self.disturbed(operation)
            done[operation] = done.get(operation, 0) + 1
        print(f'{ROUNDS} rounds: {done}')


if __name__ == '__main__':
    unittest.main(verbosity=2, failfast=True)
