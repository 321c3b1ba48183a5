#!/usr/bin/python3
"""The smart card service dies and comes back, between two calls and in the middle of one, or is gone. The limit of five seconds
is real time."""
import time
import unittest

from cards import CardTest
from harness import HANG, BusError, Daemon

LIMIT = 5
# A slow machine may add to a limit, but a call without one would take until the service is back.
MOST = 3 * LIMIT


class Service(CardTest):
    def test_it_comes_back_between_two_calls(self):
        for way in ('restart', 'kill'):
            self.sign()
            self.card('pcscd', way)
            self.card('pcscd', 'start')
            self.look()
            self.sign()

    def test_it_does_not_come_back(self):
        self.look()
        self.card('pcscd', 'gone')
        for call in ('ListReaders', 'GetCardStatus', 'TestCard'):
            error = self.fails('CardServiceGone', self.manager.begin(call))
            self.assertIn('smart card service', error.text)
        self.card('pcscd', 'start')
        self.sign()

    def test_its_socket_is_there_and_nobody_answers(self):
        self.card('pcscd', 'stop')
        begin = time.monotonic()
        self.fails('CardServiceGone', self.manager.begin('ListReaders'))
        self.assertLess(time.monotonic() - begin, MOST)
        looking = self.begin_look()
        self.card('pcscd', 'start')
        try:
            looking.result()
        except BusError as e:
            self.assertIn(e.short, ('NoCard', 'CardServiceGone'))  # the card's return takes a moment
        self.sign()

    def test_it_dies_while_a_card_is_awaited(self):
        self.take_out()
        stages = self.alice.bus.watch_job('waiting')
        signing = self.begin_sign(token='waiting')
        stages.wait_for_stage('insert-card')
        self.card('pcscd', 'kill')
        self.fails('CardServiceGone', signing)
        self.card('pcscd', 'start')
        self.card('insert')
        self.sign()

    def test_it_dies_while_the_person_types(self):
        self.agent.script = [HANG]
        signing = self.begin_sign()
        prompt = self.agent.wait_asked()['prompt']
        self.card('pcscd', 'kill')
        self.fails('CardServiceGone', signing)  # nobody could tell whether it is the same card afterwards
        self.agent.wait('Cancel', lambda: self.agent.cancelled == [prompt])
        self.card('pcscd', 'start')
        self.assertEqual(self.verifies(), 0)
        self.sign()

    def test_another_run_means_another_card(self):
        """It counts insertions anew, and comes to the same number."""
        self.assertNotEqual(self.look()['issuer'], '')
        self.card('pcscd', 'kill')
        self.card('certificate', 'other-issuer')
        self.card('pcscd', 'start')
        self.assertEqual(self.look()['issuer'], '')

    def test_it_dies_while_the_card_works(self):
        for number, delay in ((1, 'delay'), (2, 'sign-delay')):
            self.sign()
            stages = self.alice.bus.watch_job(f'job{number}')
            self.card(delay, 2000)
            signing = self.begin_sign(token=f'job{number}')
            stages.wait_for_stage('sign')
            self.until('the card is at it', lambda: any(a.startswith(('00A404', '802A')) for a in self.apdus()[-1:]))
            self.card('pcscd', 'kill')
            self.assertIn(signing.error().short, ('CardServiceGone', 'CardRemoved'))
            self.card('pcscd', 'start')
            self.card(delay, 0)
            self.sign()
        self.assertEqual(Daemon.pid(), self.first_pid)


if __name__ == '__main__':
    unittest.main()
