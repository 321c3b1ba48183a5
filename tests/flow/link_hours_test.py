#!/usr/bin/python3
"""The daemon's own hours of service, by a clock that is turned: what Link() says outside of them, and what everybody is told
(SIM-25). The rules themselves are for tests/unit/service_hours_test.cpp."""
import datetime
import math
import time
import unittest

from gi.repository import GLib

from links import Daemon, LinkTest, deliver

HOURS = 'portal.hours=weekday 08:00-21:00; holiday 08:00-17:00; closed third-saturday; closed 12-29..01-03'
JAPAN = datetime.timezone(datetime.timedelta(hours=9))
PROPERTIES = 'org.freedesktop.DBus.Properties'


def unix(text):
    return int(datetime.datetime.fromisoformat(text).replace(tzinfo=JAPAN).timestamp())


class Hours(LinkTest):
    conf = (HOURS,)

    def setUp(self):
        self.turned = 0
        super().setUp()
        self.addCleanup(self.turn_to, None)

    def turn_to(self, text):
        """The calendar clocks of daemon and portal show this time of Japan (None: the real one)."""
        wanted = math.ceil(unix(text) - time.time()) if text else 0  # never a moment before
        Daemon.realtime(wanted - self.turned)
        self.turned = wanted
        if text:
            self.portal('clock', text)

    def properties(self):
        found = self.alice.bus.call_raw('/org/kenkod1', PROPERTIES, 'GetAll', GLib.Variant('(s)', ('org.kenkod1.Manager',)))
        return found['PortalOpen'], found['NextPortalOpening']

    def closed(self, at, opens):
        with self.subTest(at):
            self.turn_to(at)
            self.out_of_hours(unix(opens))
            status = self.alice.status()
            self.assertEqual((status['portal-open'], status['next-opening']), (False, unix(opens)))
            self.assertEqual(self.properties(), (False, unix(opens)))

    def out_of_hours(self, opens):
        failure = self.failing('OutOfHours')
        self.assertEqual(failure.key('next'), str(opens))
        self.assertEqual(self.log(), [], 'nobody is asked')

    def open_at(self, at):
        with self.subTest(at):
            self.turn_to(at)
            self.assertEqual(self.properties(), (True, 0))
            status = self.alice.status()
            self.assertEqual((status['portal-open'], status['next-opening']), (True, 0))

    def test_boundaries(self):
        """A second from each of them; the clock goes on meanwhile."""
        self.closed('2026-11-24T07:59:30', '2026-11-24T08:00:00')
        self.open_at('2026-11-24T08:00:00')
        self.open_at('2026-11-24T20:59:30')
        self.closed('2026-11-24T21:00:00', '2026-11-25T08:00:00')
        self.open_at('2026-11-23T16:59:30')                         # a holiday Monday
        self.closed('2026-11-23T17:00:00', '2026-11-24T08:00:00')
        self.closed('2026-11-20T21:00:00', '2026-11-22T08:00:00')   # over the third Saturday
        self.closed('2026-12-29T12:00:00', '2027-01-04T08:00:00')
        self.closed('2027-01-03T12:00:00', '2027-01-04T08:00:00')

    def test_anyway(self):
        self.turn_to('2026-11-24T22:00:00')
        self.assert_everything(self.link(anyway=True))

    def test_anyway_says_the_portal_what_it_thinks(self):
        self.turn_to('2026-11-24T22:00:00')
        self.failing('Maintenance', 'out-of-hours', anyway=True)

    def test_a_link_that_begins_in_time_may_end_later(self):
        self.turn_to('2026-11-24T20:59:30')
        pending, address = self.log_in_slowly()
        self.turn_to('2026-11-24T21:00:30')
        deliver(self.redirected(address))
        self.assertEqual(len(pending.result()['rows']), 3)

    def test_a_change_is_told(self):
        # The daemon looks at a clock that was set within the hour.
        self.turn_to('2026-11-24T19:50:00')
        Daemon.advance(3600)
        changes = self.alice.bus.watch('/org/kenkod1', PROPERTIES, 'PropertiesChanged')
        self.assertEqual(self.properties(), (True, 0))
        Daemon.advance(601)
        changes.wait('the closing', lambda: changes.seen)
        interface, values, invalidated = changes.values[-1]
        self.assertEqual(interface, 'org.kenkod1.Manager')
        told = {**values, **{name: None for name in invalidated}}
        self.assertLessEqual({'PortalOpen'}, set(told))
        self.assertEqual(self.properties(), (False, unix('2026-11-25T08:00:00')))
        count = len(changes.seen)
        Daemon.advance(11 * 3600)
        changes.wait('the opening', lambda: len(changes.seen) > count)
        self.assertEqual(self.properties(), (True, 0))

    def test_without_a_portal(self):
        self.configure('id=')
        self.assertEqual(self.properties(), (False, 0))
        self.assertEqual(self.alice.status()['portal'], '')
        self.failing('NotSupported')


if __name__ == '__main__':
    unittest.main()
