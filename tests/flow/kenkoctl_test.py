#!/usr/bin/python3
"""kenkoctl from end to end, in English and Japanese: exact messages of the founding manual, exit statuses of the man page, answers
from a descriptor, change of the question, recovery, and the agent that asks for another program."""
import csv
import io
import json
import os
import pathlib
import re
import subprocess
import unittest

from people import ANSWER, DATA, QUESTION, SOURCE, WORLD, Daemon, Person, examination, harness, kenkoctl

SAMPLE = str(DATA / 'tokutei-2024.xml')
FILES = pathlib.Path(WORLD) / 'files'
# Rows of the manual that a whole run shows, and by which command.
SHOWN = {'データをインポートしました': 'import', 'すべての取得データを削除しました': 'purge', '健診・検診結果': 'show',
         'マイナポータル連携/インポート機能利用特約': 'terms'}
DONE, FAILED, USAGE, NOT_AUTHORIZED, WRONG, REFUSED, NOTHING, CANCELLED, NOT_READY, VAULT = 0, 1, 2, 3, 4, 5, 6, 7, 8, 10


class Kenkoctl(harness.KenkodTest):
    may_restart = True

    def run_it(self, expected, *arguments, **more):
        status, out, err = kenkoctl(*arguments, **more)
        self.assertEqual(status, expected, f'{arguments}\n{out}{err}')
        self.assertNotIn('Traceback', err)
        return out + err

    def set_up(self, *options):
        self.run_it(DONE, 'terms', '--accept')
        return self.run_it(DONE, *options, 'question', 'set', answers=[QUESTION, ANSWER])

    def clear_keyring(self):
        subprocess.run(['world-as', 'alice', 'bash', '-c', 'secret-tool clear xdg:schema org.kenkod1.DeviceKey; '
                        'secret-tool clear application kenkod'], check=False)

    def test_the_whole_way_in_japanese_with_the_words_of_the_manual(self):
        rows = dict(reversed(line.split('\t')) for line in (DATA / 'p-rows.txt').read_text(encoding='utf-8').splitlines() if '\t' in line)
        self.assertLessEqual(set(SHOWN), set(rows))
        said = {}
        said['terms'] = self.run_it(DONE, 'terms', '--accept', japanese=True)
        self.run_it(DONE, 'question', 'set', answers=[QUESTION, ANSWER], japanese=True)
        said['import'] = self.run_it(DONE, 'import', SAMPLE, answers=[ANSWER], japanese=True)
        said['show'] = self.run_it(DONE, 'show', 'checkup', answers=[ANSWER], japanese=True)
        self.assertIn('設定済み', self.run_it(DONE, 'status', japanese=True))
        said['purge'] = self.run_it(DONE, 'purge', japanese=True)
        for words, command in SHOWN.items():
            self.assertIn(words, said[command].splitlines() if command in ('import', 'purge') else said[command])
        self.assertIn('身長', said['show'])
        self.assertIn('158.2', said['show'])

    def test_the_whole_way_in_english(self):
        self.set_up()
        said = self.run_it(DONE, 'import', SAMPLE, answers=[ANSWER])
        self.assertIn('The data was imported', said.splitlines())
        self.assertNotIn('データをインポートしました', said)
        self.assertIn('already there', self.run_it(DONE, 'import', SAMPLE, answers=[ANSWER]))
        self.assertIn('All fetched data was deleted', self.run_it(DONE, 'purge').splitlines())

    def test_formats_for_programs(self):
        self.set_up()
        self.run_it(DONE, 'import', SAMPLE, answers=[ANSWER])
        _, lines, _ = kenkoctl('show', 'checkup', '--format', 'jsonl', answers=[ANSWER])
        _, table, _ = kenkoctl('show', 'checkup', '--format', 'csv', answers=[ANSWER])
        from_json = [json.loads(line) for line in lines.splitlines()]
        from_csv = list(csv.DictReader(io.StringIO(table, newline='')))
        self.assertEqual(len(from_json), 63)
        self.assertEqual([r['code'] for r in from_csv], [r['code'] for r in from_json])
        self.assertEqual([r['value'] for r in from_csv], [r.get('value', '') for r in from_json])
        documented = set(re.findall(r'`([a-z-]+)` (?:s|t|b|u|as)\b', (SOURCE / 'dbus' / 'org.kenkod1.Session.xml').read_text(encoding='utf-8')))
        self.assertLessEqual(set(from_csv[0]), documented)

    def test_exit_statuses(self):
        self.run_it(USAGE, 'fetch')
        self.run_it(USAGE, 'show', 'checkup', '--format', 'xml')
        self.run_it(NOT_READY, 'import', SAMPLE, answers=[ANSWER])        # terms
        self.run_it(DONE, 'terms', '--accept')
        self.run_it(NOT_READY, 'import', SAMPLE, answers=[ANSWER])        # question
        self.run_it(CANCELLED, 'question', 'set')                         # no line left: dismissed
        self.run_it(DONE, 'question', 'set', answers=[QUESTION, ANSWER])
        self.run_it(NOT_READY, 'question', 'set', answers=[QUESTION, ANSWER])
        self.run_it(NOTHING, 'show', 'checkup', answers=[ANSWER])
        self.run_it(NOTHING, 'export', str(FILES / 'nothing.xml'), answers=[ANSWER])
        self.assertFalse((FILES / 'nothing.xml').exists())
        self.run_it(FAILED, 'import', '/nonexistent.xml', answers=[ANSWER])
        self.run_it(WRONG, 'show', 'checkup', answers=['たんぽぽ'])
        bad = FILES / 'bad.xml'
        bad.write_text('<letter/>', encoding='utf-8')
        self.run_it(REFUSED, 'import', str(bad), answers=[ANSWER])
        said = self.run_it(REFUSED, 'import', str(bad), SAMPLE, answers=[ANSWER])
        self.assertIn('The data was imported', said)
        self.run_it(USAGE, 'show', 'checkup', '--from', '2024-13-01', answers=[ANSWER])
        self.run_it(NOTHING, 'show', 'checkup', '--from', '2030-01-01', answers=[ANSWER])
        self.run_it(DONE, 'lock')
        harness.polkit('alice', 'no')
        self.addCleanup(harness.polkit, 'alice', 'yes')
        self.run_it(NOT_AUTHORIZED, 'purge')
        keys = Daemon.state() / 'vaults' / str(harness.Person('alice').uid) / 'keys'
        Daemon.stop()
        with open(keys, 'r+b') as f:
            f.write(b'#')
        self.run_it(VAULT, 'show', 'checkup', answers=[ANSWER])

    def test_import_of_standard_input_and_export_to_standard_output(self):
        self.set_up()
        self.run_it(DONE, 'import', '-', stdin=examination(1), answers=[ANSWER])
        status, out, _ = kenkoctl('export', '-', answers=[ANSWER])
        self.assertEqual(status, DONE)
        self.assertIn('<document ', out)
        self.run_it(DONE, 'purge')
        self.set_up()
        self.run_it(DONE, 'import', '-', stdin=out.encode(), answers=[ANSWER])

    def test_an_export_is_the_owners_alone_and_replaces_nothing_unasked(self):
        self.set_up()
        self.run_it(DONE, 'import', SAMPLE, answers=[ANSWER])
        target = FILES / 'export.xml'
        self.run_it(DONE, 'export', str(target), answers=[ANSWER])
        self.assertEqual(target.stat().st_mode & 0o777, 0o600)
        first = target.read_bytes()
        self.run_it(FAILED, 'export', str(target), answers=[ANSWER])
        self.assertEqual(target.read_bytes(), first)
        self.run_it(DONE, 'export', str(target), '--force', answers=[ANSWER])

    def test_change_of_the_question(self):
        self.set_up()
        self.run_it(DONE, 'import', SAMPLE, answers=[ANSWER])
        self.run_it(WRONG, 'question', 'change', answers=['たんぽぽ'])
        self.run_it(DONE, 'question', 'change', answers=[ANSWER, '最初の先生は?', 'やまもと'])
        self.run_it(WRONG, 'show', 'checkup', answers=[ANSWER])
        self.assertIn('158.2', self.run_it(DONE, 'show', 'checkup', answers=['やまもと']))

    def test_recovery(self):
        key_file = pathlib.Path(WORLD) / 'home' / 'alice' / 'recovery'
        self.set_up('--recovery-key-file', str(key_file))
        self.assertEqual(key_file.stat().st_mode & 0o777, 0o600)
        key = key_file.read_text(encoding='utf-8').split()[0]
        self.run_it(DONE, 'import', SAMPLE, answers=[ANSWER])
        Daemon.stop()
        credential = pathlib.Path(WORLD) / 'kenkod' / 'credentials' / 'host-secret'
        credential.chmod(0o600)
        with open(credential, 'r+b') as f:
            f.write(os.urandom(64))
        self.run_it(DONE, 'terms', '--accept')
        self.run_it(VAULT, 'show', 'checkup', answers=[ANSWER])
        self.assertIn('158.2', self.run_it(DONE, '--recovery', 'show', 'checkup', answers=[key, ANSWER]))
        self.run_it(DONE, 'show', 'checkup', answers=[ANSWER])

    def test_the_agent_asks_for_another_program(self):
        self.set_up()
        self.run_it(DONE, 'import', SAMPLE, answers=[ANSWER])
        reading, writing = os.pipe()
        os.write(writing, f'{ANSWER}\n'.encode() * 4)
        agent = subprocess.Popen(['world-as', 'alice', 'kenkoctl', '--answer-fd', str(reading), 'agent'], pass_fds=[reading],
                                 stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        os.close(reading)
        try:
            self.assertTrue(agent.stderr.readline())
            with Person('alice') as program:
                self.assertTrue(program.status()['agent'])
                self.assertEqual(len(program.open_session(['checkup']).call('Query', kind='checkup')[0]), 63)
                # It registers again with a new daemon.
                Daemon.restart()
                self.assertEqual(len(program.open_session(['checkup']).call('Query', kind='checkup')[0]), 63)
        finally:
            agent.terminate()
            agent.wait()
            agent.stderr.close()
            os.close(writing)


if __name__ == '__main__':
    unittest.main(verbosity=2)
