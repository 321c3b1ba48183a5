"""A worker of kenkod-fetch, spoken to directly: plays kenkod on its socket (common/fetch_protocol.hpp). Run as root in a world
with the part portal."""
import base64
import hashlib
import json
import os
import pwd
import socket
import struct
import subprocess
import sys
import threading
import time
import uuid

WORLD = os.environ.get('KENKOD_WORLD', '')
PATIENCE = 60  # seconds; only what hangs takes so long
KINDS = {'checkup': 1, 'medication': 2, 'expense': 3}
KIND_NAMES = {number: name for name, number in KINDS.items()}
STATUS = ('fetched', 'empty', 'not-supported', 'failed')
REQUESTS = ('Begin', 'Authorize', 'GetNonce', 'Assert', 'Renew', 'Committed', 'GetRefreshToken', 'ListPrincipals', 'Retrieve',
            'Finish', 'Revoke')
ANSWERS = ('OpenBrowser', 'Nonce', 'Authorized', 'Rotated', 'RefreshToken', 'Principals', 'Progress', 'Document', 'KindEnd',
           'Retrieved', 'Revoked', 'Failed')


def error_codes():
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'common', 'error.hpp')
    with open(source, encoding='utf-8') as file:
        body = file.read().split('enum class ErrorCode : std::uint8_t {')[1].split('};')[0]
    return [name.strip() for name in body.split(',') if name.strip()]


def start_as(user):
    """(the socket of a new worker, None) or (None, name of the error): what `user` gets from Start()."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    who = pwd.getpwnam(user)
    with ours:
        child = subprocess.Popen(['setpriv', f'--reuid={who.pw_uid}', f'--regid={who.pw_gid}', '--clear-groups', sys.executable,
                                  os.path.abspath(__file__), str(theirs.fileno())], pass_fds=[theirs.fileno()])
        theirs.close()
        text, fds, _, _ = socket.recv_fds(ours, 4096, 1)
        child.wait()
    if fds:
        return socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET, fileno=fds[0]), None
    return None, text.decode()


def call_start(fd):
    """In a process of the caller's own: the bus looks at who connects."""
    import gi
    from gi.repository import Gio, GLib
    del gi
    answer = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET, fileno=fd)
    bus = Gio.bus_get_sync(Gio.BusType.SYSTEM)
    try:
        _, fds = bus.call_with_unix_fd_list_sync('org.kenkod1.Fetch', '/org/kenkod1/Fetch', 'org.kenkod1.Fetch', 'Start',
                                                 GLib.Variant('(a{sv})', ({},)), None, Gio.DBusCallFlags.NONE, 60000, None, None)
        socket.send_fds(answer, [b'ok'], [fds.get(0)])
    except GLib.Error as e:
        answer.send((Gio.DBusError.get_remote_error(e) or str(e)).encode())


def text(value):
    value = value if isinstance(value, bytes) else value.encode()
    return struct.pack('<I', len(value)) + value


def kind_list(kinds):
    return bytes([len(kinds), *(KINDS[kind] for kind in kinds)])


class Answer:
    def __init__(self, packet, fds):
        self.name, self.at, self.data = ANSWERS[packet[0] - 0x80], 1, packet
        self.fds = fds
        read = getattr(self, f'read_{self.name}', None)
        if read:
            read()
        assert self.at == len(packet), self.name

    def take(self, form):
        values = struct.unpack_from('<' + form, self.data, self.at)
        self.at += struct.calcsize('<' + form)
        return values[0] if len(values) == 1 else values

    def take_text(self):
        size = self.take('I')
        self.at += size
        return self.data[self.at - size:self.at].decode()

    def read_OpenBrowser(self): self.url = self.take_text()
    def read_Nonce(self): self.nonce = self.take_text()
    def read_Authorized(self): self.subject, self.renewable = self.take_text(), bool(self.take('B'))
    def read_Rotated(self): self.token = self.take_text()
    def read_RefreshToken(self): self.token = self.take_text()
    def read_Principals(self): self.principals = [(self.take_text(), self.take_text()) for _ in range(self.take('B'))]
    def read_Progress(self): self.done, self.total = self.take('II')
    def read_Revoked(self): self.confirmed = bool(self.take('B'))

    def read_Document(self):
        self.kind, self.size, self.sha256 = self.take('BI32s')
        self.kind = KIND_NAMES[self.kind]
        with os.fdopen(self.fds.pop(), 'rb') as file:
            self.body = os.pread(file.fileno(), 11 << 20, 0)
        assert len(self.body) == self.size and hashlib.sha256(self.body).digest() == self.sha256

    def read_KindEnd(self):
        kind, status, error, self.refused = self.take('BBBI')
        self.kind, self.status = KIND_NAMES[kind], STATUS[status]
        self.error = error_codes()[error] if self.status == 'failed' else None

    def read_Failed(self):
        code, self.until = self.take('Bq')
        self.code = error_codes()[code]


class Failed(Exception):
    def __init__(self, answer):
        super().__init__(answer.code)
        self.code, self.until = answer.code, answer.until


