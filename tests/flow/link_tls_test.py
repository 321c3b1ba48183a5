#!/usr/bin/python3
"""Whom kenkod-fetch talks to: TLS that is not what it should be ends everything before a word is said, nothing is followed
elsewhere, and the client shows who it is where that is wanted (SIM-01, 18, 30)."""
import pathlib
import unittest

from links import WORLD, LinkTest, helper

PIN = pathlib.Path(WORLD, 'portal', 'pin-sha256').read_text(encoding='ascii').strip()
OTHER_PIN = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='


class Tls(LinkTest):
    def refused(self, *scenario):
        self.failing('TlsFailure', *scenario)
        self.assertEqual(self.log(), [], 'no request may come through')
        self.assertEqual(self.agent.opened, [])
        self.failing('TlsFailure', flow='card')
        self.assertEqual(self.log(), [])
        self.assertEqual(self.state(), 'not-linked')

    def test_an_expired_certificate(self):
        self.refused('tls-expired')

    def test_another_name(self):
        self.refused('tls-wrong-name')

    def test_an_unknown_authority(self):
        self.refused('tls-unknown-ca')

    def test_tls_1_1(self):
        self.refused('tls-1.1')

    def test_a_missing_intermediate_authority(self):
        self.refused('tls-missing-intermediate')

    def test_an_authority_only_the_system_would_know(self):
        self.configure('ca-bundle=')
        self.refused()

    def test_a_key_that_is_not_the_pinned_one(self):
        self.configure(f'pin-sha256={OTHER_PIN}')
        self.refused()

    def test_the_pinned_key_and_the_newest_version(self):
        self.configure(f'pin-sha256={PIN}', 'tls-min=1.3')
        self.assert_everything(self.link())
        self.assertEqual({entry['tls'] for entry in self.log() if entry['endpoint'] not in ('authorize', 'page')}, {'TLSv1.3'})


class Redirects(LinkTest):
    def test_of_the_token_endpoint_are_not_followed(self):
        self.failing('ProtocolViolation', 'redirect-token')
        self.assertEqual(len(self.log('token')), 1)
        self.assertEqual(self.log('followed'), [])

    def test_of_the_resources_are_not_followed(self):
        self.failing('ProtocolViolation', 'redirect-resource')
        self.assertEqual(self.log('followed'), [])


class Client(LinkTest):
    """SIM-18: the portal wants to know which client asks."""

    def tearDown(self):
        super().tearDown()
        for path in pathlib.Path(WORLD, 'fetch', 'credentials').iterdir():
            path.unlink()

    @staticmethod
    def credential(name, file):
        helper('world-kenkod', 'fetch-credential', name, f'{WORLD}/portal/{file}')

    def test_mutual_tls(self):
        self.credential('portal-key', 'client.key')
        self.credential('portal-certificate', 'client.pem')
        self.configure('client-auth=tls_client_auth', 'client-key=portal-key', 'client-certificate=portal-certificate')
        self.portal('scenario', 'mtls')
        self.assert_everything(self.link())
        for endpoint in ('token', 'start', 'document', 'end', 'revoke'):
            self.assertEqual({entry['client_certificate'] for entry in self.log(endpoint)}, {True}, endpoint)
        self.assertEqual(self.live_tokens(), (0, 0))

    def test_mutual_tls_without_a_certificate(self):
        self.failing('ProtocolViolation', 'mtls')
        self.assertEqual(self.log('start'), [])

    def test_a_signed_statement(self):
        for file in ('client.key', 'client-rsa.key'):
            with self.subTest(file):
                self.credential('portal-key', file)
                self.configure('client-auth=private_key_jwt', 'client-key=portal-key')
                self.portal('scenario', 'private-key-jwt')
                self.link()
                form = self.form(self.log('token')[-1])
                self.assertEqual(form['client_assertion_type'], 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer')
        self.assertEqual(self.live_tokens(), (0, 0))

    def test_no_signed_statement(self):
        self.failing('ProtocolViolation', 'private-key-jwt')

    def test_a_credential_that_is_not_there(self):
        self.configure('client-auth=private_key_jwt', 'client-key=portal-key')
        before = self.digest()
        self.begin_link().error()
        self.assertEqual(self.digest(), before)
        self.assertEqual(self.log('token'), [])


if __name__ == '__main__':
    unittest.main()
