#!/usr/bin/python3
"""kenkod-fetch against the simulated portal, without kenkod: both ways to log in, retrieval, renewal, revocation, who may come to
the redirect listener and who may start a worker."""
import http.client
import os
import pwd
import sys
import unittest
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from fetcher import WORLD, Browser, Failed, Worker, ended, kenkod, portal, start_as, text, worker_pids  # noqa: E402

ALICE = pwd.getpwnam('alice').pw_uid
FILES = f'{WORLD}/portal'
NONE_LIVE = 'access 0\nrefresh 0'


class FetchTest(unittest.TestCase):
    def setUp(self):
        portal('clear')
        self.workers = []
        self.addCleanup(self.end_all)

    def end_all(self):
        pids = worker_pids()
        for worker in self.workers:
            worker.close()
        for pid in pids:
            ended(pid)
        if not self.may_violate:
            self.assertEqual(portal('violations'), '')

    may_violate = False

    def worker(self, **how):
        self.workers.append(Worker(ALICE, **how))
        return self.workers[-1]

    def close(self, worker):
        """As kenkod does when it has enough; returns when the worker has ended."""
        [pid] = worker_pids()
        worker.close()
        ended(pid)

    def fails(self, code, work, *arguments, **named):
        with self.assertRaises(Failed) as caught:
            work(*arguments, **named)
        self.assertEqual(caught.exception.code, code)
        return caught.exception


class LogIn(FetchTest):
    def test_by_browser(self):
        worker = self.worker()
        url = worker.begin_browser()
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)
        self.assertEqual(query['code_challenge_method'], ['S256'])
        self.assertEqual(query['scope'], ['openid health.checkup health.medication health.expense'])
        self.assertRegex(query['redirect_uri'][0], r'^http://127\.0\.0\.1:\d+/callback$')
        browser = Browser('alice', url)
        done, _ = worker.until('Authorized')
        self.assertTrue(done.renewable)
        self.assertIn('この画面を閉じてください', browser.end())

    def test_by_card_is_the_same_person(self):
        by_browser = self.worker().log_in()
        by_card = self.worker().log_in_by_card()
        self.assertEqual(by_card.subject, by_browser.subject)

    def test_a_log_in_given_up(self):
        portal('user', 'cancel')
        self.fails('UserCancelled', self.worker().log_in)

    def test_card_refusals(self):
        self.may_violate = True
        portal('scenario', 'ocsp-revoked')
        self.fails('CertificateRevoked', self.worker().log_in_by_card)
        portal('scenario', 'not-registered')
        self.fails('RegistrationRequired', self.worker().log_in_by_card)

    def test_what_the_portal_must_not_say(self):
        for scenario in ('iss-wrong', 'id-token-bad-signature', 'id-token-alg-none', 'id-token-wrong-aud', 'id-token-wrong-iss',
                         'id-token-expired', 'id-token-wrong-nonce', 'id-token-future', 'id-token-missing', 'unknown-kid',
                         'redirect-token'):
            with self.subTest(scenario):
                portal('clear')
                portal('scenario', scenario)
                self.fails('ProtocolViolation', self.worker().log_in)
                # What came with a wrong ID token was taken back at once, as far as it could be read.
                if scenario != 'id-token-missing':
                    self.assertEqual(portal('tokens'), NONE_LIVE)

    def test_keys_may_rotate(self):
        worker = self.worker()
        worker.log_in()
        portal('scenario', 'rotated-keys')
        worker.log_in_by_card()
        portal('scenario', 'es256')
        self.worker().log_in()

    def test_another_issuer(self):
        portal('scenario', 'discovery-other-issuer')
        self.fails('ProtocolViolation', self.worker().begin_browser)

    def test_tls(self):
        for scenario in ('tls-expired', 'tls-wrong-name', 'tls-unknown-ca', 'tls-1.1', 'tls-missing-intermediate'):
            with self.subTest(scenario):
                portal('scenario', scenario)
                self.fails('TlsFailure', self.worker().nonce)


