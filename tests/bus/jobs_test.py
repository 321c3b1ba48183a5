#!/usr/bin/python3
"""Jobs: tokens, progress for the owner alone, and cancelling at each stage."""
import os
import unittest

from harness import ANSWER, CHECKUP, NAME, KenkodTest, polkit, world_files

GONE = 'org.freedesktop.DBus.Error.UnknownObject'
OPEN = ('OpenSession', ['checkup'], 'x')


class Jobs(KenkodTest):
    def setUp(self):
        super().setUp()
        self.alice = self.person('alice')
        self.alice.prepare()
        self.agent = self.alice.agent()

    def asking(self, token='one', connection=None):
        """A call whose prompt is open."""
        self.agent.hold_next()
        count = self.agent.count()
        pending = (connection or self.alice.bus).manager.begin(*OPEN, token=token)
        self.agent.wait_asked(count + 1)
        return pending

    def fifo(self):
        path = world_files() / f'fifo-{self.id()}'
        os.mkfifo(path)
        self.addCleanup(path.unlink)
        fd = os.open(path, os.O_RDWR)  # never at its end
        self.addCleanup(os.close, fd)
        return fd

    def importing(self, connection=None, files=(), token='one'):
        """An import that waits for a fifo nobody writes to; what comes before is stored first."""
        connection = connection or self.alice.bus
        session = connection.open_session(['import', 'checkup'])
        progress = connection.watch_job(token)
        pending = session.begin('Import', [*files, self.fifo()], token=token)
        progress.wait('the fifo', lambda: ('copy', len(files), len(files) + 1) in [v[3] for v in progress.seen])
        return session, pending, progress

    # Tokens.

    def test_what_a_token_is(self):
        for token in ('a', 'Z_9', '_', 'x' * 64, '0'):
            self.alice.bus.open_session(token=token).call('Close')
        for token in ('', 'x' * 65, 'a-b', 'a.b', 'a/b', '/', 'あ', 'a b', 'a\n', '..', 'é'):
            with self.subTest(token=token):
                self.fails('InvalidArgument', self.alice.manager.begin(*OPEN, token=token), key='token')

    def test_a_token_is_for_one_running_job(self):
        first = self.asking('same')
        self.fails('InvalidArgument', self.alice.manager.begin('Purge', 'everything', token='same'), key='token')
        self.agent.answer_held(ANSWER)
        first.result()
        self.alice.bus.open_session(token='same')  # it is free again

    def test_others_may_use_the_same_token(self):
        first = self.asking('same')
        self.fails('Busy', self.alice.connect().manager.begin(*OPEN, token='same'))
        bob = self.person('bob')
        bob.prepare()
        bob.agent()
        bob.bus.open_session(token='same')
        self.agent.answer_held(ANSWER)
        first.result()

    def test_a_job_is_there_while_its_call_runs(self):
        self.fails(GONE, self.alice.bus.job('one').begin('Cancel'))
        opening = self.asking()
        self.agent.answer_held(ANSWER)
        opening.result()
        self.fails(GONE, self.alice.bus.job('one').begin('Cancel'))

    # Progress.

    def test_progress_of_each_call(self):
        def stages(method, *args, on=None, **options):
            progress = self.alice.bus.watch_job('p')
            (on or self.alice.manager).call(method, *args, token='p', **options)
            return progress.stages
        polkit('alice', 'yes')
        self.assertEqual(stages(*OPEN), ['authorize', 'prompt', 'verify'])
        self.assertEqual(stages('ChangeSecretQuestion'), ['authorize', 'prompt', 'verify', 'store'])
        session = self.alice.open_session(['import', 'export'])
        with open(CHECKUP, 'rb') as f:
            self.assertEqual(stages('Import', [f], on=session, check=True), ['authorize', 'copy', 'parse'])
            self.assertEqual(stages('Import', [f], on=session), ['authorize', 'copy', 'parse', 'prompt', 'store'])
            self.assertEqual(stages('Import', [f], on=session), ['authorize', 'copy', 'parse', 'store'])
        with open(world_files() / 'export.xml', 'wb') as f:
            self.assertEqual(stages('Export', f, on=session), ['authorize', 'write'])
        self.assertEqual(stages('Purge', 'everything'), ['authorize', 'purge'])
        self.alice.manager.call('AcceptTerms', '1')
        self.assertEqual(stages('SetSecretQuestion'), ['authorize', 'prompt', 'store'])

    def test_progress_counts_files_up_to_all(self):
        session = self.alice.open_session(['import'])
        progress = self.alice.bus.watch_job('p')
        with open(CHECKUP, 'rb') as f:
            session.call('Import', [f, f, f], token='p')
        self.assertEqual(progress.values[-1], ('store', 3, 3))
        for _, done, total in progress.values[1:]:
            self.assertLessEqual(done, total)
            self.assertEqual(total, 3)

    def test_progress_is_for_the_caller_alone(self):
        bystanders = [self.person('bob').connect().watch(sender=None), self.alice.connect().watch(sender=None),
                      self.alice.connect_program().watch(sender=None, path=self.alice.bus.job_path('one'))]
        progress = self.alice.bus.watch_job('one')
        with open(CHECKUP, 'rb') as f:
            self.alice.open_session(['import'], token='one').call('Import', [f], token='one')
        self.assertIn(('store', 1, 1), progress.values)
        for bystander in bystanders:
            bystander.connection.manager.call('GetStatus')  # signals sent before this answer would be here
            own = [s for s in bystander.seen if s[1] != 'org.freedesktop.DBus']
            self.assertEqual(own, [])

    def test_no_token_no_progress(self):
        everything = self.alice.bus.watch(interface=f'{NAME}.Job')
        self.alice.open_session()
        self.alice.status()
        self.assertEqual(everything.seen, [])

    # Cancel.

    def test_cancel_during_a_prompt(self):
        opening = self.asking()
        self.alice.bus.job('one').call('Cancel')
        self.fails('Cancelled', opening)
        self.agent.wait('Cancel', lambda: self.agent.cancelled == [self.agent.asked[0]['prompt']])
        self.alice.open_session()
        self.assertEqual(self.agent.asked[-1]['tries-left'], 20)

    def test_cancel_during_an_import(self):
        with open(CHECKUP, 'rb') as f:
            session, running, _ = self.importing(files=[f])
        self.alice.bus.job('one').call('Cancel')
        self.fails('Cancelled', running)
        rows, _ = session.call('Query', kind='checkup', limit=1)
        self.assertEqual(len(rows), 1, 'what was stored before stays')

    def test_cancel_twice(self):
        opening = self.asking()
        job = self.alice.bus.job('one')
        calls = [job.begin('Cancel'), job.begin('Cancel')]
        self.fails('Cancelled', opening)
        calls[0].result()
        try:
            calls[1].result()
        except Exception as e:  # it may have come after the end
            self.assertEqual(e.name, GONE)

    def test_others_cannot_cancel(self):
        opening = self.asking()
        path = self.alice.bus.job_path('one')
        for connection in (self.person('bob').bus, self.alice.connect(), self.alice.connect_program()):
            error = self.fails(GONE, connection.object(path, f'{NAME}.Job').begin('Cancel'))
            self.assertEqual(error.text, f"Unknown object '{path}'.")
        self.assertFalse(opening.done)
        self.agent.answer_held(ANSWER)
        opening.result()

    # The caller goes.

    def test_the_caller_goes_during_an_import(self):
        caller = self.alice.connect()
        with open(CHECKUP, 'rb') as f:
            self.importing(caller, [f])
        caller.close()
        self.until('the session ends', lambda: not self.alice.status()['open'])
        rows, _ = self.alice.open_session().call('Query', kind='checkup', limit=1)
        self.assertEqual(len(rows), 1)

    def test_thirty_two_calls_of_one_connection(self):
        opening = self.asking('t0')
        calls = [self.alice.manager.begin('OpenSession', ['checkup'], 'x', token=f't{n}') for n in range(1, 3)]
        for call in calls:
            self.fails('Busy', call)
        self.agent.answer_held(ANSWER)
        session = self.alice.bus.session(opening.result())
        session.call('Close')
        session, _, _ = self.importing(token='t0')
        waiting = [session.begin('Import', [self.silent_pipe()], token=f't{n}') for n in range(1, 32)]
        self.fails('LimitExceeded', self.alice.manager.begin('GetStatus'), limit=32)
        self.alice.connect().manager.call('GetStatus')  # each connection counts for itself
        self.person('bob').status()
        self.alice.connect().manager.call('Lock')
        for call in waiting:
            self.fails('Locked', call)
        self.alice.status()

    def silent_pipe(self):
        reading, writing = os.pipe()
        self.addCleanup(os.close, writing)
        self.addCleanup(os.close, reading)
        return reading


if __name__ == '__main__':
    unittest.main()
