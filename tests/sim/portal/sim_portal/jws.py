"""JSON Web Signatures, RS256 and ES256 (RFC 7515, 7518), compact form."""
import base64
import functools
import json
import os

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b'=').decode()


def unb64(text):
    """Strict: no padding, no foreign characters."""
    data = base64.b64decode(text + '=' * (-len(text) % 4), altchars=b'-_', validate=True)
    if b64(data) != text:
        raise ValueError('not base64url')
    return data


def packed(value):
    return b64(json.dumps(value, separators=(',', ':')).encode())


def number(value):
    return b64(value.to_bytes((value.bit_length() + 7) // 8, 'big'))


class Key:
    """A signing key of the simulator; its file name is its kid."""

    def __init__(self, name, private):
        self.name, self.private = name, private
        self.alg = 'RS256' if isinstance(private, rsa.RSAPrivateKey) else 'ES256'

    @staticmethod
    @functools.lru_cache(maxsize=None)
    def of(directory, name):
        with open(os.path.join(directory, f'{name}.key'), 'rb') as file:
            return Key(name, serialization.load_pem_private_key(file.read(), None))

    def public_jwk(self):
        numbers = self.private.public_key().public_numbers()
        common = {'kid': self.name, 'use': 'sig', 'alg': self.alg}
        if self.alg == 'RS256':
            return {**common, 'kty': 'RSA', 'n': number(numbers.n), 'e': number(numbers.e)}
        x, y = (b64(value.to_bytes(32, 'big')) for value in (numbers.x, numbers.y))
        return {**common, 'kty': 'EC', 'crv': 'P-256', 'x': x, 'y': y}

    def sign(self, claims, **header):
        text = f'{packed({"alg": self.alg, "typ": "JWT", "kid": self.name, **header})}.{packed(claims)}'
        return f'{text}.{b64(self.signature(text.encode()))}'

    def signature(self, data):
        if self.alg == 'RS256':
            return self.private.sign(data, padding.PKCS1v15(), hashes.SHA256())
        r, s = utils.decode_dss_signature(self.private.sign(data, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, 'big') + s.to_bytes(32, 'big')


def read(token):
    """(header, claims, what is signed, signature). ValueError."""
    try:
        head, body, signature = token.split('.')
        header, claims = json.loads(unb64(head)), json.loads(unb64(body))
        if not isinstance(header, dict) or not isinstance(claims, dict):
            raise ValueError('not objects')
        return header, claims, f'{head}.{body}'.encode(), unb64(signature)
    except UnicodeDecodeError:
        raise ValueError('not UTF-8') from None


def signed_by(public, alg, data, signature):
    try:
        if alg == 'RS256' and isinstance(public, rsa.RSAPublicKey):
            public.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
        elif alg == 'ES256' and isinstance(public, ec.EllipticCurvePublicKey) and len(signature) == 64:
            encoded = utils.encode_dss_signature(int.from_bytes(signature[:32], 'big'), int.from_bytes(signature[32:], 'big'))
            public.verify(encoded, data, ec.ECDSA(hashes.SHA256()))
        else:
            return False
    except InvalidSignature:
        return False
    return True
