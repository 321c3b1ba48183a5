#!/usr/bin/python3
"""Who may use the card, which of its parts kenkod touches, and what a program that comes afterwards can do with it."""
import subprocess
import tempfile
import unittest

from cards import PIN, CardTest, world_card
from harness import DISMISS, HANG, login

METHODS = ('ListReaders', 'GetCardStatus', 'TestCard')
AID = 'D392F000260100000001'
FILES = {'0006', '000A', '0017', '0018'}


class Rights(CardTest):
    def test_somebody_without_a_login(self):
        stranger = self.person('bob', outside=True)
        stranger.agent(connection=stranger.bus)
        for method in METHODS:
            self.fails('NotAuthorized', stranger.manager.begin(method))
        self.assertEqual(self.apdus(), [])

    def test_somebody_who_is_switched_away(self):
        bob = self.person('bob')
        bob.agent(connection=bob.bus)
        for state in ('online', 'closing'):
            login('bob', state)
            self.addCleanup(login, 'bob', 'active')
            for method in METHODS:
                self.fails('NotAuthorized', bob.manager.begin(method))
        self.assertEqual(self.apdus(), [])
        login('bob', 'active')
        self.assertEqual(bob.manager.call('GetCardStatus')['tries-left'], 3)

    def test_anothers_agent_is_never_asked(self):
        self.agent.unregister()
        bob = self.person('bob')
        foreign = bob.agent(connection=bob.bus)
        self.fails('NoAgent', self.begin_sign())
        self.assertEqual((foreign.calls, self.verifies()), ([], 0))

    def test_the_card_forgets_the_pin_before_anybody_else_has_it(self):
        """A card that is left alone loses power, and with it the PIN, only at the service's next look."""
        world_card('clear')
        self.sign()
        self.agent.script = ['9999', DISMISS]
        self.fails('PinIncorrect', self.begin_sign())
        self.until('both are recorded', lambda: self.events().count('reset') >= 2)
        for last in ('802A008033 .. 9000', '0020008004 ** 63C2'):
            self.assertEqual(self.events()[self.events().index(last) + 1], 'reset')

    @staticmethod
    def events():
        return world_card('events').splitlines()

    def test_a_program_that_comes_afterwards_cannot_sign(self):
        self.sign()
        self.assertIn('6982', self.other_program_signs())
        self.agent.script = ['9999', HANG]
        signing = self.begin_sign()
        self.agent.wait_asked(3)
        self.assertIn('6982', self.other_program_signs())
        self.agent.answer_held(PIN)
        signing.result()
        self.assertIn('6982', self.other_program_signs())

    @staticmethod
    def other_program_signs():
        """Selects the key and asks for a signature without a PIN; what opensc-tool says."""
        digest_info = '3031300D060960864801650304020105000420' + 32 * '5A'
        commands = (f'00A4040C0A{AID}', '00A4020C020017', f'802A008033{digest_info}00')
        with tempfile.NamedTemporaryFile('w', suffix='.conf') as conf:
            conf.write('app default { card_drivers = default; }\n')
            conf.flush()
            sends = [word for command in commands for word in ('-s', command)]
            return subprocess.run(['env', f'OPENSC_CONF={conf.name}', 'opensc-tool', '-c', 'default', *sends], check=False,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout.decode().replace('SW1=0x69, SW2=0x82', '6982')

    def test_only_what_a_login_needs_is_touched(self):
        self.look()
        self.agent.script = ['9999', PIN]
        self.sign()
        self.put_in('no-sfi on', 't0 on')
        self.look()
        self.sign()
        self.card('pin-pad', PIN)
        self.put_in()
        self.sign()
        seen = self.apdus()
        instructions, applications, files, short = set(), set(), set(), set()
        for line in seen:
            head, body, _ = line.split(' ')
            instructions.add(head[:4])
            if head.startswith('00A404'):
                applications.add(body)
            elif head.startswith('00A4'):
                files.add(body)
            elif head.startswith('00B0') and int(head[4:6], 16) & 0x80:
                short.add(f'{int(head[4:6], 16) & 0x1F:04X}')
        self.assertEqual(applications, {AID})
        self.assertEqual((files, files | short), (FILES, FILES))
        self.assertEqual(instructions, {'00A4', '00B0', '0020', '802A', '00C0'})


if __name__ == '__main__':
    unittest.main()
