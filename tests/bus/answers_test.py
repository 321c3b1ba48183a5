#!/usr/bin/python3
"""Wrong answers: what the person is told and the program is not, how long further ones wait, and that neither a restart nor
another clock shortens it. Time is turned, not waited for."""
import os
import threading
import unittest

from harness import ANSWER, DISMISS, Daemon, KenkodTest, polkit

OPEN = ('OpenSession', ['checkup'], '最新の健診を表示')


class Answers(KenkodTest):
    may_restart = True

    def setUp(self):
        super().setUp()
        self.alice = self.person('alice')
        self.alice.prepare()

    def waiting(self):
        return self.alice.status()['waiting']

    def wrong(self, times):
        """So many wrong answers, each when it is looked at."""
        agent = self.alice.agent()
        for _ in range(times):
            Daemon.advance(self.waiting())
            agent.script = ['wrong', DISMISS]
            self.fails('WrongAnswer', agent.connection.manager.begin(*OPEN))
        agent.connection.close()
        self.until('the agent is forgotten', lambda: not self.alice.status()['agent'])

    def keep_awake(self):
        """Without anything to do the daemon ends after ten minutes of its clock; bob gives it something."""
        bob = self.person('bob')
        bob.prepare()
        bob.agent()
        reading, writing = os.pipe()
        done = threading.Event()

        def go_on():  # a pipe that says nothing is given up
            while not done.wait(1):
                os.write(writing, b' ')
            os.close(writing)
        writer = threading.Thread(target=go_on)
        writer.start()
        self.addCleanup(writer.join)
        self.addCleanup(done.set)
        progress = bob.bus.watch_job('awake')
        bob.open_session(['import']).begin('Import', [reading], token='awake')
        os.close(reading)
        progress.wait_for_stage('copy')

    def test_tried_again_in_the_same_call(self):
        agent = self.alice.agent(['wrong', 'ちがう', ANSWER])
        progress = self.alice.bus.watch_job('one')
        self.alice.open_session(token='one')
        self.assertEqual([(a['retry'], a['tries-left'], a['wait']) for a in agent.asked], [(False, 20, 0), (True, 19, 0), (True, 18, 0)])
        self.assertEqual([v[0] for v in progress.values], ['authorize'] + ['prompt', 'verify'] * 3)
        self.alice.open_session()
        self.assertEqual(agent.asked[-1]['tries-left'], 20, 'the right answer counts from the start')

    def test_given_up_after_a_wrong_answer(self):
        agent = self.alice.agent(['wrong', DISMISS])
        error = self.fails('WrongAnswer', self.alice.manager.begin(*OPEN))
        self.assertEqual(agent.count(), 2)
        for told in ('tries', 'wait', '=', '19'):
            self.assertNotIn(told, error.text)

    def test_five_rounds_in_a_call(self):
        agent = self.alice.agent(['wrong'] * 9)
        first = self.fails('WrongAnswer', self.alice.manager.begin(*OPEN))
        self.assertEqual(agent.count(), 5)
        self.assertEqual(self.waiting(), 30)
        second = self.fails('WrongAnswer', self.alice.manager.begin(*OPEN))
        self.assertEqual((agent.asked[5]['wait'], agent.asked[5]['tries-left']), (30, 15))
        self.assertEqual(first.text, second.text, 'an answer that was not looked at fails with other words')

    def test_while_waiting_even_the_right_answer_is_wrong(self):
        self.wrong(5)
        agent = self.alice.agent([ANSWER, ANSWER, DISMISS])
        self.fails('WrongAnswer', self.alice.manager.begin(*OPEN))
        self.assertEqual([(a['wait'], a['tries-left'], a['retry']) for a in agent.asked], [(30, 15, False), (30, 15, True), (30, 15, True)])
        Daemon.advance(29)
        self.assertEqual(self.waiting(), 1)
        Daemon.advance(1)
        self.assertEqual(self.waiting(), 0)
        self.alice.open_session()
        self.assertEqual(agent.asked[-1]['wait'], 0)

    def test_the_waiting_time_doubles(self):
        self.keep_awake()
        for failures, seconds in ((4, 0), (5, 30), (6, 60), (7, 120), (8, 240), (9, 480), (10, 960), (11, 1920), (12, 3600), (13, 3600)):
            self.wrong(4 if failures == 4 else 1)
            self.assertEqual(self.waiting(), seconds, f'after {failures} wrong answers')
        Daemon.advance(3600)
        agent = self.alice.agent()
        agent.connection.open_session()
        agent.connection.close()
        self.assertEqual(self.waiting(), 0)
        self.wrong(4)
        self.assertEqual(self.waiting(), 0, 'the right answer did not start the count anew')

    def test_the_twentieth_waits_a_day(self):
        self.keep_awake()
        self.wrong(20)
        self.assertEqual(self.waiting(), 86_400)
        agent = self.alice.agent([DISMISS])
        self.fails('UserCancelled', self.alice.manager.begin(*OPEN))
        self.assertEqual((agent.asked[0]['tries-left'], agent.asked[0]['wait']), (1, 86_400))
        Daemon.advance(86_400)
        self.alice.open_session()

    def test_kept_over_a_restart_and_a_kill(self):
        self.wrong(6)
        for end in (Daemon.stop, Daemon.kill):
            before = self.waiting()
            self.assertGreater(before, 50)
            end()
            Daemon.start()
            self.assertLessEqual(self.waiting(), before)
            self.assertGreater(self.waiting(), before - 5)
            agent = self.alice.agent([DISMISS])
            self.fails('UserCancelled', self.alice.manager.begin(*OPEN))
            self.assertEqual(agent.asked[0]['tries-left'], 14)
            agent.connection.close()

    def test_killed_while_the_answer_is_verified(self):
        """A try counts from before it is looked at."""
        self.wrong(4)
        agent = self.alice.agent([b'wrong'])
        progress = self.alice.bus.watch_job('one')
        opening = self.alice.manager.begin(*OPEN, token='one')
        progress.wait_for_stage('verify')
        agent.wait('the second prompt', lambda: len(agent.asked) == 2)
        Daemon.kill()
        opening.error()
        Daemon.start()
        self.assertGreater(self.waiting(), 20)

    def test_another_calendar_changes_nothing(self):
        self.wrong(6)
        before = self.waiting()
        for shift in (-86_400, 86_400 * 30, -86_400 * 365):
            Daemon.realtime(shift)
            self.assertLessEqual(self.waiting(), before)
            self.assertGreater(self.waiting(), before - 5)
        agent = self.alice.agent([ANSWER, DISMISS])
        self.fails('WrongAnswer', self.alice.manager.begin(*OPEN))
        self.assertGreater(agent.asked[0]['wait'], 50)

    def test_changing_the_question_is_no_way_around(self):
        self.wrong(5)
        agent = self.alice.agent([ANSWER, DISMISS])
        self.fails('WrongAnswer', self.alice.manager.begin('ChangeSecretQuestion'))
        self.assertEqual(agent.asked[0]['act'], 'change-question')
        self.assertEqual(agent.count('new-question'), 0)

    def test_changing_the_question(self):
        self.alice.agent([ANSWER, '最初の学校は?\nあおぞら\nno-recovery', ANSWER, 'あおぞら'])
        self.alice.manager.call('ChangeSecretQuestion')
        self.alice.open_session()
        self.assertEqual(self.alice.status()['waiting'], 0)

    def test_questions_that_are_refused_are_asked_again(self):
        polkit('alice', 'yes')
        self.alice.manager.call('Purge', 'everything')
        self.alice.manager.call('AcceptTerms', '1')
        forms = [('花\nひまわり\nno-recovery\n', None), ('\nひまわり', 'question-empty'), ('花' * 21 + '\nひまわり', 'question-too-long'),
                 ('花は?\n', 'answer-empty'), ('花は?\n' + 'ひ' * 21, 'answer-too-long'), ('ひまわりは?\nひまわり', 'answer-in-question'),
                 ('誰?\nalice', 'answer-is-user-name'), ('いつ?\n19700115', 'answer-is-date'), ('何?\nkenkod', 'answer-is-service-name'),
                 ('何?\n1111', 'answer-is-repetition'), (b'\xff\xfe\nx', 'not-text')]
        for form, refused in forms:
            with self.subTest(form=form):
                tail = b'\nno-recovery' if isinstance(form, bytes) else '\nno-recovery'
                agent = self.alice.agent([form + tail if refused else form, DISMISS])
                error = agent.connection.manager.error('SetSecretQuestion')
                if refused is None:
                    self.assertEqual(error.short, 'InvalidArgument')
                else:
                    self.assertEqual(error.short, 'UserCancelled')
                    self.assertEqual([a.get('refused') for a in agent.asked], [None, refused])
                agent.connection.close()
        self.assertFalse(self.alice.status()['question-set'])


if __name__ == '__main__':
    unittest.main()
