"""The authorization endpoint and its pages: log-in, registration, consent (OIDC Core 3.1.2; RFC 7636, 8252, 9207)."""
import re
import secrets
import urllib.parse

from . import pages
from .message import Reply
from .people import PEOPLE

LOGIN_LIFE = 600  # seconds


def base_of(uri):
    """A loopback redirect without its port, as RFC 8252 8.4 compares it; None for what is no loopback address."""
    match = re.fullmatch(r'http://(127\.0\.0\.1|\[::1\]):([1-9][0-9]{0,4})(/[^?#]*)', uri or '')
    return f'http://{match[1]}{match[3]}' if match and int(match[2]) < 65536 else None


class Authorize:
    def __init__(self, portal):
        self.portal = portal

    def begin(self, request):
        asked, config = request.query, self.portal.config
        if asked.get('client_id') != config.client_id:
            return self.refuse('client_id')
        allowed = (f'http://127.0.0.1{config.redirect_path}', f'http://[::1]{config.redirect_path}')
        # Nothing is ever sent to an address that is not registered, not even an error.
        if base_of(asked.get('redirect_uri')) not in allowed:
            return self.refuse('redirect_uri')
        kinds = [kind for kind, scope in config.scopes.items() if scope in asked.get('scope', '').split()]
        error = self.wrong(asked, kinds)
        if error:
            self.portal.record.violation(f'authorize: {error[1]}')
            return self.back(asked, error=error[0], error_description=error[1])
        login = secrets.token_urlsafe(16)
        self.portal.store.logins[login] = {'asked': asked, 'kinds': kinds, 'person': None, 'at': self.portal.clock.now()}
        return pages.log_in(login, self.portal.user['person'])

    def refuse(self, what):
        self.portal.record.violation(f'authorize: {what}')
        return pages.refused(f'{what} is not registered')

    def wrong(self, asked, kinds):
        """(error, what), or None."""
        scopes = asked.get('scope', '').split()
        if asked.get('response_type') != 'code':
            return 'unsupported_response_type', 'response_type'
        if asked.get('code_challenge_method') != 'S256':
            return 'invalid_request', 'code_challenge_method'
        if not re.fullmatch(r'[A-Za-z0-9_-]{43}', asked.get('code_challenge', '')):
            return 'invalid_request', 'code_challenge'
        for name in ('state', 'nonce'):
            if not re.fullmatch(r'[\x21-\x7e]{22,255}', asked.get(name, '')):
                return 'invalid_request', name
        if 'openid' not in scopes or len(scopes) != len(kinds) + 1:
            return 'invalid_scope', 'scope'
        return None

    def page(self, request, name):
        login = self.portal.store.logins.get(request.form.get('login'))
        if not login or self.portal.clock.now() - login['at'] > LOGIN_LIFE:
            return pages.refused('this log-in has ended')
        pressed = request.form.get('press')
        if pressed != 'go' or self.portal.scenario.on('user-cancels'):
            wanted = name == 'register' and pressed == 'decline' and not self.portal.scenario.on('user-cancels')
            return self.end(request, error='registration_required' if wanted else 'access_denied')
        if name == 'login':
            login['person'] = request.form.get('person')
        person = PEOPLE.get(login['person'])
        if person is None:
            return pages.refused('nobody has logged in')
        if name == 'register':
            self.portal.store.registered[person.id] = True
        elif name == 'consent':
            return self.grant(request, login, person)
        key = request.form['login']
        if self.portal.scenario.on('not-registered') and person.id not in self.portal.store.registered:
            return pages.register(key)
        today = self.portal.clock.japan().date()
        since = today.replace(year=today.year - 5, day=1)
        return pages.consent(key, self.portal.config.client_id, person, login['kinds'], since, today)

    def grant(self, request, login, person):
        code = secrets.token_urlsafe(24)
        asked = login['asked']
        self.portal.store.codes[code] = {
            'person': person.id, 'kinds': login['kinds'], 'nonce': asked['nonce'], 'challenge': asked['code_challenge'],
            'redirect_uri': asked['redirect_uri'], 'at': self.portal.clock.now(), 'family': None}
        return self.end(request, code=code)

    def end(self, request, **answer):
        return self.back(self.portal.store.logins.pop(request.form['login'])['asked'], **answer)

    def back(self, asked, **answer):
        scenario = self.portal.scenario
        if 'state' in asked and not scenario.take('state-missing'):
            altered = scenario.take('state-altered')
            answer['state'] = asked['state'][:-1] + ('A' if asked['state'][-1:] != 'A' else 'B') if altered else asked['state']
        if not scenario.take('iss-missing'):
            answer['iss'] = 'https://other.invalid' if scenario.take('iss-wrong') else self.portal.config.issuer
        return Reply(303, b'', [('Location', f'{asked["redirect_uri"]}?{urllib.parse.urlencode(answer)}'),
                                ('Cache-Control', 'no-store'), ('Referrer-Policy', 'no-referrer')])
