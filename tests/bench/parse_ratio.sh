#!/bin/sh
# Copying, hashing, sealing and parsing a 10 MiB check-up document, child and checks included, against
# `xmllint --noout` of the same file. The budget of the whole import is 1.5.
# usage: parse_ratio.sh PARSE_BENCH KENKOD_PARSE SOURCE_ROOT [RUNS]   (or: ninja bench-parse)
set -eu
bench=$1 parser=$2 root=$3 runs=${4:-11}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
file=$work/large.xml

# The observations of the sample, again and again, up to 10 MiB.
/usr/bin/python3 - "$root/tests/data/tokutei-2024.xml" "$file" <<'END'
import sys
text = open(sys.argv[1], encoding="utf-8").read()
begin = text.index("<entry>")
end = text.index("</section>", begin)
entries = text[begin:end]
room = 10_485_760 - len(text.encode()) + len(entries.encode())
copies = room // len(entries.encode())
open(sys.argv[2], "w", encoding="utf-8").write(text[:begin] + entries * copies + text[end:])
END

median_xmllint=$(/usr/bin/python3 - "$file" "$runs" <<'END'
import statistics, subprocess, sys, time
def once():
    begin = time.monotonic()
    subprocess.run(["xmllint", "--noout", sys.argv[1]], check=True)
    return time.monotonic() - begin
print(int(statistics.median(once() for _ in range(int(sys.argv[2]))) * 1e6))
END
)
# shellcheck disable=SC2046 # the figures are words
set -- $("$bench" "$parser" "$root/data" "$file" "$runs")
echo "size_bytes $(stat -c %s "$file")"
echo "observations $2"
echo "xmllint_us $median_xmllint"
echo "import_us $1"
awk -v a="$1" -v b="$median_xmllint" 'BEGIN { printf "ratio %.2f\n", a / b }'
