#!/usr/bin/python3
"""Our CSV reading against Python's csv module: the same rows, the same refusals, the same records.

usage: csv_differential_test.py PARSE_DUMP SOURCE_ROOT
"""

import csv
import io
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import unicodedata
import unittest

DUMP, ROOT = sys.argv[1], pathlib.Path(sys.argv[2])
CORPUS = pathlib.Path(os.environ.get("KENKOD_CORPUS", ROOT.parent / "shared" / "corpus"))
FILES = 2000 * int(os.environ.get("KENKOD_ROUNDS", "10")) // 100
AMOUNTS = ("医療費の総額", "保険者の負担額", "その他の公費の負担額", "窓口相当負担額")


def dump(kind, paths):
    answer = subprocess.run([DUMP, kind, *map(str, paths)], check=True, capture_output=True, text=True, encoding="utf-8")
    return [json.loads(line) for line in answer.stdout.split("\n")[:-1]]


def rows(text):
    """None when the text breaks the format."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        return None


def decoded(raw):
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AssertionError("no text")


def yen(text):
    text = unicodedata.normalize("NFKC", text).strip()
    if text in ("", "-"):
        return ""
    if not re.fullmatch(r"-?(\d+|\d{1,3}(,\d{3})+)円?", text):
        return ""
    return str(int(text.rstrip("円").replace(",", "")))


def records(text):
    """An independent reading of a whole notice, written from the description of the layout."""
    found, inside = [], False
    for row in rows(text):
        if len(row) == 1:
            inside = row[0] == "医療費情報明細"
        elif inside and len(row) == 2:
            key = re.sub(r"\(円\)$", "", unicodedata.normalize("NFKC", row[0]))
            if key == "診療年月":
                found.append({})
            found[-1][key] = row[1]
    lines = []
    for line in found:
        year, month = re.fullmatch(r"(\d{4})年(\d{1,2})月", line["診療年月"]).groups()
        days = unicodedata.normalize("NFKC", line["日数"])
        lines.append([f"{year}-{int(month):02}", line["診療区分"], days, line["医療機関等名称"]]
                     + [yen(line[key]) for key in AMOUNTS])
    return lines


def random_text(chance):
    """Mostly sound rows, sometimes with stray quotes and line ends of every kind."""
    pieces = ["a", "医療", "1,000", " ", "\t", "x y", "ｱ", "", "－", "\u3000"]
    text = []
    for _ in range(chance.randrange(12)):
        cells = []
        for _ in range(chance.randrange(5)):
            cell = "".join(chance.choice(pieces) for _ in range(chance.randrange(4)))
            style = chance.random()
            if style < 0.5:
                inner = cell + chance.choice(["", "\"", "\n", "\r\n", "\r", ",", "\"\""])
                cells.append("\"" + inner.replace("\"", "\"\"") + "\"")
            elif style < 0.97:
                cells.append(cell.replace(",", ""))
            else:
                cells.append(chance.choice(["a\"b", "\"a\"b", "\"", "\"\"\"", "a\"\"", "\"\"a"]))
        text.append(",".join(cells) + chance.choice(["\n", "\r\n", "\r"]))
    joined = "".join(text)
    return joined[:-1] if chance.random() < 0.2 else joined


def random_notice(chance):
    write = io.StringIO(newline="")
    quoting = chance.choice([csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
    out = csv.writer(write, quoting=quoting, lineterminator=chance.choice(["\r\n", "\n", "\r"]))
    # csv.writer leaves a line feed unquoted when rows end otherwise.
    names = ["見本医院", "見本,医院", "見本\"医院\""] + (["見本\n医院"] if quoting == csv.QUOTE_ALL else [])
    suffix = chance.choice(["（円）", "(円)", ""])
    out.writerows([["わたしの情報"], ["医療費通知情報"], [], ["項目名", "内容"], ["作成日", "2025年1月2日"]])
    out.writerow(["医療費情報明細"])
    for _ in range(chance.randrange(1, 30)):
        out.writerow(["診療年月", f"{chance.randrange(2015, 2025)}年{chance.randrange(1, 13)}月"])
        out.writerow(["診療区分", chance.choice(["医科外来", "調剤", "歯科外来", "訪問看護"])])
        out.writerow(["日数", chance.choice(["1", "２", "31"])])
        out.writerow(["医療機関等名称", chance.choice(names)])
        for key in AMOUNTS:
            number = chance.randrange(10 ** chance.randrange(1, 8))
            out.writerow([key + suffix, chance.choice([f"{number:,}", str(number), "-", "", "－", f"{number}円", "1,23"])])
    return write.getvalue()


class Differential(unittest.TestCase):
    maxDiff = None

    def compare(self, kind, texts, expected):
        with tempfile.TemporaryDirectory() as folder:
            paths = []
            for number, text in enumerate(texts):
                paths.append(pathlib.Path(folder, str(number)))
                paths[-1].write_bytes(text.encode())
            given = dump(kind, paths)
        self.assertEqual(len(given), len(texts))
        for text, one in zip(texts, given):
            wanted = expected(text)
            if wanted is None:
                self.assertIn("refused", one, repr(text))
            else:
                self.assertEqual(one, wanted, repr(text))

    def test_rows(self):
        chance = random.Random(3)
        texts = [random_text(chance) for _ in range(FILES)]
        refused = sum(rows(text) is None for text in texts)
        self.assertTrue(0 < refused < len(texts) / 2, refused)
        self.compare("rows", texts, rows)

    def test_notices(self):
        chance = random.Random(6)
        self.compare("records", [random_notice(chance) for _ in range(FILES // 4)], records)

    def test_samples(self):
        paths = [ROOT / "tests/data/expense-notice.csv", ROOT / "tests/data/expense-notice-sjis.csv"]
        paths += sorted(CORPUS.glob("iryohi-csv/*.csv"))
        for path, given in zip(paths, dump("records", paths), strict=True):
            wanted = records(decoded(path.read_bytes()))
            self.assertEqual(given, wanted, path.name)
            self.assertTrue(wanted, path.name)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
