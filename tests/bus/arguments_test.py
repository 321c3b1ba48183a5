#!/usr/bin/python3
"""Every method reads its arguments strictly: signature, option keys, option types, values. Arguments come before everything
else, so nothing here needs consent, an agent or a right."""
import os
import unittest

from gi.repository import GLib

from harness import ANSWER, CHECKUP, INTERFACES, NAME, ROOT, KenkodTest

INVALID_ARGS = 'org.freedesktop.DBus.Error.InvalidArgs'
# Something valid for the arguments before the options.
VALID = {
    'GetTerms': ('ja',), 'AcceptTerms': ('1',), 'RegisterAgent': ('/agent',), 'UnregisterAgent': ('/agent',),
    'OpenSession': (['checkup'], 'x'), 'Purge': ('everything',),
}
# Argument lists of every shape, in GVariant's text form.
SHAPES = ('()', '("x",)', '(@u 1,)', '(@a{ss} {},)', '(@a{sv} {},)', '(@a{sv} {}, @a{sv} {})', '([["x"]],)', '(<0>,)',
          '("x", "x")', '(["x"], "x", @a{sv} {}, "x")', '(@h 0,)', '(objectpath "/agent",)', '(@ay [1, 2],)')
HELD = {'SetSecretQuestion', 'ChangeSecretQuestion', 'OpenSession', 'GetCardStatus', 'TestCard', 'Link', 'Unlink', 'Purge', 'GetDocument', 'Import',
        'Export'}


