#!/usr/bin/python3
"""Planted words of a record, a question and an answer are nowhere but where they belong: not in the state directory, not in a
log at debug level, not in a signal on the bus, and after Lock not in the daemon's memory."""
import os
import subprocess
import unittest

import memory
from people import WORLD, BusError, Daemon, Person, export, import_bytes, memory_file, query, sample, sanitized

FACILITY, FINDING = '標印診療所ゼブラ', '標印所見キリン'
QUESTION_MARK, ANSWER_MARK = '標印しつもん', 'しるしこたえ'
EVERY = [m.encode() for m in (FACILITY, FINDING, QUESTION_MARK, ANSWER_MARK)]


def marked():
    text = sample().decode()
    assert '見本健診機関' in text and '２０１０年 虫垂炎' in text
    return text.replace('見本健診機関', FACILITY).replace('２０１０年 虫垂炎', FINDING).encode()


def files_below(*places):
    for place in places:
        for folder, _, names in os.walk(place):
            for name in names:  # a fifo would never end
                if not os.path.isfile(os.path.join(folder, name)):
                    continue
                yield os.path.join(folder, name)


def seen_in(path):
    with open(path, 'rb') as f:
        content = f.read() + os.fsencode(path)
    return [m.decode() for m in EVERY if m in content]


class Monitor:
    """Everything of a kind on the bus, as root or as somebody who may only match broadcasts."""

    def __init__(self, name, command):
        self.path = os.path.join(WORLD, 'files', name)
        with open(self.path, 'wb') as out:
            self.process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
        while not os.path.getsize(self.path) and self.process.poll() is None:
            subprocess.run(['busctl', 'call', 'org.freedesktop.DBus', '/', 'org.freedesktop.DBus', 'GetId'],
                           stdout=subprocess.DEVNULL, check=True)

    def end(self):
        self.process.terminate()
        self.process.wait()
        with open(self.path, 'rb') as f:
            return f.read()


class Marker(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.root = Monitor('signals', ['stdbuf', '-oL', 'dbus-monitor', '--system', "type='signal'"])
        cls.bob = Monitor('broadcasts', ['world-as', 'bob', 'stdbuf', '-oL', 'gdbus', 'monitor', '--system', '--dest', 'org.kenkod1'])
        cls.alice = alice = Person('alice')
        # The first answer is refused (it is in the question), the second is taken; later one is wrong, one is right.
        alice.set_up(question=QUESTION_MARK, answer=ANSWER_MARK, recovery=True, script=[
            f'{QUESTION_MARK}{ANSWER_MARK}\n{ANSWER_MARK}\nrecovery', f'{QUESTION_MARK}\n{ANSWER_MARK}\nrecovery', 'ちがう' + ANSWER_MARK])
        session = cls.session = alice.open()
        cls.progress = alice.bus.watch_job('marked')
        with os.fdopen(memory_file(marked())) as f:
            session.call('Import', [f], token='marked')
        for broken in (marked()[:-200], b'\0' + marked(), marked().replace(b'"PQ"', b'"XX"'), FACILITY.encode()):
            try:
                import_bytes(session, broken)
            except BusError:
                continue
        _, exported = export(session)
        import_bytes(session, exported, marked().decode().replace('20240520', '20240521').encode())
        cls.rows = query(session)

    @classmethod
    def tearDownClass(cls):
        cls.alice.leave()

    def test_1_they_are_in_the_records_and_in_memory_while_a_session_is_open(self):
        self.assertTrue(any(r.get('facility') == FACILITY for r in self.rows))
        self.assertTrue(any(r.get('value') == FINDING for r in self.rows))
        if sanitized(Daemon.pid()):
            return  # see test_4
        found = {m for m, _, _ in memory.find(Daemon.pid(), EVERY)}
        self.assertLessEqual({FACILITY, FINDING}, found)

    def test_2_not_in_the_state_directory(self):
        files = list(files_below(Daemon.state()))
        self.assertTrue(any('/documents/' in f for f in files))
        self.assertEqual([(f, seen) for f in files if (seen := seen_in(f))], [])

    def test_3_not_in_the_logs(self):
        logs = [f for f in files_below(os.path.join(WORLD, 'log'))] + [os.path.join(WORLD, 'kenkod', 'log')]
        with open(os.path.join(WORLD, 'log', 'journal'), encoding='utf-8') as f:
            self.assertIn('Import finished', f.read())
        self.assertEqual([(f, seen) for f in logs if (seen := seen_in(f))], [])

    def test_4_not_in_memory_after_lock(self):
        self.alice.manager.call('Lock')
        self.assertFalse(self.alice.status()['open'])
        # Wiping takes its turn on the vault's queue; accepting the terms again takes one behind it.
        self.alice.manager.call('AcceptTerms', self.alice.manager.call('GetTerms', 'ja')[0])
        # A sanitizer keeps freed memory as it was, to find its later use, and its shadow is too large to search. The
        # build without one is the build whose memory counts.
        if sanitized(Daemon.pid()):
            return
        found = memory.find(Daemon.pid(), EVERY)
        for place in found[:40]:
            print(*place)
        self.assertEqual([(m, where) for m, where, _ in found], [])

    def test_5_not_in_signals(self):
        signals, broadcasts = self.root.end(), self.bob.end()
        self.assertIn(b'member=Progress', signals)
        self.assertIn(b'NameAcquired', signals)
        self.assertIn(b'org.kenkod1', broadcasts)
        for heard in (signals, broadcasts):
            self.assertEqual([m.decode() for m in EVERY if m in heard], [])


if __name__ == '__main__':
    unittest.main(verbosity=2)
