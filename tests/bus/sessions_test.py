#!/usr/bin/python3
"""Sessions: whose they are, what they are for, and everything that ends one."""
import os
import time
import unittest

from gi.repository import Gio, GLib

from harness import (ANSWER, CHECKUP, BusError, HANG, INTERFACES, NAME, ROOT, Daemon, KenkodTest, polkit, world_files)

GONE = 'org.freedesktop.DBus.Error.UnknownObject'
DENIED = 'org.freedesktop.DBus.Error.AccessDenied'
OPTIONS = GLib.Variant('(a{sv})', ({},))
OPEN = ('OpenSession', ['checkup'], 'x')
LOGIND = '/org/freedesktop/login1'


class Sessions(KenkodTest):
    def setUp(self):
        super().setUp()
        self.alice = self.person('alice')
        self.alice.prepare()
        self.agent = self.alice.agent()

    def fifo(self):
        reading, writing = os.pipe()
        self.addCleanup(os.close, writing)
        self.addCleanup(os.close, reading)
        return reading

    def endless_import(self, session, token='endless'):
        """An import under way that will not end by itself soon."""
        progress = session.connection.watch_job(token)
        pending = session.begin('Import', [self.fifo()], token=token)
        progress.wait_for_stage('copy')
        return pending

    def test_calls_under_way_are_answered_when_their_session_ends(self):
        for _ in range(20):
            session = self.alice.open_session(['checkup'])
            under_way = [session.begin('Query', kind='checkup') for _ in range(5)]
            self.alice.manager.call('Lock')
            for call in under_way:
                try:
                    call.result()
                except BusError as error:
                    self.assertIn(error.short, ('Locked', GONE))

    def assert_ended(self, *sessions):
        for session in sessions:
            self.fails(GONE, session.begin('Query', kind='checkup'))
        self.assertFalse(self.alice.status()['open'])

    # Whose.

    def answers_to(self, connection, path):
        """What everything one can send to a path is answered with; the path itself is blanked."""
        answers = []
        interfaces = [f'{NAME}.Session', f'{NAME}.Job', 'org.freedesktop.DBus.Peer', 'org.freedesktop.DBus.Introspectable',
                      'org.freedesktop.DBus.Properties']
        members = {'org.freedesktop.DBus.Peer': ['Ping', 'GetMachineId'], 'org.freedesktop.DBus.Introspectable': ['Introspect'],
                   'org.freedesktop.DBus.Properties': ['Get', 'GetAll', 'Set']}
        for interface in interfaces:
            own = INTERFACES.get(interface)
            for member in [m.name for m in own.methods] + ['Frob'] if own else members[interface]:
                for arguments in (OPTIONS, None, GLib.Variant('(s)', ('x',)), GLib.Variant('(ss)', (interface, 'x')),
                                  GLib.Variant('(sa{sv})', ('x', {}))):
                    error = connection.begin_raw(path, interface, member, arguments).error()
                    # The bus's own refusals name the caller.
                    text = '' if error.name == DENIED else error.text.replace(path, 'PATH')
                    answers.append((interface, member, error.name, text))
        return answers

    def test_others_cannot_tell_a_session_from_none(self):
        session = self.alice.open_session(['checkup', 'import', 'export'])
        self.agent.hold_next()
        opening = self.alice.manager.begin(*OPEN, token='busy')
        self.agent.wait_asked(2)
        nothing = self.answers_to(self.person('bob').bus, f'{ROOT}/session/{"0" * 32}')
        self.assertTrue(all(name in (GONE, DENIED) for _, _, name, _ in nothing), nothing)
        for connection in (self.people[-1].bus, self.alice.connect(), self.alice.connect_program()):
            for path in (session.path, self.alice.bus.job_path('busy'), f'{ROOT}/session/x', f'{ROOT}/job/x/y'):
                self.assertEqual(self.answers_to(connection, path), nothing, path)
        self.agent.answer_held(ANSWER)
        opening.result()
        session.call('Query', kind='checkup')

    def test_ids_are_random(self):
        paths = [self.alice.open_session().path for _ in range(5)]
        self.assertEqual(len(set(paths)), 5)
        for path in paths:
            self.assertRegex(path, f'^{ROOT}/session/[0-9a-f]{{32}}$')

    def test_scopes(self):
        with open(CHECKUP, 'rb') as f:
            calls = {'checkup': lambda s: s.begin('Query', kind='checkup'), 'medication': lambda s: s.begin('Query', kind='medication'),
                     'expense': lambda s: s.begin('Query', kind='expense'), 'import': lambda s: s.begin('Import', [f]),
                     'export': lambda s: s.begin('Export', f)}
            for scope in calls:
                session = self.alice.open_session([scope])
                for other, begin in calls.items():
                    with self.subTest(opened=scope, asked=other):
                        pending = begin(session)
                        if other != scope:
                            self.fails('OutOfScope', pending, scope=other)
                        elif scope == 'export':
                            self.fails('InvalidArgument', pending)  # read-only target
                        else:
                            pending.result()

    def test_sixteen_for_a_user(self):
        sessions = [self.alice.open_session() for _ in range(16)]
        asked = self.agent.count()
        self.fails('LimitExceeded', self.alice.connect().manager.begin(*OPEN), limit=16)
        self.assertEqual(self.agent.count(), asked, 'nobody types an answer for nothing')
        bob = self.person('bob')
        bob.prepare()
        bob.agent()
        bob.open_session()
        sessions[0].call('Close')
        self.alice.open_session()

    # Ends.

    def test_close(self):
        first, second = self.alice.open_session(), self.alice.open_session()
        first.call('Close')
        self.fails(GONE, first.begin('Close'))
        second.call('Query', kind='checkup')
        second.call('Close')
        self.assert_ended(first, second)

    def test_close_ends_what_it_is_doing(self):
        session = self.alice.open_session(['import'])
        running = self.endless_import(session)
        session.call('Close')
        self.fails('Locked', running)

    def test_five_idle_minutes(self):
        session = self.alice.open_session()
        Daemon.advance(299)
        session.call('Query', kind='checkup')
        Daemon.advance(299)
        self.assertTrue(self.alice.status()['open'])
        session.call('Query', kind='checkup')
        Daemon.advance(301)
        self.assert_ended(session)

    def test_a_session_at_work_is_not_idle(self):
        session = self.alice.open_session(['import'])
        running = self.endless_import(session)
        Daemon.advance(400)
        self.assertTrue(self.alice.status()['open'])
        self.assertFalse(running.done)
        session.connection.job('endless').call('Cancel')
        self.fails('Cancelled', running)
        Daemon.advance(301)
        self.assert_ended(session)

    def test_lock(self):
        elsewhere = self.alice.connect()
        sessions = [self.alice.open_session(['import', 'checkup']), elsewhere.open_session()]
        bob = self.person('bob')
        bob.prepare()
        bob.agent()
        foreign = bob.open_session()
        running = self.endless_import(sessions[0])
        before = time.monotonic()
        self.alice.connect_program().manager.call('Lock', interactive=False)
        took = time.monotonic() - before
        self.fails('Locked', running)
        self.assert_ended(*sessions[:1])
        self.assertLess(took, 5, 'Lock waited for something')  # the budget of 200 ms is a benchmark's
        self.assertFalse(self.alice.status()['open'])
        foreign.call('Query', kind='checkup')
        self.alice.manager.call('Lock')

    def test_the_caller_goes(self):
        caller = self.alice.connect()
        session = caller.open_session(['import'])
        self.endless_import(session)
        self.assertTrue(self.alice.status()['open'])
        caller.close()
        self.until('the session ends', lambda: not self.alice.status()['open'])

    def test_the_caller_goes_while_asked(self):
        caller = self.alice.connect()
        self.agent.hold_next()
        caller.manager.begin(*OPEN)
        self.agent.wait_asked()
        caller.close()
        self.agent.wait('Cancel', lambda: self.agent.cancelled)
        self.agent.answer_held(ANSWER)
        self.alice.open_session().call('Close')
        self.assertFalse(self.alice.status()['open'])

    def test_the_caller_goes_while_an_export_waits_for_its_reader(self):
        with open(CHECKUP, 'rb') as f:
            self.alice.open_session(['import']).call('Import', [f])
        self.alice.manager.call('Lock')
        caller = self.alice.connect()
        session = caller.open_session(['export'])
        reading, writing = os.pipe()
        self.addCleanup(os.close, reading)
        session.begin('Export', writing)
        os.close(writing)
        caller.close()
        self.until('the session ends', lambda: not self.alice.status()['open'])
        self.alice.open_session(['checkup']).call('Query', kind='checkup')

    def test_purge(self):
        polkit('alice', 'yes')
        sessions = [self.alice.open_session(), self.alice.connect().open_session()]
        self.alice.connect().manager.call('Purge', 'everything')
        self.assert_ended(sessions[0])
        self.assertEqual({k: self.alice.status()[k] for k in ('consent', 'question-set', 'vault')},
                         {'consent': False, 'question-set': False, 'vault': 'none'})

    def test_change_of_the_question(self):
        session = self.alice.open_session(['checkup', 'import'])
        with open(CHECKUP, 'rb') as f:
            session.call('Import', [f])
        self.alice.connect().manager.call('ChangeSecretQuestion')
        self.assert_ended(session)
        self.assertEqual(len(self.alice.open_session().call('Query', kind='checkup', limit=1)[0]), 1)

    def test_withdrawal(self):
        session = self.alice.open_session(['import'])
        running = self.endless_import(session)
        self.alice.connect().manager.call('WithdrawConsent')
        self.fails('Locked', running)
        self.assert_ended(session)

    def test_the_daemon_stops(self):
        self.alice.open_session()
        self.agent.script = [HANG]
        opening = self.alice.manager.begin(*OPEN)
        self.agent.wait_asked(2)
        Daemon.stop()
        self.fails('Cancelled', opening)
        Daemon.start()
        self.first_pid = Daemon.pid()
        self.assertFalse(self.alice.status()['open'])

    # What logind says.

    def logind(self):
        """Something under logind's name, with a session object for alice and one for bob."""
        bus = Gio.bus_get_sync(Gio.BusType.SYSTEM)
        reply = bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'RequestName',
                              GLib.Variant('(su)', ('org.freedesktop.login1', 0)), None, 0, -1, None)
        self.assertIn(reply.unpack()[0], (1, 4))
        xml = '<node><interface name="org.freedesktop.login1.Session"><property name="User" type="(uo)" access="read"/></interface></node>'
        info = Gio.DBusNodeInfo.new_for_xml(xml).interfaces[0]
        for person in (self.alice, self.person('bob')):
            def user(*_args, uid=person.uid):
                return GLib.Variant('(uo)', (uid, f'{LOGIND}/user/_{uid}'))
            number = bus.register_object(f'{LOGIND}/session/{person.name}', info, None, user, None)
            self.addCleanup(bus.unregister_object, number)
        return bus

    @staticmethod
    def bus_has_passed_on(bus):
        """What this connection sent is on its way to its receivers, before any later call."""
        bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'GetId', None, None, 0, -1, None)

    def test_screen_lock_user_switch_and_suspend(self):
        bus = self.logind()
        properties = 'org.freedesktop.DBus.Properties'

        def changed(user, **values):
            bus.emit_signal(None, f'{LOGIND}/session/{user}', properties, 'PropertiesChanged',
                            GLib.Variant('(sa{sv}as)', ('org.freedesktop.login1.Session', values, [])))
        true, false = GLib.Variant('b', True), GLib.Variant('b', False)
        ends = {
            'Lock': lambda: bus.emit_signal(None, f'{LOGIND}/session/alice', 'org.freedesktop.login1.Session', 'Lock', None),
            'LockedHint': lambda: changed('alice', LockedHint=true),
            'switched away': lambda: changed('alice', Active=false),
            'suspend': lambda: bus.emit_signal(None, LOGIND, 'org.freedesktop.login1.Manager', 'PrepareForSleep', GLib.Variant('(b)', (True,))),
        }
        for name, end in ends.items():
            with self.subTest(name):
                self.alice.open_session()
                # None of these is hers, or an end.
                changed('bob', LockedHint=true)
                changed('alice', LockedHint=false)
                changed('alice', Active=true)
                changed('alice', Active=GLib.Variant('s', 'no'))
                bus.emit_signal(None, f'{LOGIND}/session/alice', 'org.freedesktop.login1.Session', 'Unlock', None)
                bus.emit_signal(None, LOGIND, 'org.freedesktop.login1.Manager', 'PrepareForSleep', GLib.Variant('(b)', (False,)))
                self.bus_has_passed_on(bus)
                self.assertTrue(self.alice.status()['open'])
                end()
                self.until('the session ends', lambda: not self.alice.status()['open'])

    def test_signals_of_others_than_logind_do_nothing(self):
        self.alice.open_session()
        for connection in (self.person('bob').bus, self.alice.bus):
            connection.bus.emit_signal(None, LOGIND, 'org.freedesktop.login1.Manager', 'PrepareForSleep', GLib.Variant('(b)', (True,)))
            connection.bus.emit_signal(daemon_name(self.alice), LOGIND, 'org.freedesktop.login1.Manager', 'PrepareForSleep',
                                       GLib.Variant('(b)', (True,)))
            self.bus_has_passed_on(connection.bus)
        self.assertTrue(self.alice.status()['open'])


def daemon_name(person):
    return person.bus.call_raw('/org/freedesktop/DBus', 'org.freedesktop.DBus', 'GetNameOwner', GLib.Variant('(s)', (NAME,)),
                               destination='org.freedesktop.DBus')


class NoIdleTime(KenkodTest):
    conf = ('session.idle-minutes=0',)

    def test_a_session_is_for_one_read(self):
        alice = self.person('alice')
        alice.prepare()
        alice.agent()
        session = alice.open_session(['checkup', 'import', 'export'])
        with open(CHECKUP, 'rb') as f:
            session.call('Import', [f])
        with open(world_files() / 'out.xml', 'wb') as f:
            session.call('Export', f)
        self.assertTrue(alice.status()['open'], 'only a read ends it')
        session.call('Query', kind='checkup')
        self.until('it ends', lambda: not alice.status()['open'])
        self.fails(GONE, session.begin('Query', kind='checkup'))

    def test_one_that_reads_nothing_ends_too(self):
        alice = self.person('alice')
        alice.prepare()
        alice.agent()
        alice.open_session()
        Daemon.advance(61)
        self.assertFalse(alice.status()['open'])


if __name__ == '__main__':
    unittest.main()
