#!/usr/bin/python3
"""Acting for somebody else (代理人): the portal's list, and that records of different people never mix (SIM-32)."""
import unittest

from links import HAS, LinkTest

ICHIRO, SAKURA = '見本　一郎', '見本　さくら'


class Principals(LinkTest):
    def setUp(self):
        super().setUp()
        self.portal('scenario', 'principals')
        self.own = self.begin_link().result()

    def listed(self):
        """Rows by name."""
        session = self.alice.open_session(['principals'])
        rows = {row['name']: row for row in session.call('ListPrincipals')}
        session.call('Close')
        return rows

    def test_the_list(self):
        self.assertEqual(self.own['principals'], 2)
        rows = self.listed()
        self.assertEqual(set(rows), {ICHIRO, SAKURA})
        for row in rows.values():
            self.assertRegex(row['id'], '^[0-9a-f]{32}$')
            self.assertEqual((row['listed'], row['last-fetch']), (True, 0))

    def test_records_of_a_principal(self):
        before = self.digest()
        who, other = self.listed()[ICHIRO]['id'], self.listed()[SAKURA]['id']
        rows = self.link(principal=who)
        self.assertEqual({kind: row['imported'] for kind, row in rows.items()}, HAS)
        self.assertEqual(self.digest(), before, 'their own records are as they were')
        self.assertEqual(len(self.documents('checkup', principal=who)), HAS['checkup'])
        self.assertEqual(self.rows('checkup', principal=other), [])
        self.assertGreater(self.listed()[ICHIRO]['last-fetch'], 0)
        self.assertNotEqual(self.rows('checkup'), self.rows('checkup', principal=who))
        self.assert_everything(self.link(principal=who), unchanged=all)

    def test_a_document_of_somebody_else(self):
        who = self.listed()[ICHIRO]['id']
        self.link(principal=who)
        before = self.digest(), self.digest(principal=who)
        self.portal('scenario', 'principals', 'foreign-subject')
        row = self.link(principal=who)['checkup']
        self.assertEqual((row['refused'], row['imported'], row['unchanged']), (1, 0, HAS['checkup'] - 1))
        self.assertEqual(row['error'], 'org.kenkod1.Error.ForeignSubject')
        self.assertEqual((self.digest(), self.digest(principal=who)), before)

    def test_only_documents_of_somebody_else(self):
        who = self.listed()[ICHIRO]['id']
        self.link(principal=who)
        before = self.digest(principal=who)
        self.portal('scenario', 'principals', 'foreign-subject=all')
        rows = self.link(principal=who)
        self.assertEqual({kind: row['refused'] for kind, row in rows.items()}, HAS)
        self.assertEqual(self.digest(principal=who), before)

    def test_no_longer_listed(self):
        who = self.listed()[ICHIRO]['id']
        self.link(principal=who)
        before = self.digest(principal=who)
        self.portal('scenario', 'none')
        self.link()
        rows = self.listed()
        self.assertEqual({name: row['listed'] for name, row in rows.items()}, {ICHIRO: False}, 'of whom nothing is kept, goes')
        self.failing('InvalidArgument', principal=who)
        self.assertEqual(self.digest(principal=who), before, 'what was fetched stays')

    def test_an_id_nobody_has(self):
        failure = self.failing('InvalidArgument', principal='0' * 32)
        self.assertEqual(failure.key('key'), 'principal')

    def test_nobody_to_act_for(self):
        self.portal('scenario', 'none')
        self.assertEqual(self.begin_link().result()['principals'], 0)
        self.assertEqual(self.listed(), {})


if __name__ == '__main__':
    unittest.main()
