"""What the tests of links stand on: a person whose agent opens the browser of the world's part `portal`, the simulated portal
told what to do (tests/world/bin/world-portal) and asked what it saw, and the records before and after. Needs kenkod-test.

    class MyTest(LinkTest):
        def test_something(self):
            self.portal('scenario', 'withheld')
            result = self.link()
            self.failing('TlsFailure', 'tls-wrong-name')     # and nothing stored has changed, and nothing forbidden was sent
"""
import hashlib
import json
import os
import subprocess
import sys
import urllib.parse

from gi.repository import GLib

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', folder) for folder in ('bus', 'sim/portal')]
from harness import (ANSWER, DATA, DISMISS, QUESTION, BusError, Daemon, KenkodTest, helper)  # noqa: E402,F401
from people import import_bytes  # noqa: E402
from scripted_agent import Agent  # noqa: E402
from sim_portal.tell import ask  # noqa: E402

WORLD = os.environ['KENKOD_WORLD']
KINDS = ('checkup', 'medication', 'expense')
HAS = {'checkup': 4, 'medication': 3, 'expense': 2}  # documents the portal has of 見本 花子
OWN = (DATA / 'tokutei-2019.xml').read_bytes()       # of her too, and nothing the portal has


def strings(*words):
    """An option of type `as`."""
    return GLib.Variant('as', words)


def portal(*words):
    """What the simulator says to a command of world-portal."""
    done, said = ask(f'{WORLD}/portal', [str(w) for w in words])
    assert done, f'world-portal {" ".join(map(str, words))}: {said}'
    return said


def deliver(address, *options, user='alice'):
    """What curl says of the listener at this address, as this person: (status, headers and body); (0, '') without an answer."""
    done = subprocess.run(['world-as', user, 'curl', '--silent', '--include', '--noproxy', '*', '--max-time', '20', *options, address],
                          stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, check=False)
    text = done.stdout.decode('utf-8', 'replace')
    return (int(text.split()[1]), text) if text.startswith('HTTP/') else (0, text)


def changed(address, **parameters):
    """The address with other values in its query; None takes one away."""
    parts = urllib.parse.urlsplit(address)
    query = {**dict(urllib.parse.parse_qsl(parts.query)), **parameters}
    return urllib.parse.urlunsplit(parts._replace(query=urllib.parse.urlencode({k: v for k, v in query.items() if v is not None})))


def parameters_of(address):
    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(address).query))


class LinkAgent(Agent):
    """`opened`: (what, url) of each OpenBrowser; unless `browse` is False the person goes there and through everything."""

    def __init__(self, connection, *args, user='alice', browse=True, **kwargs):
        self.user, self.browse, self.opened, self.browsers = user, browse, [], []
        super().__init__(connection, *args, **kwargs)

    def _OpenBrowser(self, invocation, what, url):
        self.opened.append((what, url))
        invocation.return_value(None)
        if self.browse:
            self.browsers.append(subprocess.Popen(['world-as', self.user, 'world-browser', url], stdout=subprocess.PIPE,
                                                  stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True))

    def wait_opened(self, count=1):
        self.wait(f'{count} pages to open', lambda: len(self.opened) >= count)
        return self.opened[-1][1]

    def pages(self):
        """The last page of each browser, once they have ended: status and text."""
        pages = [browser.communicate(timeout=60)[0] for browser in self.browsers]
        self.browsers.clear()
        return pages