class Worker:
    """`with Worker(uid) as worker`: a job of the person with this uid, ended with the block."""

    def __init__(self, uid, kinds=tuple(KINDS), now=None):
        self.socket, error = start_as('kenkod')
        assert self.socket, error
        self.socket.settimeout(PATIENCE)
        self.tokens = []  # refresh tokens that were handed to us
        self.ask('Begin', struct.pack('<qI', int((now or time.time()) * 1e6), uid) + text('1') + kind_list(kinds))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.socket.close()

    def ask(self, name, body=b''):
        self.socket.send(bytes([REQUESTS.index(name)]) + body)

    def next(self):
        """The next answer; None when the worker has ended."""
        data, fds, _, _ = socket.recv_fds(self.socket, 65536, 4)
        return Answer(data, fds) if data else None

    def until(self, name):
        """(the answer of this name, all before it). Rotated tokens are kept and committed on the way."""
        before = []
        while True:
            answer = self.next()
            assert answer, f'the worker ended before {name}'
            if answer.name == name:
                return answer, before
            if answer.name == 'Failed':
                raise Failed(answer)
            if answer.name == 'Rotated':
                self.tokens.append(answer.token)
                self.ask('Committed')
            before.append(answer)

    def begin_browser(self):
        self.ask('Authorize')
        return self.until('OpenBrowser')[0].url

    def log_in(self, browser='alice'):
        """By browser; the answer Authorized."""
        url = self.begin_browser()
        opened = Browser(browser, url)
        try:
            return self.until('Authorized')[0]
        finally:
            opened.end()

    def nonce(self):
        self.ask('GetNonce')
        return self.until('Nonce')[0].nonce

    def log_in_by_card(self, **claims):
        self.ask('Assert', text(card_assertion(self.nonce(), **claims)))
        return self.until('Authorized')[0]

    def refresh_token(self):
        self.ask('GetRefreshToken')
        return self.until('RefreshToken')[0].token

    def retrieve(self, *kinds, subject='self', since='2021-04-01', to='2026-03-31'):
        """({kind: KindEnd}, documents, all answers)"""
        self.ask('Retrieve', kind_list(kinds or tuple(KINDS)) + text(subject) + text(since) + text(to))
        _, before = self.until('Retrieved')
        return ({a.kind: a for a in before if a.name == 'KindEnd'}, [a for a in before if a.name == 'Document'], before)

    def finish(self, keep=False):
        self.ask('Finish', bytes([keep]))
        return self.until('Revoked')[0].confirmed


class Browser:
    """world-browser, played by a person; what is on its last page."""

    def __init__(self, person, url, *options):
        self.process = subprocess.Popen(['world-as', person, 'world-browser', *options, url], stdout=subprocess.PIPE, text=True,
                                        stderr=subprocess.PIPE)
        self.said = None
        self.reading = threading.Thread(target=self.read)
        self.reading.start()

    def read(self):
        self.said = self.process.communicate()[0]

    def end(self):
        self.reading.join(PATIENCE)
        return self.said


def b64(data):
    data = data if isinstance(data, bytes) else json.dumps(data).encode()
    return base64.urlsafe_b64encode(data).rstrip(b'=').decode()


def card_assertion(nonce, **changed):
    """What kenkod has the card sign (9.5)."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import padding
    card = os.path.join(WORLD, 'card', '0')
    with open(os.path.join(card, 'auth.pem'), 'rb') as file:
        certificate = x509.load_pem_x509_certificate(file.read())
    with open(os.path.join(card, 'auth.key'), 'rb') as file:
        key = serialization.load_pem_private_key(file.read(), None)
    der = certificate.public_bytes(serialization.Encoding.DER)
    print_ = b64(hashlib.sha256(der).digest())
    now = int(time.time())
    claims = {'iss': 'kenkod-sim', 'sub': f'urn:x5t-s256:{print_}', 'aud': 'https://localhost:8443/token', 'iat': now, 'nbf': now,
              'exp': now + 120, 'jti': b64(uuid.uuid4().bytes), 'nonce': nonce, 'kinds': list(KINDS), 'consent': '1', **changed}
    header = {'alg': 'RS256', 'typ': 'JWT', 'x5t#S256': print_, 'x5c': [base64.b64encode(der).decode()]}
    signed = f'{b64(header)}.{b64(claims)}'
    return f'{signed}.{b64(key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256()))}'


def portal(*words):
    done = subprocess.run(['world-portal', *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def kenkod(*words):
    """world-kenkod; what it says."""
    return subprocess.run(['world-kenkod', *words], stdout=subprocess.PIPE, text=True, check=True).stdout


def worker_pids():
    return [int(pid) for pid in kenkod('fetch-workers').split()]


def ended(pid):
    """Waits for the end of a process that is not ours."""
    try:
        fd = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    poll = __import__('select').poll()
    poll.register(fd)
    assert poll.poll(PATIENCE * 1000), f'{pid} does not end'
    os.close(fd)


if __name__ == '__main__':
    call_start(int(sys.argv[1]))
