#!/usr/bin/python3
"""A portal that wants to be left alone: too many requests, maintenance, hours of its own (SIM-24, 25)."""
import datetime
import time
import unittest

from links import Daemon, LinkTest


class Patience(LinkTest):
    conf = ('portal.max-attempts=2',)

    # SIM-24.
    def test_a_short_wait_is_waited(self):
        self.portal('scenario', 'rate-limited=2*1')
        began = time.monotonic()
        self.assert_everything(self.link())
        self.assertGreater(time.monotonic() - began, 2)
        self.assertEqual(len(self.log('start')), 2)

    def rate_limited(self, scenario):
        now = time.time()
        failure = self.failing('RateLimited', scenario)
        self.assertAlmostEqual(int(failure.key('until')), now + 300, delta=20)
        self.assertEqual(self.alice.status()['retry-at'], int(failure.key('until')))
        said = len(self.log())
        self.portal('scenario', 'none')
        self.failing('RateLimited')
        self.restart()
        self.failing('RateLimited')
        self.assertEqual(len(self.log()), said, 'it is left alone, also after a restart')
        Daemon.realtime(301)
        self.addCleanup(Daemon.realtime, -301)
        self.portal('clock', '+301')
        self.assert_everything(self.link())
        self.assertEqual(self.alice.status()['retry-at'], 0)

    def test_a_long_wait_is_told_and_kept(self):
        self.rate_limited('rate-limited=300')

    def test_a_long_wait_until_a_date(self):
        self.rate_limited('rate-limited-date=300')

    def test_a_wait_of_which_nothing_is_said(self):
        failure = self.failing('RateLimited', 'rate-limited-bare')
        self.assertIsNone(failure.key('until'))
        self.assertLessEqual(len(self.log('start')), 2)

    def test_a_day_is_not_believed(self):
        failure = self.failing('RateLimited', 'rate-limited=86400')
        self.assertLessEqual(self.alice.status()['retry-at'], time.time() + 15 * 60 + 2)
        self.assertIsNotNone(failure.key('until'))

    # SIM-25; the daemon's own hours are in link_hours_test.py.
    def test_maintenance(self):
        failure = self.failing('Maintenance', 'maintenance')
        self.assertIsNone(failure.key('until'))
        self.assertEqual(len(self.log()), 1, 'asked once')

    def test_maintenance_with_an_end(self):
        failure = self.failing('Maintenance', 'maintenance=3600')
        self.assertAlmostEqual(int(failure.key('until')), time.time() + 3600, delta=20)

    def test_maintenance_in_the_middle(self):
        self.failing('Maintenance', 'maintenance=3600@start')

    def test_the_portal_has_hours_of_its_own(self):
        """Whatever our clock says."""
        for closed, opens in (('2026-11-24T21:00:00', '2026-11-25T08:00:00'), ('2026-11-23T17:00:00', '2026-11-24T08:00:00'),
                              ('2026-11-21T12:00:00', '2026-11-22T08:00:00'), ('2026-12-29T12:00:00', '2027-01-04T08:00:00')):
            with self.subTest(closed):
                self.portal('clock', closed, 'stopped')
                before = self.digest()
                self.portal('scenario', 'out-of-hours')
                failure = self.fails('Maintenance', self.begin_link())
                wait = (datetime.datetime.fromisoformat(opens) - datetime.datetime.fromisoformat(closed)).total_seconds()
                self.assertAlmostEqual(int(failure.key('until')), time.time() + wait, delta=20)
                self.assertEqual(self.digest(), before)


if __name__ == '__main__':
    unittest.main()
