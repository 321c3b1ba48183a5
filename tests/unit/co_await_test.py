#!/usr/bin/python3
"""g++ 12 destroys twice what a closure or a braced temporary inside a co_await expression owns (GCC PR 99576, 103909).
So: nothing but names and plain calls inside one; make the Promise or the closure in a statement of its own first."""
import pathlib
import re
import sys

found = []
for path in sorted(pathlib.Path(sys.argv[1]).glob('daemon/**/*.?pp')):
    text = re.sub(r'//[^\n]*|"(?:[^"\\]|\\.)*"', lambda m: ' ' * len(m.group()), path.read_text())
    for match in re.finditer(r'(?<!operator )\bco_await\b', text):
        depth, at = 0, match.end()
        while at < len(text) and not (depth == 0 and text[at] in ';)'):
            depth += {'(': 1, ')': -1}.get(text[at], 0)
            if text[at] == '{' or (text[at] == '[' and text[at - 1] in ' (,'):
                found.append(f'{path}:{text.count(chr(10), 0, match.start()) + 1}')
                break
            at += 1
print('\n'.join(found))
sys.exit(1 if found else 0)
