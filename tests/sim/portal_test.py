#!/usr/bin/python3
"""The simulated portal does what its protocol says, before programs that nobody here wrote: Authlib for OpenID Connect, PyJWT for
assertions, xmllint for documents."""
import configparser
import http.server
import secrets
import subprocess
import threading
import time
import unittest
import uuid

from authlib.integrations.base_client.errors import OAuthError
from portal_client import CLIENT, FOLDER, ISSUER, REDIRECT, SCOPE, PortalTest, browse, card, parameters, portal, run


class CodeFlow(PortalTest):
    def test_log_in(self):
        _, token, nonce = self.log_in()
        claims = self.checked(token['id_token'], nonce)
        self.assertEqual(token['expires_in'], 600)
        self.assertEqual(token['scope'], SCOPE)
        self.assertEqual(portal('tokens'), 'access 1\nrefresh 1')
        self.assertRegex(claims['sub'], '^[A-Za-z0-9_-]{24}$')
        self.clean()

    def test_discovery_states_what_is_used(self):
        document = self.http.get(f'{ISSUER}/.well-known/openid-configuration').json()
        self.assertEqual(document['issuer'], ISSUER)
        self.assertEqual(document['code_challenge_methods_supported'], ['S256'])
        self.assertEqual(len(self.http.get(document['jwks_uri']).json()['keys']), 2)

    def test_browser_calls_the_listener(self):
        seen = []

        class Listener(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                seen.append(self.path)
                self.send_response(200)
                self.end_headers()
                self.wfile.write('この画面を閉じてください'.encode())

            def log_message(self, *_):
                pass

        with http.server.HTTPServer(('127.0.0.1', 0), Listener) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            redirect = f'http://127.0.0.1:{server.server_address[1]}/callback'
            self.assertEqual(browse(self.begin(redirect=redirect)[1]), '200\nこの画面を閉じてください')
            server.shutdown()
        self.assertEqual(parameters(seen[0])['iss'], ISSUER)

    def test_both_flows_name_the_same_person(self):
        """… by the same subject, and another card is somebody else's."""
        _, token, nonce = self.log_in()
        subject = self.checked(token['id_token'], nonce)['sub']
        nonce = self.http.get(f'{ISSUER}/nonce').json()['nonce']
        by_card = self.bear(nonce=nonce).json()
        self.assertEqual(self.checked(by_card['id_token'], nonce)['sub'], subject)
        portal('user', 'yes', 'taro')
        _, token, nonce = self.log_in()
        self.assertNotEqual(self.checked(token['id_token'], nonce)['sub'], subject)

    def test_redirect_addresses(self):
        for redirect in ('http://localhost:45678/callback', 'http://127.0.0.1:45678/callback/', 'http://127.0.0.1:45678/other',
                         'https://127.0.0.1:45678/callback', 'http://127.0.0.2:45678/callback', 'http://127.0.0.1/callback',
                         'http://127.0.0.1:45678/callback?x=1', 'http://127.0.0.1:45678@evil.invalid/callback',
                         'http://127.0.0.1:99999/callback'):
            with self.subTest(redirect):
                self.assertTrue(browse(self.begin(redirect=redirect)[1]).startswith('400\n'))
        for redirect in (REDIRECT, 'http://127.0.0.1:1/callback', 'http://[::1]:65535/callback'):
            with self.subTest(redirect):
                self.assertTrue(browse(self.begin(redirect=redirect)[1], '--no-callback').startswith(redirect + '?code='))

    def test_requests_that_are_refused(self):
        for changes, error in (({'code_challenge': None}, 'invalid_request'),
                               ({'code_challenge_method': 'plain'}, 'invalid_request'),
                               ({'code_challenge_method': None}, 'invalid_request'), ({'nonce': None}, 'invalid_request'),
                               ({'state': 'short'}, 'invalid_request'), ({'response_type': 'token'}, 'unsupported_response_type'),
                               ({'scope': 'openid'}, None), ({'scope': 'health.checkup'}, 'invalid_scope'),
                               ({'scope': 'openid health.other'}, 'invalid_scope')):
            with self.subTest(changes):
                back = parameters(browse(self.begin(**changes)[1], '--no-callback'))
                self.assertEqual(back.get('error'), error)
        self.assertTrue(browse(self.begin(client_id='other')[1]).startswith('400\n'))

    def test_code_is_for_one_use(self):
        session, url, _, verifier = self.begin()
        back = browse(url, '--no-callback')
        session.fetch_token(f'{ISSUER}/token', authorization_response=back, code_verifier=verifier)
        self.clean()
        self.refused(self.token(grant_type='authorization_code', code=parameters(back)['code'], redirect_uri=REDIRECT,
                                code_verifier=verifier), 'invalid_grant')
        self.assertEqual(portal('tokens'), 'access 0\nrefresh 0')
        self.violated('repeated with the same code')

    def test_code_is_checked(self):
        for changes, seconds in (({'code_verifier': secrets.token_urlsafe(40)}, 0), ({'code_verifier': ''}, 0), ({'code': 'x'}, 0),
                                 ({'redirect_uri': 'http://127.0.0.1:45679/callback'}, 0), ({}, 61)):
            with self.subTest(changes):
                _, url, _, verifier = self.begin()
                code = parameters(browse(url, '--no-callback'))['code']
                portal('clock', f'+{seconds}')
                self.refused(self.token(**{'grant_type': 'authorization_code', 'code': code, 'redirect_uri': REDIRECT,
                                           'code_verifier': verifier, **changes}), 'invalid_grant')
        self.clean()

    def test_form_only(self):
        answer = self.http.post(f'{ISSUER}/token?grant_type=authorization_code&client_id={CLIENT}')
        self.refused(answer, 'invalid_request')
        self.refused(self.token(grant_type='password'), 'unsupported_grant_type')
        self.refused(self.http.post(f'{ISSUER}/token', {'grant_type': 'refresh_token'}), 'invalid_client', 401)

    def test_person_says_no(self):
        for words, error in ((('cancel',), 'access_denied'), (('decline',), 'access_denied')):
            portal('user', *words)
            session, url, _, verifier = self.begin()
            back = browse(url, '--no-callback')
            self.assertEqual(parameters(back)['error'], error)
            with self.assertRaises(OAuthError):
                session.fetch_token(f'{ISSUER}/token', authorization_response=back, code_verifier=verifier)

    def test_registration(self):
        portal('scenario', 'not-registered')
        portal('user', 'decline')
        self.assertEqual(parameters(browse(self.begin()[1], '--no-callback'))['error'], 'registration_required')
        self.refused(self.bear(), 'registration_required')
        portal('user', 'register')
        self.log_in()
        self.assertEqual(self.bear().status_code, 200)

    def test_every_page_says_what_it_is(self):
        for address in (self.begin()[1], ISSUER, self.begin(redirect='http://x/')[1]):
            page = self.http.get(address).text
            self.assertIn('This is a simulator', page)
            self.assertIn('人物はすべて架空です', page)


class Tokens(PortalTest):
    def test_refresh_rotates(self):
        session, token, _ = self.log_in()
        new = session.refresh_token(f'{ISSUER}/token', refresh_token=token['refresh_token'])
        self.assertNotEqual(new['refresh_token'], token['refresh_token'])
        self.assertIn('id_token', new)
        self.clean()
        self.refused(self.token(grant_type='refresh_token', refresh_token=token['refresh_token']), 'invalid_grant')
        self.violated('used twice')
        # The whole family is gone.
        self.refused(self.token(grant_type='refresh_token', refresh_token=new['refresh_token']), 'invalid_grant')
        self.assertEqual(portal('tokens'), 'access 0\nrefresh 0')

    def test_access_token_ends(self):
        access = self.access()
        self.assertEqual(self.get(access, f'{ISSUER}/v1/principals').status_code, 200)
        portal('clock', '+599')
        self.assertEqual(self.get(access, f'{ISSUER}/v1/principals').status_code, 200)
        portal('clock', '+2')
        answer = self.get(access, f'{ISSUER}/v1/principals')
        self.assertEqual(answer.status_code, 401)
        self.assertIn('invalid_token', answer.headers['WWW-Authenticate'])

    def test_term_ends(self):
        _, token, _ = self.log_in()
        portal('clock', f'+{90 * 86400 - 60}')
        token = self.token(grant_type='refresh_token', refresh_token=token['refresh_token']).json()
        self.assertLessEqual(token['expires_in'], 60)
        portal('clock', '+61')
        self.refused(self.token(grant_type='refresh_token', refresh_token=token['refresh_token']), 'invalid_grant')
        self.assertEqual(self.get(token['access_token'], f'{ISSUER}/v1/principals').status_code, 401)
        self.log_in()  # consent again

    def test_revocation(self):
        session, token, _ = self.log_in()
        self.assertEqual(session.revoke_token(f'{ISSUER}/revoke', token['access_token'], 'access_token').status_code, 200)
        self.assertEqual(portal('tokens'), 'access 0\nrefresh 1')
        self.assertEqual(session.revoke_token(f'{ISSUER}/revoke', token['refresh_token'], 'refresh_token').status_code, 200)
        self.assertEqual(portal('tokens'), 'access 0\nrefresh 0')
        self.assertEqual(self.http.post(f'{ISSUER}/revoke', {'token': 'unknown', 'client_id': CLIENT}).status_code, 200)
        self.assertEqual(self.http.post(f'{ISSUER}/revoke', {'client_id': CLIENT}).status_code, 400)


class Documents(PortalTest):
    def test_documents(self):
        access = self.access()
        found = self.documents(access)
        self.assertEqual([listed['kind'] for listed, _ in found], ['checkup'] * 4 + ['medication'] * 3 + ['expense'] * 2)
        for listed, body in found:
            if listed['media_type'].endswith('xml'):
                subprocess.run(['xmllint', '--noout', '--nonet', '-'], input=body, check=True)
            self.assertRegex(body.decode(), '見本　花子|ミホン　ハナコ')
            self.assertRegex(body.decode(), '19680115|1968年01月15日')
        self.assertEqual(len({body for _, body in found}), len(found))
        self.assertEqual([body for _, body in self.documents(access)], [body for _, body in found])
        self.clean()

    def test_somebody_else(self):
        portal('user', 'yes', 'taro')
        access = self.log_in()[1]['access_token']
        for _, body in self.documents(access):
            self.assertRegex(body.decode(), '見本　太郎|ミホン　タロウ')
            self.assertNotRegex(body.decode(), '花子|ハナコ|19680115|1968年')

    def test_only_what_was_asked_for(self):
        place, result = self.retrieve(self.access(), kinds=['medication'])
        self.assertEqual([item['kind'] for item in result['items']], ['medication'])
        self.assertEqual(self.http.delete(place).status_code, 401)

    def test_polling(self):
        portal('scenario', 'pending=2', 'retry-after=1')
        access = self.access()
        place, result = self.retrieve(access)
        self.assertEqual(result['status'], 'succeeded')
        self.clean()
        self.assertIn(place.rpartition('/')[2], portal('polls'))
        self.assertEqual([r['status'] for r in self.log() if r['endpoint'] == 'poll'], [200, 200, 200])
        self.start(access)
        other = self.start(access).headers['Location']
        self.get(access, other)
        self.violated('before Retry-After had passed')

    def test_idempotency(self):
        access, key = self.access(), str(uuid.uuid4())
        first = self.start(access, key)
        self.assertEqual(self.start(access, key).headers['Location'], first.headers['Location'])
        self.clean()
        portal('restart')
        self.assertEqual(self.start(access, key).headers['Location'], first.headers['Location'])
        self.assertEqual(self.start(access, key, kinds=['checkup']).status_code, 422)
        self.violated('used again for something else')
        self.assertNotEqual(self.start(access).headers['Location'], first.headers['Location'])
        self.assertEqual(self.start(access, 'no uuid').status_code, 400)

    def test_survives_a_restart(self):
        portal('scenario', 'restart-mid-poll=300')
        access = self.access()
        place = self.start(access).headers['Location']
        time.sleep(1)
        with self.assertRaises(OSError):
            self.get(access, place)
        until = time.monotonic() + 10
        while True:
            try:
                answer = self.get(access, place)
                break
            except OSError:
                self.assertLess(time.monotonic(), until)
        listed = answer.json()['items'][0]['documents'][0]
        self.assertEqual(len(self.get(access, f'{place}/documents/{listed["id"]}').content), listed['size'])

    def test_ends(self):
        access = self.access()
        place, _ = self.retrieve(access)
        self.assertEqual(self.http.delete(place, headers={'Authorization': f'Bearer {access}'}).status_code, 204)
        self.assertEqual(self.get(access, place).status_code, 404)

    def test_others_may_not_look(self):
        place, _ = self.retrieve(self.access())
        self.assertEqual(self.get(self.access(), place).status_code, 404)
        self.assertEqual(self.get('wrong', place).status_code, 401)

    def test_bad_questions(self):
        access = self.access()
        for changes in ({'from': 'yesterday'}, {'from': '2026-04-01'}, {'kinds': []}, {'kinds': ['checkup', 'checkup']},
                        {'kinds': ['everything']}, {'more': 1}):
            with self.subTest(changes):
                self.assertEqual(self.start(access, **changes).status_code, 400)
        self.assertEqual(self.start(access, subject='p-unknown').status_code, 403)

    def test_conduct(self):
        self.http.headers['User-Agent'] = 'python'
        self.http.get(f'{ISSUER}/nonce', headers={'Accept-Encoding': 'gzip', 'Cookie': 'a=b'})
        for words in ("nonce: User-Agent is 'python'", 'nonce: header accept-encoding', 'nonce: header cookie'):
            self.violated(words)

    def test_log(self):
        card('files')
        access = self.access()
        entry = [r for r in self.log() if r['endpoint'] == 'token'][0]
        self.assertEqual((entry['method'], entry['path'], entry['status']), ('POST', '/token', 200))
        self.assertIn('assertion=', entry['body'])
        self.assertIn(['User-Agent', 'kenkod/1'], entry['headers'])
        self.get(access, f'{ISSUER}/v1/principals')
        self.assertIn(['Authorization', f'Bearer {access}'], self.log()[-1]['headers'])
        portal('clear')
        self.assertEqual(self.log(), [])


class World(PortalTest):
    def as_alice(self, *words):
        return run('world-as', 'alice', *words, text=True)

    def test_people_may_play_with_it(self):
        self.assertEqual(self.as_alice('world-portal', 'scenario', 'empty').returncode, 0)
        self.assertEqual(self.as_alice('world-portal', 'scenario').stdout, 'empty\n')
        self.assertEqual(self.as_alice('world-portal', 'nonsense').returncode, 1)
        self.assertEqual(self.as_alice('world-portal', 'files').stdout.strip(), FOLDER)
        for name in ('server.key', 'client.key', 'log.jsonl', 'state.json'):
            self.assertNotEqual(self.as_alice('cat', f'{FOLDER}/{name}').returncode, 0, name)

    def test_configuration(self):
        conf = configparser.ConfigParser()
        conf.read('/etc/kenkod/kenkod.conf.d/portal.conf')
        self.assertEqual((conf['portal']['issuer'], conf['portal']['client-id']), (ISSUER, CLIENT))
        self.assertEqual(self.as_alice('test', '-r', conf['portal']['ca-bundle']).returncode, 0)

    def test_stopped(self):
        portal('stop')
        self.assertEqual(self.as_alice('world-browser', f'{ISSUER}/').returncode, 1)
        with self.assertRaises(OSError):
            self.http.get(f'{ISSUER}/jwks')
        portal('start')
        self.assertEqual(self.http.get(f'{ISSUER}/jwks').status_code, 200)

    def test_nonsense_is_no_request(self):
        for nonsense in (b'\x00\xff\r\n\r\n', b'GET / HTTP/9\r\n\r\n', b'POST /token HTTP/1.1\r\nContent-Length: -1\r\n\r\n',
                         b'GET / HTTP/1.1\r\nno colon\r\n\r\n'):
            said = run('openssl', 's_client', '-quiet', '-connect', 'localhost:8443', input=nonsense).stdout
            self.assertIn(b'HTTP/1.1 400', said)
        self.assertEqual(self.http.get(f'{ISSUER}/jwks').status_code, 200)


if __name__ == '__main__':
    unittest.main(verbosity=2)
