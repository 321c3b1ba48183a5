"""ID tokens (OIDC Core 2), and every way in which one can be wrong."""
from . import jws
from .people import PEOPLE

LIFE = 300  # seconds


def id_token(portal, person, nonce):
    scenario, config = portal.scenario, portal.config
    now = int(portal.clock.now())
    if scenario.take('other-subject'):
        person = PEOPLE['taro' if person.id != 'taro' else 'hanako']
    claims = {'iss': config.issuer, 'sub': person.subject(config.client_id), 'aud': config.client_id, 'iat': now, 'exp': now + LIFE,
              'auth_time': now}
    if nonce is not None:
        claims['nonce'] = nonce
    if scenario.take('id-token-wrong-aud'):
        claims['aud'] = 'somebody-else'
    if scenario.take('id-token-wrong-iss'):
        claims['iss'] = 'https://other.invalid'
    if scenario.take('id-token-expired'):
        claims.update(iat=now - 900, exp=now - 600)
    if scenario.take('id-token-future'):
        claims.update(iat=now + 3600, exp=now + 3900)
    if scenario.take('id-token-wrong-nonce'):
        claims['nonce'] = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
    name = 'id-3' if scenario.on('rotated-keys') else 'id-2' if scenario.on('es256') else 'id-1'
    key = jws.Key.of(config.directory, name)
    if scenario.take('id-token-alg-none'):
        return f'{jws.packed({"alg": "none", "typ": "JWT"})}.{jws.packed(claims)}.'
    token = key.sign(claims, **({'kid': 'id-unknown'} if scenario.take('unknown-kid') else {}))
    if scenario.take('id-token-bad-signature'):
        text, _, signature = token.rpartition('.')
        wrong = bytearray(jws.unb64(signature))
        wrong[len(wrong) // 2] ^= 1
        token = f'{text}.{jws.b64(bytes(wrong))}'
    return token
