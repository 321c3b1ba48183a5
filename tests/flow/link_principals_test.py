#!/usr/bin/python3
"""Acting for somebody else (代理人): the portal's list, and that records of different people never mix (SIM-32)."""
import unittest

from links import HAS, KINDS, LinkTest

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
        mine = {row['id'] for row in self.rows('checkup')}
        self.assertFalse(mine & {row['id'] for row in self.rows('checkup', principal=who)} and
                         self.rows('checkup') == self.rows('checkup', principal=who))
        self.assert_everything(self.link(principal=who), unchanged=all)

    def test_a_document_of_somebody_else(self):
        who = self.listed()[ICHIRO]['id']
        before = self.digest()
        self.portal('scenario', 'principals', 'foreign-subject')
        rows = self.link(principal=who)
        self.assertEqual((rows['checkup']['refused'], rows['checkup']['imported']), (1, HAS['checkup'] - 1))
        self.assertEqual(rows['checkup']['error'], 'org.kenkod1.Error.ForeignSubject')
        self.assertEqual(self.digest(), before)

    def test_only_documents_of_somebody_else(self):
        who = self.listed()[ICHIRO]['id']
        self.portal('scenario', 'principals', 'foreign-subject=all')
        rows = self.link(principal=who)
        self.assertEqual({row['imported'] for row in rows.values()}, {0})
        self.assertEqual([self.rows(kind, principal=who) for kind in KINDS], [[], [], []])

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

    def test_a_portal_that_has_no_principals(self):
        self.portal('scenario', 'unavailable=404@principals')
        self.link()


if __name__ == '__main__':
    unittest.main()
