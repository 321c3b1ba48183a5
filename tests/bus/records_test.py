#!/usr/bin/python3
"""Bringing documents in and reading them: checks, whose they are, records of every kind, and the original bytes."""
import hashlib
import os
import unittest

from harness import CHECKUP, DATA, DISMISS, Fail, KenkodTest, polkit

# The samples are about one person.
SAMPLES = ('tokutei-2024.xml', 'medicine-claims.xml', 'jahis-tc07.csv', 'expense-notice.csv')
HANAKO = {'name': 'ミホン　ハナコ', 'kana': 'ミホン　ハナコ', 'birth-date': '1968-01-15', 'sex': 'female'}
ALL = ('checkup', 'medication', 'expense', 'import', 'export')


def memory_file(content=b''):
    fd = os.memfd_create('file')
    os.write(fd, content)
    return fd


def changed(before, after):
    content = CHECKUP.read_bytes()
    assert before in content
    return content.replace(before, after)


# Another date of birth, sex and name.
OTHERS = {'birth-date': changed(b'19680115', b'19680116'),
          'sex': changed(b'<administrativeGenderCode code="2"', b'<administrativeGenderCode code="1"'),
          'name': changed('ハナコ'.encode(), 'タロウ'.encode())}


class Records(KenkodTest):
    scopes = ALL

    def setUp(self):
        super().setUp()
        self.alice = self.person('alice')
        self.alice.prepare()
        self.agent = self.alice.agent()
        self.session = self.alice.open_session(self.scopes)

    def begin_import(self, *contents, **options):
        fds = [memory_file(c) for c in contents]
        try:
            return self.session.begin('Import', fds, **options)
        finally:
            for fd in fds:
                os.close(fd)

    def import_(self, *contents, **options):
        return self.begin_import(*contents, **options).result()

    def rows(self, kind='checkup', **options):
        rows, cursor = [], ''
        while True:
            page, cursor = self.session.call('Query', kind=kind, **options, **({'cursor': cursor} if cursor else {}))
            rows += page
            if not cursor:
                return rows

    def document(self, name, token=None):
        """(result, bytes) of GetDocument."""
        with os.fdopen(os.memfd_create('out'), 'w+b') as f:
            result = self.session.call('GetDocument', name, f, **({'token': token} if token else {}))
            f.seek(0)
            return result, f.read()


class Check(Records):
    def test_it_stores_nothing_and_asks_nobody(self):
        row, = self.import_(CHECKUP.read_bytes(), check=True)
        self.assertEqual(row['outcome'], 'would-import')
        self.assertIs(row['subject-unconfirmed'], True)
        self.assertNotIn('document', row)
        self.assertEqual((row['kind'], row['layout'], row['date']), ('checkup', 'tokutei-cda', '2024-05-20'))
        self.assertGreater(row['records'], 10)
        self.assertEqual(self.agent.asked_consent, [])
        self.assertEqual(self.rows(), [])
        stored, = self.import_(CHECKUP.read_bytes())
        self.assertEqual({k: stored[k] for k in ('records', 'warnings', 'kind', 'layout', 'date')},
                         {k: row[k] for k in ('records', 'warnings', 'kind', 'layout', 'date')})

    def test_each_outcome(self):
        stored, = self.import_(CHECKUP.read_bytes())
        before = self.rows(superseded=True)
        rows = self.import_(CHECKUP.read_bytes(), changed(b'value="158.2"', b'value="158.4"'),
                            changed(b'<effectiveTime value="20240520"/>', b'<effectiveTime value="20230520"/>'),
                            OTHERS['name'], b'<a>', check=True)
        self.assertEqual([r['outcome'] for r in rows], ['already-there', 'would-revise', 'would-import', 'refused', 'refused'])
        self.assertEqual(rows[0]['document'], stored['document'])
        self.assertEqual([r['file'] for r in rows], list(range(5)))
        self.assertEqual([r.get('subject-unconfirmed') for r in rows], [None] * 5)
        self.assertEqual([r['error'].rpartition('.')[2] for r in rows[3:]], ['ForeignSubject', 'BadDocument'])
        self.assertTrue(rows[3]['message'].endswith(' differs=name'))
        self.assertEqual(self.rows(superseded=True), before)

    def test_one_refused_file_has_its_row(self):
        row, = self.import_(b'<a>', check=True)
        self.assertEqual(row['outcome'], 'refused')
        self.fails('BadDocument', self.begin_import(b'<a>'))

    def test_several_refused_files_have_theirs_without_it_too(self):
        rows = self.import_(b'<a>', b'')
        self.assertEqual([r['outcome'] for r in rows], ['refused'] * 2)
        self.assertEqual([r['file'] for r in rows], [0, 1])


