"""Says a command to a simulator that runs, over its control socket. Imports next to nothing: tests call it often."""
import json
import os
import socket
import sys


def ask(directory, words):
    """(whether it was done, what it said)."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.connect(os.path.join(directory, 'control'))
        connection.sendall(json.dumps(words).encode() + b'\n')
        connection.shutdown(socket.SHUT_WR)
        with connection.makefile('rb') as answer:
            said = json.loads(answer.read())
    return said['done'], said['said']


def tell(directory, words):
    try:
        done, said = ask(directory, words)
    except OSError as e:
        print(f'kenko-sim-portal: {e.strerror}', file=sys.stderr)
        return 1
    if said:
        print(said, file=sys.stdout if done else sys.stderr)
    return 0 if done else 1
