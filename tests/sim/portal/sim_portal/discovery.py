"""The discovery document, the key set and nonces."""
import secrets

from . import jws
from .message import as_json

NONCE_LIFE = 300  # seconds


class Discovery:
    def __init__(self, portal):
        self.portal = portal

    def document(self, _):
        config = self.portal.config
        issuer = config.issuer
        named = 'https://other.invalid' if self.portal.scenario.take('discovery-other-issuer') else issuer
        return as_json(200, {
            'issuer': named,
            'authorization_endpoint': f'{issuer}/authorize',
            'token_endpoint': f'{issuer}/token',
            'jwks_uri': f'{issuer}/jwks',
            'revocation_endpoint': f'{issuer}/revoke',
            'response_types_supported': ['code'],
            'grant_types_supported': ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:jwt-bearer'],
            'code_challenge_methods_supported': ['S256'],
            'subject_types_supported': ['pairwise'],
            'id_token_signing_alg_values_supported': ['RS256', 'ES256'],
            'token_endpoint_auth_methods_supported': ['none', 'private_key_jwt', 'tls_client_auth'],
            'token_endpoint_auth_signing_alg_values_supported': ['RS256', 'ES256'],
            'authorization_response_iss_parameter_supported': True,
            'scopes_supported': ['openid', *config.scopes.values()],
            'simulator': True})

    def keys(self, _):
        names = ['id-1', 'id-2', *(['id-3'] if self.portal.scenario.on('rotated-keys') else [])]
        return as_json(200, {'keys': [jws.Key.of(self.portal.config.directory, name).public_jwk() for name in names]})

    def nonce(self, _):
        nonce = secrets.token_urlsafe(18)
        self.portal.store.nonces[nonce] = self.portal.clock.now()
        return as_json(200, {'nonce': nonce})


def take_nonce(portal, nonce):
    """Whether it was given by us, lately, and is used for the first time."""
    given = portal.store.nonces.pop(nonce, None) if isinstance(nonce, str) else None
    return given is not None and portal.clock.now() - given <= NONCE_LIFE
