"""Listens on loopback, and nowhere else; a thread for each connection. Can go away and come back."""
import select
import socket
import threading
import time

from . import tls
from .delivery import deliver
from .message import Request, problem

MAX_HEAD, MAX_BODY = 32768, 1 << 20


class Stream:
    """A TLS connection, read by lines and counts."""

    def __init__(self, plain, wrapped):
        self.plain, self.tls, self.buffer = plain, wrapped, b''

    def sendall(self, data):
        self.tls.sendall(data)

    def more(self):
        data = self.tls.recv(65536)
        self.buffer += data
        return bool(data)

    def until(self, end, limit):
        while end not in self.buffer:
            if len(self.buffer) > limit:
                raise ValueError('too long')
            if not self.more():
                return None
        found, _, self.buffer = self.buffer.partition(end)
        return found

    def exactly(self, count):
        while len(self.buffer) < count:
            if not self.more():
                raise ValueError('ends early')
        found, self.buffer = self.buffer[:count], self.buffer[count:]
        return found

    def cut(self):
        """Both directions, without the TLS end."""
        try:
            socket.socket.shutdown(self.tls, socket.SHUT_RDWR)
        except OSError:
            pass


def read_request(stream, facts):
    """None when the other side has closed."""
    head = stream.until(b'\r\n\r\n', MAX_HEAD)
    if head is None:
        return None
    first, *lines = head.decode('iso-8859-1').split('\r\n')
    method, target, version = first.split(' ')
    if not version.startswith('HTTP/1.'):
        raise ValueError(version)
    headers = [(name, value.strip()) for name, value in (line.split(':', 1) for line in lines)]
    request = Request(method, target, headers, b'', facts)
    if request.header('Expect'):
        stream.sendall(b'HTTP/1.1 100 Continue\r\n\r\n')
    if 'chunked' in (request.header('Transfer-Encoding') or ''):
        while size := int(stream.until(b'\r\n', 64), 16):
            request.body += stream.exactly(size + 2)[:-2]
            if len(request.body) > MAX_BODY:
                raise ValueError('too long')
        stream.until(b'\r\n', MAX_HEAD)
    else:
        size = int(request.header('Content-Length') or 0)
        if not 0 <= size <= MAX_BODY:
            raise ValueError('too long')
        request.body = stream.exactly(size)
    return request


class Server:
    """`portal.answer(request)` gives the reply, `portal.scenario` the TLS."""

    def __init__(self, portal, port):
        self.portal, self.port = portal, port
        self.listening, self.streams, self.generation = [], set(), 0
        self.lock = threading.Lock()

    def start(self):
        if self.listening:
            return
        for family, address in ((socket.AF_INET, '127.0.0.1'), (socket.AF_INET6, '::1')):
            try:
                listening = socket.create_server((address, self.port), family=family, backlog=64)
            except OSError:
                if family == socket.AF_INET:
                    raise
                continue
            self.listening.append(listening)
            threading.Thread(target=self.accept, args=(listening, self.generation), daemon=True).start()

    def stop(self):
        """No connection survives."""
        self.generation += 1
        for listening in self.listening:
            # close() alone leaves a thread in accept(), and with it the port.
            listening.shutdown(socket.SHUT_RDWR)
            listening.close()
        self.listening = []
        with self.lock:
            streams = list(self.streams)
        for stream in streams:
            stream.cut()

    def accept(self, listening, generation):
        while generation == self.generation:
            try:
                plain, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(plain, generation), daemon=True).start()

    def serve(self, plain, generation):
        plain.settimeout(600)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            wrapped = tls.context(self.portal.config.directory, self.portal.scenario).wrap_socket(plain, server_side=True)
        except (OSError, ValueError) as e:
            self.portal.record.handshake_failed(getattr(e, 'reason', None) or type(e).__name__)
            plain.close()
            return
        stream = Stream(plain, wrapped)
        with self.lock:
            self.streams.add(stream)
        facts = {'version': wrapped.version(), 'certificate': wrapped.getpeercert(binary_form=True)}
        try:
            while generation == self.generation and self.one(stream, facts, generation):
                pass
            # Everything was sent: an end in good order, also where less was sent than promised.
            wrapped.unwrap()
        except (OSError, ValueError):
            pass
        finally:
            with self.lock:
                self.streams.discard(stream)
            wrapped.close()

    def one(self, stream, facts, generation):
        """A request and its reply; whether another one may follow."""
        try:
            request = read_request(stream, facts)
        except (ValueError, TypeError):
            self.portal.record.violation('what arrived is no request in HTTP/1.1')
            deliver(stream, problem(400, 'bad_request'), lambda _: True)
            return False
        if request is None:
            return False

        def alive(seconds):
            if stream.buffer or stream.tls.pending():
                time.sleep(seconds)
            elif select.select([stream.tls], [], [], seconds)[0]:
                try:
                    if not stream.more():
                        return False
                except (OSError, ValueError):
                    return False
            return generation == self.generation

        reply = self.portal.answer(request)
        again = deliver(stream, reply, alive)
        return again and (request.header('Connection') or '').lower() != 'close'

    def restart(self, pause):
        self.stop()
        time.sleep(pause)
        self.portal.forget()
        self.start()
