#!/usr/bin/python3
"""Calls nobody would make on purpose. The daemon answers each of them, stays, and goes on serving."""
import os
import random
import socket
import tempfile
import unittest

from gi.repository import GLib

from harness import CHECKUP, INTERFACES, NAME, PATIENCE, ROOT, Daemon, KenkodTest, Program, polkit

SEED = 20240520
CALLS = 1000
# Few enough that the daemon's queue at the bus never fills, also when a sanitizer slows it down: the bus drops what comes then,
# polkit's answers too, and a call waits for one for five minutes.
AT_ONCE = 6
INVALID_ARGS = 'org.freedesktop.DBus.Error.InvalidArgs'


class Chance:
    """Random values, the same ones in each run."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def text(self):
        r = self.random
        kinds = [
            lambda: '', lambda: 'checkup', lambda: 'everything', lambda: '1', lambda: 'ja',
            lambda: 'x' * r.choice((63, 64, 65, 4096, 70_000)), lambda: '健' * r.choice((20, 200, 201)),
            lambda: ''.join(chr(r.choice((r.randrange(1, 0x20), r.randrange(0x20, 0x3000), r.randrange(0x10000, 0x11000))))
                            for _ in range(r.randrange(30))),
            lambda: r.choice(("' OR 1=1 --", '../../etc/passwd', '%s%n%x', '{}{0}', '\x7f\x1b[2J', '2024-02-31', '\ufeff', 'e\u0301')),
        ]
        return r.choice(kinds)()

    def value(self, signature, depth=0):
        r = self.random
        numbers = {'y': 8, 'q': 16, 'u': 32, 't': 64}
        signed = {'n': 16, 'i': 32, 'x': 64}
        if signature in numbers:
            return r.choice((0, 1, 2 ** numbers[signature] - 1, r.randrange(2 ** numbers[signature])))
        if signature in signed:
            return r.choice((0, -1, -2 ** (signed[signature] - 1), 2 ** (signed[signature] - 1) - 1))
        if signature == 'b':
            return r.random() < 0.5
        if signature == 'd':
            return r.choice((0.0, -1.5, float('inf'), float('nan'), 1e308))
        if signature == 's':
            return self.text()
        if signature == 'o':
            return r.choice(('/', '/agent', ROOT, ROOT + '/session/' + '0' * 32, '/' + 'x' * 1000))
        if signature == 'g':
            return r.choice(('', 's', 'a{sv}', 'a' * 30 + 's'))
        if signature == 'h':
            return r.choice((0, 1, 7, 2 ** 31 - 1))
        if signature == 'v':
            inner = self.signature(depth + 1)
            return GLib.Variant(inner, self.value(inner, depth + 1))
        if signature == 'a{sv}':
            keys = ('token', 'kind', 'limit', 'cursor', 'from', 'to', 'code', 'document', 'superseded', 'recovery')
            return {r.choice((*keys, self.text())): self.value('v', depth + 1) for _ in range(r.choice((0, 0, 1, 2, 300 if depth == 0 else 3)))}
        if signature[0] == 'a':
            return [self.value(signature[1:], depth + 1) for _ in range(r.choice((0, 1, 3, 20, 5000 if depth == 0 and len(signature) == 2 else 2)))]
        raise AssertionError(signature)

    def signature(self, depth=0):
        plain = list('ybnqiuxtdsog')
        return self.random.choice(plain if depth > 3 else [*plain, 'v', 'a{sv}', 'as', 'ay', 'au', 'ao', 'aas', 'aav', 'aaau', 'av'])

    def arguments(self, right):
        """Of the right types half of the time."""
        signatures = right if self.random.random() < 0.5 else [self.signature() for _ in range(self.random.randrange(6))]
        return GLib.Variant(f'({"".join(signatures)})', tuple(self.value(s) for s in signatures))


class Robustness(KenkodTest):
    def setUp(self):
        super().setUp()
        self.alice = self.person('alice')
        polkit('alice', 'no')

    def descriptor(self, number):
        """Every kind of thing that can be a file descriptor."""
        def pipe_end(which):
            ends = os.pipe()
            os.close(ends[1 - which])
            return ends[which]

        def unlinked(text):
            with tempfile.TemporaryFile() as f:
                f.write(text)
                f.flush()
                return os.dup(f.fileno())
        makers = [
            lambda: os.open('/', os.O_RDONLY), lambda: os.open('/dev/zero', os.O_RDWR), lambda: os.open('/dev/full', os.O_RDWR),
            lambda: os.open(CHECKUP, os.O_PATH), lambda: pipe_end(0), lambda: pipe_end(1), lambda: os.eventfd(1),
            lambda: os.memfd_create('x'), lambda: unlinked(b'<a>' * 1000), lambda: unlinked(b''), lambda: unlinked(b'\0' * 70_000),
            lambda: socket.socket(socket.AF_UNIX, socket.SOCK_STREAM).detach(), lambda: os.open('/dev/null', os.O_WRONLY),
            lambda: os.open('/proc/self/status', os.O_RDONLY),
        ]
        return makers[number % len(makers)]()

    def test_a_thousand_random_calls(self):
        chance = Chance(SEED)
        self.alice.prepare()
        self.alice.agent()
        caller = self.alice.connect()
        session = caller.open_session(['checkup', 'import', 'export'])
        methods = [(kind, m) for kind in ('Manager', 'Session', 'Job') for m in INTERFACES[f'{NAME}.{kind}'].methods]
        outcomes, running = {}, []

        def finish(call):
            try:
                call.result()
                outcomes['answered'] = outcomes.get('answered', 0) + 1
            except Exception as e:  # pylint: disable=broad-exception-caught
                self.assertTrue(hasattr(e, 'name'), f'no answer: {e!r}')
                self.assertNotEqual(e.short, 'Failed', e.text)
                outcomes[e.name] = outcomes.get(e.name, 0) + 1
        for number in range(CALLS):
            kind, method = chance.random.choice(methods)
            path = {'Manager': ROOT, 'Session': session.path, 'Job': caller.job_path('token')}[kind]
            fds = [self.descriptor(chance.random.randrange(100)) for _ in range(chance.random.choice((0, 1, 1, 2, 16)))]
            arguments = chance.arguments([a.signature for a in method.in_args])
            running.append(caller.begin_raw(path, f'{NAME}.{kind}', method.name, arguments, fds))
            for fd in fds:
                os.close(fd)
            if len(running) >= AT_ONCE:
                finish(running.pop(0))
            if number % 100 == 99:  # one of these may have ended the session or taken the consent back
                while running:
                    finish(running.pop())
                self.assertEqual(Daemon.pid(), self.first_pid, f'the daemon ended within calls {number - 99} to {number}: {outcomes}')
                caller.close()  # and registered agents that are none
                caller = self.alice.connect()
                caller.manager.call('AcceptTerms', '1')
                session = caller.open_session(['checkup', 'import', 'export'])
        for call in running:
            finish(call)
        self.assertEqual(sum(outcomes.values()), CALLS)
        # The calls have to reach deeper than the reading of arguments, or they test little.
        for reached in ('answered', INVALID_ARGS, 'org.kenkod1.Error.InvalidArgument'):
            self.assertGreater(outcomes.get(reached, 0), 20, outcomes)
        self.alice.status()

    def test_descriptors_of_every_kind(self):
        self.alice.prepare()
        self.alice.agent()
        session = self.alice.open_session(['checkup', 'import', 'export'])
        with open(CHECKUP, 'rb') as f:
            session.call('Import', [f])
        for number in range(14):
            for method in ('Import', 'Export'):
                with self.subTest(method=method, number=number):
                    fd = self.descriptor(number)
                    pending = session.begin(method, [fd] if method == 'Import' else fd)
                    os.close(fd)
                    try:
                        pending.result(PATIENCE)
                        self.assertEqual(method, 'Export')
                    except Exception as e:  # pylint: disable=broad-exception-caught
                        self.assertIn(getattr(e, 'short', repr(e)), ('InvalidArgument', 'BadDocument', 'NotSupported', 'StorageFull', 'Failed'))
        self.assertEqual(len(session.call('Query', kind='checkup', limit=1)[0]), 1)

    def test_bytes_that_are_no_messages(self):
        """The bus ends such a connection; that must be all that happens."""
        self.alice.status()
        chance = random.Random(SEED)
        header = self.raw_call()
        for damage in (lambda b: b.replace(b'ja', b'\xff\xfe'), lambda b: b[:-1], lambda b: b[:len(b) // 2] + b'\0' * 8,
                       lambda b: bytes(chance.randrange(256) for _ in b), lambda b: b'l\1\0\1' + b'\xff' * 12 + b[16:]):
            with self.subTest():
                program = Program('alice')
                self.addCleanup(program.end)
                program.control.send(b'.')
                _, fds, _, _ = socket.recv_fds(program.control, 1, 1)
                with socket.socket(fileno=fds[0]) as s:
                    s.settimeout(PATIENCE)
                    s.sendall(b'\0AUTH EXTERNAL ' + str(program.uid).encode().hex().encode() + b'\r\n')
                    self.assertTrue(s.recv(1000).startswith(b'OK'))
                    s.sendall(b'BEGIN\r\n' + self.raw_hello())
                    self.assertIn(b':1.', s.recv(4096))
                    s.sendall(damage(header))
                    s.shutdown(socket.SHUT_WR)
                    try:
                        while s.recv(4096):
                            pass
                    except ConnectionResetError:
                        pass
                self.alice.status()

    @staticmethod
    def raw(destination, path, interface, member, body=b'', signature=''):
        """A method call as bytes, written by hand: GDBus makes none that is wrong."""
        def padded(data, to):
            return data + b'\0' * (-len(data) % to)

        def field(code, kind, text):
            data = text.encode()
            if kind == 'g':
                return bytes([code, 1]) + b'g\0' + bytes([len(data)]) + data + b'\0'
            return bytes([code, 1]) + kind.encode() + b'\0' + len(data).to_bytes(4, 'little') + data + b'\0'
        fields = b''
        for code, kind, text in ((1, 'o', path), (6, 's', destination), (2, 's', interface), (3, 's', member), (8, 'g', signature)):
            if text:
                fields = padded(fields, 8) + field(code, kind, text)
        start = b'l\1\0\1' + len(body).to_bytes(4, 'little') + (7).to_bytes(4, 'little') + len(fields).to_bytes(4, 'little')
        return padded(start + fields, 8) + body

    def raw_hello(self):
        return self.raw('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'Hello')

    def raw_call(self):
        body = (2).to_bytes(4, 'little') + b'ja\0\0' + (0).to_bytes(8, 'little')
        return self.raw(NAME, ROOT, f'{NAME}.Manager', 'GetTerms', body, 'sa{sv}')

    def test_callers_that_leave_at_once(self):
        self.alice.prepare()
        self.alice.agent()
        for number in range(50):
            caller = self.alice.connect()
            for _ in range(3):
                caller.manager.begin('OpenSession', ['checkup'], 'x', token='one')
                caller.manager.begin('GetStatus')
            if number % 2:
                caller.manager.call('GetStatus')
            caller.close()
        self.until('everybody is forgotten', lambda: not self.alice.status()['open'])
        self.until('nobody is asked', lambda: self.opens())

    def opens(self):
        pending = self.alice.manager.begin('OpenSession', ['checkup'], 'x')
        try:
            pending.result()
            return True
        except Exception as e:  # pylint: disable=broad-exception-caught
            self.assertEqual(e.short, 'Busy')
            return False


if __name__ == '__main__':
    unittest.main()
