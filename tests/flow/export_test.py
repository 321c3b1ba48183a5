#!/usr/bin/python3
"""What was exported comes back the same: records, bytes, and what was said of their origin. Whatever is wrong with the target of an
export or with a document in one is told, and harms nothing else."""
import base64
import hashlib
import os
import re
import subprocess
import unittest
from xml.etree import ElementTree

from people import Daemon, Person, examination, export, harness, import_bytes, query, sample

# These belong to one storing of a document.
OWN = ('id', 'document', 'stored-at', 'origin', 'stated-origin', 'revision')


def records(rows):
    return [{k: v for k, v in r.items() if k not in OWN} for r in rows]


def documents(exported):
    """Of every document in an export: (attributes, bytes)."""
    return [(d.attrib, base64.b64decode(d.text)) for d in ElementTree.fromstring(exported).findall('{*}document')]


def revision():
    """The sample corrected: another value, a later file date."""
    text = sample().replace(b'value="158.2"', b'value="158.4"').replace(b'20240610', b'20240620')
    assert text != sample()
    return text


class Export(harness.KenkodTest):
    def setUp(self):
        super().setUp()
        self.alice = Person('alice')
        self.addCleanup(self.alice.leave)
        self.alice.set_up()
        self.session = self.alice.open()

    def purge_and_begin_anew(self):
        self.alice.manager.call('Purge', 'everything')
        self.assertFalse(self.alice.status()['question-set'])
        self.alice.manager.call('AcceptTerms', self.alice.manager.call('GetTerms', 'ja')[0])
        self.alice.manager.call('SetSecretQuestion')
        self.session = self.alice.open()
        self.assertEqual(query(self.session, superseded=True), [])

    def test_twice_there_and_back(self):
        originals = [sample(), examination(1), revision(), examination(2)]
        outcomes = [r['outcome'] for d in originals for r in import_bytes(self.session, d)]
        self.assertEqual(outcomes, ['imported', 'imported', 'revised', 'imported'])
        before = query(self.session), query(self.session, superseded=True)
        self.assertGreater(len(before[1]), len(before[0]))
        for round_number in (1, 2):
            result, exported = export(self.session)
            self.assertEqual(result, {'documents': 4, 'bytes': len(exported)})
            inside = documents(exported)
            self.assertTrue([b for _, b in inside] == originals, 'the bytes differ')
            for attributes, data in inside:
                self.assertEqual(attributes['sha256'], hashlib.sha256(data).hexdigest())
                self.assertEqual(attributes['origin'], 'import')
                self.assertEqual(attributes.get('stated-origin'), None if round_number == 1 else 'import')
            self.purge_and_begin_anew()
            self.assertEqual([r['outcome'] for r in import_bytes(self.session, exported)], outcomes)
            after = query(self.session), query(self.session, superseded=True)
            for old, new in zip(before, after, strict=True):
                self.assertTrue(records(old) == records(new), 'the records differ')
            self.assertEqual({r['origin'] for r in after[1]}, {'import'})
            self.assertEqual({r['stated-origin'] for r in after[1]}, {'import'})
            self.assertEqual([r['outcome'] for r in import_bytes(self.session, exported)], ['already-there'] * 4)
            self.assertTrue((query(self.session), query(self.session, superseded=True)) == after, 'something changed')

    def test_a_stated_origin_stays_stated(self):
        import_bytes(self.session, sample())
        # As if the other side had fetched it: believed to have been said, not to be true.
        exported = export(self.session)[1].replace(b'origin="import"', b'origin="portal"')
        for _ in range(2):
            self.purge_and_begin_anew()
            import_bytes(self.session, exported)
            rows = query(self.session)
            self.assertEqual({(r['origin'], r['stated-origin']) for r in rows}, {('import', 'portal')})
            exported = export(self.session)[1]
            self.assertEqual(documents(exported)[0][0]['stated-origin'], 'portal')

    def test_without_documents_there_is_nothing_to_export(self):
        with open('/dev/null', 'wb') as nowhere:
            self.fails('NothingToShow', self.session.begin('Export', nowhere))

    def test_targets_that_take_nothing(self):
        import_bytes(self.session, sample())
        with open('/dev/full', 'wb') as full:
            self.fails('StorageFull', self.session.begin('Export', full))
        with open('/dev/null', 'rb') as read_only:
            self.fails('InvalidArgument', self.session.begin('Export', read_only))
        reading, writing = os.pipe()
        os.close(reading)
        with os.fdopen(writing, 'wb') as pipe:
            self.fails('Failed', self.session.begin('Export', pipe))

    def test_a_reader_that_leaves(self):
        import_bytes(self.session, examination(3, 3_000_000))
        reading, writing = os.pipe()
        with os.fdopen(writing, 'wb') as pipe:
            pending = self.session.begin('Export', pipe)
        self.assertGreater(len(os.read(reading, 100)), 0)
        self.assertFalse(pending.done)
        os.close(reading)
        self.assertEqual(pending.error().short, 'Failed')
        self.assertEqual(export(self.session)[0]['documents'], 1)

    def test_one_damaged_document_in_an_export(self):
        import_bytes(self.session, sample())
        import_bytes(self.session, examination(1))
        import_bytes(self.session, examination(2))
        _, exported = export(self.session)
        second = [m.start() for m in re.finditer(rb'<document ', exported)][1]
        text = exported.index(b'>\n', second) + 2
        end = exported.index(b'</document>', text)
        damages = {
            'cut short': exported[:text] + exported[text:text + 7 * 77] + exported[end:],
            'changed': exported[:text + 400] + (b'AAAA' if exported[text + 400:text + 404] != b'AAAA' else b'BBBB') + exported[text + 404:],
        }
        for name, damaged in damages.items():
            with self.subTest(name):
                self.purge_and_begin_anew()
                rows = import_bytes(self.session, damaged)
                self.assertEqual([r['outcome'] for r in rows], ['imported', 'refused', 'imported'])
                print(name, rows[1]['error'], rows[1]['message'])
                self.assertEqual({r['date'] for r in query(self.session)}, {'2024-05-20', '1990-01-03'})


