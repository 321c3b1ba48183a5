#!/usr/bin/python3
"""The card is shared with other programs: somebody else holds it, resets it, has it for itself alone. The limit of five
seconds is real time."""
import time
import unittest

from cards import FIRST, PIN, SECOND, CardTest
from harness import HANG

LIMIT = 5
# A slow machine may add to a limit, but a call without one would take until the card's owner lets go.
MOST = 3 * LIMIT


class OtherPrograms(CardTest):
    def test_one_that_holds_the_card(self):
        self.card('hold', 'until-released')
        begin = time.monotonic()
        for call in (self.begin_look(), self.begin_sign()):
            self.fails('CardBusy', call)
        self.assertLess(time.monotonic() - begin, 2 * MOST)
        self.assertEqual(self.readers()[FIRST], 'card')
        self.assertEqual((self.agent.calls, self.verifies()), ([], 0))
        self.card('release')
        self.sign()

    def test_for_a_moment_only(self):
        self.card('hold', 2)
        self.look()
        self.card('hold', 2)
        self.sign()

    def test_one_that_takes_it_while_the_person_types(self):
        self.agent.script = [HANG]
        signing = self.begin_sign()
        self.agent.wait_asked()
        self.card('hold', 'until-released')
        self.agent.answer_held(PIN)
        self.fails('CardBusy', signing)
        self.assertEqual(self.verifies(), 0)
        self.card('release')
        self.sign()
        self.assertEqual(self.verifies(), 1)

    def test_one_that_has_it_for_itself_alone(self):
        self.card('exclusive', 'until-released')
        begin = time.monotonic()
        self.fails('CardBusy', self.begin_look())
        self.fails('CardBusy', self.begin_sign())
        self.assertLess(time.monotonic() - begin, LIMIT)
        self.assertEqual(self.readers()[FIRST], 'in-use')
        self.card('release')
        self.sign()

    def test_one_that_resets_the_card_between_look_and_signature(self):
        self.look()
        self.agent.script = [HANG, HANG]
        for _ in range(2):
            signing = self.begin_sign()
            self.agent.wait('the prompt', lambda: self.agent.held)
            self.card('reset')
            self.agent.answer_held(PIN)
            signing.result()
        self.assertEqual(self.verifies(), 2)

    def test_one_that_is_connected_besides(self):
        self.card('hold', 1)
        self.card('hold', 1, slot=0)
        for _ in range(3):
            self.sign()

    def test_another_card_is_not_kept_waiting(self):
        self.card('insert', slot=1)
        self.card('hold', 'until-released')
        begin = time.monotonic()
        self.assertEqual(self.look(reader=SECOND)['reader'], SECOND)
        self.assertLess(time.monotonic() - begin, LIMIT)
        self.card('release')


if __name__ == '__main__':
    unittest.main()
