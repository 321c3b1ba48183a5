#!/usr/bin/python3
"""Documents that are not what they should be, and what becomes of those that are here already (SIM-28, 29, 31, 34)."""
import unittest

from links import HAS, KINDS, DocumentTest, strings


class Documents(DocumentTest):
    # SIM-28.
    def test_another_hash(self):
        self.one_refused('BadDocument', 'wrong-sha256', times=2)

    def test_another_type(self):
        self.one_refused('BadDocument', 'wrong-media-type', times=2)

    def test_a_web_page(self):
        self.one_refused('BadDocument', 'html-200', times=2)

    def test_a_byte_order_mark(self):
        self.portal('scenario', 'bom')
        self.assert_everything(self.link())

    def test_shift_jis(self):
        self.portal('scenario', 'shift-jis')
        self.assert_everything(self.link())

    def test_a_document_type_definition(self):
        self.one_unread('dtd')

    def test_entities_without_end(self):
        self.one_unread('entity-bomb')

    def test_nested_deeply(self):
        self.one_unread('deep')

    def test_no_xml(self):
        self.one_unread('not-xml')

    # SIM-29.
    def test_base64(self):
        self.configure('body-encoding=json_base64')
        self.portal('scenario', 'base64')
        self.assert_everything(self.link())

    def test_bad_base64(self):
        self.configure('body-encoding=json_base64')
        self.one_refused('BadDocument', 'base64', 'bad-base64', times=2)

    def test_base64_nobody_configured(self):
        self.portal('scenario', 'base64')
        rows = self.link()
        self.assertEqual({kind: row['refused'] for kind, row in rows.items()}, HAS)

    # SIM-31.
    def test_the_same_again(self):
        self.link()
        before = self.digest()
        self.assert_everything(self.link(), unchanged=all)
        self.assertEqual(self.digest(), before)

    def test_a_changed_document(self):
        self.link()
        self.portal('scenario', 'changed-document')
        rows = self.link()
        self.assertEqual((rows['checkup']['revised'], rows['checkup']['imported'], rows['checkup']['unchanged']), (1, 0, HAS['checkup'] - 1))
        for kind in ('medication', 'expense'):
            self.assertEqual(rows[kind]['revised'] + rows[kind]['imported'], 1, kind)
        for kind in KINDS:
            self.assertEqual(len(self.documents(kind)), HAS[kind] + 1, 'the older one is still there')

    def test_a_document_that_is_gone_upstream(self):
        self.link()
        before = self.digest()
        self.portal('scenario', 'vanished-document')
        rows = self.link()
        self.assertEqual({kind: row['unchanged'] for kind, row in rows.items()}, {kind: has - 1 for kind, has in HAS.items()})
        self.portal('scenario', 'empty')
        self.link()
        self.assertEqual(self.digest(), before, 'nothing vanishes here')

    # SIM-34.
    def test_a_personal_number(self):
        self.one_refused('PersonalNumberFound', 'personal-number')
        self.assertNotIn('123456789018', str([self.rows(kind) for kind in KINDS]))

    def test_a_personal_number_in_every_document(self):
        self.portal('scenario', 'personal-number=all')
        before = self.digest()
        rows = self.link(kinds=strings('checkup', 'medication'))
        self.assertEqual({kind: row['imported'] for kind, row in rows.items()}, {'checkup': 0, 'medication': 0})
        self.assertEqual(self.digest(), before)

    # SIM-32, of the person's own records.
    def test_a_document_of_somebody_else(self):
        self.one_refused('ForeignSubject', 'foreign-subject')


if __name__ == '__main__':
    unittest.main()
