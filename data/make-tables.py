#!/usr/bin/python3
"""Makes the installed item tables from the collected reference tables.

usage: make-tables.py REFERENCE_DIRECTORY [OUTPUT_DIRECTORY]

Reads tokutei-{items,items-extra,items-optional,codelists,reference-ranges}.csv and writes tab separated files, UTF-8,
one header line. Every row of the input names its sources. The selection (see NOTICE):

* a row that nothing but a PolyForm-licensed repository or a database file backs is left out;
* a row that names eCheckupReport (CC BY-SA 4.0) goes into codelists-echeckup.tsv, apart from the others.
"""

import csv
import pathlib
import re
import sys

LEFT_OUT = ("fhir-ig-jp-specific-health-checkups", "Kikan.fdb")
SHARE_ALIKE = ("eCheckupReport", "jp-eChekupReport")

ITEM_COLUMNS = (
    "code", "name", "identity_name", "name_en", "category", "type", "unit", "display_unit", "format", "min", "max",
    "max_bytes", "list", "list_before_2024", "series", "superseded_by",
)


def read(directory, name):
    with open(directory / name, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def sources(row):
    """Splits at the semicolons that are not inside a remark in brackets."""
    return [part.strip() for part in re.split(r";(?![^(]*\))", row["source"])]


def confirmed(row):
    if row.get("meaning", "").startswith("("):
        return False  # a remark about the list (values chosen by each facility), not a value of it
    return any(not any(word in source for word in LEFT_OUT) for source in sources(row))


def share_alike(row):
    return any(word in source for source in sources(row) for word in SHARE_ALIKE)


def write(path, columns, rows):
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write("\t".join(columns) + "\n")
        for row in rows:
            if any("\t" in cell or "\n" in cell for cell in row):
                raise SystemExit(f"{path.name}: a cell holds a tab or a line end")
            file.write("\t".join(row) + "\n")


def optional_format(row):
    """The optional items carry no format; any number of digits, the decimals of the table."""
    if row["data_type"] != "PQ" or not row["decimals"]:
        return ""
    return "*" + ("." + "N" * int(row["decimals"]) if int(row["decimals"]) else "")


def superseded_by(row):
    marker = "superseded by "
    for source in sources(row):
        if marker in source:
            return source.split(marker, 1)[1].split(")", 1)[0].strip()
    return ""


def item_rows(directory):
    extra = {row["item_code"]: row for row in read(directory, "tokutei-items-extra.csv")}
    for row in read(directory, "tokutei-items.csv"):
        more = extra[row["item_code"]]
        if not confirmed(row):
            continue
        yield (
            row["item_code"], row["name_ja"], more["identity_name"], row["name_en"], row["category"],
            row["data_type"], row["unit"], more["display_unit"], more["format"], row["allowed_min"],
            row["allowed_max"], more["max_bytes"], row["code_list_oid"], more["code_list_oid_v3"], more["series"],
            superseded_by(row),
        )
    for row in read(directory, "tokutei-items-optional.csv"):
        if not confirmed(row):
            continue
        series = row["item_code"] if row["data_type"] == "PQ" else ""
        yield (
            row["item_code"], row["name_ja"], "", row["name_en"], row["category"], row["data_type"], row["unit"], "",
            optional_format(row), row["allowed_min"], row["allowed_max"], "", row["code_list_oid"], "", series, "",
        )


def main():
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    source = pathlib.Path(sys.argv[1])
    target = pathlib.Path(sys.argv[2]) if len(sys.argv) == 3 else pathlib.Path(__file__).resolve().parent

    write(target / "items.tsv", ITEM_COLUMNS, item_rows(source))

    lists = [row for row in read(source, "tokutei-codelists.csv") if confirmed(row)]
    columns = ("oid", "code", "meaning", "versions")
    for name, wanted in (("codelists.tsv", False), ("codelists-echeckup.tsv", True)):
        rows = ((r["oid"], r["code"], r["meaning"], r["valid_versions"]) for r in lists if share_alike(r) is wanted)
        write(target / name, columns, rows)

    ranges = [row for row in read(source, "tokutei-reference-ranges.csv") if confirmed(row)]
    columns = tuple(name for name in ranges[0] if name != "source")
    write(target / "reference-ranges.tsv", columns, (tuple(row[name] for name in columns) for row in ranges))


main()
