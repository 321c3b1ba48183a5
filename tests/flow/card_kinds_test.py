#!/usr/bin/python3
"""What lies in the reader may be anything: another card, a My Number card without a certificate or with one that does not hold,
a locked one, one of another make."""
import unittest

from cards import CardTest, world_card
from harness import HANG, Daemon


class Kinds(CardTest):
    inserted = False

    def test_other_cards(self):
        for kind, told in (('licence', 'other'), ('juki', 'juki'), ('android', 'phone'), ('iphone', 'phone')):
            with self.subTest(kind):
                self.put_in(f'kind {kind}')
                for call in (self.begin_look(), self.begin_sign()):
                    self.fails('WrongCard', call, kind=told)
        self.put_in('kind my-number')
        self.sign()
        self.assertEqual(self.verifies(), 1)

    def test_the_next_generation(self):
        self.put_in('kind next-generation')
        self.assertEqual(self.look()['algorithm'], 'ES384')
        self.fails('NotSupported', self.begin_sign())
        self.assertEqual((self.agent.calls, self.verifies()), ([], 0))

    def test_certificates(self):
        for change, state, soon in (('valid', 'valid', False), ('expired', 'expired', False), ('not-yet', 'not-yet-valid', False),
                                    ('ends-in 85', 'valid', True), ('ends-in 100', 'valid', False), ('missing', 'missing', False),
                                    ('empty', 'missing', False)):
            with self.subTest(change):
                self.put_in(f'certificate {change}')
                status = self.look()
                self.assertEqual((status['certificate'], status['expires-soon']), (state, soon))
                self.assertEqual(status['tries-left'], 3)
                for key in ('certificate-end', 'algorithm', 'issuer'):
                    self.assertEqual(key in status, state != 'missing', key)
                if state == 'valid':
                    self.assertEqual(status['issuer'], 'sim-auth-2023')
                    self.sign()
                    continue
                asked = len(self.agent.calls)
                self.fails('NoCertificate' if state == 'missing' else 'CertificateExpired', self.begin_sign())
                self.assertEqual(len(self.agent.calls), asked, 'nobody was asked a PIN for nothing')

    def test_an_issuer_nobody_knows(self):
        self.put_in('certificate other-issuer')
        self.assertEqual(self.look()['issuer'], '')
        self.sign()

    def test_a_locked_one(self):
        self.card('insert')
        self.card('tries', 'auth', 0)
        self.assertEqual(self.look()['tries-left'], 0)
        self.fails('PinBlocked', self.begin_sign())
        self.assertEqual((self.agent.calls, self.verifies()), ([], 0))

    def test_other_makes_and_readers(self):
        for change in ('t0 on', 'no-sfi on', 'delay 20', 'sign-delay 2000'):
            with self.subTest(change):
                self.put_in(change)
                self.assertEqual(self.look()['certificate'], 'valid')
                self.sign()
                word, _ = change.split()
                world_card(word, 'off' if change.endswith('on') else 0)

    def test_one_that_signs_something_else(self):
        self.card('insert')
        self.card('wrong-signature', 'on')
        self.assertIn('does not fit', self.fails('CardSilent', self.begin_sign()).text)
        self.card('wrong-signature', 'off')
        self.sign()

    def test_one_that_expires_while_the_daemon_knows_it(self):
        self.put_in('certificate ends-in 1')
        self.sign()
        self.agent.script = [HANG]
        Daemon.realtime(3 * 86400)
        self.addCleanup(Daemon.realtime, -3 * 86400)
        self.assertEqual(self.look()['certificate'], 'expired')
        self.fails('CertificateExpired', self.begin_sign())
        self.assertEqual(self.agent.held, [])

    def test_the_fewest_words(self):
        self.card('insert')
        counted = []
        for call in (self.look, self.sign, self.sign):
            world_card('clear')
            call()
            counted.append(len(self.apdus()))
        # Look with the certificate, signature without another look, and again.
        self.assertEqual(counted, [11, 6, 6], self.apdus())
        self.put_in()
        world_card('clear')
        self.sign()
        self.assertEqual(len(self.apdus()), 17)


if __name__ == '__main__':
    unittest.main()
