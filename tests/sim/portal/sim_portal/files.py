"""Keys and certificates of the simulator, made once for a folder.

  ca.pem                       the authority that clients trust; server certificates hang below an intermediate one
  server.key, server*.pem      the server, with its chain: as it should be, expired, for another name, of another authority
  id-1.key, id-2.key, id-3.key keys for ID tokens: RSA, EC, and the EC one that rotated-keys brings
  client.key, client.pem       EC key and certificate of the client, for tls_client_auth and private_key_jwt
  client-rsa.key               RSA key of the client, for private_key_jwt
  pin-sha256                   base64 of the SHA-256 of the server's public key
"""
import base64
import datetime
import hashlib
import ipaddress
import os

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

DAY = datetime.timedelta(days=1)


def new_ec():
    return ec.generate_private_key(ec.SECP256R1())


def new_rsa():
    return rsa.generate_private_key(65537, 2048)


def pem_key(key):
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def pem(*certificates):
    return b''.join(c.public_bytes(serialization.Encoding.PEM) for c in certificates)


def public_key_der(key):
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def certificate(name, key, issuer, issuer_key, *, authority=None, names=(), usage=None, valid=(-1, 3650)):
    """`issuer`: None for one that signs itself. `authority`: how many authorities may follow."""
    now = datetime.datetime.utcnow().replace(microsecond=0)
    subject = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, 'KENKO-SIM'), x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer_public = issuer_key.public_key()
    builder = (x509.CertificateBuilder().subject_name(subject).issuer_name(issuer.subject if issuer else subject)
               .public_key(key.public_key()).serial_number(x509.random_serial_number())
               .not_valid_before(now + valid[0] * DAY).not_valid_after(now + valid[1] * DAY)
               .add_extension(x509.BasicConstraints(authority is not None, authority), True)
               .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
               .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_public), False)
               .add_extension(x509.KeyUsage(authority is None, False, False, False, False, authority is not None,
                                            authority is not None, False, False), True))
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(list(names)), False)
    if usage:
        builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), False)
    return builder.sign(issuer_key, hashes.SHA256())


def write(folder, name, data, secret=False):
    with open(os.open(os.path.join(folder, name), os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600 if secret else 0o644), 'wb') as file:
        file.write(data)


def make(folder):
    """`pin-sha256` comes last: where that is, all is."""
    root_key, middle_key, server_key, client_key = new_ec(), new_ec(), new_ec(), new_ec()
    root = certificate('Simulated portal root', root_key, None, root_key, authority=2)
    middle = certificate('Simulated portal intermediate', middle_key, root, root_key, authority=0)
    here = [x509.DNSName('localhost'), *(x509.IPAddress(ipaddress.ip_address(a)) for a in ('127.0.0.1', '::1'))]
    serve = {'usage': ExtendedKeyUsageOID.SERVER_AUTH}

    def server(names, issuer=middle, issuer_key=middle_key, **options):
        return certificate('Simulated portal', server_key, issuer, issuer_key, names=names, **serve, **options)

    other_key = new_ec()
    other = certificate('Nobody knows this root', other_key, None, other_key, authority=2)
    write(folder, 'ca.pem', pem(root))
    write(folder, 'server.key', pem_key(server_key), secret=True)
    write(folder, 'server.pem', pem(server(here), middle))
    write(folder, 'server-leaf.pem', pem(server(here)))
    write(folder, 'server-expired.pem', pem(server(here, valid=(-400, -1)), middle))
    write(folder, 'server-wrong-name.pem', pem(server([x509.DNSName('portal.invalid')]), middle))
    write(folder, 'server-unknown-ca.pem', pem(server(here, other, other_key), other))
    keys = {'id-1': new_rsa(), 'id-2': new_ec(), 'id-3': new_ec(), 'client': client_key, 'client-rsa': new_rsa()}
    for name, key in keys.items():
        write(folder, f'{name}.key', pem_key(key), secret=True)
    write(folder, 'client.pem', pem(certificate('kenkod-sim', client_key, root, root_key, usage=ExtendedKeyUsageOID.CLIENT_AUTH)))
    pin = base64.b64encode(hashlib.sha256(public_key_der(server_key.public_key())).digest())
    write(folder, 'pin-sha256', pin + b'\n')


def ensure(folder, anew=False):
    if anew or not os.path.exists(os.path.join(folder, 'pin-sha256')):
        os.makedirs(folder, exist_ok=True)
        make(folder)
