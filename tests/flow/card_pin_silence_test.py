#!/usr/bin/python3
"""The PIN stays between the person and the card. One is picked whose digits are nowhere beforehand; after signatures with it,
through kenkoctl's agent and another, it is in no memory of ours, no file and nothing that went over the bus. The memory of pcscd
and of the simulated card is not ours: the PIN passes through both."""
import os
import random
import re
import subprocess
import unittest

import memory
from cards import CardTest, world_card
from harness import HANG, Daemon
from people import WORLD, sanitized

VERIFY = b'\x00\x20\x00\x80\x04'


def alone(pin):
    """The digits, not inside a longer word or number."""
    return re.compile(rb'(?<![0-9A-Za-z.])' + pin + rb'(?![0-9A-Za-z])')


def in_memory(pid, pin):
    """Where a process has the command that verifies this PIN, or the digits by themselves."""
    return [where for _, where, around in memory.find(pid, [pin])
            if VERIFY + pin in around or alone(pin).search(around)]


def in_files(pin):
    found = []
    for place in ('log', 'kenkod', 'files'):
        for folder, _, names in os.walk(os.path.join(WORLD, place)):
            for name in names:
                path = os.path.join(folder, name)
                if not os.path.isfile(path):
                    continue  # a fifo would never end
                with open(path, 'rb') as f:
                    content = f.read()
                if VERIFY + pin in content or alone(pin).search(content):
                    found.append(path)
    return found


class Capture:
    """Every message on the bus, written below the files of the world."""

    def __init__(self):
        path = os.path.join(WORLD, 'files', 'bus.pcap')
        with open(path, 'wb') as out:
            self.process = subprocess.Popen(['stdbuf', '-oL', 'dbus-monitor', '--system', '--pcap'], stdout=out)
        while not os.path.getsize(path):  # its header comes first
            self.answered()
        self.path = path

    @staticmethod
    def answered():
        subprocess.run(['busctl', 'call', 'org.freedesktop.DBus', '/', 'org.freedesktop.DBus', 'GetId'], stdout=subprocess.DEVNULL,
                       check=True)

    def end(self):
        self.process.terminate()
        self.process.wait()
        with open(self.path, 'rb') as f:
            return f.read()


class PinSilence(CardTest):
    def pick(self):
        """Begins with 0, as no number does that happens to be printed somewhere."""
        pid = Daemon.pid()
        for number in random.Random(20260401).sample(range(1000), 1000):
            pin = b'0%03d' % number
            if not in_files(pin) and (sanitized(pid) or not in_memory(pid, pin)):
                return pin
        raise AssertionError('every PIN is somewhere already')

    def sign_with_kenkoctl(self, pin):
        """Looks into its memory while the card signs: it has handed the PIN over by then."""
        stages = self.apdus
        world_card('clear')
        self.card('sign-delay', 3000)
        reading, writing = os.pipe()
        os.write(writing, pin + b'\n')
        os.close(writing)
        process = subprocess.Popen(['world-as', 'alice', 'kenkoctl', '--yes', '--answer-fd', str(reading), 'card', 'test'],
                                   pass_fds=[reading], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        os.close(reading)
        self.until('the card signs', lambda: any(a.startswith('802A') for a in stages()))
        places = []
        for pid in filter(str.isdigit, os.listdir('/proc')):
            try:
                with open(f'/proc/{pid}/comm', encoding='utf-8') as f:
                    ours = f.read().strip() == 'kenkoctl'
                if ours and not sanitized(int(pid)):
                    places += in_memory(int(pid), pin)
            except (FileNotFoundError, ProcessLookupError):
                continue
        said = process.communicate()[0]
        self.assertEqual(process.returncode, 0, said.decode())
        self.card('sign-delay', 0)
        return said, places

    def test_it_is_nowhere_afterwards(self):
        self.look()
        pin = self.pick()
        capture = Capture()
        self.addCleanup(capture.process.kill)
        self.card('pin', pin.decode())

        self.agent.script = [b'9999', HANG]
        signing = self.begin_sign()
        self.agent.wait_asked(2)
        self.agent.answer_held(pin)
        signing.result()
        self.agent.unregister()
        said, in_kenkoctl = self.sign_with_kenkoctl(pin)
        self.assertEqual(self.verifies(), 1, 'the record was cleared before kenkoctl')
        self.agent.register()

        # Mistyped ones are PINs nearly right, and a card that goes takes the PIN with it.
        self.agent.script = [pin + b'5', pin]
        self.sign()
        world_card('clear')
        self.card('remove-at', 4)
        self.agent.script = [pin]
        self.fails('CardRemoved', self.begin_sign())
        self.assertEqual(self.verifies(), 1)

        Capture.answered()
        heard = capture.end()
        self.assertIn(b'RequestSecret', heard)
        self.assertIn(b'TestCard', heard)
        self.assertIsNone(alone(pin).search(heard))
        self.assertNotIn(VERIFY + pin, heard)
        self.assertIsNone(alone(pin).search(said))
        self.assertEqual(in_files(pin), [])
        self.assertEqual(in_kenkoctl, [])
        # A sanitizer keeps freed memory as it was, to find its later use.
        if not sanitized(Daemon.pid()):
            self.assertEqual(in_memory(Daemon.pid(), pin), [])

    def test_a_pin_in_the_open_would_be_found(self):
        pin = b'0427'
        with open(os.path.join(WORLD, 'files', 'open'), 'wb') as f:
            f.write(b'pin=' + pin + b'\n')
        self.addCleanup(os.unlink, os.path.join(WORLD, 'files', 'open'))
        self.assertEqual(in_files(pin), [os.path.join(WORLD, 'files', 'open')])
        kept = bytearray(VERIFY + pin)
        self.assertNotEqual(in_memory(os.getpid(), pin), [])
        self.assertEqual(len(kept), 9)


if __name__ == '__main__':
    unittest.main()
