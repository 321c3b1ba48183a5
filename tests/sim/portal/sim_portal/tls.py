"""TLS as the scenario has it; made anew for each connection, so that a change counts at once."""
import os
import ssl

CERTIFICATES = {'tls-expired': 'server-expired.pem', 'tls-wrong-name': 'server-wrong-name.pem',
                'tls-unknown-ca': 'server-unknown-ca.pem', 'tls-missing-intermediate': 'server-leaf.pem'}


def context(folder, scenario):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    name = next((file for name, file in CERTIFICATES.items() if scenario.on(name)), 'server.pem')
    made.load_cert_chain(os.path.join(folder, name), os.path.join(folder, 'server.key'))
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    if scenario.on('tls-1.1'):
        made.set_ciphers('ALL:@SECLEVEL=0')
        made.minimum_version = made.maximum_version = ssl.TLSVersion.TLSv1_1
    made.set_alpn_protocols(['http/1.1'])
    if scenario.on('mtls'):
        # The pages are for browsers, so nobody is refused for having no certificate here: see client_auth.py.
        made.load_verify_locations(os.path.join(folder, 'ca.pem'))
        made.verify_mode = ssl.CERT_OPTIONAL
    return made
