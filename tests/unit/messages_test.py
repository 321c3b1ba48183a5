"""The Japanese messages: complete, with the founding manual's exact words, and with the same fields as the English."""
import pathlib
import re
import subprocess
import sys
import unittest

ROOT = pathlib.Path(sys.argv.pop(1))
KEYWORDS = ['--keyword', '--keyword=tr', '--keyword=tr_later', '--keyword=trf', '--keyword=trn:1,2',
            '--keyword=tr_plural:1,2']
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')


def run(*command):
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def unquote(lines):
    joined = ''.join(match for line in lines for match in STRING.findall(line))
    return joined.replace('\\n', '\n').replace('\\"', '"').replace('\\\\', '\\')


def entries(po):
    """(msgid, [msgstr…], flags) of every entry but the header."""
    for block in po.strip().split('\n\n'):
        parts, flags = {}, ''
        for line in block.split('\n'):
            if line.startswith('#,'):
                flags += line
            elif line.startswith('#'):
                continue
            elif not line.startswith('"'):
                key, rest = line.split(' ', 1)
                parts[key] = [rest]
            else:
                parts[key].append(line)
        if 'msgid' not in parts:
            continue
        msgid = unquote(parts['msgid'])
        if msgid:
            yield msgid, [unquote(v) for k, v in parts.items() if k.startswith('msgstr')], flags


def extracted():
    return run('xgettext', '--from-code=UTF-8', '--language=C++', *KEYWORDS, '--files-from=po/POTFILES', '-o', '-')


class Messages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.japanese = list(entries((ROOT / 'po/ja.po').read_text()))
        cls.msgids = {msgid for msgid, _, _ in entries(extracted())}

    def test_code_has_messages(self):
        self.assertGreater(len(self.msgids), 100)

    def test_every_file_with_messages_is_listed(self):
        listed = set((ROOT / 'po/POTFILES').read_text().split())
        using = {str(p.relative_to(ROOT)) for p in (ROOT / 'client-cli').rglob('*.cpp')
                 if re.search(r'\btr(_later|_plural|f|n)?\(\s*"', p.read_text())}
        self.assertEqual(using - listed, set())

    def test_no_message_is_missing(self):
        self.assertEqual(self.msgids - {msgid for msgid, _, _ in self.japanese}, set())

    def test_no_message_is_left_over(self):
        self.assertEqual({msgid for msgid, _, _ in self.japanese} - self.msgids, set())

    def test_none_is_empty_or_fuzzy(self):
        for msgid, texts, flags in self.japanese:
            with self.subTest(msgid):
                self.assertNotIn('fuzzy', flags)
                self.assertTrue(texts and all(texts))

    def test_fields_are_the_same(self):
        for msgid, texts, _ in self.japanese:
            for text in texts:
                with self.subTest(msgid):
                    self.assertEqual(re.findall(r'{[^}]*}', msgid), re.findall(r'{[^}]*}', text))

    def test_words_of_the_founding_manual(self):
        rows = [line.split('\t') for line in (ROOT / 'tests/data/p-rows.txt').read_text().splitlines()
                if line and not line.startswith('#')]
        self.assertGreater(len(rows), 20)
        texts = [text for _, strings, _ in self.japanese for text in strings]
        texts.append((ROOT / 'docs/terms/terms-1.ja.txt').read_text().split('\n', 1)[0])
        for row, words in rows:
            # A whole message, or one choice of "[Enter] 認証する   [Ctrl-D] …": never a part of other words.
            whole = re.compile(r'(^|\] )' + re.escape(words) + r'($| +\[)')
            with self.subTest(row):
                self.assertTrue(any(whole.search(text) for text in texts), words)

    def test_terms_have_the_manuals_title(self):
        for language in ('ja', 'en'):
            title = (ROOT / f'docs/terms/terms-1.{language}.txt').read_text().split('\n', 1)[0]
            self.assertIn('マイナポータル連携/インポート機能利用特約', title)


if __name__ == '__main__':
    unittest.main(verbosity=2)
