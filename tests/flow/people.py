"""What the flow tests stand on, besides the harness of the bus tests: people who are set up in one line, documents to import,
the daemon looked at from behind (as root), and the command line client."""
import collections
import contextlib
import os
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'bus'))
import harness  # noqa: E402
from harness import (ANSWER, CHECKUP, DATA, QUESTION, SOURCE, Agent, BusError, Daemon)  # noqa: E402,F401

WORLD = os.environ['KENKOD_WORLD']
CORPUS = pathlib.Path(os.environ.get('KENKOD_CORPUS', SOURCE.parent / 'shared' / 'corpus'))  # files of others; may be absent


class Person(harness.Person):
    """With one agent (`helper`) on its connection that stays and knows the answer."""
    helper = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.leave()

    def with_agent(self, **agent):
        """Like every keyring: empty at first."""
        self.helper = self.agent(connection=self.bus, **{'keyring': {}, **agent})
        return self.helper

    def set_up(self, **agent):
        """Terms accepted, secret question set; what SetSecretQuestion returned."""
        self.manager.call('AcceptTerms', self.manager.call('GetTerms', 'ja')[0])
        self.with_agent(**agent)
        return self.manager.call('SetSecretQuestion')

    def open(self, *scopes, **options):
        return self.open_session(scopes or ('checkup', 'import', 'export'), **options)


def import_bytes(session, *documents):
    fds = [memory_file(d) for d in documents]
    try:
        return session.call('Import', fds)
    finally:
        for fd in fds:
            os.close(fd)


def query(session, **options):
    """All rows, page by page."""
    rows, cursor = [], ''
    while True:
        page, cursor = session.call('Query', kind='checkup', limit=1000, **({'cursor': cursor} if cursor else {}), **options)
        rows += page
        if not cursor:
            return rows


def export(session):
    """(result, the exported bytes)"""
    with os.fdopen(os.memfd_create('export'), 'w+b') as f:
        result = session.call('Export', f)
        f.seek(0)
        return result, f.read()


def memory_file(data):
    fd = os.memfd_create('document')
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view):]
    return fd


def sample():
    return CHECKUP.read_bytes()


def examination(number, size=0):
    """The sample as of another day; observations again and again up to `size` bytes, a comment fills the rest."""
    day = f'{1990 + number // 300:04}{number // 25 % 12 + 1:02}{number % 25 + 1:02}'
    text = sample().decode()
    assert '<effectiveTime value="20240520"/>' in text
    text = text.replace('<effectiveTime value="20240520"/>', f'<effectiveTime value="{day}"/>')
    begin = text.index('<entry>')
    end = text.index('</section>', begin)
    entries, rest = text[begin:end], size - len(text.encode())
    times = max(rest, 0) // len(entries.encode())
    data = (text[:begin] + entries * times + text[begin:]).encode()
    if len(data) < size:
        data += b'<!--' + b' ' * (size - len(data) - 7) + b'-->'
    return data


# The daemon from behind.
def children_of(pid):
    found = []
    for number in filter(str.isdigit, os.listdir('/proc')):
        try:
            with open(f'/proc/{number}/stat', encoding='utf-8', errors='replace') as f:
                parent = int(re.sub(r'.*\)', '', f.read(), flags=re.DOTALL).split()[1])
        except (OSError, IndexError):
            continue
        if parent == pid:
            found.append(int(number))
    return found


def open_files(pid):
    """How often each file is open."""
    found = collections.Counter()
    for fd in os.listdir(f'/proc/{pid}/fd'):
        with contextlib.suppress(FileNotFoundError):  # closed since it was listed
            found[os.readlink(f'/proc/{pid}/fd/{fd}')] += 1
    return found


def sanitized(pid):
    with open(f'/proc/{pid}/maps', encoding='utf-8') as f:
        return re.search(r'lib[atu]b?san', f.read()) is not None


# The command line client.
def kenkoctl(*arguments, user='alice', answers=(), japanese=False, stdin=None):
    """Runs it with one answer per line at its --answer-fd; (exit status, standard output, standard error)."""
    reading, writing = os.pipe()
    os.write(writing, ''.join(f'{a}\n' for a in answers).encode())
    os.close(writing)
    # There need not be a Japanese locale on the machine: gettext takes LANGUAGE.
    environment = {k: v for k, v in os.environ.items() if not k.startswith(('LANG', 'LC_'))}
    environment |= {'LC_ALL': 'C.UTF-8', 'LANGUAGE': 'ja' if japanese else 'en'}
    try:
        done = subprocess.run(
            ['world-as', user, 'kenkoctl', '--yes', '--answer-fd', str(reading), *arguments], input=stdin, pass_fds=[reading],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300, check=False)
    finally:
        os.close(reading)
    return done.returncode, done.stdout.decode(), done.stderr.decode()
