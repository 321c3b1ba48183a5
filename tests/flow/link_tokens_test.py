#!/usr/bin/python3
"""Tokens: how long they live, that each is used as agreed, and that none stays alive that is not needed (SIM-13 to 16)."""
import unittest

from links import Daemon, LinkTest

DAY = 86400


class Once(LinkTest):
    """Without a term link: records are fetched only while linking."""

    def test_nothing_stays_alive(self):
        self.link()
        self.assertEqual(self.live_tokens(), (0, 0))
        self.assertGreaterEqual(len(self.log('revoke')), 1)
        self.assertEqual(self.log()[-1]['endpoint'], 'revoke', 'the last thing that is said')
        self.link()
        self.assertEqual(self.grants(), ['authorization_code'] * 2, 'each link logs in')

    def test_a_portal_that_does_not_revoke(self):
        self.portal('scenario', 'revocation-fails')
        self.assert_everything(self.link())
        self.assertEqual(self.state(), 'ready')

    def test_nothing_stays_alive_when_it_fails(self):
        self.failing('ProtocolViolation', 'id-with-slash=all')
        self.assertEqual(self.live_tokens(), (0, 0))

    def test_nothing_stays_alive_when_it_is_cancelled(self):
        self.at_once = False
        self.portal('scenario', 'pending=100')
        before = self.digest()
        pending = self.begin_link(token='one')
        self.until('it polls', lambda: self.log('poll'))
        self.alice.bus.job('one').call('Cancel')
        self.fails('Cancelled', pending)
        self.until('the authorisation is taken back', lambda: self.live_tokens() == (0, 0))
        self.assertEqual(self.digest(), before)

    # SIM-13.
    def test_an_access_token_that_is_over_is_renewed_once(self):
        self.portal('scenario', 'token-expires*1@document')
        self.assert_everything(self.link())
        self.assertEqual(self.grants(), ['authorization_code', 'refresh_token'])
        self.assertEqual(self.live_tokens(), (0, 0))

    def test_an_access_token_that_is_never_good(self):
        self.failing('LinkExpired', 'token-expires')
        self.assertLessEqual(self.grants().count('refresh_token'), 1)
        self.assertEqual(self.live_tokens(), (0, 0))

    def test_no_refresh_token_to_renew_with(self):
        self.failing('LinkExpired', 'no-refresh-token', 'token-expires*1@document')


class Term(LinkTest):
    conf = ('portal.term-days=90',)

    def linked(self):
        result = self.begin_link().result()
        self.assertEqual(self.violations(), '')
        return result

    def test_a_term_link(self):
        result = self.linked()
        status = self.alice.status()
        self.assertEqual(status['link-expires'], result['expires'])
        self.assertAlmostEqual(status['link-expires'] - status['last-fetch'], 90 * DAY, delta=120)
        self.assertEqual(self.live_tokens()[1], 1, 'the refresh token lives on')

    # SIM-14.
    def test_it_is_renewed_without_a_log_in(self):
        self.linked()
        for count in (1, 2):
            self.assert_everything(self.link(), unchanged=all)
            self.assertEqual(len(self.agent.opened), 1)
            self.assertEqual(self.grants(), ['authorization_code'] + ['refresh_token'] * count)
            self.assertEqual(self.live_tokens()[1], 1)
        tokens = [self.form(entry)['refresh_token'] for entry in self.log('token')[1:]]
        self.assertEqual(len(set(tokens)), 2, 'each is used once')

    def test_it_survives_restarts(self):
        self.linked()
        self.restart()
        self.assertEqual(self.state(), 'ready')
        self.assert_everything(self.link(), unchanged=all)
        self.assertEqual(len(self.agent.opened), 1)

    def test_a_token_that_was_used_before(self):
        self.linked()
        self.failing('LinkExpired', 'refresh-reuse')
        self.assertEqual(self.state(), 'expired')
        self.portal('scenario', 'none')
        self.assert_everything(self.link(), unchanged=all)
        self.assertEqual(len(self.agent.opened), 2, 'the person has logged in again')

    # SIM-15.
    def test_unlink(self):
        self.linked()
        before = self.digest()
        self.assertEqual(self.manager.call('Unlink'), {'confirmed': True})
        self.assertEqual(self.live_tokens(), (0, 0))
        self.assertEqual(self.state(), 'not-linked')
        self.assertEqual(self.digest(), before, 'what was fetched stays')
        self.assertEqual(self.manager.call('Unlink'), {'confirmed': True}, 'there is nothing more to take back')

    def test_unlink_from_a_portal_that_does_not_answer(self):
        self.linked()
        self.portal('scenario', 'revocation-fails')
        self.assertEqual(self.manager.call('Unlink'), {'confirmed': False})
        self.assertEqual(self.state(), 'not-linked')
        self.portal('scenario', 'none')
        self.linked()
        self.assertEqual(len(self.agent.opened), 2, 'nothing was kept to go on with')

    def test_forget(self):
        self.linked()
        asked, said = len(self.agent.asked), len(self.log())
        self.assertEqual(self.manager.call('Unlink', forget=True), {'confirmed': False})
        self.assertEqual(len(self.agent.asked), asked, 'no answer is asked')
        self.assertEqual(len(self.log()), said, 'nobody is told')
        self.assertEqual(self.state(), 'not-linked')
        self.linked()
        self.assertEqual(len(self.agent.opened), 2)

    # SIM-16.
    def test_the_portal_ends_the_term(self):
        self.linked()
        self.failing('LinkExpired', 'term-ended')
        self.assertEqual(self.state(), 'expired')
        self.assertEqual(len(self.agent.opened), 1)
        self.portal('scenario', 'none')
        self.linked()
        self.assertEqual(self.state(), 'ready')

    def test_ninety_days(self):
        self.linked()
        Daemon.realtime(90 * DAY)
        self.addCleanup(Daemon.realtime, -90 * DAY)
        self.portal('clock', f'+{90 * DAY}')
        self.assertEqual(self.state(), 'expired')
        self.assert_everything(self.link(), unchanged=all)
        self.assertEqual(self.grants(), ['authorization_code'] * 2, 'a token that is over is not even tried')


if __name__ == '__main__':
    unittest.main()
