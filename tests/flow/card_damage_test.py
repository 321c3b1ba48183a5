#!/usr/bin/python3
"""The card answers with a fault or with garbage in the middle of a signature, at each APDU in turn: the call ends with one of
the errors that say so or with a signature that fits, no PIN is sent twice, and the next signature works."""
import os
import unittest

from cards import CardTest, world_card
from harness import BusError

ALL = 17  # APDUs from a card nobody knows to its signature
WORDS = ('6F00', '6982', '6A82', '6984', '6700', '6282', '63C2', '6400', '6985', '6986', '6B00')
ROUNDS = int(os.environ.get('KENKOD_ROUNDS', '10'))


class Damage(CardTest):
    def attempt(self, errors):
        """One signature of a card the daemon does not know; its error or None."""
        try:
            self.sign()
            return None
        except BusError as e:
            self.assertIn(e.short, errors, e.text)
            self.assertEqual(e.text.count('='), sum(f' {key}=' in e.text for key in ('sw', 'pcsc', 'kind')), e.text)
            return e.short

    def damaged(self, number, command, *words, errors):
        """What a signature ends with when this happens to its APDU of this number; the next one works."""
        self.put_in()
        world_card('clear')
        self.card(command, number, *words)
        end = self.attempt(errors)
        self.assertLessEqual(self.verifies(), 1)
        world_card('no-faults')
        world_card('tries', 'auth', 3)
        world_card('clear')
        self.sign()
        self.assertEqual(self.verifies(), 1)
        return end

    def test_an_answer_without_an_end(self):
        ends = [self.damaged(n, 'garble', 'short', errors=('CardSilent', 'WrongCard')) for n in range(1, ALL + 1)]
        self.assertNotIn(None, ends)

    def test_wrong_data(self):
        ends = [self.damaged(n, 'garble', 'data', errors=('CardSilent', 'WrongCard')) for n in range(1, ALL + 1)]
        # Only some answers have data: the label of the card, its certificate, the signature.
        self.assertEqual((ends.count('WrongCard'), ends[-1]), (1, 'CardSilent'), ends)

    def test_status_words(self):
        errors = ('CardSilent', 'WrongCard', 'NoCertificate', 'PinBlocked', 'PinIncorrect', 'CardBusy')
        for number in range(1, ALL + 1):
            for word in WORDS if ROUNDS >= 100 else [WORDS[number % len(WORDS)]]:
                with self.subTest(number=number, word=word):
                    self.damaged(number, 'status-at', word, errors=errors)


if __name__ == '__main__':
    unittest.main()
