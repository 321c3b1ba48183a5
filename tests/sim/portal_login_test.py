#!/usr/bin/python3
"""The simulated portal's TLS, log-in by card, and what can be wrong with a log-in, before programs that nobody here wrote: curl,
openssl, Authlib, PyJWT."""
import base64
import datetime
import hashlib
import os
import secrets
import subprocess
import tempfile
import time
import unittest

import jwt
from authlib.jose.errors import JoseError
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from portal_client import CLIENT, FOLDER, ISSUER, JWT_BEARER, SCOPE, PortalTest, browse, card, parameters, portal, run

CLIENT_ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'


def curl(*options):
    """Exit status."""
    return subprocess.run(['curl', '-s', '-o', '/dev/null', '--cacert', f'{FOLDER}/ca.pem', *options, f'{ISSUER}/jwks'],
                          check=False).returncode


def openssl(*options):
    return run('openssl', 's_client', '-connect', 'localhost:8443', '-servername', 'localhost', '-CAfile', f'{FOLDER}/ca.pem', *options,
               input='', text=True).stdout


class Tls(PortalTest):
    def test_as_it_should_be(self):
        self.assertEqual(curl(), 0)
        said = openssl('-verify_hostname', 'localhost')
        self.assertIn('Verification: OK', said)
        self.assertIn('depth=2', said)
        self.assertNotEqual(curl('--tls-max', '1.1'), 0)
        self.assertIn('Protocol  : TLSv1.2', openssl('-tls1_2'))
        self.assertIn('TLSv1.3', openssl('-tls1_3'))

    def test_certificates(self):
        for scenario, words in (('tls-expired', 'certificate has expired'), ('tls-wrong-name', 'hostname mismatch'),
                                ('tls-unknown-ca', 'self-signed certificate in certificate chain'),
                                ('tls-missing-intermediate', 'unable to verify the first certificate')):
            with self.subTest(scenario):
                portal('clear')
                portal('scenario', scenario)
                self.assertEqual(curl(), 60)
                # curl looks at the name when the handshake is over, and may have ended before the portal has noticed anything.
                until = time.monotonic() + 20
                while scenario != 'tls-wrong-name' and 'ALERT' not in portal('handshakes'):
                    self.assertLess(time.monotonic(), until)
                self.assertEqual(self.log(), [], 'nobody gets as far as a request')
                self.assertIn(words, openssl('-verify_hostname', 'localhost'))

    def test_old_version(self):
        portal('scenario', 'tls-1.1')
        self.assertNotEqual(curl(), 0)
        self.assertIn('Protocol  : TLSv1.1', openssl('-tls1_1', '-cipher', 'ALL:@SECLEVEL=0'))

    def test_pin(self):
        with open(f'{FOLDER}/pin-sha256', encoding='ascii') as file:
            self.assertEqual(curl('--pinnedpubkey', f'sha256//{file.read().strip()}'), 0)
        self.assertEqual(curl('--pinnedpubkey', f'sha256//{base64.b64encode(bytes(32)).decode()}'), 90)

    def test_loopback_only(self):
        said = subprocess.run(['ss', '-Hltn', 'sport = :8443'], stdout=subprocess.PIPE, text=True, check=True).stdout
        self.assertEqual(sorted({line.split()[3] for line in said.splitlines()} - {'[::1]:8443'}), ['127.0.0.1:8443'])

    def test_client_certificate(self):
        access = self.access()
        portal('scenario', 'mtls')
        self.http.close()
        self.refused(self.bear(), 'invalid_client', 401)
        self.assertEqual(self.get(access, f'{ISSUER}/v1/principals').status_code, 401)
        self.http.close()
        self.http.cert = (f'{FOLDER}/client.pem', f'{FOLDER}/client.key')
        bound = self.access()
        self.assertEqual(self.get(bound, f'{ISSUER}/v1/principals').status_code, 200)
        self.http.close()
        self.http.cert = None
        self.assertEqual(self.get(bound, f'{ISSUER}/v1/principals').status_code, 401)


