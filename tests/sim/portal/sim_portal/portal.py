"""The portal as a whole: who answers what, with what it remembers."""
import os
import threading
import traceback

from .clock import Clock
from .conduct import Conduct
from .message import problem
from .record import Record
from .router import Router
from .scenario import Scenario
from .server import Server
from .store import Store
from .tokens import Tokens

USER = {'decision': 'yes', 'person': 'hanako'}


class Portal:
    def __init__(self, config):
        self.config = config
        self.clock = Clock()
        self.scenario = Scenario()
        self.record = Record(os.path.join(config.directory, 'log.jsonl'))
        self.store = Store(os.path.join(config.directory, 'state.json'))
        self.user = dict(USER)
        self.tokens = Tokens(self)
        self.conduct = Conduct(self)
        self.router = Router(self)
        self.server = Server(self, config.port)
        # One request at a time changes what is remembered; sending, and waiting before it, is nobody's turn.
        self.lock = threading.RLock()

    def play(self, words):
        with self.lock:
            self.scenario = Scenario(words)

    def set_user(self, words):
        if words:
            decision, person = words[0], words[1] if len(words) > 1 else USER['person']
            if decision not in ('yes', 'register', 'cancel', 'decline') or person not in ('hanako', 'taro'):
                raise ValueError('user yes | register | cancel | decline [hanako | taro]')
            self.user = {'decision': decision, 'person': person}
        return f'{self.user["decision"]} {self.user["person"]}'

    def answer(self, request):
        with self.lock:
            violations = len(self.record.violations)
            endpoint, reply = self.handled(request)
            entry = {'endpoint': endpoint, 'method': request.method, 'path': request.target, 'headers': request.headers,
                     'body': request.body.decode('utf-8', 'backslashreplace'), 'status': reply.status,
                     'tls': request.tls['version'], 'client_certificate': request.tls['certificate'] is not None}
            if reply.delivery != 'whole':
                entry['delivery'] = reply.delivery
            if len(self.record.violations) > violations:
                entry['violations'] = self.record.violations[violations:]
            self.record.add(**entry)
            self.store.save()
            return reply

    def handled(self, request):
        try:
            return self.router.answer(request)
        except Exception:  # a mistake of the simulator: visible, and not the client's
            self.record.violation(f'the simulator is wrong: {traceback.format_exc()}')
            return 'mistake', problem(500, 'simulator')

    def restart_soon(self, pause):
        threading.Thread(target=self.server.restart, args=(pause,), daemon=True).start()

    def forget(self):
        """As after a restart: only what is on disk is known."""
        with self.lock:
            self.store.load()
            self.router.forget()

    def clear(self):
        with self.lock:
            self.scenario = Scenario()
            self.clock.set(['real'])
            self.user = dict(USER)
            self.store.clear()
            self.router.forget()
            self.record.clear()
