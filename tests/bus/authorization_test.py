#!/usr/bin/python3
"""Who may ask at all: polkit's answer for each method that has an action, and what the person's own state must be."""
import os
import unittest

from harness import Daemon, KenkodTest, login, polkit, polkit_log

INTERACTIVE = 'org.freedesktop.DBus.Error.InteractiveAuthorizationRequired'


class Authorization(KenkodTest):
    def setUp(self):
        super().setUp()
        for user in ('alice', 'bob', 'carol'):
            login(user, 'active')
        self.alice = self.person('alice')

    def denials(self):
        return [e for e in Daemon.journal() if e.get('MESSAGE') == 'A call was not authorized']

    # Nobody in front of the machine.

    def gated(self, person):
        """(name, function to begin the call) of every method with an action, in a state in which only polkit can refuse."""
        session = person.open_session(['checkup', 'import', 'export', 'purge'])
        def read(method, **kw):
            fd = os.open(os.devnull, os.O_RDWR)
            try:
                return session.begin(method, [fd] if method == 'Import' else fd, **kw)
            finally:
                os.close(fd)
        return [
            ('AcceptTerms', lambda **kw: person.manager.begin('AcceptTerms', '1', **kw)),
            ('ChangeSecretQuestion', lambda **kw: person.manager.begin('ChangeSecretQuestion', **kw)),
            ('OpenSession', lambda **kw: person.manager.begin('OpenSession', ['checkup'], 'x', **kw)),
            ('Purge', lambda **kw: person.manager.begin('Purge', 'everything', **kw)),
            ('Import', lambda **kw: read('Import', **kw)),
            ('Export', lambda **kw: read('Export', **kw)),
            ('Session.Purge', lambda **kw: session.begin('Purge', 'fetched', **kw)),
        ]

    def test_switched_away_a_dialog_is_needed(self):
        carol = self.person('carol')
        carol.prepare()
        agent = carol.agent()
        calls = self.gated(carol)
        login('carol', 'online')
        asked = agent.count()
        for name, begin in calls:
            with self.subTest(name):
                self.fails(INTERACTIVE, begin(interactive=False))
                # There is nobody to show it.
                self.fails('NotAuthorized', begin())
        self.assertEqual(agent.count(), asked, 'the person was asked before polkit said yes')

    def test_without_a_login_a_dialog_is_needed(self):
        carol = self.person('carol')
        carol.prepare()
        carol.agent()
        calls = self.gated(carol)
        login('carol', 'out')
        for name, begin in calls:
            with self.subTest(name):
                self.fails(INTERACTIVE, begin(interactive=False))
                self.fails('NotAuthorized', begin())

    def test_setting_a_question_needs_a_dialog_too(self):
        carol = self.person('carol')
        carol.manager.call('AcceptTerms', '1')
        agent = carol.agent()
        login('carol', 'online')
        self.fails(INTERACTIVE, carol.manager.begin('SetSecretQuestion', interactive=False))
        self.fails('NotAuthorized', carol.manager.begin('SetSecretQuestion'))
        self.assertEqual(agent.count(), 0)

    def test_free_methods_stay_free(self):
        carol = self.person('carol')
        carol.prepare()
        agent = carol.agent()
        session = carol.open_session()
        login('carol', 'out')
        self.assertTrue(carol.manager.call('GetStatus', interactive=False)['open'])
        carol.manager.call('GetTerms', 'en', interactive=False)
        agent.unregister()
        agent.register()
        session.call('Query', kind='checkup', interactive=False)
        session.call('Close', interactive=False)
        carol.manager.call('Lock', interactive=False)
        carol.manager.call('WithdrawConsent', interactive=False)
        self.assertFalse(carol.status()['consent'])

    def test_in_front_of_the_machine_only_purging_shows_a_dialog(self):
        polkit('alice', 'yes')
        before = len(polkit_log('alice'))
        self.alice.prepare()
        self.alice.agent()
        for _, begin in self.gated(self.alice)[:1]:
            begin(interactive=False).result()
        self.assertEqual(len(polkit_log('alice')), before)
        self.fails(INTERACTIVE, self.alice.manager.begin('Purge', 'everything', interactive=False))
        self.assertEqual(len(polkit_log('alice')), before)
        self.alice.manager.call('Purge', 'everything')
        self.assertEqual(len(polkit_log('alice')), before + 1)
        self.assertRegex(polkit_log('alice')[-1], '^action=org.kenkod1.purge .*identities=alice$')

    def test_every_dialog_that_ends_without_a_yes_refuses(self):
        self.alice.prepare()
        for answer in ('no', 'cancel'):
            polkit('alice', answer)
            before = len(polkit_log('alice'))
            self.fails('NotAuthorized', self.alice.manager.begin('Purge', 'everything'))
            self.assertEqual(len(polkit_log('alice')), before + 1)
        self.assertTrue(self.alice.status()['question-set'])
        denied = self.denials()[-1]
        self.assertEqual((denied['KENKOD_ACTION'], denied['KENKOD_UID'], denied['KENKOD_CALLER']),
                         ('org.kenkod1.purge', str(self.alice.uid), self.alice.bus.name))

    def hang(self, **kwargs):
        polkit('alice', 'hang')
        before = len(polkit_log('alice'))
        connection = self.alice.connect()
        call = connection.manager.begin('Purge', 'everything', **kwargs)
        self.until('the dialog is shown', lambda: len(polkit_log('alice')) > before)
        return connection, call, before

    def assert_taken_away(self, before):
        self.until('the dialog is taken away', lambda: polkit_log('alice')[before + 1:] == ['taken away'])
        polkit('alice', 'yes')

    def test_a_dialog_nobody_answers_goes_with_the_caller(self):
        connection, _, before = self.hang()
        connection.close()
        self.assert_taken_away(before)

    def test_a_dialog_nobody_answers_goes_with_cancel(self):
        connection, call, before = self.hang(token='waiting')
        progress = connection.watch_job('waiting')
        connection.job('waiting').call('Cancel')
        self.fails('Cancelled', call)
        self.assert_taken_away(before)
        self.assertEqual(progress.values, [])

    def test_a_hanging_dialog_is_nobody_elses_problem(self):
        _, call, _ = self.hang(token='waiting')
        bob = self.person('bob')
        bob.prepare()
        bob.agent()
        bob.open_session().call('Query', kind='checkup')
        self.alice.status()
        self.assertFalse(call.done)
        polkit('alice', 'yes')

    # State.

    def test_nothing_without_consent(self):
        self.fails('ConsentRequired', self.alice.manager.begin('SetSecretQuestion'))
        self.fails('ConsentRequired', self.alice.manager.begin('OpenSession', ['checkup'], 'x'))
        self.fails('SecretNotSet', self.alice.manager.begin('ChangeSecretQuestion'))

    def test_nothing_without_a_question(self):
        self.alice.manager.call('AcceptTerms', '1')
        self.alice.manager.call('AcceptTerms', '1')
        self.fails('SecretNotSet', self.alice.manager.begin('OpenSession', ['checkup'], 'x'))
        self.fails('SecretNotSet', self.alice.manager.begin('ChangeSecretQuestion'))

    def test_a_question_is_set_once(self):
        self.alice.prepare()
        agent = self.alice.agent()
        self.fails('SecretAlreadySet', self.alice.manager.begin('SetSecretQuestion'))
        self.assertEqual(agent.count(), 0)

    def test_consent_taken_back(self):
        self.alice.prepare()
        self.alice.agent()
        session = self.alice.open_session(['checkup', 'export'])
        self.alice.manager.call('WithdrawConsent')
        self.assertFalse(self.alice.status()['consent'])
        self.fails('org.freedesktop.DBus.Error.UnknownObject', session.begin('Query', kind='checkup'))
        self.fails('ConsentRequired', self.alice.manager.begin('OpenSession', ['checkup'], 'x'))
        self.assertTrue(self.alice.status()['question-set'])
        self.alice.manager.call('AcceptTerms', '1')
        self.alice.open_session()

    def test_the_state_counts_before_the_dialog(self):
        """Nobody types a password to be told then that it was for nothing."""
        login('carol', 'online')
        carol = self.person('carol')
        self.fails('ConsentRequired', carol.manager.begin('SetSecretQuestion', interactive=False))
        self.fails('SecretNotSet', carol.manager.begin('ChangeSecretQuestion', interactive=False))

    def test_the_state_counts_again_after_it(self):
        """Two set a question at once; the second finds one set when its prompt is over."""
        self.alice.manager.call('AcceptTerms', '1')
        agent = self.alice.agent()
        agent.hold_next()
        first = self.alice.manager.begin('SetSecretQuestion')
        agent.wait_asked()
        self.fails('Busy', self.alice.connect().manager.begin('SetSecretQuestion'))
        agent.answer_held(agent.knows('new-question'))
        first.result()
        self.fails('SecretAlreadySet', self.alice.connect().manager.begin('SetSecretQuestion'))

    def test_consent_withdrawn_while_the_person_is_asked(self):
        self.alice.prepare()
        agent = self.alice.agent()
        agent.hold_next()
        opening = self.alice.manager.begin('OpenSession', ['checkup'], 'x')
        agent.wait_asked()
        self.alice.connect().manager.call('WithdrawConsent')
        agent.answer_held(agent.answer)
        self.fails('ConsentRequired', opening)
        self.assertFalse(self.alice.status()['open'])

    def test_consent_withdrawn_while_a_question_is_set(self):
        self.alice.manager.call('AcceptTerms', '1')
        keyring = {}
        agent = self.alice.agent(keyring=keyring)
        agent.hold_next()
        setting = self.alice.manager.begin('SetSecretQuestion')
        agent.wait_asked()
        self.alice.connect().manager.call('WithdrawConsent')
        agent.answer_held(agent.knows('new-question'))
        self.fails('ConsentRequired', setting)
        self.assertFalse(self.alice.status()['question-set'])
        self.assertEqual(keyring, {}, 'a key without a vault stayed')

    def test_the_question_gone_while_the_person_is_asked(self):
        polkit('alice', 'yes')
        self.alice.prepare()
        agent = self.alice.agent()
        agent.hold_next()
        opening = self.alice.manager.begin('OpenSession', ['checkup'], 'x')
        agent.wait_asked()
        self.alice.connect().manager.call('Purge', 'everything')
        agent.answer_held(agent.answer)
        self.assertIn(opening.error().short, ('ConsentRequired', 'SecretNotSet'))
        self.assertFalse(self.alice.status()['open'])


if __name__ == '__main__':
    unittest.main()