class LogIn(PortalTest):
    def test_id_tokens(self):
        for scenario in ('unknown-kid', 'id-token-bad-signature', 'id-token-alg-none', 'id-token-wrong-aud', 'id-token-wrong-iss',
                         'id-token-expired', 'id-token-wrong-nonce'):
            with self.subTest(scenario):
                portal('scenario', scenario)
                nonce = self.http.get(f'{ISSUER}/nonce').json()['nonce']
                token = self.bear(nonce=nonce).json()['id_token']
                with self.assertRaises((JoseError, ValueError)):
                    self.checked(token, nonce)

    def test_id_token_of_the_future(self):
        """Authlib does not mind those."""
        portal('scenario', 'id-token-future')
        keys = {key['kid']: jwt.PyJWK(key).key for key in self.http.get(f'{ISSUER}/jwks').json()['keys']}
        with self.assertRaises(jwt.ImmatureSignatureError):
            jwt.decode(self.bear().json()['id_token'], keys['id-1'], ['RS256'], audience=CLIENT, issuer=ISSUER, leeway=60)

    def test_keys(self):
        for scenario, alg in (('none', 'RS256'), ('es256', 'ES256'), ('rotated-keys', 'ES256')):
            with self.subTest(scenario):
                portal('scenario', scenario)
                nonce = self.http.get(f'{ISSUER}/nonce').json()['nonce']
                claims = self.checked(self.bear(nonce=nonce).json()['id_token'], nonce)
                self.assertEqual(claims.header['alg'], alg)
                self.assertEqual(claims.header['kid'] == 'id-3', scenario == 'rotated-keys')

    def test_subject_and_missing_tokens(self):
        nonce = self.http.get(f'{ISSUER}/nonce').json()['nonce']
        usual = self.checked(self.bear(nonce=nonce).json()['id_token'], nonce)['sub']
        portal('scenario', 'other-subject')
        nonce = self.http.get(f'{ISSUER}/nonce').json()['nonce']
        self.assertNotEqual(self.checked(self.bear(nonce=nonce).json()['id_token'], nonce)['sub'], usual)
        portal('scenario', 'id-token-missing', 'no-refresh-token')
        self.assertEqual(set(self.bear().json()), {'access_token', 'token_type', 'expires_in', 'scope'})

    def test_redirects(self):
        for scenario, name, wrong in (('state-altered', 'state', 'differs'), ('state-missing', 'state', None),
                                      ('iss-wrong', 'iss', 'https://other.invalid'), ('iss-missing', 'iss', None)):
            with self.subTest(scenario):
                portal('scenario', scenario)
                _, url, _, _ = self.begin()
                back = parameters(browse(url, '--no-callback'))
                self.assertIn('code', back)
                if wrong == 'differs':
                    self.assertNotEqual(back['state'], parameters(url)['state'])
                else:
                    self.assertEqual(back.get(name), wrong)
        portal('scenario', 'user-cancels')
        self.assertEqual(parameters(browse(self.begin()[1], '--no-callback'))['error'], 'access_denied')

    def test_discovery(self):
        portal('scenario', 'discovery-other-issuer')
        self.assertNotEqual(self.http.get(f'{ISSUER}/.well-known/openid-configuration').json()['issuer'], ISSUER)

    def test_terms_and_reuse(self):
        answer = self.bear().json()
        portal('scenario', 'term-ended')
        self.refused(self.token(grant_type='refresh_token', refresh_token=answer['refresh_token']), 'invalid_grant')
        self.assertEqual(self.get(answer['access_token'], f'{ISSUER}/v1/principals').status_code, 401)
        portal('scenario', 'refresh-reuse')
        self.refused(self.token(grant_type='refresh_token', refresh_token=answer['refresh_token']), 'invalid_grant')
        portal('scenario', 'none')
        self.refused(self.token(grant_type='refresh_token', refresh_token=answer['refresh_token']), 'invalid_grant')
        self.clean()

    def test_token_endpoint(self):
        portal('scenario', 'redirect-token')
        answer = self.http.post(f'{ISSUER}/token', {'client_id': CLIENT, 'grant_type': 'refresh_token'}, allow_redirects=False)
        self.assertEqual((answer.status_code, answer.headers['Location']), (307, f'{ISSUER}/elsewhere/token'))
        self.clean()
        self.http.post(f'{ISSUER}/token', {'client_id': CLIENT, 'grant_type': 'refresh_token'})
        self.violated('a redirect was followed')
        portal('scenario', 'token-endpoint-slow=2')
        began = time.monotonic()
        self.token(grant_type='refresh_token', refresh_token='x')
        self.assertGreater(time.monotonic() - began, 2)

    def client_assertion(self, name, **changes):
        now = int(time.time())
        claims = {'iss': CLIENT, 'sub': CLIENT, 'aud': f'{ISSUER}/token', 'iat': now, 'exp': now + 60,
                  'jti': secrets.token_urlsafe(16), **changes}
        with open(f'{FOLDER}/{name}.key', 'rb') as file:
            key = serialization.load_pem_private_key(file.read(), None)
        return {'client_assertion_type': CLIENT_ASSERTION,
                'client_assertion': jwt.encode(claims, key, 'RS256' if isinstance(key, rsa.RSAPrivateKey) else 'ES256')}

    def test_private_key_jwt(self):
        portal('scenario', 'private-key-jwt')
        def ask(**client):
            return self.token(grant_type=JWT_BEARER, scope=SCOPE, assertion=self.assertion(), **client)

        self.refused(ask(), 'invalid_client', 401)
        for name in ('client', 'client-rsa'):
            self.assertEqual(ask(**self.client_assertion(name)).status_code, 200)
        now = int(time.time())
        for changes in ({'aud': 'https://other.invalid'}, {'exp': now + 400}, {'exp': now - 1}, {'iss': 'x'}, {'jti': 'x'}):
            with self.subTest(changes):
                self.refused(ask(**self.client_assertion('client', **changes)), 'invalid_client', 401)
        self.refused(ask(**self.client_assertion('id-2')), 'invalid_client', 401)
        once = self.client_assertion('client')
        self.assertEqual(ask(**once).status_code, 200)
        self.refused(ask(**once), 'invalid_client', 401)


