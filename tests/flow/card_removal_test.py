#!/usr/bin/python3
"""The card goes in the middle of a signature, at each APDU in turn: while it is read the call waits for it to come back, afterwards
it fails; no PIN is sent twice, and the next signature works."""
import unittest

from cards import CardTest, world_card

READ, ALL = 11, 17  # APDUs: a look at a card nobody knows, and from there to its signature


class Removal(CardTest):
    def test_removal_while_it_is_read(self):
        for number in range(1, READ + 1):
            with self.subTest(number=number):
                self.put_in()
                world_card('clear')
                stages = self.alice.bus.watch_job(f'job{number}')
                self.card('remove-at', number)
                signing = self.begin_sign(token=f'job{number}')
                stages.wait_for_stage('insert-card')
                self.put_back()
                signing.result()
                self.assertEqual(self.verifies(), 1)

    def test_removal_while_only_looked_at(self):
        for number in range(1, READ + 1):
            with self.subTest(number=number):
                self.put_in()
                self.card('remove-at', number)
                self.assertIn(self.begin_look().error().short, ('CardRemoved', 'NoCard'))

    def test_removal_while_it_signs(self):
        for number in range(READ + 1, ALL + 1):
            with self.subTest(number=number):
                self.put_in()
                world_card('clear')
                self.card('remove-at', number)
                self.fails('CardRemoved', self.begin_sign())
                self.assertLessEqual(self.verifies(), 1)
                world_card('tries', 'auth', 3)
                world_card('clear')
                self.put_back()
                self.sign()
                self.assertEqual(self.verifies(), 1)


if __name__ == '__main__':
    unittest.main()
