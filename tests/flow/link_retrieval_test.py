#!/usr/bin/python3
"""Retrieval: waiting while the portal prepares, repeating what may be repeated and nothing else, and kinds that come to
different ends (SIM-19 to 23, 33)."""
import json
import unittest

from links import HAS, KINDS, Daemon, LinkTest, strings


class Retrieval(LinkTest):
    conf = ('portal.poll-min=1', 'portal.max-attempts=2')
    at_once = False

    def polls(self):
        return list(json.loads(self.portal('polls')).values())

    def commits_all_but(self, kind, error, *scenario):
        self.portal('scenario', *scenario)
        rows = self.link()
        self.assertEqual((rows[kind]['outcome'], rows[kind]['error']), ('failed', f'org.kenkod1.Error.{error}'))
        for other in KINDS:
            self.assertEqual(len(self.documents(other)), 0 if other == kind else HAS[other])
        self.portal('scenario', 'none')
        rows = self.link()
        self.assertEqual(rows[kind]['imported'], HAS[kind], 'what was missing comes with the next link')

    # SIM-19, 20.
    def test_it_waits_as_told(self):
        self.portal('scenario', 'pending=2', 'retry-after=2')
        self.assert_everything(self.link())
        (times,) = self.polls()
        self.assertEqual(len(times), 3)
        for one, other in zip(times, times[1:]):
            self.assertGreater(other - one, 1.95)

    def test_it_gives_up_waiting(self):
        self.configure('poll-total=2')
        self.failing('Unavailable', 'pending=1000')
        self.assertLessEqual(len(self.polls()[0]), 4)
        self.assertEqual(self.live_tokens(), (0, 0))

    def test_what_is_asked_for(self):
        self.link(kinds=strings('medication'))
        asked = json.loads(self.log('start')[0]['body'])
        self.assertEqual(set(asked), {'kinds', 'subject', 'from', 'to'})
        self.assertEqual((asked['kinds'], asked['subject']), (['medication'], 'self'))
        self.assertEqual(int(asked['to'][:4]) - int(asked['from'][:4]), 5, 'what the portal holds of it')
        self.assertEqual(len(self.log('end')), 1, 'the retrieval is cleared away')
        self.assertEqual([len(self.documents(kind)) for kind in KINDS], [0, HAS['medication'], 0])

    def test_at_once(self):
        self.configure('retrieval=sync')
        self.portal('scenario', 'sync')
        self.assert_everything(self.link())
        self.assertEqual(self.log('poll'), [])

    # SIM-21.
    def test_one_kind_fails(self):
        self.commits_all_but('expense', 'Unavailable', 'partial')

    def test_another_kind_fails(self):
        self.commits_all_but('checkup', 'Unavailable', 'partial=checkup')

    def test_one_kind_is_not_permitted(self):
        self.commits_all_but('medication', 'KindNotPermitted', 'insufficient-scope=medication')

    def test_every_kind_fails(self):
        self.failing('Unavailable', 'retrieval-fails')

    def test_no_kind_is_permitted(self):
        self.failing('KindNotPermitted', 'insufficient-scope')

    # SIM-22.
    def test_empty_and_withheld_are_one_thing(self):
        results = []
        for scenario in ('empty', 'withheld'):
            self.portal('scenario', scenario)
            before = self.digest()
            rows = self.link()
            self.assertEqual(self.digest(), before)
            results.append(rows)
        self.assertEqual(results[0], results[1])
        self.assertEqual({row['outcome'] for row in results[0].values()}, {'empty'})
        session = self.alice.open_session([*KINDS])
        histories = [{k: v for k, v in row.items() if k not in ('at', 'seconds')} for row in session.call('ListFetches')]
        self.assertEqual(histories[0], histories[1])
        self.assertNotIn('withheld', Daemon.log() + json.dumps(Daemon.journal()))

    def test_a_kind_without_records(self):
        self.portal('scenario', 'empty=checkup')
        rows = self.link()
        self.assertEqual([rows[kind]['outcome'] for kind in KINDS], ['empty', 'fetched', 'fetched'])

    def test_a_kind_the_portal_does_not_have(self):
        self.portal('scenario', 'not-supported=expense')
        rows = self.link()
        self.assertEqual([rows[kind]['outcome'] for kind in KINDS], ['fetched', 'fetched', 'not-supported'])

    # SIM-23.
    def test_it_expires_before_the_documents_were_fetched(self):
        self.portal('scenario', 'retrieval-expires*1')
        self.assert_everything(self.link())
        self.assertEqual(len(self.log('start')), 2)
        self.assertEqual(len({self.key_of(entry) for entry in self.log('start')}), 2, 'another retrieval')

    def test_it_always_expires(self):
        self.failing('Unavailable', 'retrieval-expires')
        self.assertEqual(len(self.log('start')), 2, 'begun anew once')

    # SIM-33, and what may be repeated.
    def test_the_portal_restarts_while_it_is_asked(self):
        self.portal('scenario', 'pending=1', 'restart-mid-poll=200')
        self.assert_everything(self.link())
        self.assertEqual(len(self.log('start')), 1)

    def test_a_request_that_got_lost_is_repeated_as_the_same(self):
        self.portal('scenario', 'drop*1@start')
        self.assert_everything(self.link())
        entries = self.log('start')
        self.assertEqual(len(entries), 2)
        self.assertEqual(len({self.key_of(entry) for entry in entries}), 1)
        self.assertEqual(len({entry['body'] for entry in entries}), 1)
        self.assertEqual(len(self.polls()), 1, 'one retrieval')

    @staticmethod
    def key_of(entry):
        return {name.lower(): value for name, value in dict(entry['headers']).items()}['idempotency-key']

    def test_a_gateway_that_is_away_for_a_moment(self):
        for status in (502, 503, 504):
            with self.subTest(status):
                self.portal('scenario', f'unavailable={status}*1@poll')
                self.link()

    def test_a_gateway_that_is_away(self):
        self.failing('Unavailable', 'unavailable@start')
        self.assertEqual(len(self.log('start')), 2, 'max-attempts')

    def test_no_portal_at_all(self):
        self.portal('stop')
        self.addCleanup(self.portal, 'start')
        before = self.digest()
        self.fails('Unavailable', self.begin_link())
        self.assertEqual(self.digest(), before)

    def test_something_that_is_no_answer(self):
        self.failing('ProtocolViolation', 'not-json')
        self.assertEqual(len(self.log('poll')), 1)

    def test_a_kind_nobody_asked_for(self):
        self.portal('scenario', 'kind-unasked')
        self.assertEqual(set(self.link(kinds=strings('checkup', 'medication'))), {'checkup', 'medication'})
        self.assertEqual(self.rows('expense'), [])
        self.assertEqual(len(self.log('document')), HAS['checkup'] + HAS['medication'], 'not even asked for')

    def test_ids_that_lead_elsewhere(self):
        before = self.digest()
        self.portal('scenario', 'id-with-slash=all')
        self.fails('ProtocolViolation', self.begin_link())
        self.assertEqual(self.digest(), before)
        self.assertEqual([entry for entry in self.log() if entry['endpoint'] == 'unknown'], [])
        self.assertEqual(len(self.log('token')), 1, 'nothing was sent to another endpoint')

    def test_sixty_documents(self):
        self.portal('scenario', 'documents=60')
        rows = self.link()
        self.assertEqual({row['imported'] for row in rows.values()}, {20})
        self.assertEqual(len(self.log('document')), 60)


if __name__ == '__main__':
    unittest.main()
