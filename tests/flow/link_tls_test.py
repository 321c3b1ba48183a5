#!/usr/bin/python3
"""Whom kenkod-fetch talks to: TLS that is not what it should be ends everything before a word is said, nothing is followed
elsewhere, and the client shows who it is where that is wanted (SIM-01, 18, 30)."""
import pathlib
import unittest

from links import WORLD, LinkTest

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


if __name__ == '__main__':
    unittest.main()
