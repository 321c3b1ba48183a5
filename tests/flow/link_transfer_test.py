#!/usr/bin/python3
"""Documents on their way: slow, cut, too long (SIM-26, 27)."""
import unittest

from links import HAS, KINDS, DocumentTest


class Slow(DocumentTest):
    conf = ('portal.max-attempts=2', 'portal.low-speed=1000/1', 'portal.total-timeout=5')

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


class Long(DocumentTest):
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


if __name__ == '__main__':
    unittest.main()
