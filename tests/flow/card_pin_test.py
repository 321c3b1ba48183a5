#!/usr/bin/python3
"""The PIN: asked of the person, sent to the card once for each time it was typed, and never when it could lock the card
without the person's will."""
import unittest

from cards import FIRST, PIN, CardTest
from harness import DIE, DISMISS, HANG, Daemon

WRONG = '9999'


class Pins(CardTest):
    def begin(self, *script, consents=(), token='pin', connection=None):
        self.agent.script, self.agent.consents = list(script), list(consents)
        return (connection or self.alice.bus).manager.begin('TestCard', token=token)

    def asked_again(self, number):
        what = self.agent.asked[number]
        return what['retry'], what['tries-left'], what.get('refused')

    # Right and wrong.

    def test_what_the_agent_is_told(self):
        self.sign()
        what = self.agent.asked[0]
        self.assertRegex(what.pop('prompt'), '^.+$')
        self.assertEqual(what, {'kind': 'pin', 'app': 'unconfined', 'sandboxed': False, 'act': 'test-card', 'reader': FIRST,
                                'tries-left': 3, 'retry': False, 'wait': 0})
        self.assertEqual(self.agent.asked_consent, [])
        self.assertEqual(self.verifies(), 1)

    def test_wrong_and_then_right(self):
        self.begin(WRONG, PIN).result()
        self.assertEqual(self.asked_again(1), (True, 2, None))
        self.assertEqual((self.agent.count(), self.verifies()), (2, 2))
        self.assertEqual(self.look()['tries-left'], 3)

    def test_wrong_twice(self):
        self.fails('PinIncorrect', self.begin(WRONG, WRONG, PIN), tries=1)
        self.assertEqual((self.agent.count(), self.verifies()), (2, 2))
        self.assertEqual(self.look()['tries-left'], 1)

    def test_dismissed_after_a_wrong_one(self):
        self.fails('PinIncorrect', self.begin(WRONG, DISMISS), tries=2)
        self.assertEqual(self.verifies(), 1)

    def test_dismissed(self):
        self.fails('UserCancelled', self.begin(DISMISS))
        self.assertEqual(self.verifies(), 0)

    # One try left.

    def test_the_last_try_is_asked_first(self):
        self.card('tries', 'auth', 1)
        for answer in (False, DISMISS):
            self.fails('PinLastTry', self.begin(consents=[answer]))
        self.assertEqual((self.agent.count(), self.verifies()), (0, 0))
        what = self.agent.asked_consent[0]
        self.assertEqual((what['kind'], what['act'], what['reader'], what['tries-left']), ('pin-last-try', 'test-card', FIRST, 1))
        self.begin().result()
        self.assertEqual((self.agent.count(), self.verifies()), (1, 1))
        self.assertEqual(self.agent.asked[0]['tries-left'], 1)
        self.assertEqual(self.look()['tries-left'], 3)

    def test_the_last_try_wrong(self):
        self.card('tries', 'auth', 1)
        self.fails('PinBlocked', self.begin(WRONG, PIN))
        self.assertEqual((self.agent.count(), self.verifies()), (1, 1))
        self.fails('PinBlocked', self.begin())
        self.assertEqual((self.agent.count(), self.verifies()), (1, 1))
        self.assertEqual(self.look()['tries-left'], 0)

    def test_two_left_and_one_wrong(self):
        self.card('tries', 'auth', 2)
        self.fails('PinIncorrect', self.begin(WRONG, PIN), tries=1)
        self.assertEqual((self.agent.count(), self.verifies()), (1, 1))

    # What is no PIN.

    def test_malformed_ones_are_asked_again(self):
        self.begin('123', 'abcd', '１２３４', '12345', PIN).result()
        self.assertEqual([self.asked_again(n) for n in range(5)], [(False, 3, None)] + [(False, 3, 'pin-format')] * 4)
        self.assertEqual(self.verifies(), 1)

    def test_but_not_for_ever(self):
        self.fails('UserCancelled', self.begin('', '1234\n', ' 1234', '１234', '123456', PIN))
        self.assertEqual((self.agent.count(), self.verifies()), (5, 0))

    # While the prompt is open.

    def test_another_program_uses_up_tries(self):
        signing = self.begin(HANG, PIN)
        self.agent.wait_asked()
        self.card('tries', 'auth', 1)
        self.agent.answer_held(PIN)
        signing.result()
        self.assertEqual([w['kind'] for w in self.agent.asked_consent], ['pin-last-try'])
        self.assertEqual(self.asked_again(1), (False, 1, None))
        self.assertEqual(self.verifies(), 1)

    def test_another_program_uses_them_up_and_the_person_stops(self):
        signing = self.begin(HANG, consents=[False])
        self.agent.wait_asked()
        self.card('tries', 'auth', 1)
        self.agent.answer_held(PIN)
        self.fails('PinLastTry', signing)
        signing = self.begin(HANG)
        self.agent.wait_asked(2)
        self.card('tries', 'auth', 0)
        self.agent.answer_held(PIN)
        self.fails('PinBlocked', signing)
        self.assertEqual(self.verifies(), 0)

    def test_the_card_is_taken_away(self):
        signing = self.begin(HANG)
        prompt = self.agent.wait_asked()['prompt']
        self.card('remove')
        self.fails('CardRemoved', signing)
        self.agent.wait('Cancel', lambda: self.agent.cancelled == [prompt])
        self.card('insert')
        self.sign()

    def test_another_card_is_put_in(self):
        signing = self.begin(HANG)
        prompt = self.agent.wait_asked()['prompt']
        self.put_in()
        self.fails('CardRemoved', signing)
        self.agent.wait('Cancel', lambda: self.agent.cancelled == [prompt])
        self.assertEqual(self.verifies(), 0)
        self.sign()

    def test_cancelled(self):
        signing = self.begin(HANG, token='typing')
        prompt = self.agent.wait_asked()['prompt']
        self.alice.bus.job('typing').call('Cancel')
        self.fails('Cancelled', signing)
        self.agent.wait('Cancel', lambda: self.agent.cancelled == [prompt])
        self.sign()

    def test_cancelled_while_a_card_is_awaited(self):
        self.take_out()
        stages = self.alice.bus.watch_job('waiting')
        signing = self.begin(token='waiting')
        stages.wait_for_stage('insert-card')
        self.alice.bus.job('waiting').call('Cancel')
        self.fails('Cancelled', signing)
        self.card('insert')
        self.sign()

    def test_cancelled_while_the_card_says_nothing(self):
        self.look()
        signing = self.begin(HANG, token='mute')
        stages = self.alice.bus.watch_job('mute')
        self.agent.wait_asked()
        self.card('mute', 'on')
        self.agent.answer_held(PIN)
        stages.wait_for_stage('sign')
        self.alice.bus.job('mute').call('Cancel')
        self.fails('Cancelled', signing)
        self.card('mute', 'off')
        self.sign()
        self.assertEqual(self.verifies(), 1)

    def test_nobody_answers(self):
        signing = self.begin(HANG)
        prompt = self.agent.wait_asked()['prompt']
        Daemon.advance(120)
        self.fails('UserCancelled', signing)
        self.agent.wait('Cancel', lambda: self.agent.cancelled == [prompt])

    def test_the_agent_dies(self):
        self.agent.unregister()
        other = self.alice.agent([DIE])
        self.fails('NoAgent', self.begin())
        self.assertEqual((other.count(), self.verifies()), (1, 0))
        self.fails('NoAgent', self.begin())
        self.agent.register()
        self.sign()

    def test_the_caller_dies(self):
        caller = self.alice.connect()
        self.begin(HANG, connection=caller)
        prompt = self.agent.wait_asked()['prompt']
        caller.close()
        self.agent.wait('Cancel', lambda: self.agent.cancelled == [prompt])
        self.sign()
        self.assertEqual(self.verifies(), 1)

    def test_one_question_at_a_time(self):
        signing = self.begin(HANG)
        self.agent.wait_asked()
        self.fails('Busy', self.alice.connect().manager.begin('TestCard'))
        self.assertEqual(self.look()['tries-left'], 3)
        self.agent.answer_held(PIN)
        signing.result()
        self.assertEqual(self.verifies(), 1)


if __name__ == '__main__':
    unittest.main()
