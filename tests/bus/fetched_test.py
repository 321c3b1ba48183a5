#!/usr/bin/python3
"""What a session may see and delete of what was fetched, and for whom it may be opened. Nothing here was ever fetched: only a
link can do that, never an import."""
import unittest

from harness import CHECKUP, KenkodTest


class Fetched(KenkodTest):
    def setUp(self):
        super().setUp()
        self.alice = self.person('alice')
        self.alice.prepare()
        self.agent = self.alice.agent()

    def import_one(self):
        session = self.alice.open_session(['import'])
        with open(CHECKUP, 'rb') as f:
            self.assertEqual(session.call('Import', [f])[0]['outcome'], 'imported')
        session.call('Close')

    def test_each_needs_its_scope(self):
        session = self.alice.open_session(['checkup', 'import', 'export'])
        self.fails('OutOfScope', session.begin('ListPrincipals'), scope='principals')
        self.fails('OutOfScope', session.begin('PreviewPurge'), scope='purge')
        self.fails('OutOfScope', session.begin('Purge', 'fetched'), scope='purge')
        self.assertEqual(session.call('ListFetches'), [])
        self.assertEqual(self.alice.open_session(['principals']).call('ListPrincipals'), [])
        self.assertEqual(self.alice.open_session(['purge']).call('PreviewPurge'), [])

    def test_what_was_imported_is_not_purged(self):
        self.import_one()
        session = self.alice.open_session(['checkup', 'purge'])
        before = session.call('Query', kind='checkup')
        self.assertTrue(before[0])
        self.assertEqual(session.call('PreviewPurge'), [])
        self.fails('NothingToShow', session.begin('Purge', 'fetched', token='purging'))
        self.assertEqual(session.call('Query', kind='checkup'), before)
        session.call('Close')
        session = self.alice.open_session(['checkup'])
        self.assertEqual(session.call('Query', kind='checkup'), before)

    def test_an_unknown_principal_is_told_after_the_answer_and_nothing_stays_open(self):
        asked = self.agent.count()
        self.fails('InvalidArgument', self.alice.manager.begin('OpenSession', ['checkup'], 'x', principal='0' * 32), key='principal')
        self.assertEqual(self.agent.count(), asked + 1)
        self.assertFalse(self.alice.status()['open'])


if __name__ == '__main__':
    unittest.main()