class FullDisk(harness.KenkodTest):
    may_restart = True

    def test_a_full_state_directory_leaves_the_vault_as_it_was(self):
        Daemon.stop()
        state = Daemon.state()
        subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=2m,mode=700', 'tmpfs', state], check=True)
        self.addCleanup(subprocess.run, ['umount', '-l', state], check=True)
        self.addCleanup(Daemon.stop)
        subprocess.run(['chown', 'kenkod:', state], check=True)
        Daemon.start()
        with Person('alice') as alice:
            alice.set_up()
            session = alice.open()
            import_bytes(session, sample())
            before = query(session)
            with os.fdopen(os.memfd_create('large'), 'w+b') as large:
                large.write(examination(4, 4_000_000))
                large.flush()
                self.fails('StorageFull', session.begin('Import', [large]))
            self.assertTrue(query(session) == before)
            # Small ones until nothing more fits: each is there whole or not at all.
            stored = 1
            for number in range(5, 400):
                fd = os.memfd_create('small')
                with os.fdopen(fd, 'w+b') as small:
                    small.write(examination(number))
                    small.flush()
                    pending = session.begin('Import', [small])
                    try:
                        pending.result()
                        stored += 1
                    except harness.BusError as error:
                        self.assertEqual(error.short, 'StorageFull')
                        break
            print(f'{stored} documents until it was full')
            self.assertGreater(stored, 5)
            rows = query(session)
            self.assertEqual(len({r['date'] for r in rows}), stored)
            session.call('Close')
            Daemon.restart()
            alice.helper.register()
            # Opening writes a try first: without a byte left it is refused, and once there is room everything is there.
            subprocess.run(['mount', '-o', 'remount,size=64m', state], check=True)
            session = alice.open()
            self.assertTrue(query(session) == rows, 'the records changed')
            self.assertEqual(import_bytes(session, examination(900, 4_000_000))[0]['outcome'], 'imported')


if __name__ == '__main__':
    unittest.main(verbosity=2)
