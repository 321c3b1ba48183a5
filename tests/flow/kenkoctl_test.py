#!/usr/bin/python3
"""kenkoctl from end to end, in English and Japanese: exact messages of the founding manual, exit statuses of the man page, answers
from a descriptor, change of the question, recovery, and the agent that asks for another program."""
import csv
import io
import json
import os
import pathlib
import pty
import re
import select
import shutil
import signal
import subprocess
import unittest

from people import ANSWER, CORPUS, DATA, QUESTION, SOURCE, WORLD, Daemon, Person, examination, harness, kenkoctl

SAMPLE = str(DATA / 'tokutei-2024.xml')
FILES = pathlib.Path(WORLD) / 'files'
# Rows of the manual that a whole run shows, and by which command.
SHOWN = {'データをインポートしました': 'import', 'すべての取得データを削除しました': 'purge', '健診・検診結果': 'show',
         'マイナポータル連携/インポート機能利用特約': 'terms'}
DONE, FAILED, USAGE, NOT_AUTHORIZED, WRONG, REFUSED, NOTHING, CANCELLED, NOT_READY, VAULT = 0, 1, 2, 3, 4, 5, 6, 7, 8, 10


def on_terminal(arguments, dialog):
    """Runs it on a terminal of its own and types each answer when its words appear; (exit status, all that was shown)."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(LC_ALL='C.UTF-8', LANGUAGE='en', TERM='dumb')
        os.execvp('world-as', ['world-as', 'alice', 'kenkoctl', *arguments])
    shown, at, left = '', 0, list(dialog)
    while True:
        if not select.select([terminal], [], [], 60)[0]:
            os.kill(pid, signal.SIGKILL)
        try:
            data = os.read(terminal, 4096)
        except OSError:  # everything has closed it
            data = b''
        if not data:
            break
        shown += data.decode(errors='replace').replace('\r', '')
        if left and (found := shown.find(left[0][0], at)) >= 0:
            at = found + len(left[0][0])
            os.write(terminal, left.pop(0)[1].encode())
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), shown


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

    def test_a_folder_is_checked_without_a_trace_and_then_imported(self):
        self.set_up()
        folder = FILES / 'folder'
        (folder / 'sub').mkdir(parents=True)
        for number, name in ((1, 'a.xml'), (2, 'sub/b.xml'), (3, '.hidden.xml')):
            (folder / name).write_bytes(examination(number))
        (folder / 'c.txt').write_text('no record', encoding='utf-8')
        (folder / 'loop').symlink_to(folder)
        status, out, _ = kenkoctl('import', '--check', str(folder), answers=[ANSWER])
        self.assertEqual(status, REFUSED)
        lines = out.splitlines()
        self.assertEqual([line.split(': ')[0] for line in lines[:3]], [str(folder / n) for n in ('a.xml', 'c.txt', 'sub/b.xml')])
        self.assertIn('would be imported – Check-up results [特定健診 CDA], 1990-01-02, 63 items', lines[0])
        self.assertIn('refused (BadDocument): The file is no health record that kenkod knows.', lines[1])
        self.assertIn('asked whether that is you', out)
        self.run_it(NOTHING, 'show', 'checkup', answers=[ANSWER])
        said = self.run_it(REFUSED, 'import', str(folder), '/nonexistent.xml', answers=[ANSWER])
        self.assertIn('/nonexistent.xml: the file cannot be opened.', said)
        self.assertRegex(said, r'Imported +2\n')
        self.assertRegex(said, r'BadDocument +1\n')
        (FILES / 'empty').mkdir()
        self.run_it(NOTHING, 'import', str(FILES / 'empty'), answers=[ANSWER])

    def test_every_file_of_others_gets_its_line(self):
        if not CORPUS.is_dir():
            return  # the files of others are not everywhere
        self.set_up()
        folder = pathlib.Path(WORLD, 'files', 'corpus')
        shutil.copytree(CORPUS, folder, copy_function=shutil.copyfile)
        status, out, _ = kenkoctl('import', '--check', str(folder), answers=[ANSWER])
        self.assertEqual(status, REFUSED)  # some are made to be refused
        lines = out.splitlines()
        for path in filter(pathlib.Path.is_file, folder.rglob('*')):
            found = [line for line in lines if line.startswith(f'{path}: ')]
            self.assertEqual(len(found), 1, path)
            self.assertRegex(found[0], r': (would be imported – .*, \d+ items?|refused \((BadDocument|NotSupported)\): )')
        self.run_it(NOTHING, 'show', 'checkup', answers=[ANSWER])

    def test_medicines_expenses_and_trends(self):
        self.set_up()
        self.run_it(DONE, 'import', *(str(DATA / n) for n in ('medicine-claims.xml', 'expense-notice.csv', 'tokutei-2024.xml',
                                                              'tokutei-2019.xml')), answers=[ANSWER])
        medicines = self.run_it(DONE, 'show', 'medication', answers=[ANSWER], japanese=True)
        for words in ('見本薬局', '調剤(レセプト)', '処方(調剤の証明ではありません)', '※所属団体別コンテンツ内の「おくすり履歴・GE差額」とは表示項目が異なります'):
            self.assertIn(words, medicines)
        expenses = self.run_it(DONE, 'show', 'expense', answers=[ANSWER], japanese=True)
        for words in ('窓口相当負担額', '不明', '月の合計: 総額 14,870 円', '※所属団体別コンテンツ内の「医療費のお知らせ」とは表示項目が異なります'):
            self.assertIn(words, expenses)
        documented = set(re.findall(r'`([a-z-]+)` (?:s|t|b|u|as)\b', (SOURCE / 'dbus' / 'org.kenkod1.Session.xml').read_text(encoding='utf-8')))
        for kind in ('medication', 'expense'):
            _, lines, _ = kenkoctl('show', kind, '--format', 'jsonl', answers=[ANSWER])
            _, table, _ = kenkoctl('show', kind, '--format', 'csv', answers=[ANSWER])
            from_json = [json.loads(line) for line in lines.splitlines()]
            from_csv = list(csv.DictReader(io.StringIO(table, newline='')))
            self.assertEqual([r['id'] for r in from_csv], [str(r['id']) for r in from_json])
            self.assertLessEqual(set(from_csv[0]), documented)
            self.assertLessEqual({k for row in from_json for k in row}, set(from_csv[0]))
        self.run_it(NOTHING, 'show', 'expense', '--from', '2030-01-01', answers=[ANSWER])
        said = self.run_it(DONE, 'trend', 'Body weight', answers=[ANSWER])
        self.assertRegex(said, r'2019-06-18 +60\.2 kg.*●')
        self.assertIn('9N0060000', self.run_it(USAGE, 'trend', 'body', answers=[ANSWER]))
        self.run_it(NOTHING, 'trend', 'ありません', answers=[ANSWER])

    def test_the_person_says_on_the_terminal_whose_records_these_are(self):
        self.set_up()
        dialog = [('answer to the secret question', ANSWER + '\n'), ('Is this you?', '\n')]
        status, said = on_terminal(['import', SAMPLE, str(DATA / 'tokutei-2019.xml')], dialog)
        self.assertEqual(status, REFUSED, said)
        self.assertIn('Birth date: 1968-01-15 (昭和43年1月15日)', said)
        self.assertEqual(said.count('Is this you? [y/N]'), 1, 'of one person once')
        self.assertEqual(said.count('ForeignSubject): '), 2, said)
        self.run_it(NOTHING, 'show', 'checkup', answers=[ANSWER])
        status, said = on_terminal(['import', SAMPLE], [dialog[0], ('Is this you?', '\x04')])
        self.assertEqual(status, CANCELLED, said)
        status, said = on_terminal(['import', SAMPLE], [dialog[0], ('Is this you?', 'y\n')])
        self.assertEqual(status, DONE, said)
        other = FILES / 'other.xml'
        other.write_bytes(examination(1).replace(b'19680115', b'19700115'))
        said = self.run_it(REFUSED, 'import', str(other), answers=[ANSWER])
        self.assertIn('The birth date is another one.', said)
        self.assertNotIn('1970', said)

    def test_ctrl_c_tells_what_was_stored(self):
        self.set_up()
        pipe = FILES / 'pipe'
        os.mkfifo(pipe, 0o666)
        pipe.chmod(0o666)
        held = os.open(pipe, os.O_RDWR)
        self.addCleanup(os.close, held)
        reading, writing = os.pipe()
        os.write(writing, f'{ANSWER}\n'.encode())
        os.close(writing)
        client = subprocess.Popen(['world-as', 'alice', 'kenkoctl', '--answer-fd', str(reading), 'import', SAMPLE, str(pipe)],
                                  pass_fds=[reading], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                  env=os.environ | {'LC_ALL': 'C.UTF-8', 'LANGUAGE': 'en'}, start_new_session=True)
        os.close(reading)
        first = client.stdout.readline()
        self.assertIn('was imported', first)
        os.killpg(client.pid, signal.SIGINT)
        out, err = client.communicate(timeout=60)
        self.assertEqual(client.returncode, 130, out + err)
        self.assertIn('The data was imported', out)
        self.assertNotIn('pipe', out)
        self.assertIn('158.2', self.run_it(DONE, 'show', 'checkup', answers=[ANSWER]))

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
