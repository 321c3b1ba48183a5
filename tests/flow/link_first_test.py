#!/usr/bin/python3
"""The first link of a person: the secret question comes after the log-in and before anything is fetched, and a log-in waits
for it ten minutes."""
import unittest

from links import DISMISS, HAS, KINDS, Daemon, LinkTest


class First(LinkTest):
    with_vault = False

    def dismissed(self):
        """The log-in is done, the question is not."""
        self.agent.script = [DISMISS]
        self.fails('UserCancelled', self.begin_link())
        self.agent.pages()
        status = self.alice.status()
        self.assertEqual((status['link-state'], status['vault'], status['question-set']), ('linked-locked', 'none', False))
        self.assertEqual(self.log('start'), [], 'nothing is fetched')
        self.assertEqual(self.live_tokens()[1], 1)

    def test_the_order(self):
        progress = self.alice.bus.watch_job('one')
        self.assert_everything(self.link(token='one'))
        stages = [stage for stage in progress.stages if stage in ('browser', 'secret-question', 'request', 'fetch')]
        self.assertEqual(stages, ['browser', 'secret-question', 'request', 'fetch'])
        self.assertEqual([what['kind'] for what in self.agent.asked], ['new-question'])
        self.assertEqual(self.agent.count_consent('subject'), 1, 'whose records these are')
        self.assertEqual([len(self.documents(kind)) for kind in KINDS], list(HAS.values()))
        self.assertEqual(self.live_tokens(), (0, 0))

    def test_it_goes_on_at_the_question(self):
        self.dismissed()
        self.assert_everything(self.link())
        self.assertEqual(len(self.agent.opened), 1, 'one log-in')
        self.assertEqual(self.grants(), ['authorization_code'])
        self.assertEqual(self.state(), 'ready')

    def test_ten_minutes_later_it_is_taken_back(self):
        self.dismissed()
        Daemon.advance(601)
        self.portal('clock', '+601')
        self.until('the authorisation is taken back', lambda: self.live_tokens() == (0, 0))
        self.assertEqual(self.state(), 'not-linked')
        self.assert_everything(self.link())
        self.assertEqual(len(self.agent.opened), 2)

    def test_unlinking_takes_it_back(self):
        self.dismissed()
        self.manager.call('Unlink')
        self.until('the authorisation is taken back', lambda: self.live_tokens() == (0, 0))
        self.assertEqual(self.state(), 'not-linked')

    def test_the_daemon_ends_meanwhile(self):
        self.dismissed()
        self.restart()
        self.until('the authorisation is taken back', lambda: self.live_tokens() == (0, 0))
        self.assertEqual(self.state(), 'not-linked')

    def test_the_person_says_it_is_somebody_else(self):
        self.agent.consents = [False]
        rows = self.link()
        self.assertEqual({kind: row['refused'] for kind, row in rows.items()}, HAS)
        self.assertEqual({row['error'] for row in rows.values()}, {'org.kenkod1.Error.ForeignSubject'})
        self.assertEqual([self.rows(kind) for kind in KINDS], [[], [], []])


if __name__ == '__main__':
    unittest.main()
