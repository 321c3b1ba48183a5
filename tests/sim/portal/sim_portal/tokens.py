"""Access and refresh tokens. A family is what one log-in led to; it ends with its term, by revocation, or by misuse."""
import secrets

from . import client_auth
from .id_token import id_token
from .message import as_json, oauth_error
from .people import PEOPLE

ACCESS_LIFE = 600  # seconds
DAY = 86400


class Tokens:
    def __init__(self, portal):
        self.portal = portal

    def new_family(self, person, kinds):
        family = secrets.token_hex(8)
        self.portal.store.families[family] = {
            'person': person, 'kinds': kinds, 'revoked': False,
            'expires_at': self.portal.clock.now() + self.portal.config.term_days * DAY}
        return family

    def answer(self, family, request, nonce=None):
        """The answer of the token endpoint: new tokens of this family."""
        portal, config = self.portal, self.portal.config
        about = portal.store.families[family]
        now = portal.clock.now()
        life = min(ACCESS_LIFE, int(about['expires_at'] - now))
        access = secrets.token_urlsafe(32)
        portal.store.access[access] = {'family': family, 'expires_at': now + life, 'bound': client_auth.thumbprint(request)
                                       if portal.scenario.on('mtls') else None}
        value = {'access_token': access, 'token_type': 'Bearer', 'expires_in': life,
                 'scope': ' '.join(['openid', *(config.scopes[kind] for kind in about['kinds'])])}
        if not portal.scenario.on('id-token-missing'):
            value['id_token'] = id_token(portal, PEOPLE[about['person']], nonce)
        if not portal.scenario.on('no-refresh-token'):
            refresh = secrets.token_urlsafe(32)
            portal.store.refresh[refresh] = {'family': family, 'used': False}
            value['refresh_token'] = refresh
        return as_json(200, value)

    def refresh(self, request):
        token = request.form.get('refresh_token')
        known = self.portal.store.refresh.get(token)
        if known is None:
            return oauth_error('invalid_grant', 'no such refresh token')
        if self.portal.scenario.take('refresh-reuse'):
            self.revoke(known['family'])
            return oauth_error('invalid_grant', 'refresh token used before')
        if known['used']:
            self.portal.record.violation('a refresh token was used twice')
            self.revoke(known['family'])
            return oauth_error('invalid_grant', 'refresh token used before')
        if not self.alive(known['family']):
            return oauth_error('invalid_grant', 'the term is over')
        known['used'] = True
        return self.answer(known['family'], request)

    def alive(self, family):
        about = self.portal.store.families[family]
        return not about['revoked'] and self.portal.clock.now() < about['expires_at'] and not self.portal.scenario.on('term-ended')

    def revoke(self, family):
        self.portal.store.families[family]['revoked'] = True

    def find(self, access):
        """What this access token permits, or None."""
        token = self.portal.store.access.get(access)
        if token is None or self.portal.clock.now() >= token['expires_at'] or not self.alive(token['family']):
            return None
        return {**self.portal.store.families[token['family']], 'family': token['family'], 'bound': token['bound'], 'token': access}

    def live(self):
        access = sum(1 for token in self.portal.store.access if self.find(token))
        refresh = sum(1 for t in self.portal.store.refresh.values() if not t['used'] and self.alive(t['family']))
        return access, refresh

    def live_in_words(self):
        access, refresh = self.live()
        return f'access {access}\nrefresh {refresh}'