class Subject(Records):
    def test_what_the_agent_is_asked(self):
        self.import_(CHECKUP.read_bytes())
        what, = self.agent.asked_consent
        self.assertRegex(what.pop('prompt'), '^.+$')
        self.assertEqual(what, {'kind': 'subject', 'app': 'unconfined', 'sandboxed': False, 'act': 'import', **HANAKO})

    def test_asked_once(self):
        self.import_(CHECKUP.read_bytes(), (DATA / 'tokutei-2019.xml').read_bytes())
        self.import_((DATA / 'medicine-claims.xml').read_bytes())
        self.session.call('Close')
        self.session = self.alice.open_session(ALL)
        self.import_((DATA / 'expense-notice.csv').read_bytes())
        self.assertEqual(len(self.agent.asked_consent), 1)

    def test_a_no_is_a_no_for_the_call(self):
        self.agent.consents = [False]
        rows = self.import_(CHECKUP.read_bytes(), (DATA / 'medicine-claims.xml').read_bytes())
        self.assertEqual([r['error'].rpartition('.')[2] for r in rows], ['ForeignSubject'] * 2)
        self.assertNotIn('differs', rows[0]['message'])
        self.assertEqual(len(self.agent.asked_consent), 1)
        self.assertEqual(self.rows() + self.rows('medication'), [])
        self.import_(CHECKUP.read_bytes())
        self.assertEqual(len(self.agent.asked_consent), 2, 'the next call asks again')

    def test_a_no_to_one_file_fails_the_call(self):
        self.agent.consents = [False]
        self.fails('ForeignSubject', self.begin_import(CHECKUP.read_bytes()))

    def test_dismissed(self):
        self.agent.consents = [DISMISS, DISMISS]
        rows = self.import_(CHECKUP.read_bytes(), CHECKUP.read_bytes())
        self.assertEqual([r['error'].rpartition('.')[2] for r in rows], ['UserCancelled'] * 2)
        self.fails('UserCancelled', self.begin_import(CHECKUP.read_bytes()))
        self.assertEqual(len(self.agent.asked_consent), 2)
        # Two dismissals silence the program, for questions of every sort.
        self.fails('UserCancelled', self.begin_import(CHECKUP.read_bytes()))
        self.assertEqual(len(self.agent.asked_consent), 2)
        self.assertEqual(self.rows(), [])

    def test_an_agent_that_does_not_know_the_question(self):
        self.agent.consents = [Fail('org.freedesktop.DBus.Error.UnknownMethod')]
        self.fails('NoAgent', self.begin_import(CHECKUP.read_bytes()))
        self.assertEqual(self.rows(), [])

    def test_the_end_of_the_session_takes_the_prompt_away(self):
        from harness import HANG  # pylint: disable=import-outside-toplevel
        self.agent.consents = [HANG]
        pending = self.begin_import(CHECKUP.read_bytes())
        self.agent.wait('the question', lambda: self.agent.asked_consent)
        self.fails('Busy', self.alice.connect().manager.begin('OpenSession', ['checkup'], 'x'))
        self.alice.connect().manager.call('Lock')
        self.fails('Locked', pending)
        self.agent.wait('Cancel', lambda: self.agent.cancelled == [self.agent.asked_consent[0]['prompt']])

    def test_the_callers_own_agent_is_asked(self):
        own = self.alice.agent(connection=self.alice.bus)
        self.import_(CHECKUP.read_bytes())
        self.assertEqual((len(own.asked_consent), len(self.agent.asked_consent)), (1, 0))

    def test_documents_of_others_are_refused_without_a_question(self):
        self.import_(CHECKUP.read_bytes())
        for differs, content in OTHERS.items():
            error = self.fails('ForeignSubject', self.begin_import(content), differs=differs)
            for word in ('ハナコ', 'タロウ', '1968', 'ミホン'):
                self.assertNotIn(word, error.text)
        self.assertEqual(len(self.agent.asked_consent), 1)
        self.assertEqual({r['document'] for r in self.rows(superseded=True)}, {self.rows()[0]['document']})

    def test_an_export_of_ours_asks_once(self):
        self.import_(*[(DATA / name).read_bytes() for name in SAMPLES])
        with os.fdopen(os.memfd_create('export'), 'w+b') as f:
            self.session.call('Export', f)
            f.seek(0)
            exported = f.read()
        before = [self.rows(kind, superseded=True) for kind in ('checkup', 'medication', 'expense')]
        polkit('alice', 'yes')
        self.alice.manager.call('Purge', 'everything')
        self.alice.prepare()
        self.session = self.alice.open_session(ALL)
        self.agent.asked_consent.clear()
        self.assertEqual([r['outcome'] for r in self.import_(exported)], ['imported'] * 4)
        self.assertEqual(len(self.agent.asked_consent), 1)
        own = ('id', 'document', 'stored-at', 'origin', 'stated-origin')
        plain = lambda rows: [{k: v for k, v in r.items() if k not in own} for r in rows]
        after = [self.rows(kind, superseded=True) for kind in ('checkup', 'medication', 'expense')]
        self.assertEqual([plain(r) for r in after], [plain(r) for r in before])
        self.assertEqual([r['outcome'] for r in self.import_(exported)], ['already-there'] * 4)


