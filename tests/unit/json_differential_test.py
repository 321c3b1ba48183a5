#!/usr/bin/python3
"""Our JSON reading against Python's json module: the same trees with the same characters of every number, the same refusals; and the
quantities of FHIR documents against a reading of a few lines.

usage: json_differential_test.py PARSE_DUMP SOURCE_ROOT
"""
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import unittest

DUMP, ROOT = sys.argv[1], pathlib.Path(sys.argv[2])
CORPUS = pathlib.Path(os.environ.get('KENKOD_CORPUS', ROOT.parent / 'shared' / 'corpus'))
FILES = 4000 * int(os.environ.get('KENKOD_ROUNDS', '10')) // 100


def dump(kind, paths):
    answer = subprocess.run([DUMP, kind, *map(str, paths)], check=True, capture_output=True, text=True, encoding='utf-8')
    return [json.loads(line) for line in answer.stdout.split('\n')[:-1]]


class Number(str):
    pass


def members(pairs):
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError('a name twice')
    return ('object', pairs)


def refuse(_):
    raise ValueError('no JSON')


def tree_of(value):
    if isinstance(value, tuple):
        return ['object', [[name, tree_of(one)] for name, one in value[1]]]
    if isinstance(value, list):
        return ['array', [tree_of(one) for one in value]]
    if isinstance(value, Number):
        return ['number', str(value)]
    if isinstance(value, bool):
        return ['boolean', str(value).lower()]
    return ['null', ''] if value is None else ['string', value]


def read(text):
    """None when it is no JSON, or has a name twice or half a surrogate pair: those are refused."""
    try:
        tree = tree_of(json.loads(text, parse_float=Number, parse_int=Number, parse_constant=refuse, object_pairs_hook=members))
        json.dumps(tree, ensure_ascii=False).encode()
        return tree
    except (ValueError, UnicodeEncodeError):
        return None


def random_value(chance, depth):
    kind = chance.randrange(8 if depth else 5)
    if kind == 0:
        return chance.choice(['true', 'false', 'null'])
    if kind in (1, 2):
        number = chance.choice(['', '-']) + str(chance.randrange(1000))
        number += chance.choice(['', '', '.0', '.50', '.125'])
        return number + chance.choice(['', '', '', 'e2', 'E+03', 'e-1'])
    if kind in (3, 4):
        pieces = ['a', '健診', ' ', '\\n', '\\u5065', '\\ud83d\\ude00', '😀', '\\"', '\\\\', '\\/', '{', ']', ',']
        return '"' + ''.join(chance.choice(pieces) for _ in range(chance.randrange(5))) + '"'
    blank = chance.choice(['', ' ', '\n', '\t ', '\r\n'])
    inside = [random_value(chance, depth - 1) for _ in range(chance.randrange(4))]
    if kind == 5:
        return '[' + blank + (blank + ',').join(inside) + ']'
    return '{' + ','.join(f'{blank}"{chance.choice("abcdefgh")}{chance.choice(["", n])}"{blank}:{one}' for n, one in enumerate(inside)) + '}'


def random_text(chance):
    text = random_value(chance, 4)
    if chance.random() < 0.4:
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(['', ',', '"', '}', '[', ':', '0', '-', '\\', 'x', '.', '\\u12']) + text[at + chance.randrange(2):]
    return text


def quantities(document):
    """(all codes, number as written) of every quantity, in the order of the file."""
    entries = [entry.get('resource', {}) for entry in document.get('entry', [])] if document.get('resourceType') == 'Bundle' else [document]
    found = []
    for one in entries:
        if one.get('resourceType') != 'Observation':
            continue
        for part in [one, *one.get('component', [])]:
            number = part.get('valueQuantity', {}).get('value', part.get('valueInteger'))
            if number is not None:
                found.append(({c.get('code') for c in part.get('code', {}).get('coding', [])}, number))
    return found


class Differential(unittest.TestCase):
    maxDiff = None

    def test_random_texts(self):
        chance = random.Random(7)
        texts = [random_text(chance) for _ in range(FILES)]
        with tempfile.TemporaryDirectory() as folder:
            paths = [pathlib.Path(folder, str(number)) for number in range(len(texts))]
            for path, text in zip(paths, texts):
                path.write_bytes(text.encode())
            given = dump('tree', paths)
        self.assertEqual(len(given), len(texts))
        refused = 0
        for text, one in zip(texts, given):
            if re.search(r'[eE][+-]?\d{3}', text):
                continue  # beyond what a double holds: we refuse it, Python does not look
            wanted = read(text)
            refused += wanted is None
            if wanted is None:
                self.assertIn('refused', one, repr(text))
            else:
                self.assertEqual(one, wanted, repr(text))
        self.assertTrue(0 < refused < len(texts) / 2, refused)

    def test_files(self):
        paths = sorted((ROOT / 'tests' / 'data').glob('*.json'))
        self.assertTrue(paths)
        paths += sorted(CORPUS.glob('fhir-*/*.json'))
        for path, one in zip(paths, dump('tree', paths), strict=True):
            wanted = read(path.read_text(encoding='utf-8-sig'))
            with self.subTest(path.name):
                if wanted is None:
                    self.assertIn('refused', one)
                else:
                    self.assertEqual(one, wanted)

    def test_quantities(self):
        paths = sorted((ROOT / 'tests' / 'data').glob('fhir-*.json')) + sorted(CORPUS.glob('fhir-*/*.json'))
        compared = 0
        for path, ours in zip(paths, dump('quantities', paths), strict=True):
            if isinstance(ours, dict):
                continue  # refused: what that means stands in the tests of FHIR
            wanted = quantities(json.loads(path.read_text(encoding='utf-8-sig'), parse_float=str, parse_int=str))
            with self.subTest(path.name):
                self.assertEqual([value for _, value in ours], [value for _, value in wanted])
                for (code, _), (codes, _) in zip(ours, wanted):
                    self.assertIn(code, codes)
                compared += len(wanted)
        self.assertGreater(compared, 5)


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])
