#!/usr/bin/python3
"""A reader with a PIN pad: the PIN is typed there, and no program is asked for it."""
import unittest

from gi.repository import GLib

from cards import FIRST, PIN, CardTest, world_card
from harness import DISMISS, Behaviour


class Types(Behaviour):
    """The person agrees, and types this."""

    def __init__(self, digits):
        self.digits = digits

    def act(self, agent, invocation, what):
        world_card('pin-pad', self.digits)
        invocation.return_value(GLib.Variant('(b)', (True,)))


class PinPad(CardTest):
    def typed(self, what):
        self.card('pin-pad', what)

    def tearDown(self):
        self.assertEqual(self.agent.asked, [], 'nobody is asked for a PIN that is typed on the reader')
        super().tearDown()

    def test_the_pin_is_typed_there(self):
        self.typed(PIN)
        self.assertTrue(self.look()['pin-pad'])
        stages = self.alice.bus.watch_job('pad')
        self.sign(token='pad')
        self.assertEqual(stages.stages, ['authorize', 'read-card', 'prompt', 'pin-pad'])
        what = self.agent.asked_consent[0]
        self.assertEqual((what['kind'], what['act'], what['reader'], what['tries-left']), ('pin-pad', 'test-card', FIRST, 3))
        self.assertEqual(self.verifies(), 1)

    def test_wrong_twice(self):
        self.typed('9999')
        self.fails('PinIncorrect', self.begin_sign(), tries=1)
        self.assertEqual((self.agent.count_consent('pin-pad'), self.verifies()), (2, 2))

    def test_wrong_and_then_right(self):
        self.typed('waiting')
        self.agent.consents = [Types('9999'), Types(PIN)]
        self.sign()
        self.assertEqual([w['tries-left'] for w in self.agent.asked_consent], [3, 2])
        self.assertEqual(self.verifies(), 2)
        self.assertEqual(self.look()['tries-left'], 3)

    def test_nothing_is_typed(self):
        for what in ('cancel', 'timeout'):
            self.typed(what)
            self.fails('UserCancelled', self.begin_sign())
        self.assertEqual(self.verifies(), 0)
        self.assertEqual(self.look()['tries-left'], 3)

    def test_the_person_does_not_want_to(self):
        self.typed(PIN)
        self.agent.consents = [False, DISMISS]
        for _ in range(2):
            self.fails('UserCancelled', self.begin_sign())
        self.assertEqual(self.verifies(), 0)

    def test_the_last_try(self):
        self.typed(PIN)
        self.card('tries', 'auth', 1)
        self.agent.consents = [False]
        self.fails('PinLastTry', self.begin_sign())
        self.assertEqual(self.verifies(), 0)
        self.sign()

    def test_other_work_meanwhile(self):
        self.typed('waiting')
        stages = self.alice.bus.watch_job('pad')
        signing = self.begin_sign(token='pad')
        stages.wait_for_stage('pin-pad')
        self.assertFalse(self.alice.connect().manager.call('GetStatus')['open'])
        self.assertFalse(signing.done)
        self.typed(PIN)
        signing.result()

    def test_cancelled_while_typing(self):
        self.typed('waiting')
        stages = self.alice.bus.watch_job('pad')
        signing = self.begin_sign(token='pad')
        stages.wait_for_stage('pin-pad')
        self.alice.bus.job('pad').call('Cancel')
        self.fails('Cancelled', signing)
        self.typed('cancel')
        self.typed(PIN)
        self.sign()


if __name__ == '__main__':
    unittest.main()
