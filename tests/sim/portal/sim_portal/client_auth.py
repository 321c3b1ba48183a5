"""Which client asks (RFC 6749 2.3, 7523 section 3, 8705)."""
import base64
import hashlib
import os

from cryptography import x509

from . import jws
from .message import oauth_error

JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
MAX_LIFE = 300  # seconds


def thumbprint(request):
    certificate = request.tls['certificate']
    return base64.urlsafe_b64encode(hashlib.sha256(certificate).digest()).rstrip(b'=').decode() if certificate else None


def ours(portal, request):
    """Whether the request came with the certificate of our client."""
    with open(os.path.join(portal.config.directory, 'client.pem'), 'rb') as file:
        known = x509.load_pem_x509_certificate(file.read())
    certificate = request.tls['certificate']
    return certificate is not None and x509.load_der_x509_certificate(certificate) == known


def take_jti(portal, jti, until):
    """Whether this one is new; remembered until it cannot be used any more."""
    now, seen = portal.clock.now(), portal.store.jtis
    for old in [key for key, end in seen.items() if end < now]:
        del seen[old]
    if not isinstance(jti, str) or len(jti) < 22 or jti in seen:
        return False
    seen[jti] = until
    return True


class ClientAuth:
    def __init__(self, portal):
        self.portal = portal

    def refuse(self, request):
        """The reply, or None for our client. A public client only says its name."""
        form, config = request.form, self.portal.config
        what = None
        if form.get('client_id', config.client_id) != config.client_id:
            what = 'client_id'
        elif 'client_assertion' in form:
            what = self.wrong_assertion(request)
        elif self.portal.scenario.on('private-key-jwt'):
            what = 'client_assertion'
        elif 'client_id' not in form:
            what = 'client_id'
        if what is None and self.portal.scenario.on('mtls') and not ours(self.portal, request):
            what = 'client certificate'
        return oauth_error('invalid_client', what, 401) if what else None

    def wrong_assertion(self, request):
        form, config = request.form, self.portal.config
        if form.get('client_assertion_type') != JWT_BEARER:
            return 'client_assertion_type'
        try:
            header, claims, data, signature = jws.read(form['client_assertion'])
        except ValueError:
            return 'client_assertion'
        keys = [jws.Key.of(config.directory, name) for name in ('client', 'client-rsa')]
        if not any(jws.signed_by(key.private.public_key(), header.get('alg'), data, signature) for key in keys):
            return 'signature of client_assertion'
        if claims.get('iss') != config.client_id or claims.get('sub') != config.client_id:
            return 'iss and sub of client_assertion'
        audience = claims.get('aud')
        right = {config.issuer, f'{config.issuer}/token', f'{config.issuer}{request.path}'}
        if not right.intersection(audience if isinstance(audience, list) else [str(audience)]):
            return 'aud of client_assertion'
        now, exp = self.portal.clock.now(), claims.get('exp')
        if not isinstance(exp, int) or not now < exp <= now + MAX_LIFE:
            return 'exp of client_assertion'
        if not take_jti(self.portal, claims.get('jti'), exp):
            return 'jti of client_assertion'
        return None
