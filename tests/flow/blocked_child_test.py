#!/usr/bin/python3
"""The loop never blocks: while bob's parser child is stopped, alice's status and import go on as if nothing was."""
import os
import pathlib
import signal
import statistics
import time
import unittest

from people import ANSWER, BusError, Daemon, Person, children_of, examination, import_bytes, memory_file, query, sample

SAMPLES = 200


def median_of_status(person):
    times = []
    for _ in range(SAMPLES):
        begin = time.perf_counter()
        person.status()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


class StoppedChild:
    """An import of somebody whose parser was stopped right after its start: the document comes through a pipe, so that the
    child is there before it could have read it all, and large, so that it cannot be done before it is stopped."""

    def __init__(self, session):
        self.pending = None
        for _ in range(20):
            with os.fdopen(memory_file(examination(7, 10_000_000))) as f:
                self.pending = session.begin('Import', [f])
            if self.stop():
                return
            self.pending.result()
        raise AssertionError('the parser was never seen')

    def stop(self):
        daemon = Daemon.pid()
        while not self.pending.done:
            for child in children_of(daemon):
                self.child = child
                try:
                    # Before its exec it shares the daemon's memory, and the thread that made it waits: nobody could end that.
                    if os.path.samefile(f'/proc/{child}/exe', f'/proc/{daemon}/exe'):
                        continue
                    os.kill(child, signal.SIGSTOP)
                    state = pathlib.Path(f'/proc/{child}/stat').read_text(encoding='utf-8').rpartition(')')[2].split()[0]
                except (ProcessLookupError, FileNotFoundError):
                    continue
                if state in 'Tt' and not self.pending.done:
                    return True
        return False

    def signal(self, number):
        os.kill(self.child, number)


class BlockedChild(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.alice, cls.bob = Person('alice'), Person('bob')
        for person in (cls.alice, cls.bob):
            person.set_up()

    @classmethod
    def tearDownClass(cls):
        cls.alice.leave()
        cls.bob.leave()

    def test_others_go_on_and_the_status_stays_quick(self):
        session = self.alice.open()
        bobs = self.bob.open()
        idle = median_of_status(self.alice)
        child = StoppedChild(bobs)
        blocked = median_of_status(self.alice)
        self.assertLessEqual(blocked, 3 * idle)
        self.assertEqual(import_bytes(session, sample())[0]['outcome'], 'imported')
        self.assertGreater(len(query(session)), 50)
        self.assertFalse(child.pending.done)
        # Bob himself is answered as well, by another way than the queue of his parser.
        self.assertTrue(self.bob.status()['open'])
        child.signal(signal.SIGCONT)
        self.assertEqual(child.pending.result()[0]['outcome'], 'imported')

    def test_a_killed_parser_is_a_named_error(self):
        bobs = self.bob.open()
        child = StoppedChild(bobs)
        child.signal(signal.SIGKILL)
        with self.assertRaises(BusError) as caught:
            child.pending.result()
        self.assertEqual(caught.exception.short, 'BadDocument')
        self.assertEqual(import_bytes(bobs, examination(8))[0]['outcome'], 'imported')

    def test_lock_ends_an_import_whose_parser_is_stopped(self):
        bobs = self.bob.open()
        child = StoppedChild(bobs)
        begin = time.monotonic()
        self.bob.manager.call('Lock')
        self.assertLess(time.monotonic() - begin, 5)
        self.assertIn(child.pending.error().short, ('Locked', 'Cancelled'))
        self.assertFalse(os.path.exists(f'/proc/{child.child}'))

    def test_a_parser_that_never_ends_is_killed_at_its_time_limit(self):
        bobs = self.bob.open()
        child = StoppedChild(bobs)
        error = child.pending.error(timeout=120)
        self.assertEqual(error.short, 'BadDocument')
        self.assertFalse(os.path.exists(f'/proc/{child.child}'))
        self.assertEqual(import_bytes(bobs, examination(9))[0]['outcome'], 'imported')


if __name__ == '__main__':
    unittest.main(verbosity=2)
