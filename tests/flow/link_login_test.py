#!/usr/bin/python3
"""Log-in in the browser: what the portal, the person and other programs at this computer may do wrong (SIM-02 to 12)."""
import base64
import hashlib
import unittest
import urllib.parse

from links import Daemon, LinkTest, changed, deliver, parameters_of, strings


class Login(LinkTest):
    def tampered(self, *scenario):
        """What the portal answers is refused: the link ends, and no token stays alive that was seen."""
        self.failing('ProtocolViolation', *scenario)
        self.assertEqual(self.log('start'), [], 'nothing is fetched')

    # SIM-02, 03.
    def test_discovery_of_another_issuer(self):
        self.tampered('discovery-other-issuer')
        self.assertEqual(self.agent.opened, [])

    def test_keys_that_were_changed(self):
        self.link()
        self.portal('scenario', 'rotated-keys')
        self.assert_everything(self.link(), unchanged=all)

    def test_a_key_nobody_knows(self):
        self.tampered('unknown-kid')

    def test_elliptic_curves(self):
        self.portal('scenario', 'es256')
        self.assert_everything(self.link())

    # SIM-04, 05: what is asked of the portal.
    def test_the_address(self):
        pending, address = self.log_in_slowly(kinds=strings('checkup', 'expense'))
        asked = parameters_of(address)
        self.assertTrue(address.startswith('https://localhost:8443/authorize?'))
        self.assertRegex(asked['redirect_uri'], r'^http://127\.0\.0\.1:[1-9][0-9]+/callback$')
        self.assertEqual(asked['code_challenge_method'], 'S256')
        self.assertRegex(asked['code_challenge'], '^[A-Za-z0-9_-]{43}$')
        for name in ('state', 'nonce'):
            self.assertRegex(asked[name], '^[A-Za-z0-9_-]{22,128}$')
        self.assertNotEqual(asked['state'], asked['nonce'])
        self.assertEqual(asked['scope'].split(), ['openid', 'health.checkup', 'health.expense'])
        self.assertEqual((asked['response_type'], asked['client_id']), ('code', 'kenkod-sim'))
        self.assertEqual(set(asked), {'response_type', 'client_id', 'redirect_uri', 'scope', 'state', 'nonce', 'code_challenge',
                                      'code_challenge_method'})
        what = self.agent.opened[-1][0]
        self.assertEqual((what['act'], what['app'], what['sandboxed']), ('link', 'unconfined', False))
        status, text = deliver(self.redirected(address))
        self.assertEqual(status, 200)
        self.assertEqual(set(row['kind'] for row in pending.result()['rows']), {'checkup', 'expense'})
        # PKCE: what was hashed comes with the code, to the same address.
        form = self.form(self.log('token')[0])
        hashed = base64.urlsafe_b64encode(hashlib.sha256(form['code_verifier'].encode()).digest()).rstrip(b'=').decode()
        self.assertEqual(hashed, asked['code_challenge'])
        self.assertGreaterEqual(len(form['code_verifier']), 43)
        self.assertEqual(form['redirect_uri'], asked['redirect_uri'])
        for header in ('Cache-Control: no-store', 'Referrer-Policy: no-referrer'):
            self.assertIn(header, text)
        self.assertIn('この画面を閉じてください', text)
        self.assertNotIn('<script', text)
        self.assertEqual(self.violations(), '')

    def test_two_log_ins_have_nothing_in_common(self):
        self.link()
        self.link()
        first, second = (parameters_of(url) for _, url in self.agent.opened)
        for name in ('state', 'nonce', 'code_challenge'):
            self.assertNotEqual(first[name], second[name])

    # SIM-06, 07.
    def test_a_code_that_comes_late(self):
        pending, address = self.log_in_slowly()
        place = self.redirected(address)
        self.portal('clock', '+61')
        before = self.digest()
        self.assertEqual(deliver(place)[0], 200)
        self.fails('LinkExpired', pending)
        self.assertEqual(self.digest(), before)
        self.assertEqual(self.grants(), ['authorization_code'])
        self.assertEqual(self.violations(), '')

    def test_a_code_is_sent_once_only(self):
        self.configure('total-timeout=1')
        self.failing('Unavailable', 'token-endpoint-slow=4')
        self.assertEqual(self.grants(), ['authorization_code'])
        self.portal('scenario', 'unavailable@token')
        self.failing('Unavailable')
        self.assertEqual(self.grants(), ['authorization_code'] * 2)

    def test_the_code_of_another_log_in(self):
        pending, address = self.log_in_slowly()
        foreign = base64.urlsafe_b64encode(hashlib.sha256(b'x' * 43).digest()).rstrip(b'=').decode()
        self.assertEqual(deliver(self.redirected(changed(address, code_challenge=foreign)))[0], 200)
        before = self.digest()
        self.fails('LinkExpired', pending)
        self.assertEqual(self.digest(), before)
        self.assertEqual(self.live_tokens(), (0, 0))

    # SIM-08.
    def test_another_state_or_none(self):
        pending, address = self.log_in_slowly()
        place = self.redirected(address)
        for wrong in (changed(place, state='x' * 43), changed(place, state=None), place + '&state=x',
                      changed(place, state=parameters_of(place)['state'][:-1])):
            self.assertEqual(deliver(wrong)[0], 400)
        self.assertEqual(self.log('token'), [])
        self.assertEqual(deliver(place)[0], 200)
        self.assertEqual(len(pending.result()['rows']), 3)
        self.assertEqual(self.violations(), '')

    def test_five_wrong_states(self):
        pending, address = self.log_in_slowly()
        place = self.redirected(address)
        for _ in range(5):
            self.assertEqual(deliver(changed(place, state='x' * 43))[0], 400)
        self.fails('ProtocolViolation', pending)
        self.assertEqual(deliver(place), (0, ''), 'nobody listens any more')
        self.assertEqual(self.log('token'), [])

    def test_a_portal_that_changes_the_state(self):
        for scenario in ('state-altered', 'state-missing'):
            with self.subTest(scenario):
                self.portal('scenario', scenario)
                self.agent.browse = True
                before, count = self.digest(), len(self.agent.opened)
                pending = self.begin_link(token='one')
                self.agent.wait_opened(count + 1)
                self.assertTrue(self.agent.pages()[0].startswith('400'))
                self.alice.bus.job('one').call('Cancel')
                self.fails('Cancelled', pending)
                self.assertEqual(self.digest(), before)
                self.assertEqual(self.log('token'), [])

    # SIM-09.
    def test_another_issuer_in_the_redirect(self):
        self.tampered('iss-wrong')
        self.assertEqual(self.log('token'), [])

    def test_no_issuer_in_the_redirect(self):
        """The simulated portal's metadata promises one (RFC 9207)."""
        self.tampered('iss-missing')

    # SIM-10.
    def test_id_token_with_a_bad_signature(self):
        self.tampered('id-token-bad-signature')

    def test_id_token_without_signature(self):
        self.tampered('id-token-alg-none')

    def test_id_token_for_another_client(self):
        self.tampered('id-token-wrong-aud')

    def test_id_token_of_another_issuer(self):
        self.tampered('id-token-wrong-iss')

    def test_id_token_that_has_expired(self):
        self.tampered('id-token-expired')

    def test_id_token_with_another_nonce(self):
        self.tampered('id-token-wrong-nonce')

    def test_id_token_of_the_future(self):
        self.tampered('id-token-future')

    def test_no_id_token(self):
        self.tampered('id-token-missing')

    def test_another_person_than_the_first_time(self):
        self.link()
        self.failing('ForeignSubject', 'other-subject')
        self.assertEqual(self.live_tokens(), (0, 0), 'the authorisation is not left alive')
        self.portal('scenario', 'none')
        self.assert_everything(self.link(), unchanged=all)

    # SIM-11, 12.
    def test_the_person_cancels(self):
        self.portal('user', 'cancel')
        self.failing('UserCancelled')
        self.portal('user', 'decline')
        self.failing('UserCancelled')
        self.portal('user', 'yes')
        self.failing('UserCancelled', 'user-cancels')
        self.assertEqual(self.log('token'), [])

    def test_the_person_registers_first(self):
        self.portal('scenario', 'not-registered')
        self.assert_everything(self.link())

    def test_the_person_does_not_register(self):
        self.portal('user', 'decline')
        self.failing('RegistrationRequired', 'not-registered')

    # The listener.
    def test_another_user_of_the_computer(self):
        pending, address = self.log_in_slowly()
        place = self.redirected(address)
        self.assertEqual(deliver(place, user='bob'), (0, ''))
        self.assertEqual(self.log('token'), [])
        self.assertEqual(deliver(place)[0], 200)
        self.assertEqual(len(pending.result()['rows']), 3)

    def test_other_requests(self):
        pending, address = self.log_in_slowly()
        place = self.redirected(address)
        port = urllib.parse.urlsplit(place).port
        self.assertEqual(deliver(place, '--request', 'POST')[0], 405)
        self.assertEqual(deliver(place, '--request', 'DELETE')[0], 405)
        self.assertEqual(deliver(place.replace('/callback', '/other'))[0], 404)
        self.assertEqual(deliver(f'http://127.0.0.1:{port}/favicon.ico')[0], 404)
        self.assertEqual(deliver(place, '--header', 'Host: evil.example')[0], 400)
        self.assertEqual(deliver(place, '--header', f'X-Long: {"x" * 9000}')[0], 431)
        self.assertEqual(deliver(place.replace('127.0.0.1', '[::1]'))[0], 200, 'the other loopback address')
        self.assertEqual(len(pending.result()['rows']), 3)
        self.assertEqual(deliver(place), (0, ''))

    # States and time.
    def test_states_and_stages(self):
        progress = self.alice.bus.watch_job('one')
        self.assertEqual(self.state(), 'not-linked')
        pending, address = self.log_in_slowly(token='one')
        self.assertEqual(self.state(), 'linking')
        self.fails('Busy', self.begin_link())
        deliver(self.redirected(address))
        pending.result()
        self.assertEqual(self.state(), 'ready')
        self.assertGreater(self.alice.status()['last-fetch'], 0)
        stages = progress.stages
        self.assertLess(stages.index('prompt'), stages.index('browser'))
        self.assertLess(stages.index('browser'), stages.index('request'))
        self.assertLess(stages.index('request'), stages.index('store'))

    def test_ten_minutes_are_enough(self):
        pending, _ = self.log_in_slowly()
        Daemon.advance(601)
        self.fails('UserCancelled', pending)

    def test_without_consent_or_agent(self):
        self.agent.unregister()
        self.fails('NoAgent', self.begin_link())
        self.manager.call('WithdrawConsent')
        self.fails('ConsentRequired', self.begin_link())
        self.assertEqual(self.log(), [])


if __name__ == '__main__':
    unittest.main()
