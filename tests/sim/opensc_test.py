#!/usr/bin/python3
"""OpenSC's own programs take the simulated card for a My Number card: the simulation is not made to fit our daemon. How many
APDUs they need is what was measured with another simulation."""
import glob
import os
import pathlib
import subprocess
import tempfile
import unittest

PKCS11 = glob.glob('/usr/lib/*/opensc-pkcs11.so')[0]
JPKI_ONLY = 'app default { card_drivers = jpki; }\n'


def card(*words):
    return subprocess.run(['world-card', *words], check=True, stdout=subprocess.PIPE, text=True).stdout


class OpenSC(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.place = pathlib.Path(place.name)
        (self.place / 'data').write_bytes(b'to be signed')
        # What OpenSC keeps of a card would make the next run shorter.
        self.environment = {**os.environ, 'HOME': place.name, 'XDG_CACHE_HOME': place.name}
        card('insert')
        self.addCleanup(card, 'remove')
        card('clear')

    def run_tool(self, *words, succeeds=True):
        done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=self.environment, check=False,
                              timeout=60)
        said = done.stdout.decode(errors='replace')
        self.assertEqual(done.returncode == 0, succeeds, said)
        return said

    def jpki_only(self):
        (self.place / 'opensc.conf').write_text(JPKI_ONLY)
        self.environment['OPENSC_CONF'] = str(self.place / 'opensc.conf')

    def counted(self, *words):
        """How many APDUs a program needs."""
        card('clear')
        self.run_tool(*words)
        return int(card('count'))

    def sign(self):
        """(PKCS#15, PKCS#11): the command lines that sign `data` with the key for user authentication."""
        digest = subprocess.run(['openssl', 'dgst', '-sha256', '-binary', self.place / 'data'], check=True, stdout=subprocess.PIPE)
        (self.place / 'digest').write_bytes(digest.stdout)
        return (['pkcs15-crypt', '-s', '-k', '1', '--sha-256', '--pkcs1', '-i', str(self.place / 'digest'), '-p', '1234',
                 '-o', str(self.place / 'signature')],
                ['pkcs11-tool', '--module', PKCS11, '--slot-index', '0', '--login', '--pin', '1234', '--sign', '-m',
                 'SHA256-RSA-PKCS', '--id', '01', '-i', str(self.place / 'data'), '-o', str(self.place / 'signature')])

    def tries(self):
        said = self.run_tool('pkcs15-tool', '--list-pins')
        return [int(line.split(':')[1]) for line in said.splitlines() if 'Tries left' in line]

    def certificate(self, *words):
        """Its subject, of PEM as pkcs15-tool prints it."""
        said = self.run_tool('pkcs15-tool', '--read-certificate', *words)
        pem = said[said.index('-----BEGIN'):]
        return subprocess.run(['openssl', 'x509', '-noout', '-subject'], input=pem, check=True, stdout=subprocess.PIPE, text=True).stdout

    def test_recognised(self):
        self.assertTrue(self.run_tool('opensc-tool', '-n').endswith('jpki\n'))

    def test_everything_listed(self):
        said = self.run_tool('pkcs15-tool', '--dump')
        self.assertEqual(said.count('X.509 Certificate ['), 4, said)
        self.assertEqual(said.count('Private RSA Key ['), 2, said)
        self.assertEqual(self.tries(), [3, 5])

    def test_certificates(self):
        self.assertRegex(self.certificate('1'), 'C = JP, CN = [0-9A-Z]{14}13221[0-9A-Z]{4}$')
        self.assertIn('O = KENKO-SIM, OU = JPKI for user authentication', self.certificate('3'))

    def test_signature_certificate_needs_its_password(self):
        self.run_tool('pkcs15-tool', '--read-certificate', '2', succeeds=False)
        self.assertIn('L = Kiyose-shi', self.certificate('2', '--verify-pin', '--auth-id', '02', '--pin', 'ABC123'))

    def test_signatures_are_right(self):
        public = self.place / 'public'
        public.write_bytes(subprocess.run(['openssl', 'x509', '-in', os.path.join(card('files').strip(), 'auth.pem'), '-noout', '-pubkey'],
                                          check=True, stdout=subprocess.PIPE).stdout)
        for command in self.sign():
            with self.subTest(command[0]):
                self.run_tool(*command)
                check = ['openssl', 'dgst', '-sha256', '-verify', str(public), '-signature', str(self.place / 'signature'),
                         str(self.place / 'data')]
                self.assertIn('Verified OK', self.run_tool(*check))
                card('wrong-signature', 'on')
                self.addCleanup(card, 'wrong-signature', 'off')
                self.run_tool(*command)
                self.run_tool(*check, succeeds=False)
                card('wrong-signature', 'off')

    def test_wrong_pin_costs_one_try(self):
        self.run_tool('pkcs15-tool', '--verify-pin', '--auth-id', '01', '--pin', '9999', succeeds=False)
        self.assertEqual(card('verifies').strip(), '1')
        self.assertEqual(self.tries(), [2, 5])
        self.run_tool('pkcs15-tool', '--verify-pin', '--auth-id', '01', '--pin', '1234')
        self.assertEqual(self.tries(), [3, 5])

    def test_locked(self):
        card('tries', 'auth', '0')
        self.addCleanup(card, 'tries', 'auth', '3')
        self.assertEqual(self.tries(), [0, 5])
        said = self.run_tool('pkcs15-tool', '--verify-pin', '--auth-id', '01', '--pin', '1234', succeeds=False)
        self.assertIn('Reference data not usable', said)

    def test_wrong_card(self):
        card('remove')
        card('kind', 'licence')
        self.addCleanup(card, 'kind', 'my-number')
        card('insert')
        self.assertIn('Unsupported card', self.run_tool('opensc-tool', '-n'))

    def test_other_slot(self):
        card('--slot', '1', 'insert')
        self.addCleanup(card, '--slot', '1', 'remove')
        self.assertIn('jpki', self.run_tool('opensc-tool', '-r', '1', '-n'))

    def test_counts(self):
        """Pairs: with all of OpenSC's card drivers, with only its jpki driver."""
        pkcs15, pkcs11 = self.sign()
        programs = {'detect': ['opensc-tool', '-n'], 'tries': ['pkcs15-tool', '--list-pins'],
                    'read': ['pkcs15-tool', '--read-certificate', '1'], 'sign': pkcs15, 'PKCS#11 sign': pkcs11}
        every = {name: self.counted(*words) for name, words in programs.items()}
        self.jpki_only()
        only = {name: self.counted(*words) for name, words in programs.items()}
        self.assertEqual({name: (every[name], only[name]) for name in programs},
                         {'detect': (30, 1), 'tries': (35, 6), 'read': (44, 15), 'sign': (39, 10), 'PKCS#11 sign': (77, 48)})


if __name__ == '__main__':
    unittest.main(verbosity=2)