class Card(PortalTest):
    def test_log_in(self):
        nonce = self.http.get(f'{ISSUER}/nonce').json()['nonce']
        answer = self.bear(nonce=nonce)
        self.assertEqual(self.checked(answer.json()['id_token'], nonce)['nonce'], nonce)
        self.assertEqual(portal('tokens'), 'access 1\nrefresh 1')
        self.clean()

    def test_claims(self):
        now = int(time.time())
        for changes in ({'aud': ISSUER}, {'aud': None}, {'iss': 'other'}, {'sub': 'urn:x5t-s256:x'},
                        {'exp': now + 330}, {'exp': now - 1}, {'exp': None}, {'iat': now + 120}, {'nbf': now + 120}, {'iat': None}, {'jti': None}, {'jti': 'short'}, {'nonce': None},
                        {'nonce': 'AAAAAAAAAAAAAAAAAAAAAAAA'}, {'kinds': None}, {'kinds': []}, {'kinds': ['everything']},
                        {'consent': None}):
            with self.subTest(changes):
                self.refused(self.bear(**changes), 'invalid_grant')
        self.refused(self.bear(kinds=['checkup']), 'invalid_scope')
        self.refused(self.bear(assertion='a.b.c'), 'invalid_grant')
        self.clean()

    def test_replay(self):
        assertion = self.assertion()
        self.assertEqual(self.bear(assertion).status_code, 200)
        self.refused(self.bear(assertion), 'invalid_grant')
        jti = secrets.token_urlsafe(16)
        self.assertEqual(self.bear(jti=jti).status_code, 200)
        self.refused(self.bear(jti=jti), 'invalid_grant')
        nonce = self.http.get(f'{ISSUER}/nonce').json()['nonce']
        portal('clock', '+301')
        now = int(time.time()) + 301
        self.refused(self.bear(nonce=nonce, iat=now, nbf=now, exp=now + 120), 'invalid_grant')

    def test_signature(self):
        head, body, signature = self.assertion().split('.')
        self.refused(self.bear(f'{head}.{body}.{signature[:-8]}AAAAAAAA'), 'invalid_grant')
        self.refused(self.bear(key=f'{card("files")}/sign.key'), 'invalid_grant')

    def test_signature_certificate(self):
        folder = card('files')
        self.refused(self.bear(key=f'{folder}/sign.key', certificate=f'{folder}/sign.pem'), 'invalid_grant')

    def test_authority_itself(self):
        folder = card('files')
        self.refused(self.bear(key=f'{folder}/sim-auth-ca.key', certificate=f'{folder}/sim-auth-ca.pem'), 'invalid_grant')

    def issued(self, folder, authority_key, subject, issuer, days=(-1, 30)):
        """Writes key and certificate of an invented holder; their paths."""
        now, day = datetime.datetime.utcnow(), datetime.timedelta(days=1)
        key = rsa.generate_private_key(65537, 2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)])
        made = (x509.CertificateBuilder().subject_name(name).issuer_name(issuer or name).public_key(key.public_key())
                .serial_number(x509.random_serial_number())
                .not_valid_before(now + days[0] * day).not_valid_after(now + days[1] * day)
                .add_extension(x509.KeyUsage(True, False, False, False, False, False, False, False, False), True)
                .sign(authority_key or key, hashes.SHA256()))
        paths = os.path.join(folder, 'key'), os.path.join(folder, 'pem')
        with open(paths[0], 'wb') as file:
            file.write(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                         serialization.NoEncryption()))
        with open(paths[1], 'wb') as file:
            file.write(made.public_bytes(serialization.Encoding.PEM))
        return {'key': paths[0], 'certificate': paths[1]}

    def test_other_certificates(self):
        folder = card('files')
        with open(f'{folder}/sim-auth-ca.pem', 'rb') as file:
            authority = x509.load_pem_x509_certificate(file.read())
        with open(f'{folder}/sim-auth-ca.key', 'rb') as file:
            authority_key = serialization.load_pem_private_key(file.read(), None)
        with tempfile.TemporaryDirectory() as place:
            self.refused(self.bear(**self.issued(place, None, 'SELF', None)), 'invalid_grant')
            self.refused(self.bear(**self.issued(place, None, 'LIAR', authority.subject)), 'invalid_grant')
            self.assertEqual(self.bear(**self.issued(place, authority_key, 'RIGHT', authority.subject)).status_code, 200)
            self.refused(self.bear(**self.issued(place, authority_key, 'OLD', authority.subject, (-30, -1))), 'certificate_expired')
            self.refused(self.bear(**self.issued(place, authority_key, 'NEW', authority.subject, (1, 30))), 'invalid_grant')

    def test_wrong_thumbprint(self):
        wrong = base64.urlsafe_b64encode(hashlib.sha256(b'x').digest()).rstrip(b'=').decode()
        self.refused(self.bear(headers={'x5t#S256': wrong}), 'invalid_grant')

    def test_revocation(self):
        for scenario, error in (('ocsp-revoked', 'certificate_revoked'), ('crl-revoked', 'certificate_revoked'),
                                ('ocsp-unknown', 'invalid_grant')):
            with self.subTest(scenario):
                portal('scenario', scenario)
                self.refused(self.bear(), error)


if __name__ == '__main__':
    unittest.main(verbosity=2)
