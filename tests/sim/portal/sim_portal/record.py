"""What the simulator saw, in decrypted form, so that tests can say what was not sent; and what the client did wrong."""
import json
import os
import threading
import time


class Record:
    def __init__(self, path):
        self.path = path
        self.lock = threading.Lock()
        self.file = open(os.open(path, os.O_CREAT | os.O_APPEND | os.O_RDWR, 0o600), 'a', encoding='utf-8')
        self.violations, self.handshakes = [], []

    def add(self, **entry):
        line = json.dumps({'time': round(time.time(), 6), **entry}, ensure_ascii=False)
        with self.lock:
            self.file.write(line + '\n')
            self.file.flush()

    def violation(self, text):
        with self.lock:
            self.violations.append(text)

    def handshake_failed(self, reason):
        with self.lock:
            self.handshakes.append(reason)

    def lines(self):
        with self.lock, open(self.path, encoding='utf-8') as file:
            return file.read()

    def clear(self):
        with self.lock:
            self.violations.clear()
            self.handshakes.clear()
            self.file.truncate(0)