class Listener(FetchTest):
    def setUp(self):
        super().setUp()
        self.asking = self.worker()
        url = self.asking.begin_browser()
        self.redirect = Browser('alice', url, '--no-callback').end().strip()
        self.parts = urllib.parse.urlsplit(self.redirect)

    def hit(self, target, method='GET', host=None, address='127.0.0.1'):
        """(status, headers, body); as the uid this test has at the moment."""
        connection = http.client.HTTPConnection(address, self.parts.port, timeout=30)
        try:
            connection.request(method, target, headers={'Host': host or self.parts.netloc})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        finally:
            connection.close()

    def as_alice(self, *arguments, **named):
        os.seteuid(ALICE)
        try:
            return self.hit(*arguments, **named)
        finally:
            os.seteuid(0)

    def target(self, **changed):
        query = {**dict(urllib.parse.parse_qsl(self.parts.query)), **changed}
        return f'{self.parts.path}?{urllib.parse.urlencode(query)}'

    def test_others_are_not_even_heard(self):
        with self.assertRaises((http.client.RemoteDisconnected, ConnectionResetError)):
            self.hit(self.target())
        self.assertEqual(self.as_alice(self.target())[0], 200)
        self.asking.until('Authorized')

    def test_the_page_has_no_script_and_is_not_kept(self):
        status, headers, page = self.as_alice(self.target())
        self.assertEqual((status, headers['Cache-Control'], headers['Referrer-Policy']), (200, 'no-store', 'no-referrer'))
        self.assertIn('この画面を閉じてください', page)
        self.assertNotIn('<script', page)
        self.asking.until('Authorized')

    def test_other_requests_change_nothing(self):
        self.assertEqual(self.as_alice('/favicon.ico')[0], 404)
        self.assertEqual(self.as_alice(self.target(), 'POST')[0], 405)
        self.assertEqual(self.as_alice(self.target(), host='portal.example')[0], 400)
        self.assertEqual(self.as_alice(self.target() + '&x=' + 'y' * 9000)[0], 431)
        for _ in range(4):
            self.assertEqual(self.as_alice(self.target(state='A' * 43))[0], 400)
        self.assertEqual(self.as_alice(self.target())[0], 200)
        self.asking.until('Authorized')

    def test_five_wrong_states_end_it(self):
        for _ in range(5):
            self.assertEqual(self.as_alice(self.target(state='A' * 43))[0], 400)
        self.fails('ProtocolViolation', self.asking.until, 'Authorized')
        with self.assertRaises(ConnectionRefusedError):
            self.as_alice(self.target())

    def test_it_closes_with_the_socket(self):
        self.close(self.asking)
        with self.assertRaises(ConnectionRefusedError):
            self.as_alice(self.target())


