#!/usr/bin/python3
"""Sleep waits for card work, and card work ends for sleep: logind is python3-dbusmock's here."""
import subprocess
import unittest

from cards import FIRST, PIN, CardTest
from harness import HANG, BusError

LOGIN1, PATH, MANAGER = 'org.freedesktop.login1', '/org/freedesktop/login1', 'org.freedesktop.login1.Manager'


def call_logind(interface, method, signature='', *values):
    words = ['busctl', '--json=short', 'call', LOGIN1, PATH, interface, method, *([signature] if signature else []), *values]
    return subprocess.run(words, stdout=subprocess.PIPE, check=True).stdout.decode()


class Suspend(CardTest):
    def setUp(self):
        mock = subprocess.Popen(['/usr/bin/python3', '-m', 'dbusmock', '--system', '--template', 'logind'],
                                stdout=subprocess.DEVNULL)
        self.addCleanup(mock.wait)
        self.addCleanup(mock.terminate)
        self.until('logind is there', lambda: subprocess.run(['busctl', 'status', LOGIN1], stdout=subprocess.DEVNULL,
                                                             stderr=subprocess.DEVNULL, check=False).returncode == 0)
        super().setUp()

    @staticmethod
    def prepare_for_sleep(begins):
        subprocess.run(['gdbus', 'call', '--system', '-d', LOGIN1, '-o', PATH, '-m', 'org.freedesktop.DBus.Mock.EmitSignal', MANAGER,
                        'PrepareForSleep', 'b', f'[<{str(begins).lower()}>]'], stdout=subprocess.DEVNULL, check=True)

    @staticmethod
    def inhibitors():
        return '"kenkod"' in call_logind(MANAGER, 'ListInhibitors')

    def sleeps(self):
        self.prepare_for_sleep(True)
        self.until('the machine may sleep', lambda: not self.inhibitors())

    def test_only_card_work_delays_sleep(self):
        self.assertFalse(self.inhibitors())
        self.readers()
        self.assertFalse(self.inhibitors())
        self.agent.script = [HANG]
        signing = self.begin_sign()
        self.agent.wait_asked()
        said = call_logind(MANAGER, 'ListInhibitors')
        for word in ('"sleep"', '"kenkod"', '"delay"'):
            self.assertIn(word, said)
        self.agent.answer_held(PIN)
        signing.result()
        self.until('it lets go', lambda: not self.inhibitors())
        self.look()
        self.until('it lets go', lambda: not self.inhibitors())

    def test_sleep_takes_the_prompt_away(self):
        self.agent.script = [HANG]
        signing = self.begin_sign()
        prompt = self.agent.wait_asked()['prompt']
        self.sleeps()
        self.assertIn('sleep', self.fails('Cancelled', signing).text)
        self.agent.wait('Cancel', lambda: self.agent.cancelled == [prompt])
        self.works_again()

    def test_sleep_does_not_wait_for_a_silent_card(self):
        self.agent.script = [HANG]
        stages = self.alice.bus.watch_job('mute')
        signing = self.begin_sign(token='mute')
        self.agent.wait_asked()
        self.card('mute', 'on')
        self.agent.answer_held(PIN)
        stages.wait_for_stage('sign')
        self.sleeps()
        self.fails('Cancelled', signing)
        self.card('mute', 'off')
        self.works_again()
        self.assertEqual(self.verifies(), 1)

    def test_nor_for_somebody_to_bring_one(self):
        self.take_out()
        stages = self.alice.bus.watch_job('waiting')
        signing = self.begin_sign(token='waiting')
        stages.wait_for_stage('insert-card')
        self.sleeps()
        self.fails('Cancelled', signing)
        self.card('insert')
        self.works_again()

    def test_while_asleep_nothing_begins(self):
        self.sleeps()
        asked = len(self.apdus())
        for call in (self.begin_look(), self.begin_sign()):
            self.fails('Cancelled', call)
        self.assertEqual((len(self.apdus()), self.agent.calls), (asked, []))
        self.assertEqual(self.readers()[FIRST], 'card')
        self.works_again()

    def test_what_was_read_before_is_forgotten(self):
        self.sign()
        self.sleeps()
        self.prepare_for_sleep(False)
        self.card('clear')
        self.look()
        self.assertIn('00B08600', ' '.join(self.apdus()), 'recognised anew')

    def works_again(self):
        self.prepare_for_sleep(False)
        self.until('the machine is awake', self.awake)
        self.sign()
        self.until('it lets go', lambda: not self.inhibitors())

    def awake(self):
        try:
            return bool(self.look())
        except BusError as e:
            self.assertEqual(e.short, 'Cancelled')
            return False


if __name__ == '__main__':
    unittest.main()
