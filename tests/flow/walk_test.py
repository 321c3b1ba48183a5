#!/usr/bin/python3
"""The walk that ./try shows succeeds for every sample of ours, and for those of others where they are; and no row takes the
value of a height or weight code for a blood pressure."""
import json
import pathlib
import subprocess
import unittest

from people import CORPUS, DATA, SOURCE, WORLD, kenkoctl

HEIGHT_AND_WEIGHT = ('9N001', '9N006')
BLOOD_PRESSURE = ('9A751', '9A752', '9A755', '9A761', '9A762', '9A765')
OURS = sorted(DATA.glob('tokutei-*.xml'))
OTHERS = sorted((CORPUS / 'tokutei-cda').glob('hia_mockup_*.xml'))


class Walk(unittest.TestCase):
    def walk(self, file):
        kenkoctl('purge')
        (pathlib.Path(WORLD) / 'home' / 'alice' / 'kenkod-export.xml').unlink(missing_ok=True)
        done = subprocess.run(['world-as', 'alice', str(SOURCE / 'tests' / 'world' / 'walk'), str(file)], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout)
        return done.stdout

    def test_ours(self):
        self.assertGreaterEqual(len(OURS), 4)
        for file in OURS:
            with self.subTest(file.name):
                said = self.walk(file)
                before, after = said.split('Show the check-up results again')
                shown = before[before.index('Show the check-up results'):]
                self.assertIn('kg', shown)
                # The same table comes back from the export.
                table = [line for line in after.splitlines()[2:] if line.strip() and not line.startswith('  document ')]
                self.assertGreater(len(table), 20)
                # The second table holds imports only, the first also what was fetched; where a document is from is not the point.
                without_origin = {line.split('  [')[0] for line in shown.splitlines()}
                self.assertEqual([line for line in table if line.split('  [')[0] not in without_origin], [])

    def test_those_of_others(self):
        for file in OTHERS:
            with self.subTest(file.name), open(file, 'rb') as content:
                readable = pathlib.Path(WORLD) / 'files' / file.name
                readable.write_bytes(content.read())
                self.walk(readable)
                status, out, _ = kenkoctl('show', 'checkup', '--format', 'jsonl', answers=['ひまわり'])
                self.assertEqual(status, 0)
                rows = [json.loads(line) for line in out.splitlines()]
                self.assertGreater(len(rows), 0)
                for row in rows:
                    said = row.get('name', '') + row.get('series', '')
                    if row['code'].startswith(HEIGHT_AND_WEIGHT):
                        self.assertNotRegex(said, f'血圧|{"|".join(BLOOD_PRESSURE)}')
                        if row.get('unit', '').lower() in ('mmhg', 'mm[hg]'):
                            self.assertNotIn('name', row)
                            self.assertNotIn('series', row)
                    if row['code'].startswith(BLOOD_PRESSURE) and row.get('series'):
                        self.assertIn(row['unit'].lower(), ('mmhg', 'mm[hg]'))


if __name__ == '__main__':
    unittest.main(verbosity=2)