class LinkTest(KenkodTest):
    """Alice, 見本 花子 to the portal, with a vault that holds one document of hers, unless `with_vault` is False. The portal has
    everything at once, without a second of waiting, unless `at_once` is False."""
    with_vault = True
    at_once = True

    def setUp(self):
        portal('clear')
        self.portal('scenario', 'none')
        super().setUp()
        self.alice = self.person('alice')
        self.manager = self.alice.manager
        self.agent = LinkAgent(self.alice.bus, keyring={})
        self.addCleanup(self.agent.pages)
        self.manager.call('AcceptTerms', self.manager.call('GetTerms', 'ja')[0])
        if self.with_vault:
            self.manager.call('SetSecretQuestion')
            session = self.alice.open_session(['import'])
            import_bytes(session, OWN)
            session.call('Close')

    def configure(self, *settings):
        """Other settings of the section [portal], until the end of the test; the daemon starts anew."""
        # A key given twice is refused.
        values = dict(setting.split('=', 1) for setting in (*self.conf, *(f'portal.{setting}' for setting in settings)))
        Daemon.configure(*(f'{key}={value}' for key, value in values.items()))
        self.restart()

    def restart(self):
        Daemon.restart()
        self.first_pid = Daemon.pid()
        self.agent.register()

    def portal(self, *words):
        """As world-portal."""
        return portal(*words, *(['sync'] if self.at_once and words[0] == 'scenario' else []))

    # Linking.

    def begin_link(self, **options):
        return self.manager.begin('Link', **options)

    def link(self, **options):
        """It succeeds; the rows by kind, and nothing was sent that must not be."""
        result = self.begin_link(**options).result()
        self.assertEqual(self.violations(), '')
        return {row['kind']: row for row in result['rows']}

    def failing(self, error, *scenario, **options):
        """Link() fails so, leaves the records as they were, and has kept to the protocol."""
        if scenario:
            self.portal('scenario', *scenario)
        before = self.digest()
        failure = self.fails(error, self.begin_link(**options))
        self.assertEqual(self.digest(), before, 'the records have changed')
        self.assertEqual(self.violations(), '')
        return failure

    def assert_everything(self, rows, **counts):
        """All documents of each kind are there, with these counts (default: as new ones)."""
        for kind, has in HAS.items():
            expected = {'imported': 0, 'revised': 0, 'unchanged': 0, 'unread': 0, 'refused': 0, **(counts or {'imported': has})}
            self.assertEqual({k: rows[kind][k] for k in expected}, {k: has if v is all else v for k, v in expected.items()}, kind)
            self.assertEqual(rows[kind]['outcome'], 'fetched')
            self.assertNotIn('error', rows[kind])

    def log_in_slowly(self, **options):
        """(the call, the address to open in a browser): nobody goes there."""
        self.agent.browse = False
        count = len(self.agent.opened)
        pending = self.begin_link(**options)
        return pending, self.agent.wait_opened(count + 1)

    @staticmethod
    def redirected(address, user='alice'):
        """Goes through the log-in and returns the address of the listener, with code and state, without going there."""
        done = subprocess.run(['world-as', user, 'world-browser', '--no-callback', address], stdout=subprocess.PIPE, check=True)
        return done.stdout.decode().strip()

    # What the portal saw.

    @staticmethod
    def violations():
        return portal('violations')

    @staticmethod
    def log(endpoint=None):
        """Entries, of this endpoint."""
        entries = [json.loads(line) for line in portal('log').splitlines()]
        return [e for e in entries if endpoint in (None, e['endpoint'])]

    @staticmethod
    def form(entry):
        return dict(urllib.parse.parse_qsl(entry['body']))

    def grants(self):
        """What kinds of token requests there were, in order."""
        return [self.form(entry)['grant_type'].rpartition(':')[2] for entry in self.log('token')]

    @staticmethod
    def live_tokens():
        """(access, refresh): how many the portal would still take."""
        return tuple(int(line.split()[1]) for line in portal('tokens').splitlines())

    # What is stored.

    def rows(self, kind, **options):
        session = self.alice.open_session([kind], **options)
        rows, cursor = [], ''
        while True:
            page, cursor = session.call('Query', kind=kind, limit=1000, superseded=True, **({'cursor': cursor} if cursor else {}))
            rows += page
            if not cursor:
                session.call('Close')
                return rows

    def digest(self, **options):
        """Of everything that can be read in the vault."""
        if not self.alice.status()['question-set']:
            return None
        text = json.dumps([self.rows(kind, **options) for kind in KINDS], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def documents(self, kind, **options):
        """Those of the portal."""
        return {row['document'] for row in self.rows(kind, **options) if row['origin'] == 'portal'}

    def state(self):
        return self.alice.status()['link-state']


class DocumentTest(LinkTest):
    """One document of many is not as it should be: the first one, a check-up."""
    FIRST = 'checkup'

    def asked_for(self):
        """How often each document was asked for."""
        paths = [entry['path'] for entry in self.log('document')]
        return {path: paths.count(path) for path in paths}

    def one_refused(self, error, *scenario, times=None):
        """The first document is not taken; all others are there. `times`: how often it was asked for."""
        self.portal('scenario', *scenario)
        rows = self.link()
        row = rows[self.FIRST]
        self.assertEqual((row['outcome'], row['refused'], row['imported']), ('fetched', 1, HAS[self.FIRST] - 1), row)
        self.assertEqual(row['error'], f'org.kenkod1.Error.{error}')
        for kind in KINDS:
            self.assertEqual(len(self.documents(kind)), HAS[kind] - (kind == self.FIRST))
        if times:
            self.assertEqual(sorted(self.asked_for().values())[-2:], [1, times])
        return row

    def one_unread(self, *scenario):
        """The first document is kept as it came, and gives no records."""
        self.portal('scenario', *scenario)
        row = self.link()[self.FIRST]
        self.assertEqual((row['outcome'], row['imported'], row['unread'], row['refused']), ('fetched', HAS[self.FIRST], 1, 0), row)
        self.assertEqual(row['error'], 'org.kenkod1.Error.BadDocument')
        self.assertEqual(len(self.documents(self.FIRST)), HAS[self.FIRST] - 1)

    def repeated(self, *scenario):
        """Fetched again, and then it is good."""
        self.portal('scenario', *scenario)
        self.assert_everything(self.link())
        self.assertEqual(sorted(self.asked_for().values())[-2:], [1, 2])