class Queries(Records):
    def setUp(self):
        super().setUp()
        self.imported = self.import_(*[(DATA / name).read_bytes() for name in SAMPLES])

    def test_they_came_in(self):
        self.assertEqual([(r['outcome'], r['kind'], r['layout']) for r in self.imported],
                         [('imported', 'checkup', 'tokutei-cda'), ('imported', 'medication', 'medicine-xml'),
                          ('imported', 'medication', 'jahis-tc'), ('imported', 'expense', 'portal-csv')])

    def assert_common(self, row, result):
        self.assertEqual((row['document'], row['kind'], row['layout']), (result['document'], result['kind'], result['layout']))
        self.assertEqual((row['origin'], row['revision']), ('import', 1))
        self.assertIsInstance(row['id'], int)
        self.assertGreater(row['stored-at'], 1_600_000_000)

    def test_medication(self):
        rows = self.rows('medication')
        by_id = {r['document']: r for r in self.imported}
        for row in rows:
            self.assert_common(row, by_id[row['document']])
            self.assertIn(row['source'], ('claim', 'dispensed', 'own-entry', 'prescribed'))
            self.assertRegex(row.get('date', '2024-01'), r'^\d{4}-\d\d(-\d\d)?$')
        self.assertEqual([r.get('date', '') for r in rows], sorted((r.get('date', '') for r in rows), reverse=True))
        row = next(r for r in rows if r.get('code') == '612170709' and r['source'] == 'claim' and r['date'] == '2024-08-05')
        expected = {'name': 'アムロジピン錠２．５ｍｇ「見本」', 'amount': '1.0', 'amount-decimal': '1', 'unit': '錠', 'times': '28',
                    'usage': '１日１回朝食後服用', 'ingredient': 'アムロジピンベシル酸塩', 'facility': '見本薬局',
                    'facility-code': '1349999991', 'prescriber': '見本内科医院', 'prescriber-code': '1319999992',
                    'prescribed-date': '2024-08-03'}
        self.assertEqual({k: row.get(k) for k in expected}, expected)
        self.assertIn('粉砕しないこと', row['notes'])
        self.assertNotIn('newer-block', row)

    def test_a_branch_that_is_shown_from_another_is_there_when_asked_for(self):
        shown, everything = self.rows('medication'), self.rows('medication', superseded=True)
        self.assertLess({r['id'] for r in shown}, {r['id'] for r in everything})
        self.assertEqual(len(everything), sum(r['records'] for r in self.imported if r['kind'] == 'medication'))

    def test_expense(self):
        rows = self.rows('expense')
        self.assertEqual(len(rows), self.imported[3]['records'])
        first = [r for r in rows if r.get('date') == '2024-01'][0]
        self.assert_common(first, self.imported[3])
        expected = {'category': '医科外来', 'days': '2', 'facility': '見本内科医院', 'total': '8450', 'total-received': '8,450',
                    'insurer': '5915', 'other-public': '0', 'own': '2535'}
        self.assertEqual({k: first.get(k) for k in expected}, expected)
        self.assertNotIn('other-public-received', first, 'it is that number')
        self.assertNotIn('changed-later', first)
        unknown = [r for r in rows if 'other-public' not in r]
        self.assertEqual([r['other-public-received'] for r in unknown], ['-'])

    def test_checkup(self):
        rows = self.rows()
        self.assertEqual(len(rows), self.imported[0]['records'])
        self.assert_common(rows[0], self.imported[0])
        flags = {r['flag']: r['flag-basis'] for r in rows if 'flag' in r}
        self.assertTrue(set(flags) <= {'guidance', 'referral'})
        for basis in flags.values():
            self.assertRegex(basis, r'^\d{4}/[ABC]$')

    def test_filters(self):
        for kind, month in (('medication', '2024-08'), ('expense', '2024-01')):
            rows = self.rows(kind)
            expected = [r['id'] for r in rows if r.get('date', '')[:7] == month]
            self.assertTrue(expected)
            found = [r['id'] for r in self.rows(kind, **{'from': f'{month}-01', 'to': f'{month}-31'})]
            self.assertEqual(found, expected)
            for result in self.imported:
                self.assertEqual([r['id'] for r in self.rows(kind, document=result['document'])],
                                 [r['id'] for r in rows if r['document'] == result['document']])
            self.assertEqual([r['id'] for r in self.rows(kind, limit=1)], [r['id'] for r in rows])
        self.assertEqual([r['code'] for r in self.rows('medication', code='612170709')],
                         [r['code'] for r in self.rows('medication') if r.get('code') == '612170709'])
        self.assertEqual(self.rows('expense', code='612170709'), [])

    def test_a_cursor_is_for_its_kind(self):
        _, cursor = self.session.call('Query', kind='medication', limit=1)
        self.fails('InvalidArgument', self.session.begin('Query', kind='expense', limit=1, cursor=cursor), key='cursor')

    def test_the_same_again(self):
        self.assertEqual({r['outcome'] for r in self.import_(*[(DATA / name).read_bytes() for name in SAMPLES])}, {'already-there'})

    def test_every_document_comes_back_byte_for_byte(self):
        for name, result in zip(SAMPLES, self.imported, strict=True):
            content = (DATA / name).read_bytes()
            told, read = self.document(result['document'], token='t')
            self.assertTrue(read == content, name)
            self.assertEqual(told, {'bytes': len(content), 'sha256': hashlib.sha256(content).hexdigest(), 'kind': result['kind'],
                                    'layout': result['layout']})

    def test_a_replaced_document_too(self):
        self.import_(changed(b'value="158.2"', b'value="158.4"'))
        self.assertTrue(self.document(self.imported[0]['document'])[1] == CHECKUP.read_bytes())

    def test_through_a_pipe(self):
        reading, writing = os.pipe()
        pending = self.session.begin('GetDocument', self.imported[0]['document'], writing)
        os.close(writing)
        with os.fdopen(reading, 'rb') as f:
            self.assertTrue(f.read() == CHECKUP.read_bytes())
        pending.result()

    def test_a_pipe_nobody_reads_can_be_given_up(self):
        for connection in (self.alice.bus,):
            large = self.import_(changed(b'</ClinicalDocument>', b'</ClinicalDocument>' + b'\n' * 200_000))[0]['document']
            reading, writing = os.pipe()
            self.addCleanup(os.close, reading)
            progress = connection.watch_job('t')
            pending = self.session.begin('GetDocument', large, writing, token='t')
            os.close(writing)
            progress.wait_for_stage('write')
            self.assertGreater(len(self.rows()), 1)  # nobody is held up by it
            connection.job('t').call('Cancel')
            self.fails('Cancelled', pending)

    def test_what_is_out_of_scope_is_not_there(self):
        errors = set()
        with os.fdopen(os.memfd_create('out'), 'w+b') as f:
            session = self.alice.open_session(['expense', 'import', 'export'])
            for name in (self.imported[0]['document'], self.imported[1]['document'], '0' * 32, '', "' or 1=1 --", 'x' * 10_000):
                error = self.fails('OutOfScope', session.begin('GetDocument', name, f))
                errors.add(error.text)
            self.assertEqual(len(errors), 1)
            self.assertEqual(f.seek(0, os.SEEK_END), 0)
            session.call('GetDocument', self.imported[3]['document'], f)

    def test_a_target_that_cannot_be_written(self):
        with open(CHECKUP, 'rb') as f:
            self.fails('InvalidArgument', self.session.begin('GetDocument', self.imported[0]['document'], f))
        with open('/dev/full', 'wb') as f:
            self.fails('StorageFull', self.session.begin('GetDocument', self.imported[0]['document'], f))


class NoIdleTime(Records):
    conf = ('session.idle-minutes=0',)

    def test_reading_a_document_is_a_read(self):
        name = self.import_(CHECKUP.read_bytes())[0]['document']
        self.assertTrue(self.document(name)[1] == CHECKUP.read_bytes())
        self.until('it ends', lambda: not self.alice.status()['open'])


if __name__ == '__main__':
    unittest.main()
