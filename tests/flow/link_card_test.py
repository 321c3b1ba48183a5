#!/usr/bin/python3
"""Log-in with the card: what the portal thinks of its certificate, and that nothing leaves the computer when the card or the
person refuses (SIM-17). What a daemon that keeps to the rules cannot send (a replayed jti, another audience) is for the
simulator's own tests."""
import base64
import json
import unittest

from cards import Cards
from links import DISMISS, Daemon, LinkTest, portal, strings


def decoded(part):
    return json.loads(base64.urlsafe_b64decode(part + '=' * (-len(part) % 4)))


class Card(LinkTest, Cards):
    conf = ('portal.flows=card,code',)

    def setUp(self):
        super().setUp()
        self.put_first_in()

    def refused(self, error, *scenario, verifies=1):
        """Nobody is let in, and the card was asked for no more than one signature."""
        before = self.verifies()
        failure = self.failing(error, *scenario)
        self.assertEqual(self.verifies() - before, verifies)
        self.assertEqual(self.log('start'), [])
        self.assertEqual(self.live_tokens(), (0, 0))
        return failure

    def test_a_log_in(self):
        progress = self.alice.bus.watch_job('one')
        self.assert_everything(self.link(token='one'))
        self.assertEqual(self.agent.opened, [], 'no browser')
        self.assertEqual(self.verifies(), 1)
        self.assertEqual(self.grants(), ['jwt-bearer'])
        stages = progress.stages
        order = [stages.index(stage) for stage in ('read-card', 'sign', 'log-in', 'request', 'store')]
        self.assertEqual(order, sorted(order))
        asked = [what for what in self.agent.asked if what['kind'] == 'pin']
        self.assertEqual([what['act'] for what in asked], ['link'])

    def test_what_the_card_signs(self):
        self.link(kinds=strings('checkup'))
        form = self.form(self.log('token')[0])
        header, claims = (decoded(part) for part in form['assertion'].split('.')[:2])
        self.assertEqual(set(header), {'alg', 'typ', 'x5t#S256', 'x5c'})
        self.assertEqual((header['alg'], header['typ'], len(header['x5c'])), ('RS256', 'JWT', 1))
        self.assertEqual(set(claims), {'iss', 'sub', 'aud', 'iat', 'nbf', 'exp', 'jti', 'nonce', 'kinds', 'consent'})
        self.assertEqual((claims['iss'], claims['aud']), ('kenkod-sim', 'https://localhost:8443/token'))
        self.assertEqual(claims['sub'], f'urn:x5t-s256:{header["x5t#S256"]}')
        self.assertEqual(claims['exp'] - claims['iat'], 120)
        self.assertEqual(claims['kinds'], ['checkup'])
        self.assertEqual(claims['consent'], self.alice.status()['terms-version'])
        self.assertEqual(form['scope'].split(), ['openid', 'health.checkup'])

    def test_card_and_browser_are_the_same_person(self):
        self.link()
        self.assert_everything(self.link(flow='browser'), unchanged=all)

    def test_each_log_in_is_signed_anew(self):
        self.link()
        self.link()
        claims = [decoded(self.form(entry)['assertion'].split('.')[1]) for entry in self.log('token')]
        for name in ('jti', 'nonce'):
            self.assertEqual(len({c[name] for c in claims}), 2)

    # What the portal says of the certificate.
    def test_revoked_says_ocsp(self):
        self.refused('CertificateRevoked', 'ocsp-revoked')
        self.assertEqual(self.state(), 'suspended')
        self.portal('scenario', 'none')
        self.link()
        self.assertEqual(self.state(), 'ready')

    def test_revoked_says_the_crl(self):
        self.refused('CertificateRevoked', 'crl-revoked')

    def test_unknown_to_ocsp(self):
        self.refused('LinkExpired', 'ocsp-unknown')

    def test_expired_says_the_portal(self):
        self.portal('clock', '2095-01-01')
        self.refused('CertificateExpired')
        self.assertEqual(self.state(), 'suspended')

    def test_expired_says_the_card(self):
        self.put_in('certificate expired')
        self.refused('CertificateExpired', verifies=0)
        self.assertEqual(self.log('token'), [])

    def test_not_registered(self):
        self.refused('RegistrationRequired', 'not-registered')

    def test_a_nonce_that_has_become_old(self):
        before = self.digest()
        self.agent.hold_next()  # the answer to the question
        pending = self.begin_link()
        self.agent.wait('the answer to be asked', lambda: self.agent.held)
        self.agent.hold_next()
        self.agent.answer_held(self.agent.answer)
        self.agent.wait('the PIN to be asked', lambda: any(what['kind'] == 'pin' for what in self.agent.asked))
        self.assertEqual(len(self.log('nonce')), 1)
        self.portal('clock', '+301')
        self.agent.answer_held('1234')
        self.fails('LinkExpired', pending)
        self.assertEqual(self.digest(), before)

    def test_somebody_elses_card(self):
        """After the first link the other card's person is not let into these records."""
        self.link()
        self.take_out()
        self.card('insert', slot=1)
        self.failing('ForeignSubject')
        self.assertEqual(self.live_tokens(), (0, 0))

    # What stays here.
    def test_a_wrong_pin_sends_nothing(self):
        before = self.digest()
        self.agent.script = [self.agent.answer, '9999', DISMISS]
        self.fails('PinIncorrect', self.begin_link(), tries=2)
        self.assertEqual(self.digest(), before)
        self.assertEqual(self.verifies(), 1)
        self.assertEqual(self.log('token'), [])

    def test_a_dismissed_pin_sends_nothing(self):
        before = self.digest()
        self.agent.script = [self.agent.answer, DISMISS]
        self.fails('UserCancelled', self.begin_link())
        self.assertEqual(self.digest(), before)
        self.assertEqual(self.log('token'), [])
        self.assertEqual(self.verifies(), 0)

    def test_no_card(self):
        self.take_out()
        before = self.digest()
        pending = self.begin_link(token='one')
        self.alice.bus.watch_job('one')
        self.agent.wait_asked(1)
        self.until('the log-in has begun', lambda: self.log('nonce'))
        Daemon.advance(61)
        self.fails('NoCard', pending)
        self.assertEqual(self.digest(), before)
        self.assertEqual(self.log('token'), [])

    def test_a_signature_that_is_wrong_is_not_sent(self):
        self.card('wrong-signature', 'on')
        self.failing('CardSilent')
        self.assertEqual(self.log('token'), [])

    def test_a_flow_that_is_not_configured(self):
        self.configure('flows=code')
        self.failing('NotSupported', flow='card')
        self.assertEqual(portal('log'), '')


if __name__ == '__main__':
    unittest.main()
