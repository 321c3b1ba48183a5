"""A client of the simulated portal made of programs that nobody here wrote: Authlib and PyJWT over requests. For scripts that run
as root in a world with the parts card and portal."""
import base64
import hashlib
import json
import os
import secrets
import subprocess
import sys
import time
import unittest
import urllib.parse
import uuid

import jwt
import requests
from authlib.integrations.requests_client import OAuth2Session
from authlib.jose import JsonWebKey, JsonWebToken
from authlib.oidc.core import CodeIDToken
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from urllib3.util import SKIP_HEADER

WORLD = os.environ['KENKOD_WORLD']
FOLDER = f'{WORLD}/portal'
sys.path.insert(0, os.path.realpath(f'{FOLDER}/program'))
from sim_portal import tell  # noqa: E402

ISSUER, CLIENT = 'https://localhost:8443', 'kenkod-sim'
SCOPES = {'checkup': 'health.checkup', 'medication': 'health.medication', 'expense': 'health.expense'}
SCOPE = ' '.join(['openid', *SCOPES.values()])
REDIRECT = 'http://127.0.0.1:45678/callback'
HEADERS = {'User-Agent': 'kenkod/1', 'Accept': '*/*', 'Accept-Encoding': SKIP_HEADER}
JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer'


def portal(*words):
    done, said = tell.ask(FOLDER, list(words))
    if not done:
        raise AssertionError(said)
    return said


def play(*words):
    """These scenarios, and nobody has to wait between polls."""
    portal('scenario', *words, 'retry-after=0')


def run(*words, **options):
    """A program, with what it says to both streams; its status is for the caller to look at."""
    return subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, timeout=60, **options)


def card(*words):
    return subprocess.run(['world-card', *words], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def browse(url, *options):
    """What world-browser prints, as alice."""
    return run('world-as', 'alice', 'world-browser', *options, url, text=True).stdout.strip()


def parameters(address):
    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(address).query))


