"""How a reply leaves: whole, or in one of the ways in which the network or a broken server spoils it."""
import time

from .message import REASONS

SIMULATOR = ('X-Simulator', 'kenko-sim-portal; invented people only')


def head(reply, length, chunked=False):
    lines = [f'HTTP/1.1 {reply.status} {REASONS.get(reply.status, "Unknown")}']
    headers = [*reply.headers, SIMULATOR]
    if chunked:
        headers.append(('Transfer-Encoding', 'chunked'))
    elif reply.status != 204:
        headers.append(('Content-Length', str(length)))
    lines += [f'{name}: {value}' for name, value in headers]
    return ('\r\n'.join(lines) + '\r\n\r\n').encode()


def whole(stream, reply, _):
    stream.sendall(head(reply, len(reply.body)) + reply.body)
    return True


def slow_bytes(stream, reply, alive):
    """One byte a second, from the first byte of the body on."""
    stream.sendall(head(reply, len(reply.body)))
    for at in range(len(reply.body)):
        if not pause(1, alive):
            return False
        stream.sendall(reply.body[at:at + 1])
    return True


def stall(stream, reply, alive):
    stream.sendall(head(reply, len(reply.body)))
    pause(3600, alive)
    return False


def close_mid_body(stream, reply, _):
    """Without the TLS end either, as when the cable is cut."""
    stream.sendall(head(reply, len(reply.body)) + reply.body[:len(reply.body) // 2])
    stream.cut()
    return False


def wrong_length(stream, reply, _):
    """Promises more than there is, and closes in good order."""
    stream.sendall(head(reply, len(reply.body) + 1000) + reply.body)
    return False


def chunk_cut(stream, reply, _):
    half = reply.body[:max(1, len(reply.body) // 2)]
    stream.sendall(head(reply, 0, chunked=True) + f'{len(half):x}\r\n'.encode() + half + b'\r\n' +
                   f'{len(reply.body):x}\r\n'.encode() + half[:10])
    return False


def drop(stream, _, __):
    """No answer at all."""
    stream.cut()
    return False


WAYS = {'whole': whole, 'slow-bytes': slow_bytes, 'stall': stall, 'close-mid-body': close_mid_body, 'wrong-length': wrong_length,
        'chunk-cut': chunk_cut, 'drop': drop}


def pause(seconds, alive):
    """False when the connection or the server has ended meanwhile."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        if not alive(min(left, 0.2)):
            return False
    return True


def deliver(stream, reply, alive):
    """`alive(seconds)` waits, and says whether somebody still listens. True when the connection can be used again."""
    if reply.wait and not pause(reply.wait, alive):
        return False
    return WAYS[reply.delivery](stream, reply, alive)
