#!/usr/bin/python3
"""A card that does not answer: every call ends within its limit, which is real time, and what hangs costs the daemon four threads
at most."""
import time
import unittest

from cards import FIRST, PIN, CardTest
from harness import HANG

LIMIT = 5
# A slow machine may add to a limit, but a call without one would take until the card answers.
MOST = 3 * LIMIT


class Silent(CardTest):
    def test_a_mute_card(self):
        self.card('mute', 'on')
        for call in (self.begin_look(), self.begin_sign()):
            begin = time.monotonic()
            self.fails('CardSilent', call)
            self.assertLess(time.monotonic() - begin, MOST)
        self.card('mute', 'off')
        self.until('the card answers', lambda: self.readers()[FIRST] == 'card')
        self.sign()

    def test_many_calls_leave_four_threads_behind_at_most(self):
        self.look()
        before = self.threads()
        self.card('mute', 'on')
        took = []
        for _ in range(6):
            begin = time.monotonic()
            self.fails('CardSilent', self.begin_look())
            took.append(time.monotonic() - begin)
        self.assertLess(max(took), MOST)
        self.assertLess(max(took[4:]), 1, took)
        self.assertLessEqual(self.threads(), before + 4 + 1, 'four, and the lane')
        self.assertEqual(self.alice.status()['open'], False, 'the daemon answers other calls')
        self.card('mute', 'off')
        self.until('the threads have ended', lambda: self.threads() <= before)
        self.sign()

    def test_cancelled_calls_leave_no_more_of_them(self):
        self.look()
        before = self.threads()
        self.card('mute', 'on')
        for number in range(100):  # one that is cancelled before it hangs leaves nothing
            stages = self.alice.bus.watch_job(f'job{number}')
            looking = self.begin_look(token=f'job{number}')
            stages.wait_for_stage('read-card')
            self.alice.bus.job(f'job{number}').call('Cancel')
            self.fails('Cancelled', looking)
            if self.threads() >= before + 4:
                break
        self.fails('CardSilent', self.begin_look())
        self.card('mute', 'off')
        self.until('the threads have ended', lambda: self.threads() <= before)
        self.sign()

    def test_it_falls_silent_in_the_middle(self):
        self.agent.script = [HANG]
        signing = self.begin_sign()
        self.agent.wait_asked()
        self.card('mute', 'on')
        self.agent.answer_held(PIN)
        self.fails('CardSilent', signing)
        self.card('mute', 'off')
        self.sign()
        self.assertEqual(self.verifies(), 1, 'the PIN that was typed for nothing was not sent later')


if __name__ == '__main__':
    unittest.main()
