"""Whether a card's certificate may log in: issued by the configured authority for user authentication, valid, not revoked."""
import calendar
import os

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa


def load(path):
    with open(path, 'rb') as file:
        return x509.load_pem_x509_certificate(file.read())


def spki(certificate):
    return certificate.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def issued_by(certificate, root):
    if certificate.issuer != root.subject or not isinstance(root.public_key(), rsa.RSAPublicKey):
        return False
    try:
        root.public_key().verify(certificate.signature, certificate.tbs_certificate_bytes, padding.PKCS1v15(),
                                 certificate.signature_hash_algorithm)
    except InvalidSignature:
        return False
    return True


def for_authentication(certificate):
    """The signature certificate has nonRepudiation; an authority is nobody's card."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return False
    try:
        authority = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        authority = False
    return usage.digital_signature and not usage.content_commitment and not usage.key_cert_sign and not authority


class CardTrust:
    def __init__(self, portal):
        self.portal = portal

    def refuse(self, certificate):
        """(OAuth error, why), or None."""
        path = self.portal.config.card_root
        if not path or not os.path.exists(path):
            return 'invalid_grant', 'no authority of cards is configured'
        root = load(path)
        if not issued_by(certificate, root):
            return 'invalid_grant', 'the certificate is not of the authority for user authentication'
        if not for_authentication(certificate):
            return 'invalid_grant', 'the certificate is not for user authentication'
        now = self.portal.clock.now()
        if not unix(certificate.not_valid_before) <= now:
            return 'invalid_grant', 'the certificate is not valid yet'
        if now > unix(certificate.not_valid_after):
            return 'certificate_expired', 'the certificate has expired'
        return self.revoked()

    def revoked(self):
        """OCSP; where that does not answer, the CRL; what is unknown is refused."""
        scenario = self.portal.scenario
        ocsp = ('revoked' if scenario.on('ocsp-revoked') else 'unknown' if scenario.on('ocsp-unknown') else
                'down' if scenario.on('crl-revoked') else 'good')
        if ocsp == 'down':
            return 'certificate_revoked', 'revoked, says the CRL (OCSP does not answer)'
        if ocsp == 'unknown':
            return 'invalid_grant', 'OCSP does not know the certificate'
        return ('certificate_revoked', 'revoked, says OCSP') if ocsp == 'revoked' else None

    def person(self, certificate):
        """Whose card it is, by its key: a renewed certificate is the same person's."""
        for person, path in self.portal.config.cards.items():
            if os.path.exists(path) and spki(load(path)) == spki(certificate):
                return person
        return 'taro'


def unix(utc):
    return calendar.timegm(utc.timetuple())
