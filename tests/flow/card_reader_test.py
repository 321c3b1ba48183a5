#!/usr/bin/python3
"""Readers and the card's coming and going: what is said without a card or a reader, waiting for a card, which of several is
taken, readers that fail or have no driver."""
import unittest

from cards import FIRST, SECOND, CardTest
from harness import Daemon


class Coming(CardTest):
    inserted = False

    def test_no_card(self):
        self.fails('NoCard', self.begin_look())
        self.assertEqual(self.readers(), {FIRST: 'empty', SECOND: 'empty'})

    def test_a_card_that_comes_and_goes(self):
        self.card('insert')
        self.assertEqual(self.readers(), {FIRST: 'card', SECOND: 'empty'})
        status = self.look()
        self.assertEqual((status['reader'], status['tries-left'], status['certificate'], status['algorithm'], status['issuer'],
                          status['pin-pad']), (FIRST, 3, 'valid', 'RS256', 'sim-auth-2023', False))
        self.card('remove')
        self.until('the reader is empty', lambda: self.readers()[FIRST] == 'empty')
        self.fails('NoCard', self.begin_look())
        self.card('insert')
        self.sign()

    def test_before_the_reader_notices_that_it_is_gone(self):
        for _ in range(3):
            self.card('insert')
            self.look()
            self.card('remove')
            self.fails('NoCard', self.begin_look())
        self.card('insert')
        Daemon.restart()  # what it remembers of the card would do
        self.first_pid = Daemon.pid()
        self.agent.register()
        self.card('remove')
        stages = self.alice.bus.watch_job('waiting')
        signing = self.begin_sign(token='waiting')
        stages.wait_for_stage('insert-card')
        self.card('insert')
        signing.result()

    def test_signing_waits_for_it(self):
        stages = self.alice.bus.watch_job('waiting')
        signing = self.begin_sign(token='waiting')
        stages.wait_for_stage('insert-card')
        self.assertFalse(signing.done)
        self.card('insert')
        signing.result()
        self.assertEqual(stages.stages, ['authorize', 'read-card', 'insert-card', 'prompt', 'sign'])

    def test_others_do_not_wait_for_it(self):
        stages = self.alice.bus.watch_job('waiting')
        signing = self.begin_sign(token='waiting')
        stages.wait_for_stage('insert-card')
        self.assertEqual(self.readers(), {FIRST: 'empty', SECOND: 'empty'})
        self.fails('NoCard', self.begin_look())
        self.assertFalse(signing.done)
        self.card('insert')
        signing.result()

    def test_for_a_minute(self):
        stages = self.alice.bus.watch_job('waiting')
        signing = self.begin_sign(token='waiting')
        stages.wait_for_stage('insert-card')
        Daemon.advance(59)
        self.alice.status()
        self.assertFalse(signing.done)
        Daemon.advance(1)
        self.fails('NoCard', signing)
        self.assertEqual(self.agent.calls, [])

    def test_a_wrong_one_in_the_meantime_is_told(self):
        stages = self.alice.bus.watch_job('waiting')
        signing = self.begin_sign(token='waiting')
        stages.wait_for_stage('insert-card')
        self.put_in('kind licence')
        self.fails('WrongCard', signing, kind='other')

    def test_into_the_second_reader(self):
        stages = self.alice.bus.watch_job('waiting')
        signing = self.begin_sign(token='waiting')
        stages.wait_for_stage('insert-card')
        self.card('insert', slot=1)
        signing.result()
        self.assertEqual(self.agent.asked[-1]['reader'], SECOND)


class Several(CardTest):
    def test_the_one_with_a_my_number_card(self):
        self.put_in('kind licence')
        self.card('insert', slot=1)
        self.assertEqual(self.readers(), {FIRST: 'card', SECOND: 'card'})
        self.assertEqual(self.look()['reader'], SECOND)
        self.sign(slot=1)
        self.assertEqual(self.agent.asked[-1]['reader'], SECOND)
        self.assertEqual(self.look(reader=SECOND)['reader'], SECOND)
        self.fails('WrongCard', self.begin_look(reader=FIRST), kind='other')
        self.fails('WrongCard', self.begin_sign(reader=FIRST), kind='other')

    def test_the_named_one_of_two(self):
        self.card('insert', slot=1)
        self.assertEqual(self.look()['reader'], FIRST)
        for name, slot in ((SECOND, 1), (FIRST, 0)):
            self.assertEqual(self.look(reader=name)['reader'], name)
            self.sign(reader=name, slot=slot)
            self.assertEqual(self.agent.asked[-1]['reader'], name)

    def test_the_configured_one(self):
        self.card('insert', slot=1)
        self.configured(SECOND)
        self.assertEqual(self.look()['reader'], SECOND)
        self.assertEqual(self.look(reader=FIRST)['reader'], FIRST)
        self.configured('Reader in another room')
        self.fails('NoReader', self.begin_look())
        self.assertEqual(self.look(reader=FIRST)['reader'], FIRST)

    def test_a_name_that_no_reader_has(self):
        for name in ('Simulated Reader', FIRST + ' ', 'x' * 200, '読取機'):
            self.fails('InvalidArgument', self.begin_look(reader=name), key='reader')
            self.fails('InvalidArgument', self.begin_sign(reader=name), key='reader')
        self.assertEqual(self.agent.calls, [])

    def configured(self, name):
        Daemon.stop()
        Daemon.configure(f'card.reader={name}')
        Daemon.start()
        self.first_pid = Daemon.pid()
        self.agent.register()


class Failing(CardTest):
    def test_none_at_all(self):
        self.card('pcscd', 'no-reader')
        self.assertEqual(self.readers(), {})
        self.assertIn('no card reader', self.fails('NoReader', self.begin_look()).text)
        stages = self.alice.bus.watch_job('waiting')
        signing = self.begin_sign(token='waiting')
        stages.wait_for_stage('insert-card')
        Daemon.advance(60)
        self.fails('NoReader', signing)
        self.card('pcscd', 'reader')
        self.sign()

    def test_one_that_does_not_work(self):
        self.look()
        self.card('reader-fault', 'on')
        self.until('the fault is noticed', lambda: set(self.readers().values()) == {'fault'})
        self.assertIn('does not work', self.fails('NoReader', self.begin_look()).text)
        self.card('reader-fault', 'off')
        self.until('it works again', lambda: self.readers()[FIRST] == 'card')
        self.sign()

    def test_it_fails_while_a_card_is_awaited_and_recovers(self):
        self.card('reader-fault', 'on')
        self.until('the fault is noticed', lambda: set(self.readers().values()) == {'fault'})
        stages = self.alice.bus.watch_job('waiting')
        signing = self.begin_sign(token='waiting')
        stages.wait_for_stage('insert-card')
        self.card('reader-fault', 'off')
        signing.result()

    def test_one_without_a_driver(self):
        self.card('usb', 'RC-S380')
        self.assertEqual(self.readers(), {FIRST: 'card', SECOND: 'empty', 'Sony RC-S380/S': 'unsupported'})
        self.look()
        self.card('pcscd', 'no-reader')
        self.assertEqual(self.readers(), {'Sony RC-S380/S': 'unsupported'})
        self.fails('ReaderUnsupported', self.begin_look())
        self.fails('ReaderUnsupported', self.begin_sign())
        self.card('usb', 'RC-S300')
        self.fails('NoReader', self.begin_look())
        self.assertEqual(self.readers(), {})


if __name__ == '__main__':
    unittest.main()
