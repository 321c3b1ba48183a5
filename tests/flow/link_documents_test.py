#!/usr/bin/python3
"""Documents that are slow, cut, too big, not what was listed, or not what they should be; and what becomes of those that are
here already (SIM-26 to 29, 31, 34)."""
import unittest

from links import HAS, KINDS, LinkTest, strings

FIRST = 'checkup'  # the kind of document 0


class Documents(LinkTest):
    conf = ('portal.max-attempts=2', 'portal.low-speed=1000/1', 'portal.total-timeout=10')

    def asked_for(self):
        """How often each document was asked for."""
        paths = [entry['path'] for entry in self.log('document')]
        return {path: paths.count(path) for path in paths}

    def one_refused(self, error, *scenario, times=None):
        """The first document is not taken; all others are there. `times`: how often it was asked for."""
        self.portal('scenario', *scenario)
        rows = self.link()
        row = rows[FIRST]
        self.assertEqual((row['outcome'], row['refused'], row['imported']), ('fetched', 1, HAS[FIRST] - 1), row)
        self.assertEqual(row['error'], f'org.kenkod1.Error.{error}')
        for kind in KINDS:
            self.assertEqual(len(self.documents(kind)), HAS[kind] - (kind == FIRST))
        if times:
            self.assertEqual(sorted(self.asked_for().values())[-2:], [1, times])
        return row

    def one_unread(self, *scenario):
        """The first document is kept as it came, and gives no records."""
        self.portal('scenario', *scenario)
        row = self.link()[FIRST]
        self.assertEqual((row['outcome'], row['imported'], row['unread'], row['refused']), ('fetched', HAS[FIRST], 1, 0), row)
        self.assertEqual(row['error'], 'org.kenkod1.Error.BadDocument')
        self.assertEqual(len(self.documents(FIRST)), HAS[FIRST] - 1)

    def repeated(self, *scenario):
        """Fetched again, and then it is good."""
        self.portal('scenario', *scenario)
        self.assert_everything(self.link())
        self.assertEqual(sorted(self.asked_for().values())[-2:], [1, 2])

    def given_up(self, scenario):
        """No document comes: each kind fails, and so does the link."""
        self.failing('Unavailable', scenario)
        self.assertEqual(self.live_tokens(), (0, 0))

    # SIM-26.
    def test_a_byte_a_second(self):
        self.given_up('slow-bytes')

    def test_a_body_that_does_not_come(self):
        self.given_up('stall')

    def test_a_byte_a_second_once(self):
        self.repeated('slow-bytes*1')

    def test_cut_in_the_middle(self):
        self.repeated('close-mid-body*1')

    def test_always_cut_in_the_middle(self):
        self.given_up('close-mid-body')

    def test_a_wrong_length(self):
        self.repeated('wrong-length*1')

    def test_a_cut_chunk(self):
        self.repeated('chunk-cut*1')

    def test_the_other_kinds_are_kept(self):
        """One document of one kind cannot be had."""
        self.portal('scenario', 'document-gone')
        rows = self.link()
        self.assertEqual([rows[kind]['outcome'] for kind in KINDS[1:]], ['fetched', 'fetched'])
        self.assertEqual([len(self.documents(kind)) for kind in KINDS[1:]], [HAS[kind] for kind in KINDS[1:]])

    # SIM-27.
    def test_ten_mebibytes(self):
        self.portal('scenario', 'big')
        self.assert_everything(self.link())

    def test_one_byte_more(self):
        self.one_refused('BadDocument', 'too-big')
        self.assertLessEqual(max(self.asked_for().values()), 2)

    def test_longer_than_it_says(self):
        self.one_refused('BadDocument', 'lying-size', times=2)

    def test_compressed_without_being_asked(self):
        self.one_refused('BadDocument', 'gzip', times=2)
        for entry in self.log():
            self.assertNotIn('accept-encoding', {name.lower() for name in dict(entry['headers'])} if entry['endpoint'] == 'document' else ())

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
