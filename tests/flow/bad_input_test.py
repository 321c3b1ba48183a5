#!/usr/bin/python3
"""Whatever comes in place of a good document: a named error, with line and element where there is one; afterwards the daemon is the
same process with the same open files and no child, and the vault takes a good document."""
import contextlib
import os
import pathlib
import re
import socket
import tempfile
import threading
import time
import unittest

from people import (DATA, WORLD, BusError, Daemon, Person, children_of, examination, harness, import_bytes, memory_file, open_files,
                    query, sample)

LIMIT = 10_485_760


def with_doctype(declarations, use=''):
    return sample().replace(b'<ClinicalDocument', f'<!DOCTYPE ClinicalDocument [{declarations}]><ClinicalDocument'.encode(), 1).replace(
        '見本健診機関'.encode(), use.encode(), 1)


def billion_laughs():
    entities = '<!ENTITY a0 "ha">' + ''.join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    return with_doctype(entities, '&a11;')


def deep(depth):
    return sample().replace(b'<entry>', b'<x>' * depth + b'</x>' * depth + b'<entry>', 1)


CLAIMS = b'''<?xml version="1.0" encoding="UTF-8"?>
<checkupClaim xmlns="https://www.mhlw.go.jp/stf/seisakunitsuite/bunya/0000161103.html"><encounter/></checkupClaim>'''
PDF = b'%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n'
ZIP = b'PK\x03\x04\x14\x00\x00\x00\x08\x00' + bytes(200)
JAHIS = 'JAHISTC07,1\n1,見本花子,2,19680115\n201,1,見本錠,3,錠\n'.encode('cp932')
JSON = b'{"resourceType": "Patient"}'