class Retrieval(FetchTest):
    def logged_in(self, **how):
        worker = self.worker(**how)
        worker.log_in_by_card()
        return worker

    def test_three_kinds(self):
        ends, documents, answers = self.logged_in().retrieve()
        self.assertEqual({kind: (end.status, end.refused) for kind, end in ends.items()},
                         {kind: ('fetched', 0) for kind in ('checkup', 'medication', 'expense')})
        self.assertEqual(len(documents), 9)
        last = [a for a in answers if a.name == 'Progress'][-1]
        self.assertEqual((last.done, last.total), (9, 9))

    def test_of_one_kind(self):
        ends, documents, _ = self.logged_in().retrieve('expense')
        self.assertEqual(set(ends), {'expense'})
        self.assertEqual({d.kind for d in documents}, {'expense'})

    def test_at_once_and_many(self):
        portal('scenario', 'sync', 'documents=60')
        _, documents, _ = self.logged_in().retrieve()
        self.assertEqual(len(documents), 60)
        self.assertEqual(len({d.sha256 for d in documents}), 60)

    def test_patience(self):
        portal('scenario', 'pending=2', 'restart-mid-poll=100')
        self.assertEqual(len(self.logged_in().retrieve()[1]), 9)

    def test_trouble_that_passes(self):
        for scenario in ('unavailable*1@start', 'drop*1@poll', 'unavailable=502*1@document', 'close-mid-body*1', 'rate-limited=1*1',
                         'rate-limited-date=1*1', 'chunk-cut*1', 'wrong-length*1'):
            with self.subTest(scenario):
                portal('scenario', scenario)
                ends, documents, _ = self.logged_in().retrieve('expense')
                self.assertEqual((ends['expense'].status, len(documents)), ('fetched', 2))

    def test_trouble_that_stays(self):
        until = self.fails_with('RateLimited', 'rate-limited=60').until
        self.assertGreater(until, 0)
        self.assertEqual(self.fails_with('RateLimited', 'rate-limited-bare').until, 0)
        self.assertEqual(self.fails_with('Maintenance', 'maintenance@start').until, 0)
        self.assertGreater(self.fails_with('Maintenance', 'maintenance=600@start').until, 0)
        self.fails_with('KindNotPermitted', 'insufficient-scope')
        self.fails_with('ProtocolViolation', 'redirect-resource')
        self.fails_with('ProtocolViolation', 'not-json@poll')
        self.fails_with('ProtocolViolation', 'id-with-slash')

    def fails_with(self, code, scenario):
        portal('clear')
        worker = self.logged_in()
        portal('scenario', scenario)
        return self.fails(code, worker.retrieve)

    def test_what_a_kind_may_be(self):
        portal('scenario', 'partial=expense', 'withheld=medication', 'not-supported=checkup')
        ends, documents, _ = self.logged_in().retrieve()
        self.assertEqual({kind: (end.status, end.error) for kind, end in ends.items()},
                         {'checkup': ('not-supported', None), 'medication': ('empty', None), 'expense': ('failed', 'Unavailable')})
        self.assertEqual(documents, [])

    def test_bad_documents_are_left_out(self):
        for scenario in ('wrong-sha256=checkup', 'too-big=checkup', 'lying-size=checkup', 'wrong-media-type=checkup', 'html-200=checkup',
                         'gzip=checkup', 'document-gone=checkup'):
            with self.subTest(scenario):
                portal('scenario', scenario)
                ends, documents, _ = self.logged_in().retrieve('checkup', 'expense')
                refused = ends['checkup'].refused
                self.assertGreater(refused, 0)
                self.assertEqual((ends['checkup'].status, ends['expense'].refused, len(documents)), ('fetched', 0, 6 - refused))

    def test_the_biggest_document(self):
        portal('scenario', 'big=0')
        _, documents, _ = self.logged_in().retrieve()
        self.assertEqual(max(d.size for d in documents), 10 << 20)

    def test_an_expired_retrieval_is_begun_again_once(self):
        portal('scenario', 'retrieval-expires*1')
        self.assertEqual(len(self.logged_in().retrieve()[1]), 9)
        portal('scenario', 'retrieval-expires')
        self.fails('Unavailable', self.logged_in().retrieve)

    def test_an_access_token_that_ends_is_renewed_once(self):
        worker = self.logged_in()
        portal('scenario', 'token-expires*1@document')
        self.assertEqual(len(worker.retrieve()[1]), 9)
        portal('scenario', 'token-expires')
        self.fails('LinkExpired', worker.retrieve)

    def test_principals(self):
        portal('scenario', 'principals')
        worker = self.logged_in()
        worker.ask('ListPrincipals')
        people = worker.until('Principals')[0].principals
        self.assertEqual(len(people), 2)
        _, documents, _ = worker.retrieve('checkup', subject=people[0][0])
        self.assertTrue(documents)

    def test_not_before_a_log_in(self):
        self.fails('NotLinked', self.worker().retrieve)


class Tokens(FetchTest):
    def test_finish_revokes(self):
        worker = self.worker()
        worker.log_in_by_card()
        self.assertTrue(worker.finish())
        self.assertEqual(portal('tokens'), NONE_LIVE)

    def test_closing_revokes(self):
        worker = self.worker()
        worker.log_in_by_card()
        self.assertNotEqual(portal('tokens'), NONE_LIVE)
        self.close(worker)
        self.assertEqual(portal('tokens'), NONE_LIVE)

    def test_closing_in_the_middle_revokes(self):
        worker = self.worker()
        worker.log_in_by_card()
        portal('scenario', 'pending=1000', 'retry-after=60')
        worker.ask('Retrieve', b'\1\1' + text('self') + text('2021-04-01') + text('2026-03-31'))
        while not portal('polls').strip('{}'):
            pass
        self.close(worker)
        self.assertEqual(portal('tokens'), NONE_LIVE)

    def test_being_told_to_end_revokes(self):
        worker = self.worker()
        worker.log_in_by_card()
        kenkod('fetch-stop')
        self.assertIsNone(worker.next())
        self.assertEqual(portal('tokens'), NONE_LIVE)

    def test_a_failed_revocation_is_told(self):
        worker = self.worker()
        worker.log_in_by_card()
        portal('scenario', 'revocation-fails')
        self.assertFalse(worker.finish())

    def test_a_term_link(self):
        worker = self.worker()
        subject = worker.log_in_by_card().subject
        first = worker.refresh_token()
        self.assertTrue(worker.finish(keep=True))
        self.close(worker)
        self.assertEqual(portal('tokens').splitlines()[1], 'refresh 1')

        again = self.worker()
        again.ask('Renew', text(first))
        self.assertEqual(again.until('Authorized')[0].subject, subject)
        [second] = again.tokens
        self.assertNotEqual(second, first)
        self.assertEqual(len(again.retrieve()[1]), 9)
        # Interrupted, it stays a link: kenkod has the token.
        self.close(again)
        self.assertEqual(portal('tokens').splitlines()[1], 'refresh 1')

        end = self.worker()
        end.ask('Revoke', text(second))
        self.assertTrue(end.until('Revoked')[0].confirmed)
        self.assertEqual(portal('tokens'), NONE_LIVE)

    def test_a_token_that_kenkod_did_not_keep_is_taken_back(self):
        worker = self.worker()
        worker.log_in_by_card()
        token = worker.refresh_token()
        worker.finish(keep=True)
        again = self.worker()
        again.ask('Renew', text(token))
        self.assertEqual(again.next().name, 'Rotated')
        pids = worker_pids()
        again.close()
        worker.close()
        for pid in pids:
            ended(pid)
        self.assertEqual(portal('tokens'), NONE_LIVE)

    def test_an_ended_term(self):
        worker = self.worker()
        worker.log_in_by_card()
        token = worker.refresh_token()
        worker.finish(keep=True)
        portal('scenario', 'term-ended')
        again = self.worker()
        again.ask('Renew', text(token))
        self.fails('LinkExpired', again.until, 'Authorized')


