"""Log-in with a JWT that a card has signed (RFC 7523; header x5c, x5t#S256)."""
import base64
import hashlib

from cryptography import x509

from . import jws
from .card_trust import CardTrust
from .client_auth import take_jti
from .config import KINDS
from .discovery import take_nonce
from .message import oauth_error

MAX_LIFE = 300  # seconds


class Assertion:
    def __init__(self, portal):
        self.portal = portal
        self.trust = CardTrust(portal)

    def answer(self, request):
        form, portal = request.form, self.portal
        try:
            header, claims, data, signature = jws.read(form.get('assertion', ''))
            certificate = self.leaf(header)
        except (ValueError, TypeError, KeyError, IndexError, AttributeError):
            return oauth_error('invalid_grant', 'assertion')
        if header.get('alg') != 'RS256' or not jws.signed_by(certificate.public_key(), 'RS256', data, signature):
            return oauth_error('invalid_grant', 'signature of the assertion')
        refused = self.trust.refuse(certificate)
        if refused:
            return oauth_error(*refused)
        wrong = self.wrong_claim(claims, header)
        if wrong:
            return oauth_error('invalid_grant', f'{wrong} of the assertion')
        kinds = [kind for kind, scope in portal.config.scopes.items() if scope in form.get('scope', '').split()]
        if 'openid' not in form.get('scope', '').split() or sorted(kinds) != sorted(claims['kinds']):
            return oauth_error('invalid_scope', 'scope and kinds')
        person = self.trust.person(certificate)
        if portal.scenario.on('not-registered') and person not in portal.store.registered:
            return oauth_error('registration_required', 'simulated')
        if portal.scenario.on('user-cancels'):
            return oauth_error('access_denied', 'simulated')
        return portal.tokens.answer(portal.tokens.new_family(person, kinds), request, claims['nonce'])

    @staticmethod
    def leaf(header):
        der = base64.b64decode(header['x5c'][0], validate=True)
        if header['x5t#S256'] != jws.b64(hashlib.sha256(der).digest()):
            raise ValueError('x5t#S256')
        return x509.load_der_x509_certificate(der)

    def wrong_claim(self, claims, header):
        config, now = self.portal.config, self.portal.clock.now()
        if claims.get('iss') != config.client_id:
            return 'iss'
        if claims.get('sub') != f'urn:x5t-s256:{header["x5t#S256"]}':
            return 'sub'
        if claims.get('aud') != f'{config.issuer}/token':
            return 'aud'
        times = [claims.get(name) for name in ('iat', 'nbf', 'exp')]
        if not all(isinstance(value, int) for value in times):
            return 'iat, nbf or exp'
        issued, since, expires = times
        if not now < expires <= now + MAX_LIFE:
            return 'exp'
        if issued > now + 60 or since > now + 60 or issued < now - MAX_LIFE:
            return 'iat or nbf'
        kinds = claims.get('kinds')
        if not isinstance(kinds, list) or not kinds or any(kind not in KINDS for kind in kinds):
            return 'kinds'
        if not isinstance(claims.get('consent'), str) or not claims['consent']:
            return 'consent'
        if not take_nonce(self.portal, claims.get('nonce')):
            return 'nonce'
        if not take_jti(self.portal, claims.get('jti'), expires):
            return 'jti'
        return None