class Arguments(KenkodTest):
    def setUp(self):
        super().setUp()
        self.alice = self.person('alice')

    def objects(self):
        """(path, interface, method) of everything alice could call, with a session and a job of hers."""
        self.alice.prepare()
        self.agent = self.alice.agent()
        self.session = self.alice.open_session(['checkup', 'import', 'export', 'purge', 'principals'])
        self.agent.hold_next()
        self.running = self.alice.manager.begin('OpenSession', ['checkup'], 'x', token='running')
        self.agent.wait_asked(2)
        paths = {'Manager': ROOT, 'Session': self.session.path, 'Job': self.alice.bus.job_path('running')}
        return [(path, f'{NAME}.{kind}', m) for kind, path in paths.items() for m in INTERFACES[f'{NAME}.{kind}'].methods]

    def valid(self, path, method):
        if method.name == 'Purge' and path == self.session.path:
            return 's', ('fetched',)
        if method.name == 'Import':
            return 'ah', ([0],)
        if method.name == 'Export':
            return 'h', (0,)
        if method.name == 'GetDocument':
            return 'sh', ('0' * 32, 0)
        return ''.join(a.signature for a in method.in_args[:-1]), VALID.get(method.name, ())

    def send(self, path, interface, method, options):
        signature, values = self.valid(path, method)
        with open(os.devnull, 'rb') as f:
            return self.alice.bus.begin_raw(path, interface, method.name,
                                            GLib.Variant(f'({signature}a{{sv}})', (*values, options)), [f] if 'h' in signature else [])

    def test_unknown_options_are_refused(self):
        for path, interface, method in self.objects():
            with self.subTest(method.name):
                for key in ('frob', 'Token', '', 'token\n', 'x' * 1000):
                    error = self.fails('InvalidArgument', self.send(path, interface, method, {key: GLib.Variant('s', 'x')}))
                    plain = ''.join(c if c.isalnum() else '?' for c in key[:64])
                    self.assertTrue(error.text.endswith(f'key={plain}'), error.text)

    def test_a_token_is_an_option_of_held_calls_only(self):
        for path, interface, method in self.objects():
            with self.subTest(method.name):
                pending = self.send(path, interface, method, {'token': GLib.Variant('u', 1)})
                self.fails('InvalidArgument', pending, key='token')
                if method.name not in HELD:
                    self.fails('InvalidArgument', self.send(path, interface, method, {'token': GLib.Variant('s', 'fine')}), key='token')

    def test_options_have_one_type(self):
        for key in ('kind', 'from', 'to', 'code', 'document', 'cursor', 'superseded', 'limit'):
            if not hasattr(self, 'session'):
                self.objects()
            options = {'kind': GLib.Variant('s', 'checkup'), key: GLib.Variant('as', ['x'])}
            self.fails('InvalidArgument', self.session.begin('Query', **options), key=key)
        self.fails('InvalidArgument', self.alice.manager.begin('OpenSession', ['checkup'], 'x', recovery='yes'), key='recovery')
        with open(CHECKUP, 'rb') as f:
            self.fails('InvalidArgument', self.session.begin('Import', [f], check='yes'), key='check')

    def test_other_signatures_are_refused(self):
        for path, interface, method in self.objects():
            signature = ''.join(a.signature for a in method.in_args)
            for shape in SHAPES:
                arguments = GLib.Variant.parse(None, shape, None, None)
                if arguments.get_type_string() == f'({signature})':
                    continue
                with self.subTest(method=method.name, wrong=shape):
                    self.fails(INVALID_ARGS, self.alice.bus.begin_raw(path, interface, method.name, arguments))

    def test_a_descriptor_that_did_not_come_along(self):
        self.objects()
        for method, arguments in (('Import', GLib.Variant('(aha{sv})', ([7], {}))), ('Export', GLib.Variant('(ha{sv})', (3, {}))),
                                  ('GetDocument', GLib.Variant('(sha{sv})', ('x', 3, {})))):
            error = self.alice.bus.begin_raw(self.session.path, self.session.interface, method, arguments).error()
            self.assertEqual(error.name, INVALID_ARGS, error)

    def test_scopes_and_purpose(self):
        for scopes in ([], ['frob'], ['checkup', 'checkup'], ['Checkup'], ['fetched'], ['']):
            self.fails('InvalidArgument', self.alice.manager.begin('OpenSession', scopes, 'x'), key='scopes')
        for purpose in ('', '健' * 201, 'a\nb', 'a\x7fb', '\x1b[2J', 'x' * 100_000):
            self.fails('InvalidArgument', self.alice.manager.begin('OpenSession', ['checkup'], purpose), key='purpose')
        self.fails('ConsentRequired', self.alice.manager.begin('OpenSession', ['checkup'], '健' * 200))

    def test_principal(self):
        for principal in ('', 'x', '0' * 31, '0' * 33, 'G' * 32, 'A' * 32, "0' or '1'='1" + '0' * 20):
            self.fails('InvalidArgument', self.alice.manager.begin('OpenSession', ['checkup'], 'x', principal=principal), key='principal')
        self.fails('InvalidArgument', self.alice.manager.begin('OpenSession', ['checkup'], 'x', principal=0), key='principal')
        self.fails('ConsentRequired', self.alice.manager.begin('OpenSession', ['checkup'], 'x', principal='0' * 32))

    def test_what_a_session_purges(self):
        self.objects()
        for what in ('', 'everything', 'Fetched', 'fetched '):
            self.fails('InvalidArgument', self.session.begin('Purge', what), key='what')

    def test_values_of_a_query(self):
        self.objects()
        bad = {
            'kind': ('', 'Checkup', 'all'), 'limit': (0, 1001, 0xffffffff), 'code': ('x' * 1000,), 'document': ('x' * 1000,),
            'from': ('2024', '2024-13-01', '2024-02-30', '２０２４-01-01', "2024-01-01'--"), 'to': ('yesterday',),
            'cursor': ('x', 'x' * 10_000, "' or 1=1 --"),
        }
        self.fails('InvalidArgument', self.session.begin('Query'), key='kind')
        for key, values in bad.items():
            for value in values:
                with self.subTest(key=key, value=value[:20] if isinstance(value, str) else value):
                    self.fails('InvalidArgument', self.session.begin('Query', **{'kind': 'checkup', key: value}), key=key)
        self.assertEqual(self.session.call('Query', kind='checkup', limit=1000), ([], ''))

    def test_values_of_the_manager(self):
        self.fails('InvalidArgument', self.alice.manager.begin('Purge', 'fetched'), key='what')
        self.fails('InvalidArgument', self.alice.manager.begin('Purge', ''), key='what')
        self.fails('InvalidArgument', self.alice.manager.begin('AcceptTerms', '0'), key='version')
        version, japanese = self.alice.manager.call('GetTerms', 'ja')
        for lang in ('', 'tlh', 'ja_JP.UTF-8', '../../../etc/passwd', 'x' * 10_000):
            self.assertEqual(self.alice.manager.call('GetTerms', lang), (version, japanese))
        english = self.alice.manager.call('GetTerms', 'en-GB')
        self.assertEqual(english[0], version)
        self.assertNotEqual(english[1], japanese)

    def test_numbers_of_files(self):
        self.objects()
        self.fails('InvalidArgument', self.session.begin('Import', []), key='files')
        # One conversation at a time: the import will ask whose the document is.
        self.agent.answer_held(ANSWER)
        self.running.result()
        # The system bus carries 16 descriptors in one message, whatever the daemon would take.
        with open(CHECKUP, 'rb') as f:
            outcomes = [row['outcome'] for row in self.session.call('Import', [f] * 16)]
        self.assertEqual(outcomes, ['imported'] + ['already-there'] * 15)


if __name__ == '__main__':
    unittest.main()
