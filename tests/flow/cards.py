"""What the tests of cards stand on: a person before the reader of the world's part `card`, and what becomes of the simulated
card in it (tests/world/bin/world-card), undone after each test. Needs kenkod-test."""
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'bus'))
from harness import Daemon, KenkodTest, helper  # noqa: E402
from scripted_agent import PIN  # noqa: E402,F401

FIRST, SECOND = 'Simulated Reader 00 00', 'Simulated Reader 00 01'

OF_THE_SERVICE = ('pcscd', 'reader-fault', 'pin-pad', 'usb', 'hold', 'exclusive', 'release', 'reset', 'files')

# How a change is taken back. Tries also change by what is typed.
UNDO = {'insert': 'remove', 'kind': 'kind my-number', 'certificate': 'certificate valid', 'pin': 'pin 1234', 'delay': 'delay 0',
        'sign-delay': 'sign-delay 0', 'mute': 'mute off', 'remove-at': 'no-faults', 'garble': 'no-faults', 'status-at': 'no-faults',
        't0': 't0 off', 'no-sfi': 'no-sfi off', 'wrong-signature': 'wrong-signature off', 'pcscd': 'pcscd reader',
        'reader-fault': 'reader-fault off', 'pin-pad': 'pin-pad off', 'usb': 'usb none', 'hold': 'release', 'exclusive': 'release'}


def world_card(command, *words, slot=0):
    """What the helper of this name says. The simulated card is told here: a test says a lot to it."""
    control = f'{os.environ["KENKOD_WORLD"]}/card/{slot}/control'
    if command in OF_THE_SERVICE or not os.path.exists(control):
        return helper('world-card', '--slot', str(slot), command, *(str(w) for w in words)).strip()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as s:
        s.connect(control)
        s.sendall(' '.join([command, *(str(w) for w in words)]).encode() + b'\n')
        with s.makefile() as lines:
            said = ''.join(iter(lines.readline, '\n')) if command in ('apdus', 'events') else lines.readline()
    assert not said.startswith('error'), f'{command}: {said}'
    return said.strip()


def signed_by(certificate, text, signature):
    """Whether openssl says so."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / 'text').write_bytes(text.encode())
        (folder / 'signature').write_bytes(bytes(signature))
        key = subprocess.run(['openssl', 'x509', '-in', certificate, '-noout', '-pubkey'], stdout=subprocess.PIPE, check=True)
        (folder / 'key').write_bytes(key.stdout)
        said = subprocess.run(['openssl', 'dgst', '-sha256', '-verify', folder / 'key', '-signature', folder / 'signature',
                               folder / 'text'], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        return said.returncode == 0


class Cards:
    """What a test does with a card: the first one is in its reader from put_first_in() on, unless `inserted` is False."""
    inserted = True

    def put_first_in(self):
        """Everything at the card is as at the beginning."""
        self.undone = set()
        world_card('tries', 'auth', 3)
        world_card('clear')
        if self.inserted:
            self.card('insert')

    def card(self, command, *words, slot=0):
        """Does something to the card or the reader until the end of the test; what world-card says."""
        if command in UNDO and (command, slot) not in self.undone:
            self.undone.add((command, slot))
            self.addCleanup(world_card, *UNDO[command].split(), slot=slot)
        return world_card(command, *words, slot=slot)

    def put_in(self, *changes, slot=0):
        """Another card: what is in the reader is taken out and changed. Swapped faster than the reader looks (0.4 s), it
        would not be noticed at all."""
        self.take_out(slot=slot)
        for change in changes:
            self.card(*change.split(), slot=slot)
        if 'no reader has noticed' in self.card('insert', slot=slot):
            self.put_back(slot=slot)

    def put_back(self, slot=0):
        """After a card went in the middle of something. pcscd may say at once that it is gone, but sees one come only if there
        was none at one of its looks, every 0.4 s, and nothing tells when it looks."""
        world_card('remove', slot=slot)
        time.sleep(0.5)
        self.until('the reader notices the card', lambda: 'no reader has noticed' not in self.reinserted(slot))

    def reinserted(self, slot):
        world_card('remove', slot=slot)
        return self.card('insert', slot=slot)

    def take_out(self, slot=0):
        """Returns when the reader has noticed."""
        self.card('remove', slot=slot)
        self.until('the reader is empty', lambda: self.readers()[(FIRST, SECOND)[slot]] == 'empty')

    def look(self, **options):
        return self.manager.call('GetCardStatus', **options)

    def sign(self, slot=0, **options):
        """TestCard() succeeds, and openssl agrees."""
        result = self.manager.call('TestCard', **options)
        self.assertEqual(result['algorithm'], 'RS256')
        self.assertIn('not a log-in', result['text'])
        self.assertTrue(signed_by(f'{world_card("files", slot=slot)}/auth.pem', result['text'], result['signature']))
        return result

    def begin_look(self, **options):
        return self.manager.begin('GetCardStatus', **options)

    def begin_sign(self, **options):
        return self.manager.begin('TestCard', **options)

    def readers(self):
        """Name → state."""
        return {r['name']: r['state'] for r in self.manager.call('ListReaders')}

    def verifies(self, slot=0):
        """How many PINs the card has been sent."""
        return int(world_card('verifies', slot=slot))

    def apdus(self, slot=0):
        return world_card('apdus', slot=slot).splitlines()

    def threads(self):
        return len(os.listdir(f'/proc/{Daemon.pid()}/task'))


class CardTest(Cards, KenkodTest):
    """Alice, with an agent of her own that knows the PIN, before her card."""

    def setUp(self):
        super().setUp()
        self.alice = self.person('alice')
        self.manager = self.alice.manager
        self.agent = self.alice.agent(connection=self.alice.bus)
        self.put_first_in()