# name: (bytes, errors that may be named, key=value parts that must be there)
DOCUMENTS = {
    'empty': (b'', ['BadDocument'], []),
    'not XML': (b'Hello, this is a letter.\n' * 20, ['BadDocument', 'NotSupported'], []),
    'one byte': (b'<', ['BadDocument'], []),
    'truncated': (sample()[:len(sample()) // 2], ['BadDocument'], ['line']),
    'cut in the last tag': (sample().rstrip()[:-3], ['BadDocument'], ['line']),
    'wrong root': (sample().replace(b'ClinicalDocument', b'Letter'), ['BadDocument'], ['line', 'element']),
    'wrong namespace': (sample().replace(b'urn:hl7-org:v3"', b'urn:example:v3"', 1), ['BadDocument'], ['line', 'element']),
    'not closed': (sample().replace(b'</entry>', b'', 1), ['BadDocument'], ['line']),
    'DTD': (with_doctype('<!ELEMENT x ANY>'), ['BadDocument'], ['line']),
    'outside DTD': (sample().replace(b'<ClinicalDocument', b'<!DOCTYPE ClinicalDocument SYSTEM "file:///etc/passwd"><ClinicalDocument', 1),
                    ['BadDocument'], ['line']),
    'outside entity': (with_doctype('<!ENTITY x SYSTEM "file:///etc/passwd">', '&x;'), ['BadDocument'], ['line']),
    'entity bomb': (billion_laughs(), ['BadDocument'], ['line']),
    'undeclared entity': (sample().replace('見本健診機関'.encode(), b'&nbsp;', 1), ['BadDocument'], ['line']),
    'depth bomb': (deep(100_000), ['BadDocument'], ['line']),
    'NUL bytes': (sample().replace('見本健診機関'.encode(), b'\0\0', 1), ['BadDocument'], ['line']),
    'NUL bytes only': (bytes(1000), ['BadDocument', 'NotSupported'], []),
    'bad UTF-8': (sample().replace('見本健診機関'.encode(), b'\xe3\x81', 1), ['BadDocument'], ['line']),
    'unknown encoding': (sample().replace(b'encoding="UTF-8"', b'encoding="EBCDIC-JP-E"', 1), ['BadDocument', 'NotSupported'], []),
    'no date': (re.sub(b'<effectiveTime value="[0-9]*"/>', b'<effectiveTime value="20241340"/>', sample()), ['BadDocument'], []),
    'one byte too many': (examination(0, LIMIT) + b'\n', ['TooLarge'], ['limit']),
    'ZIP': (ZIP, ['NotSupported', 'BadDocument'], []),
    'PDF': (PDF, ['NotSupported', 'BadDocument'], []),
    'JSON': (JSON, ['NotSupported'], []),
    'JSON cut off': (b'{"resourceType": "Bundle",\n "type"', ['BadDocument'], ['line', 'column']),
    'JSON with a name twice': (b'{"resourceType": "Bundle",\n "type": "document", "type": "document"}', ['BadDocument'], ['line', 'column']),
    'notebook without a day': (JAHIS, ['BadDocument'], []),
    'notebook with a broken line': (JAHIS + b'201\r\n', ['BadDocument'], ['line']),
    'prescription text': (b'JAHIS08\r\n1,1,1234567,13,x\r\n', ['NotSupported'], ['layout']),
    'expense CSV with an open quote': ('"わたしの情報"\n"医療費通知情報"\n\n"項目名,内容\n'.encode(), ['BadDocument'], ['line', 'column']),
    'CSV of another kind': ('わたしの情報\n世帯情報\n'.encode(), ['NotSupported'], ['layout']),
    'claims': (CLAIMS, ['NotSupported'], ['layout']),
    'an export cut off': (b'<?xml version="1.0" encoding="UTF-8"?>\n<kenkodExport', ['BadDocument'], []),
}


class BadInput(harness.KenkodTest):
    def setUp(self):
        super().setUp()
        self.alice = Person('alice')
        self.addCleanup(self.alice.leave)
        self.alice.set_up()
        self.session = self.alice.open()
        import_bytes(self.session, sample())
        self.rows = query(self.session)
        self.pid = Daemon.pid()
        self.files = open_files(self.pid)
        self.threads = len(os.listdir(f'/proc/{self.pid}/task'))

    def unharmed(self):
        self.alice.status()
        self.assertEqual(Daemon.pid(), self.pid)
        self.assertEqual(children_of(self.pid), [])
        # What an ended session or call held is closed soon after its answer, with no event to wait for.
        until = time.monotonic() + 10
        while (more := open_files(self.pid) - self.files) and time.monotonic() < until:
            time.sleep(0.05)
        self.assertFalse(more, 'still open')
        self.assertTrue(query(self.session) == self.rows, "the records changed")

    def tearDown(self):
        self.unharmed()
        self.assertEqual(import_bytes(self.session, examination(1))[0]['outcome'], 'imported')
        super().tearDown()

    def refused(self, fd, *errors, keys=(), timeout=60):
        pending = self.session.begin('Import', [fd])
        error = pending.error(timeout)
        self.assertIn(error.short, errors, error.text)
        for key in keys:
            self.assertIsNotNone(error.key(key), f'{key} in: {error.text}')
        return error

    def test_documents(self):
        for name, (data, errors, keys) in DOCUMENTS.items():
            with self.subTest(name), os.fdopen(memory_file(data)) as file:
                error = self.refused(file, *errors, keys=keys)
                print(f'{name}: {error.short} {error.text}')
                self.unharmed()

    def test_good_ones_among_bad_ones_are_taken(self):
        rows = import_bytes(self.session, b'', examination(2), b'<', sample())
        self.assertEqual([r['outcome'] for r in rows], ['refused', 'imported', 'refused', 'already-there'])
        self.assertEqual([r.get('error') for r in rows], ['org.kenkod1.Error.BadDocument', None, 'org.kenkod1.Error.BadDocument', None])
        self.rows = query(self.session)

    def test_exactly_the_largest_size_is_not_too_large(self):
        document = examination(3, LIMIT)
        self.assertEqual(len(document), LIMIT)
        self.assertEqual(import_bytes(self.session, document)[0]['outcome'], 'imported')
        self.rows = query(self.session)

    def test_shift_jis_is_read(self):
        document = (DATA / 'tokutei-2019-sjis.xml').read_bytes()
        with self.assertRaises(UnicodeDecodeError):
            document.decode()
        imported = import_bytes(self.session, document)[0]
        self.assertEqual(imported['outcome'], 'imported')
        rows = query(self.session, document=imported['document'])
        self.assertRegex(rows[0]['facility'], '[ぁ-んァ-ヶ一-龠]')
        self.rows = query(self.session)

    def test_what_is_no_readable_file(self):
        place = tempfile.mkdtemp()
        path = os.path.join(place, 'document')
        pathlib.Path(path).write_bytes(sample())
        with contextlib.ExitStack() as stack:
            def opened(*args):
                fd = os.open(*args)
                stack.callback(os.close, fd)
                return fd
            ours, theirs = socket.socketpair()
            stack.callback(ours.close)
            stack.callback(theirs.close)
            kinds = {
                'folder': opened(place, os.O_RDONLY | os.O_DIRECTORY), 'path only': opened(path, os.O_PATH),
                'write only': opened(path, os.O_WRONLY), 'socket': ours.fileno(), '/dev/zero': opened('/dev/zero', os.O_RDONLY),
                '/dev/null': opened('/dev/null', os.O_RDONLY), 'eventfd': os.eventfd(1), 'memory of a process': opened('/proc/self/mem', os.O_RDONLY),
            }
            for name, fd in kinds.items():
                with self.subTest(name):
                    error = self.refused(fd, 'InvalidArgument')
                    print(f'{name}: {error.text}')
            os.close(kinds['eventfd'])

    def test_a_closed_descriptor_cannot_be_sent_but_one_whose_pipe_is_closed_can(self):
        reading, writing = os.pipe()
        os.close(writing)
        with os.fdopen(reading) as file:
            self.refused(file, 'BadDocument')

    def test_an_index_without_a_descriptor_is_refused(self):
        from gi.repository import GLib  # a message that no binding would make
        pending = self.alice.bus.begin_raw(self.session.path, self.session.interface, 'Import', GLib.Variant('(aha{sv})', ([0, 5], {})))
        with self.assertRaises(BusError) as caught:
            pending.result()
        print('missing descriptor:', caught.exception)
        self.alice.bus.close()  # the bus disconnects who sends this
        self.alice.connections.clear()
        self.alice.with_agent(keyring=self.alice.helper.keyring)
        self.session = self.alice.open()

    def test_a_pipe_without_an_end_can_be_cancelled_and_holds_up_nobody(self):
        reading, writing = os.pipe()
        with os.fdopen(reading) as file:
            pending = self.session.begin('Import', [file], token='endless')
        os.write(writing, sample()[:1000])
        self.assertTrue(self.alice.status()['open'])
        self.assertTrue(query(self.session) == self.rows, "the records changed")
        self.assertFalse(pending.done)
        self.alice.bus.job('endless').call('Cancel')
        self.assertEqual(pending.error().short, 'Cancelled')
        os.close(writing)

    def test_a_pipe_that_never_ends_is_given_up(self):
        reading, writing = os.pipe()
        with os.fdopen(reading) as file:
            begin = time.monotonic()
            self.refused(file, 'BadDocument', timeout=200)
        print(f'given up after {time.monotonic() - begin:.0f} s')
        os.close(writing)

    def test_a_fifo_with_too_much_in_it(self):
        path = os.path.join(WORLD, 'files', 'fifo')
        os.mkfifo(path)

        def flood():
            with open(path, 'wb', buffering=0) as fifo, contextlib.suppress(BrokenPipeError):
                while True:
                    fifo.write(b' ' * 65536)
        thread = threading.Thread(target=flood)
        thread.start()
        with open(path, 'rb') as file:
            self.refused(file, 'TooLarge')
        thread.join()

    def test_a_file_that_grows_while_it_is_read(self):
        with tempfile.NamedTemporaryFile() as file:
            file.write(examination(4, 8_000_000))
            file.flush()
            stop = threading.Event()

            def grow():
                while not stop.is_set() and os.fstat(file.fileno()).st_size < 20_000_000:
                    os.write(file.fileno(), b' ' * 4096)
            thread = threading.Thread(target=grow)
            thread.start()
            try:
                pending = self.session.begin('Import', [file])
                try:
                    self.assertEqual(pending.result()[0]['outcome'], 'imported')  # read to the end it had
                except BusError as error:
                    self.assertEqual(error.short, 'TooLarge')
            finally:
                stop.set()
                thread.join()
        self.rows = query(self.session)

    def test_a_file_that_is_cut_while_it_is_read(self):
        document = examination(5, 10_000_000)
        with tempfile.NamedTemporaryFile() as file:
            file.write(document)
            file.flush()
            pending = self.session.begin('Import', [file])
            file.truncate(5_000_000)
            try:
                self.assertEqual(pending.result()[0]['outcome'], 'imported')  # it had been read
            except BusError as error:
                self.assertEqual(error.short, 'BadDocument')
        self.rows = query(self.session)


if __name__ == '__main__':
    unittest.main(verbosity=2)