class Configured(FetchTest):
    def configured(self, *settings):
        kenkod('configure', *settings)
        self.addCleanup(kenkod, 'configure')
        return self.worker()

    def test_a_client_that_signs(self):
        portal('scenario', 'private-key-jwt')
        for key in ('client.key', 'client-rsa.key'):
            with self.subTest(key):
                kenkod('fetch-credential', 'portal-key', f'{FILES}/{key}')
                worker = self.configured('portal.client-auth=private_key_jwt', 'portal.client-key=portal-key')
                worker.log_in_by_card()
                self.assertTrue(worker.finish())

    def test_a_client_with_a_certificate(self):
        portal('scenario', 'mtls')
        kenkod('fetch-credential', 'portal-key', f'{FILES}/client.key')
        kenkod('fetch-credential', 'portal-certificate', f'{FILES}/client.pem')
        worker = self.configured('portal.client-auth=tls_client_auth', 'portal.client-key=portal-key',
                                 'portal.client-certificate=portal-certificate')
        worker.log_in_by_card()
        self.assertEqual(len(worker.retrieve()[1]), 9)

    def test_a_pinned_key(self):
        with open(f'{FILES}/pin-sha256', encoding='ascii') as file:
            self.configured(f'portal.pin-sha256={file.read().strip()}').nonce()
        self.fails('TlsFailure', self.configured(f'portal.pin-sha256={"A" * 43}=').nonce)

    def test_documents_in_base64(self):
        worker = self.configured('portal.body-encoding=json_base64')
        worker.log_in_by_card()
        portal('scenario', 'base64', 'bad-base64=expense')
        ends, documents, _ = worker.retrieve('checkup', 'expense')
        self.assertEqual((ends['checkup'].refused, ends['expense'].status), (0, 'fetched'))
        self.assertGreater(ends['expense'].refused, 0)
        self.assertEqual(len(documents), 6 - ends['expense'].refused)


class Front(FetchTest):
    def test_only_kenkod_may_call(self):
        for user in ('alice', 'root', 'kenkod-fetch'):
            self.assertEqual(start_as(user), (None, 'org.freedesktop.DBus.Error.AccessDenied'))

    def test_a_killed_worker_is_noticed(self):
        worker = self.worker()
        worker.nonce()
        kenkod('fetch-kill', 'workers')
        self.assertIsNone(worker.next())

    def test_a_killed_front_leaves_the_work_alone(self):
        worker = self.worker()
        kenkod('fetch-kill', 'front')
        worker.log_in_by_card()
        self.worker().log_in_by_card()

    def test_at_most_32_at_once(self):
        self.workers += [Worker(ALICE) for _ in range(32)]
        self.assertEqual(start_as('kenkod'), (None, 'org.kenkod1.Error.LimitExceeded'))

    def test_it_leaves_when_idle(self):
        worker = self.worker()
        front = int(kenkod('fetch-pid'))
        self.close(worker)
        ended(front)

    def test_it_does_not_start_without_a_portal(self):
        kenkod('configure', 'portal.id=')
        self.addCleanup(kenkod, 'configure')
        self.assertEqual(start_as('kenkod'), (None, 'org.kenkod1.Error.Failed'))


if __name__ == '__main__':
    unittest.main()
