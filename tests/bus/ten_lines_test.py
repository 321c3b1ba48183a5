#!/usr/bin/python3
"""A program that shows the latest check-up stays ten lines long, and works. Runs as alice in a prepared world."""
import pathlib
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent


class TenLines(unittest.TestCase):
    def test_it_is_ten_lines(self):
        lines = [line for line in (HERE / 'ten_lines.py').read_text(encoding='utf-8').splitlines() if line.strip()]
        self.assertLessEqual(len(lines), 10)

    def test_it_shows_the_latest_check_up(self):
        imported = subprocess.run(['kenkoctl', 'import', str(HERE.parent / 'data' / 'tokutei-2024.xml')], stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True, check=False)
        self.assertEqual(imported.returncode, 0, imported.stdout)
        shown = subprocess.run([sys.executable, str(HERE / 'ten_lines.py')], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                               timeout=300, check=False)
        self.assertEqual(shown.returncode, 0, shown.stderr)
        self.assertGreater(len(shown.stdout.splitlines()), 20)
        for line in shown.stdout.splitlines():
            self.assertRegex(line, r'^\d{4}-\d\d-\d\d \S')
        self.assertIn('kg', shown.stdout)


if __name__ == '__main__':
    unittest.main()
