#!/usr/bin/python3
"""A card put in and taken out again and again, and a service restarted again and again, leave a daemon that signs, with the
threads and files it had before. KENKOD_ROUNDS is the percentage of 200 cards and 50 restarts (10)."""
import os
import unittest

from cards import CardTest, world_card
from harness import Daemon
from people import open_files

PERCENT = int(os.environ.get('KENKOD_ROUNDS', '10'))
CARDS, RESTARTS = max(200 * PERCENT // 100, 1), max(50 * PERCENT // 100, 1)


class Endurance(CardTest):
    def at_rest(self):
        """Threads and open files when nobody asks for anything."""
        return self.threads(), sum(open_files(Daemon.pid()).values())

    def begins(self):
        """What there is after one of everything; threads of work that is over end by themselves."""
        self.sign()
        self.fewest = self.at_rest()

    def has_lost_nothing(self):
        self.sign()
        self.until(f'threads and files are no more than {self.fewest}',
                   lambda: all(now <= then for now, then in zip(self.at_rest(), self.fewest, strict=True)))

    def test_cards(self):
        self.begins()
        for number in range(CARDS):
            with self.subTest(number=number):
                self.put_in()
                self.assertEqual(self.look()['tries-left'], 3)
                if number % 4 == 0:
                    self.sign()
        self.has_lost_nothing()

    def test_restarts(self):
        self.begins()
        for number in range(RESTARTS):
            with self.subTest(number=number):
                if number % 2:
                    world_card('pcscd', 'kill')
                    self.begin_look()  # waits for a service, or is told that there is none
                    world_card('pcscd', 'start')
                else:
                    world_card('pcscd', 'restart')
                self.assertEqual(self.look()['tries-left'], 3)
                if number % 2:
                    self.sign()
        self.has_lost_nothing()

    def test_cards_taken_away_while_at_work(self):
        self.begins()
        for number in range(CARDS // 4):
            with self.subTest(number=number):
                self.look()
                self.card('remove-at', number % 6 + 1)
                self.fails('CardRemoved', self.begin_sign())
                world_card('no-faults')
                world_card('tries', 'auth', 3)
                self.put_back()
        self.has_lost_nothing()


if __name__ == '__main__':
    unittest.main()
