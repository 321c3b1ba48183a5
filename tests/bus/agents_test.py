#!/usr/bin/python3
"""Prompt agents: which one is asked, and what happens when it does not answer as it should. Time is turned, not waited for."""
import os
import threading
import unittest

from harness import ANSWER, DIE, DISMISS, HANG, Agent, Daemon, Fail, Fd, KenkodTest, Memfd, Pipe

OPEN = ('OpenSession', ['checkup'], '最新の健診を表示')


class Agents(KenkodTest):
    def setUp(self):
        super().setUp()
        Daemon.advance(4)  # past the time in which a call waits for agents to come back
        self.alice = self.person('alice')
        self.alice.prepare()

    # Which one.

    def test_what_it_is_told(self):
        agent = self.alice.agent()
        self.alice.open_session(['import', 'checkup'], '取り込み')
        what = agent.asked[0]
        self.assertRegex(what.pop('vault'), '^[0-9a-f]{32}$')
        self.assertRegex(what.pop('prompt'), '^.+$')
        self.assertEqual(what, {'kind': 'answer', 'app': 'unconfined', 'sandboxed': False, 'act': 'open-session', 'purpose': '取り込み',
                                'scopes': ['import', 'checkup'], 'question': agent.question, 'tries-left': 20, 'wait': 0, 'retry': False})

    def test_the_oldest_is_asked_and_never_displaced(self):
        first, second = self.alice.agent(), self.alice.agent()
        self.alice.open_session()
        self.alice.open_session()
        self.assertEqual((first.count(), second.count()), (2, 0))
        first.unregister()
        self.alice.open_session()
        self.assertEqual((first.count(), second.count()), (2, 1))
        first.register()  # it is the youngest now
        self.alice.open_session()
        self.assertEqual((first.count(), second.count()), (2, 2))

    def test_the_callers_own_is_asked_first(self):
        other = self.alice.agent()
        own = self.alice.agent(connection=self.alice.bus)
        self.alice.open_session()
        self.assertEqual((other.count(), own.count()), (0, 1))

    def test_never_another_users(self):
        bob = self.person('bob')
        foreign = bob.agent()
        self.assertFalse(self.alice.status()['agent'])
        self.fails('NoAgent', self.alice.manager.begin(*OPEN))
        self.alice.agent()
        self.alice.open_session()
        self.assertEqual(foreign.calls, [])

    def test_status_tells_whether_there_is_one(self):
        self.assertFalse(self.alice.status()['agent'])
        agent = self.alice.agent()
        self.assertTrue(self.alice.status()['agent'])
        agent.connection.close()
        self.until('the agent is forgotten', lambda: not self.alice.status()['agent'])

    # Registering.

    def test_eight_for_a_user(self):
        agents = [self.alice.agent(path=f'/agent/{n}') for n in range(8)]
        self.fails('LimitExceeded', self.alice.manager.begin('RegisterAgent', '/another'), limit=8)
        self.person('bob').agent()
        agents[3].unregister()
        self.alice.agent()

    def test_registering_twice(self):
        agent = self.alice.agent()
        self.fails('InvalidArgument', agent.connection.manager.begin('RegisterAgent', agent.path))
        Agent(agent.connection, path='/another')

    def test_only_its_own_connection_unregisters_it(self):
        agent = self.alice.agent()
        for other in (self.alice.bus, self.person('bob').bus):
            self.fails('InvalidArgument', other.manager.begin('UnregisterAgent', agent.path))
        self.fails('InvalidArgument', agent.connection.manager.begin('UnregisterAgent', '/other'))
        self.assertTrue(self.alice.status()['agent'])
        agent.unregister()
        self.assertFalse(self.alice.status()['agent'])
        self.fails('InvalidArgument', agent.connection.manager.begin('UnregisterAgent', agent.path))

    def test_a_daemon_that_stops_releases_it(self):
        agent = self.alice.agent()
        Daemon.stop()
        agent.wait('Release', lambda: agent.released == 1)
        Daemon.start()
        self.first_pid = Daemon.pid()
        self.assertFalse(self.alice.status()['agent'])

    # None.

    def test_no_agent(self):
        error = self.fails('NoAgent', self.alice.manager.begin(*OPEN))
        self.assertIn('kenkoctl agent', error.text)
        self.fails('NoAgent', self.alice.manager.begin('ChangeSecretQuestion'))

    def test_after_its_start_the_daemon_waits_for_them(self):
        Daemon.restart()
        self.first_pid = Daemon.pid()
        waiting = self.alice.manager.begin(*OPEN, token='waiting')
        self.alice.connect().manager.call('GetStatus')
        self.assertFalse(waiting.done)
        agent = self.alice.agent()
        waiting.result()
        self.assertEqual(agent.count(), 1)

    def test_but_not_for_long_nor_for_somebody_elses(self):
        Daemon.restart()
        self.first_pid = Daemon.pid()
        progress = self.alice.bus.watch_job('waiting')
        waiting = self.alice.manager.begin(*OPEN, token='waiting')
        progress.wait_for_stage('authorize')
        self.person('bob').agent()
        self.alice.status()
        self.assertFalse(waiting.done)
        Daemon.advance(3)
        self.fails('NoAgent', waiting)

    # It goes, or says nothing.

    def test_it_dies_while_asked(self):
        dying = self.alice.agent([DIE])
        other = self.alice.agent()
        self.fails('NoAgent', self.alice.manager.begin(*OPEN))
        self.assertEqual((dying.count(), other.count()), (1, 0), 'a prompt does not move to another agent')
        self.alice.open_session()
        self.assertEqual(other.count(), 1)

    def test_it_unregisters_while_asked(self):
        agent = self.alice.agent([HANG])
        opening = self.alice.manager.begin(*OPEN)
        agent.wait_asked()
        agent.unregister()
        self.fails('NoAgent', opening)
        agent.wait('Cancel', lambda: agent.cancelled == [agent.asked[0]['prompt']])

    def test_two_minutes_without_an_answer(self):
        agent = self.alice.agent([HANG])
        opening = self.alice.manager.begin(*OPEN)
        prompt = agent.wait_asked()['prompt']
        Daemon.advance(119)
        self.alice.status()
        self.assertFalse(opening.done)
        self.assertEqual(agent.cancelled, [])
        Daemon.advance(1)
        self.fails('UserCancelled', opening)
        agent.wait('Cancel', lambda: agent.cancelled == [prompt])
        self.alice.open_session()
        self.assertEqual(agent.asked[-1]['tries-left'], 20, 'no answer costs no try')

    def test_the_caller_goes_while_it_is_asked(self):
        agent = self.alice.agent([HANG])
        caller = self.alice.connect()
        caller.manager.begin(*OPEN)
        prompt = agent.wait_asked()['prompt']
        caller.close()
        agent.wait('Cancel', lambda: agent.cancelled == [prompt])
        self.alice.open_session()

    def test_one_prompt_at_a_time_for_a_user(self):
        agent, bobs = self.alice.agent([HANG]), self.person('bob')
        first = self.alice.manager.begin(*OPEN)
        agent.wait_asked()
        for method in (OPEN, ('ChangeSecretQuestion',)):
            self.fails('Busy', self.alice.connect().manager.begin(*method))
        self.fails('Busy', self.alice.connect_program().manager.begin(*OPEN))
        bobs.prepare()
        bobs.agent()
        bobs.open_session()
        agent.answer_held(ANSWER)
        first.result()
        self.alice.open_session()

    # Dismissed.

    def test_two_dismissals_silence_the_program(self):
        agent = self.alice.agent([DISMISS, DISMISS])
        other = self.alice.connect_program()
        for _ in range(2):
            self.fails('UserCancelled', self.alice.manager.begin(*OPEN))
        self.assertEqual(agent.count(), 2)
        error = self.fails('UserCancelled', self.alice.manager.begin(*OPEN))
        self.assertLessEqual(int(error.key('wait')), 600)
        self.assertGreater(int(error.key('wait')), 500)
        self.fails('UserCancelled', self.alice.connect().manager.begin(*OPEN))  # another connection, the same program
        self.assertEqual(agent.count(), 2)
        other.open_session()  # another program
        self.assertEqual(agent.asked[-1]['tries-left'], 20, 'a dismissal costs no try')
        Daemon.advance(590)
        self.fails('UserCancelled', self.alice.manager.begin(*OPEN))
        Daemon.advance(11)
        self.alice.open_session()

    def test_an_answer_in_between_forgets_the_dismissal(self):
        agent = self.alice.agent([DISMISS, ANSWER, DISMISS, ANSWER])
        for _ in range(2):
            self.fails('UserCancelled', self.alice.manager.begin(*OPEN))
            self.alice.open_session()
        self.assertEqual(agent.count(), 4)

    def test_an_agent_is_not_silenced_by_itself(self):
        agent = self.alice.agent([DISMISS] * 5)
        for _ in range(5):
            self.fails('UserCancelled', agent.connection.manager.begin(*OPEN))
        agent.connection.open_session()
        self.assertEqual(agent.count(), 6)

    # What it hands over.

    def test_pipes_and_memfds(self):
        next_part = threading.Event()
        slow = Pipe(*[bytes([b]) for b in ANSWER.encode()], next_part=next_part)
        agent = self.alice.agent([ANSWER, Memfd(ANSWER), slow, Memfd(ANSWER + '\n')])
        self.alice.open_session()
        self.alice.open_session()
        opening = self.alice.manager.begin(*OPEN)
        agent.wait_asked(3)
        while not opening.done:
            next_part.set()
        opening.result()
        self.assertEqual(agent.count(), 3)

    def test_secrets_of_4096_bytes_and_more(self):
        self.alice.agent([b'x' * 4096, DISMISS, b'x' * 4097])
        self.fails('WrongAnswer', self.alice.manager.begin(*OPEN))  # read, and wrong
        self.fails('NoAgent', self.alice.manager.begin(*OPEN))
        self.assertEqual(self.alice.status()['waiting'], 0)
        self.alice.open_session()

    def test_a_secret_without_an_end(self):
        agent = self.alice.agent([Pipe(ANSWER, keep_open=True)])
        opening = self.alice.manager.begin(*OPEN)
        agent.wait('the pipe', lambda: agent.kept)
        self.alice.status()
        self.assertFalse(opening.done)
        self.until_turned(opening, 10)
        self.fails('NoAgent', opening)
        self.alice.open_session()

    def test_a_secret_that_never_stops(self):
        self.alice.agent([Pipe(*[b'x' * 1024] * 4096)])
        self.fails('NoAgent', self.alice.manager.begin(*OPEN))
        self.alice.open_session()

    def test_descriptors_that_cannot_be_read(self):
        def write_only():
            return os.open('/dev/null', os.O_WRONLY)
        self.alice.agent([Fd(write_only()), Fd(os.open('/', os.O_RDONLY))])
        for _ in range(2):
            self.fails('NoAgent', self.alice.manager.begin(*OPEN))
        self.alice.open_session()

    def test_other_errors_of_an_agent(self):
        self.alice.agent([Fail('org.example.Whatever'), Fail('org.freedesktop.DBus.Error.NoReply'), Fail('org.kenkod1.Error.Failed')])
        for _ in range(3):
            self.fails('NoAgent', self.alice.manager.begin(*OPEN))
        self.alice.open_session()

    def test_an_object_that_is_not_there(self):
        self.alice.manager.call('RegisterAgent', '/nothing')
        self.fails('NoAgent', self.alice.manager.begin(*OPEN))

    def until_turned(self, call, seconds):
        """Turns the clock until the call ends: what it waits for starts when the daemon has read a reply, a moment after
        the agent sent it."""
        for _ in range(100):
            if call.done:
                return
            Daemon.advance(seconds)
            self.alice.status()
        self.fail('the call did not end')


if __name__ == '__main__':
    unittest.main()