class PortalTest(unittest.TestCase):
    def setUp(self):
        portal('clear')
        portal('start')
        self.addCleanup(portal, 'clear')
        self.http = self.session(requests.Session())

    def session(self, made):
        self.addCleanup(made.close)
        made.verify = f'{FOLDER}/ca.pem'
        made.trust_env = False
        made.headers.clear()
        made.headers.update(HEADERS)
        return made

    # --- log-in

    def begin(self, redirect=REDIRECT, scope=SCOPE, **changes):
        """(session, address of the log-in page, nonce, verifier); `changes` to the request, None leaves one out."""
        nonce, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(40)
        session = self.session(OAuth2Session(CLIENT, scope=scope, redirect_uri=redirect, code_challenge_method='S256',
                                             token_endpoint_auth_method='none',
                                             revocation_endpoint_auth_method='none'))
        url, _ = session.create_authorization_url(f'{ISSUER}/authorize', code_verifier=verifier, nonce=nonce)
        if changes:
            asked = {**parameters(url), **changes}
            url = f'{ISSUER}/authorize?' + urllib.parse.urlencode({k: v for k, v in asked.items() if v is not None})
        return session, url, nonce, verifier

    def log_in(self, **options):
        """(session, token answer, nonce) after a log-in in the browser."""
        session, url, nonce, verifier = self.begin(**options)
        back = browse(url, '--no-callback')
        self.assertTrue(back.startswith(f'{REDIRECT}?'), back)
        token = session.fetch_token(f'{ISSUER}/token', authorization_response=back, code_verifier=verifier)
        return session, token, nonce

    def checked(self, id_token, nonce, leeway=0):
        """The claims of an ID token, as Authlib checks them."""
        keys = JsonWebKey.import_key_set(self.http.get(f'{ISSUER}/jwks').json())
        claims = JsonWebToken(['RS256', 'ES256']).decode(
            id_token, keys, claims_cls=CodeIDToken, claims_params={'nonce': nonce},
            claims_options={'iss': {'essential': True, 'value': ISSUER}, 'aud': {'essential': True, 'value': CLIENT}})
        claims.validate(leeway=leeway)
        return claims

    def token(self, **form):
        return self.http.post(f'{ISSUER}/token', {'client_id': CLIENT, **form})

    def refused(self, answer, error, status=400):
        self.assertEqual((answer.status_code, answer.json()['error']), (status, error), answer.text)

    # --- the card

    def assertion(self, key=None, certificate=None, headers=(), **changes):
        """An assertion signed with the card's own key."""
        folder = card('files')
        with open(key or f'{folder}/auth.key', 'rb') as file:
            private = serialization.load_pem_private_key(file.read(), None)
        with open(certificate or f'{folder}/auth.pem', 'rb') as file:
            der = x509.load_pem_x509_certificate(file.read()).public_bytes(serialization.Encoding.DER)
        print_ = base64.urlsafe_b64encode(hashlib.sha256(der).digest()).rstrip(b'=').decode()
        now = int(time.time())
        claims = {'iss': CLIENT, 'sub': f'urn:x5t-s256:{print_}', 'aud': f'{ISSUER}/token',
                  'iat': now, 'nbf': now, 'exp': now + 120, 'jti': secrets.token_urlsafe(16), 'kinds': list(SCOPES), 'consent': '1'}
        if 'nonce' not in changes:
            claims['nonce'] = self.http.get(f'{ISSUER}/nonce').json()['nonce']
        claims = {k: v for k, v in {**claims, **changes}.items() if v is not None}
        return jwt.encode(claims, private, 'RS256', {'x5c': [base64.b64encode(der).decode()], 'x5t#S256': print_, **dict(headers)})

    def bear(self, assertion=None, scope=SCOPE, **changes):
        return self.token(grant_type=JWT_BEARER, assertion=assertion or self.assertion(**changes), scope=scope)

    # --- resources

    def access(self):
        """An access token the quick way, by card."""
        answer = self.bear()
        self.assertEqual(answer.status_code, 200, answer.text)
        return answer.json()['access_token']

    def start(self, access, key=None, kinds=tuple(SCOPES), subject='self', **changes):
        asked = {'kinds': list(kinds), 'subject': subject, 'from': '2021-04-01', 'to': '2026-03-31', **changes}
        return self.http.post(f'{ISSUER}/v1/retrievals', json.dumps(asked), headers={
            'Authorization': f'Bearer {access}', 'Content-Type': 'application/json', 'Idempotency-Key': key or str(uuid.uuid4())})

    def get(self, access, url, **options):
        return self.http.get(url, headers={'Authorization': f'Bearer {access}'}, allow_redirects=False, **options)

    def retrieve(self, access, **options):
        """(address of the retrieval, its result)."""
        answer = self.start(access, **options)
        self.assertEqual(answer.status_code, 202, answer.text)
        place = answer.headers['Location']
        while True:
            time.sleep(int(answer.headers['Retry-After']))
            answer = self.get(access, place)
            self.assertEqual(answer.status_code, 200, answer.text)
            if answer.json()['status'] not in ('pending', 'running'):
                return place, answer.json()

    def documents(self, access, **options):
        """[(listed, body)], each checked against its size and hash."""
        place, result = self.retrieve(access, **options)
        found = []
        for item in result['items']:
            for listed in item['documents']:
                answer = self.get(access, f'{place}/documents/{listed["id"]}')
                self.assertEqual(answer.headers['Content-Type'], listed['media_type'])
                self.assertEqual(len(answer.content), listed['size'])
                self.assertEqual(hashlib.sha256(answer.content).hexdigest(), listed['sha256'])
                found.append(({**listed, 'kind': item['kind']}, answer.content))
        return found

    def first(self, access, **options):
        """(listed, address) of the first document."""
        place, result = self.retrieve(access, **options)
        listed = result['items'][0]['documents'][0]
        return listed, f'{place}/documents/{listed["id"]}'

    def clean(self):
        self.assertEqual(portal('violations'), '')

    def violated(self, words):
        self.assertIn(words, portal('violations'))

    @staticmethod
    def log():
        return [json.loads(line) for line in portal('log').splitlines()]
