#!/usr/bin/python3
"""What the running daemon shows of itself equals dbus/*.xml, for a session and a job too; and nothing else can be reached."""
import pathlib
import unittest

from gi.repository import Gio, GLib

from harness import INTERFACES, NAME, ROOT, KenkodTest

STANDARD = {'org.freedesktop.DBus.Peer', 'org.freedesktop.DBus.Introspectable', 'org.freedesktop.DBus.Properties',
            'org.freedesktop.DBus.ObjectManager'}
DENIED = 'org.freedesktop.DBus.Error.AccessDenied'
# Lets alice look where the installed policy lets nobody look.
OPEN_POLICY = pathlib.Path('/etc/dbus-1/system.d/zz-look-inside.conf')


def annotations(info):
    return {a.key: a.value for a in info.annotations or ()}


def described(interface):
    """An interface as plain values that can be compared; the order of members does not matter, that of arguments does."""
    def arguments(args):
        return [(a.name, a.signature) for a in args or ()]
    return {
        'methods': {m.name: (arguments(m.in_args), arguments(m.out_args), annotations(m)) for m in interface.methods or ()},
        'signals': {s.name: (arguments(s.args), annotations(s)) for s in interface.signals or ()},
        'properties': {p.name: (p.signature, p.flags, annotations(p)) for p in interface.properties or ()},
        'annotations': annotations(interface),
    }


def open_policy(connection, rules):
    OPEN_POLICY.write_text(f'<busconfig><policy user="alice">{rules}</policy></busconfig>', encoding='utf-8')
    connection.call_raw('/org/freedesktop/DBus', 'org.freedesktop.DBus', 'ReloadConfig', destination='org.freedesktop.DBus')


class ContractLive(KenkodTest):
    def setUp(self):
        super().setUp()
        self.alice = self.person('alice')
        self.addCleanup(OPEN_POLICY.unlink, missing_ok=True)

    def introspect(self, path):
        xml = self.alice.bus.call_raw(path, 'org.freedesktop.DBus.Introspectable', 'Introspect')
        return Gio.DBusNodeInfo.new_for_xml(xml)

    def assert_shows(self, node, *interfaces):
        shown = {i.name for i in node.interfaces}
        self.assertEqual(shown - STANDARD, set(interfaces))
        for name in interfaces:
            self.assertEqual(described(node.lookup_interface(name)), described(INTERFACES[name]))

    def look_inside(self):
        open_policy(self.alice.bus, f'<allow send_destination="{NAME}" send_interface="org.freedesktop.DBus.Introspectable"/>')

    def test_the_root_object(self):
        self.assert_shows(self.introspect(ROOT), f'{NAME}.Manager')

    def test_a_session(self):
        self.alice.prepare()
        self.alice.agent()
        session = self.alice.open_session()
        self.look_inside()
        self.assert_shows(self.introspect(session.path), f'{NAME}.Session')

    def test_a_job(self):
        self.alice.prepare()
        agent = self.alice.agent()
        agent.hold_next()
        opening = self.alice.manager.begin('OpenSession', ['checkup'], 'x', token='one')
        agent.wait_asked()
        self.look_inside()
        self.assert_shows(self.introspect(self.alice.bus.job_path('one')), f'{NAME}.Job')
        agent.answer_held(agent.answer)
        opening.result()

    def test_the_installed_policy_lets_nobody_look_inside(self):
        self.alice.prepare()
        self.alice.agent()
        session = self.alice.open_session()
        for interface, member, arguments in (
                ('org.freedesktop.DBus.Introspectable', 'Introspect', None),
                ('org.freedesktop.DBus.Properties', 'GetAll', GLib.Variant('(s)', (f'{NAME}.Session',))),
                ('org.freedesktop.DBus.ObjectManager', 'GetManagedObjects', None)):
            for path in (session.path, f'{ROOT}/session', f'{ROOT}/job', '/'):
                self.fails(DENIED, self.alice.bus.begin_raw(path, interface, member, arguments))

    def test_no_session_or_job_is_listed_even_inside(self):
        self.alice.prepare()
        self.alice.agent()
        session = self.alice.open_session()
        self.look_inside()
        nodes = {p: {n.path for n in self.introspect(p).nodes} for p in (f'{ROOT}/session', f'{ROOT}/job')}
        self.assertEqual(nodes[f'{ROOT}/job'], set())
        # Only the installed policy keeps this list from others: it must not come to more than the path.
        self.assertLessEqual(nodes[f'{ROOT}/session'], {session.path.rpartition('/')[2]})

    def test_unknown_members_and_interfaces(self):
        for interface, member in ((f'{NAME}.Manager', 'Frob'), (f'{NAME}.Frob', 'GetStatus'), (f'{NAME}.Session', 'Frob')):
            self.fails(DENIED, self.alice.bus.begin_raw(ROOT, interface, member))

    def test_the_daemon_itself_refuses_what_the_policy_would_let_through(self):
        open_policy(self.alice.bus, f'<allow send_destination="{NAME}"/>')
        refused = 'org.freedesktop.DBus.Error.Unknown'
        for interface, member in ((f'{NAME}.Manager', 'Frob'), (f'{NAME}.Frob', 'GetStatus'), (f'{NAME}.Session', 'Query')):
            error = self.alice.bus.begin_raw(ROOT, interface, member).error()
            self.assertTrue(error.name.startswith(refused), error)
        for path in ('/', '/org', f'{ROOT}/other', f'{ROOT}/session', f'{ROOT}/job/x'):
            error = self.alice.bus.begin_raw(path, f'{NAME}.Manager', 'GetStatus', GLib.Variant('(a{sv})', ({},))).error()
            self.assertTrue(error.name.startswith(refused), error)

    def test_the_version_is_a_constant_property(self):
        properties = self.alice.bus.call_raw(ROOT, 'org.freedesktop.DBus.Properties', 'GetAll', GLib.Variant('(s)', (f'{NAME}.Manager',)))
        self.assertEqual(sorted(properties), ['NextPortalOpening', 'PortalOpen', 'Version'])
        self.assertEqual((properties['PortalOpen'], properties['NextPortalOpening']), (False, 0), 'without a portal')
        self.assertRegex(properties['Version'], r'^\d+\.\d+\.\d+$')
        self.fails(DENIED, self.alice.bus.begin_raw(ROOT, 'org.freedesktop.DBus.Properties', 'Set',
                                                    GLib.Variant('(ssv)', (f'{NAME}.Manager', 'Version', GLib.Variant('s', '9')))))


if __name__ == '__main__':
    unittest.main()
