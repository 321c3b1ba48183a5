#!/usr/bin/python3
"""Two people on one machine: whatever alice does, bob sees nothing of it, neither on the bus nor in the files."""
import pathlib
import pwd
import subprocess
import threading
import unittest

from gi.repository import GLib

from harness import ANSWER, CHECKUP, NAME, QUESTION, ROOT, BusError, Daemon, KenkodTest, polkit, world_files

OPEN = ('OpenSession', ['checkup'], 'x')
DRIVER = 'org.freedesktop.DBus'


class TwoUsers(KenkodTest):
    def setUp(self):
        super().setUp()
        Daemon.advance(4)
        polkit('alice', 'yes')
        self.alice, self.bob = self.person('alice'), self.person('bob')
        self.bob.bus, self.alice.bus  # pylint: disable=expression-not-assigned

    def seen_by(self, connection):
        """Everything that can be asked."""
        def ask(path, interface, member, arguments=None, destination=NAME):
            try:
                return connection.call_raw(path, interface, member, arguments, destination=destination)
            except BusError as e:
                return e.name, e.text
        options = GLib.Variant('(a{sv})', ({},))
        seen = {'status': ask(ROOT, f'{NAME}.Manager', 'GetStatus', options)}
        xml = ask(ROOT, f'{DRIVER}.Introspectable', 'Introspect')
        seen['introspection'] = sorted(xml.splitlines())
        seen['properties'] = ask(ROOT, f'{DRIVER}.Properties', 'GetAll', GLib.Variant('(s)', (f'{NAME}.Manager',)))
        for path in ('/', '/org', ROOT, f'{ROOT}/session', f'{ROOT}/job', self.alice.bus.job_path('')[:-1], self.alice.bus.job_path('t')):
            for interface, member in ((f'{NAME}.Session', 'Close'), (f'{NAME}.Job', 'Cancel'), (f'{DRIVER}.Peer', 'Ping')):
                seen[path, member] = ask(path, interface, member, None if member == 'Ping' else options)
        # Connections come and go; names that mean something do not.
        seen['names'] = sorted(n for n in ask('/org/freedesktop/DBus', DRIVER, 'ListNames', None, DRIVER) if n[0] != ':')
        seen['refusal'] = ask(ROOT, f'{NAME}.Manager', 'OpenSession', GLib.Variant('(assa{sv})', (['checkup'], 'x', {})))
        return seen

    def everything(self, look):
        """What alice can do, one after the other; look() after each step."""
        alice = self.alice
        alice.manager.call('AcceptTerms', '1')
        look('terms')
        agent = alice.agent(recovery=True, keyring={})
        look('agent')
        agent.hold_next()
        setting = alice.manager.begin('SetSecretQuestion', token='t')
        agent.wait_asked()
        look('prompt')
        agent.answer_held(agent.knows('new-question'))
        setting.result()
        look('question')
        session = alice.open_session(['checkup', 'import', 'export'], token='t')
        look('session')
        with open(CHECKUP, 'rb') as f:
            session.call('Import', [f], token='t')
        look('import')
        self.assertEqual(len(session.call('Query', kind='checkup', limit=5)[0]), 5)
        look('query')
        with open(world_files() / 'export.xml', 'wb') as f:
            session.call('Export', f, token='t')
        look('export')
        alice.manager.call('ChangeSecretQuestion', token='t')
        look('change')
        alice.open_session()
        alice.manager.call('Lock')
        look('lock')
        agent.script = ['wrong'] * 5
        self.fails('WrongAnswer', alice.manager.begin(*OPEN))
        look('waiting')
        alice.manager.call('Purge', 'everything', token='t')
        look('purge')

    def test_bob_sees_no_change(self):
        self.first = self.seen_by(self.bob.bus)
        signals = self.bob.connect().watch(sender=None)
        steps = []

        def look(step):
            steps.append(step)
            self.assertEqual(self.seen_by(self.bob.bus), self.first, step)
        self.everything(look)
        self.assertEqual(len(steps), 12)
        signals.connection.manager.call('GetStatus')
        self.assertEqual([s for s in signals.seen if s[1] != DRIVER], [])

    def test_nor_while_it_happens(self):
        first = self.seen_by(self.bob.bus)
        done, differences, rounds = threading.Event(), [], []

        def poll():
            while not done.is_set():
                seen = self.seen_by(self.bob.bus)
                differences.extend((k, v) for k, v in seen.items() if v != first[k])
                rounds.append(1)
        polling = threading.Thread(target=poll)
        polling.start()
        try:
            self.everything(lambda step: None)
        finally:
            done.set()
            polling.join()
        self.assertEqual(differences, [])
        self.assertGreater(len(rounds), 3)

    def test_each_has_their_own(self):
        for person, answer in ((self.alice, ANSWER), (self.bob, 'さくら')):
            person.prepare(answer=answer)
        self.bob.agent(answer='さくら')
        self.alice.agent()
        with open(CHECKUP, 'rb') as f:
            self.alice.open_session(['import']).call('Import', [f])
        self.assertEqual(self.bob.open_session().call('Query', kind='checkup'), ([], ''))
        self.alice.manager.call('Purge', 'everything')
        self.assertTrue(self.bob.status()['question-set'])
        self.assertTrue(self.bob.status()['open'])

    def test_errors_are_the_same_for_everybody(self):
        """The state of one does not colour the errors of another."""
        before = [self.bob.manager.error(*OPEN).args, self.bob.manager.error('ChangeSecretQuestion').args]
        self.alice.prepare()
        self.alice.agent()
        self.alice.open_session()
        self.assertEqual([self.bob.manager.error(*OPEN).args, self.bob.manager.error('ChangeSecretQuestion').args], before)

    def test_bobs_wrong_answers_are_bobs(self):
        for person in (self.alice, self.bob):
            person.prepare()
        self.bob.agent(['wrong'] * 5)
        self.fails('WrongAnswer', self.bob.manager.begin(*OPEN))
        self.assertEqual((self.alice.status()['waiting'], self.bob.status()['waiting']), (0, 30))
        agent = self.alice.agent()
        self.alice.open_session()
        self.assertEqual(agent.asked[0]['tries-left'], 20)

    def test_files_are_closed_to_everybody_and_unreadable(self):
        self.alice.prepare(keyring={})
        state = Daemon.state()
        kenkod = pwd.getpwnam('kenkod').pw_uid
        paths = [state, *state.rglob('*')]
        self.assertGreater(len(paths), 4)
        for path in paths:
            status = path.lstat()
            self.assertEqual(status.st_uid, kenkod, path)
            self.assertEqual(status.st_mode & 0o7777, 0o700 if path.is_dir() else 0o600, path)
        self.assertTrue((state / 'vaults' / str(self.alice.uid)).is_dir())
        for user in ('bob', 'alice'):
            tried = subprocess.run(['world-as', user, 'ls', str(state)], capture_output=True, check=False)
            self.assertNotEqual(tried.returncode, 0)

    def test_nothing_is_kept_in_the_clear(self):
        self.alice.prepare()
        self.alice.agent()
        with open(CHECKUP, 'rb') as f:
            self.alice.open_session(['import', 'checkup']).call('Import', [f])
        facility = self.alice.open_session().call('Query', kind='checkup', limit=1)[0][0]['facility']
        kept = {p: p.read_bytes() for p in Daemon.state().rglob('*') if p.is_file()}
        self.assertGreater(sum(map(len, kept.values())), pathlib.Path(CHECKUP).stat().st_size)
        said = Daemon.log() + str(Daemon.journal())
        for words in (QUESTION, ANSWER, facility, 'ClinicalDocument', 'alice'):
            for path, content in kept.items():
                self.assertNotIn(words.encode(), content, path)
            if words != 'alice':
                self.assertNotIn(words, said)


if __name__ == '__main__':
    unittest.main()
