"""The token endpoint: authorization codes, refresh tokens, assertions."""
import base64
import hashlib
import re

from .assertion import Assertion
from .client_auth import ClientAuth
from .message import oauth_error

CODE_LIFE = 60  # seconds
JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer'


class TokenEndpoint:
    def __init__(self, portal):
        self.portal = portal
        self.auth = ClientAuth(portal)
        self.assertion = Assertion(portal)

    def answer(self, request):
        kind = (request.header('Content-Type') or '').partition(';')[0].strip()
        if kind != 'application/x-www-form-urlencoded' or 'grant_type' not in request.form:
            self.portal.record.violation('token: no form')
            return oauth_error('invalid_request', 'Missing form parameter: grant_type')
        if self.repeated(request):
            self.portal.record.violation('token: the request was repeated with the same code')
        refused = self.auth.refuse(request)
        if refused:
            return refused
        grant = {'authorization_code': self.code, 'refresh_token': self.portal.tokens.refresh,
                 JWT_BEARER: self.assertion.answer}.get(request.form['grant_type'])
        reply = grant(request) if grant else oauth_error('unsupported_grant_type', 'grant_type')
        reply.headers.append(('Pragma', 'no-cache'))
        if self.portal.scenario.take('token-endpoint-slow'):
            reply.wait = self.portal.scenario.number('token-endpoint-slow', 120)
        return reply

    def repeated(self, request):
        """Also where the first one was refused, got lost or is still on its way."""
        code = self.portal.store.codes.get(request.form.get('code'))
        if code is None:
            return False
        code['asked'] = code.get('asked', 0) + 1
        return code['asked'] > 1

    def code(self, request):
        form = request.form
        code = self.portal.store.codes.get(form.get('code'))
        if code is None:
            return oauth_error('invalid_grant', 'no such code')
        if code['family']:
            self.portal.tokens.revoke(code['family'])
            return oauth_error('invalid_grant', 'code used before: its tokens are revoked')
        if self.portal.clock.now() - code['at'] > CODE_LIFE:
            return oauth_error('invalid_grant', 'code expired')
        if form.get('redirect_uri') != code['redirect_uri']:
            return oauth_error('invalid_grant', 'redirect_uri is not that of the authorization request')
        if not self.verified(form.get('code_verifier', ''), code['challenge']):
            return oauth_error('invalid_grant', 'code_verifier')
        code['family'] = self.portal.tokens.new_family(code['person'], code['kinds'])
        return self.portal.tokens.answer(code['family'], request, code['nonce'])

    @staticmethod
    def verified(verifier, challenge):
        if not re.fullmatch(r'[A-Za-z0-9._~-]{43,128}', verifier):
            return False
        return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b'=').decode() == challenge
