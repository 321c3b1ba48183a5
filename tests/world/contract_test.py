#!/usr/bin/python3
"""contract_test.py SOURCE: what is installed beside the daemon agrees with the interface files: the bus policy names exactly the
members there are, and polkit asks what the design says, answering kenkod."""
import os
import re
import sys
import unittest
from xml.etree import ElementTree

SOURCE = sys.argv.pop(1)
NAME = 'org.kenkod1'
DEFAULT = ('yes', 'auth_self_keep', 'auth_self_keep')
ALWAYS = ('auth_self', 'auth_self', 'auth_self')
# action: (active, inactive, any)
HERE = ('yes', 'no', 'no')  # at this computer only
ACTIONS = {
    'accept-terms': DEFAULT, 'set-question': DEFAULT, 'change-question': DEFAULT, 'open-session': DEFAULT,
    'import': DEFAULT, 'export': DEFAULT, 'purge': ALWAYS, 'purge-fetched': DEFAULT, 'use-card': HERE, 'link': HERE,
}
STANDARD = {
    ('org.freedesktop.DBus.Peer', 'Ping', None),
    ('org.freedesktop.DBus.Introspectable', 'Introspect', '/org/kenkod1'),
    ('org.freedesktop.DBus.Properties', 'Get', '/org/kenkod1'),
    ('org.freedesktop.DBus.Properties', 'GetAll', '/org/kenkod1'),
}
LANG = '{http://www.w3.org/XML/1998/namespace}lang'


def parse(*path):
    return ElementTree.parse(os.path.join(SOURCE, *path)).getroot()


def interface_members():
    """(interface, method) of everything the daemon serves; the agent interface is served by clients, another by kenkod-fetch."""
    members = set()
    for file in os.listdir(os.path.join(SOURCE, 'dbus')):
        if file.endswith('.xml'):
            for interface in parse('dbus', file).iter('interface'):
                if interface.get('name') not in (f'{NAME}.Agent', f'{NAME}.Fetch'):
                    members |= {(interface.get('name'), m.get('name')) for m in interface.iter('method')}
    return members


class BusPolicy(unittest.TestCase):
    def setUp(self):
        self.policy = parse('dbus', f'{NAME}.conf')
        self.default = self.policy.find("policy[@context='default']")

    def test_it_allows_exactly_the_members_of_the_interfaces(self):
        allowed = {(a.get('send_interface'), a.get('send_member')) for a in self.default.iter('allow')
                   if a.get('send_interface', '').startswith(f'{NAME}.')}
        self.assertEqual(allowed, interface_members())

    def test_of_the_standard_interfaces_it_allows_the_harmless_part(self):
        allowed = {(a.get('send_interface'), a.get('send_member'), a.get('send_path')) for a in self.default.iter('allow')
                   if not a.get('send_interface', '').startswith(f'{NAME}.')}
        self.assertEqual(allowed, STANDARD)

    def test_it_denies_first_and_allows_single_members_only(self):
        rules = list(self.default)
        self.assertEqual((rules[0].tag, rules[0].attrib), ('deny', {'send_destination': NAME}))
        for rule in rules[1:]:
            self.assertEqual(rule.tag, 'allow')
            self.assertEqual(rule.get('send_destination'), NAME)
            self.assertIsNotNone(rule.get('send_member'))

    def test_only_kenkod_owns_the_name_and_calls_agents(self):
        self.assertEqual([(p.get('user'), p.get('context')) for p in self.policy.iter('policy')],
                         [('kenkod', None), ('root', None), (None, 'default')])
        rules = [(r.tag, r.attrib) for r in self.policy.find("policy[@user='kenkod']")]
        self.assertEqual(rules, [('allow', {'own': NAME}),
                                 ('allow', {'send_interface': f'{NAME}.Agent', 'send_type': 'method_call'})])

    def test_of_root_it_takes_the_signals_of_logind(self):
        rules = [(r.tag, r.get('send_destination'), r.get('send_type'), r.get('send_interface'), r.get('send_member'))
                 for r in self.policy.find("policy[@user='root']")]
        self.assertEqual(rules, [('allow', NAME, 'signal', *signal) for signal in (
            ('org.freedesktop.login1.Session', 'Lock'), ('org.freedesktop.login1.Manager', 'PrepareForSleep'),
            ('org.freedesktop.DBus.Properties', 'PropertiesChanged'))])


class FetchPolicy(unittest.TestCase):
    def setUp(self):
        self.policy = parse('dbus', f'{NAME}.Fetch.conf')

    def rules(self, **who):
        [policy] = [p for p in self.policy.iter('policy') if p.attrib == who]
        return [(rule.tag, rule.attrib) for rule in policy]

    def test_kenkod_alone_may_call_the_one_method(self):
        methods = [m.get('name') for m in parse('dbus', f'{NAME}.Fetch.xml').iter('method')]
        self.assertEqual(methods, ['Start'])
        self.assertEqual(len(self.policy), 3)
        self.assertEqual(self.rules(context='default'), [('deny', {'send_destination': f'{NAME}.Fetch'})])
        self.assertEqual(self.rules(user='kenkod'), [('allow', {
            'send_destination': f'{NAME}.Fetch', 'send_interface': f'{NAME}.Fetch', 'send_member': 'Start'})])

    def test_kenkod_fetch_alone_owns_the_name(self):
        self.assertEqual(self.rules(user='kenkod-fetch'), [('allow', {'own': f'{NAME}.Fetch'})])


class Polkit(unittest.TestCase):
    def setUp(self):
        self.actions = {a.get('id'): a for a in parse('polkit', f'{NAME}.policy').iter('action')}

    def test_there_are_the_actions_of_the_design(self):
        self.assertEqual(set(self.actions), {f'{NAME}.{verb}' for verb in ACTIONS})

    def test_each_asks_what_the_design_says(self):
        for verb, expected in ACTIONS.items():
            defaults = self.actions[f'{NAME}.{verb}'].find('defaults')
            asked = tuple(defaults.findtext(f'allow_{who}') for who in ('active', 'inactive', 'any'))
            self.assertEqual(asked, expected, verb)

    def test_each_is_owned_by_kenkod(self):
        for name, action in self.actions.items():
            owner = action.findtext("annotate[@key='org.freedesktop.policykit.owner']")
            self.assertEqual(owner, 'unix-user:kenkod', name)

    def test_each_speaks_english_and_japanese(self):
        for name, action in self.actions.items():
            for element in ('description', 'message'):
                texts = {e.get(LANG): e.text for e in action.findall(element)}
                self.assertEqual(set(texts), {None, 'ja'}, name)
                self.assertTrue(texts[None].isascii(), name)
                self.assertRegex(texts['ja'], '[ぁ-ん]', name)

    def test_none_needs_details_that_nobody_passes(self):
        for name, action in self.actions.items():
            for message in action.iter('message'):
                self.assertNotIn('$(', message.text, name)

    def test_the_interface_files_name_each_action_and_no_other(self):
        named = set()
        for file in ('Manager', 'Session'):
            with open(os.path.join(SOURCE, 'dbus', f'{NAME}.{file}.xml'), encoding='utf-8') as f:
                named |= set(re.findall(r'Action `org\.kenkod1\.([a-z-]+)`', f.read()))
        self.assertEqual(named, set(ACTIONS))


if __name__ == '__main__':
    unittest.main()
