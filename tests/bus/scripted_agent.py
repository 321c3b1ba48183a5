"""A prompt agent that does what a test tells it to and remembers what it was asked.

An answer is bytes or text (sent through a pipe), or one of the behaviours below; the `script` is used up in order, one for each
prompt, after it `knows` answers: the right answer, the same new question, the recovery key it was shown, the card's
PIN. Questions of consent (`subject`, `pin-last-try`, `pin-pad`) have a script of their own, `consents`: True, False or a behaviour;
after it the answer is yes."""
import os
import threading

from gi.repository import Gio, GLib

from wire import INTERFACES, NAME, Watchable

AGENT_ERROR = f'{NAME}.Agent.Error.'
QUESTION, ANSWER, PIN = '好きな花は?', 'ひまわり', '1234'


def _as_bytes(text):
    return text.encode() if isinstance(text, str) else bytes(text)


class Behaviour:
    def act(self, agent, invocation, what):
        raise NotImplementedError


class Fail(Behaviour):
    def __init__(self, name):
        self.name = name

    def act(self, agent, invocation, what):
        invocation.return_dbus_error(self.name, 'by the script')


class Hang(Behaviour):
    """No answer, until Agent.answer_held()."""

    def act(self, agent, invocation, what):
        agent.held.append(invocation)


class Die(Behaviour):
    """The agent's connection ends while it is asked."""

    def act(self, agent, invocation, what):
        agent.held.append(invocation)
        threading.Thread(target=agent.connection.close, daemon=True).start()


class Memfd(Behaviour):
    """The answer in a memfd; `at`: where its file position is left."""

    def __init__(self, text, at=0):
        self.text, self.at = _as_bytes(text), at

    def act(self, agent, invocation, what):
        fd = os.memfd_create('answer')
        os.write(fd, self.text)
        os.lseek(fd, self.at, os.SEEK_SET)
        agent.reply_with(invocation, fd)


class Pipe(Behaviour):
    """The parts one after the other, each when `next` is set (an Event; None: at once). `keep_open`: never an end."""

    def __init__(self, *parts, next_part=None, keep_open=False):
        self.parts, self.next_part, self.keep_open = [_as_bytes(p) for p in parts], next_part, keep_open

    def act(self, agent, invocation, what):
        reading, writing = os.pipe()
        agent.reply_with(invocation, reading)
        threading.Thread(target=self._write, args=(agent, writing), daemon=True).start()

    def _write(self, agent, writing):
        try:
            for number, part in enumerate(self.parts):
                if number and self.next_part is not None:
                    self.next_part.wait()
                    self.next_part.clear()
                os.write(writing, part)
        except BrokenPipeError:
            pass
        if self.keep_open:
            with agent.changed:
                agent.kept.append(writing)
                agent.changed.notify_all()
        else:
            os.close(writing)


class Fd(Behaviour):
    """Any descriptor in place of a readable one; the agent closes it."""

    def __init__(self, fd):
        self.fd = fd

    def act(self, agent, invocation, what):
        agent.reply_with(invocation, self.fd)


DISMISS = Fail(AGENT_ERROR + 'Canceled')
HANG, DIE = Hang(), Die()


class Agent(Watchable):
    """`keyring`: dict of vault id → device key, or None: there is none. `asked`: the dictionary of each prompt for a secret,
    `asked_consent` of each for consent. `calls`: (method, arguments) of everything, in order. `cancelled`: prompts taken away. `recovery_keys`: shown ones."""

    def __init__(self, connection, script=(), *, consents=(), path='/agent', question=QUESTION, answer=ANSWER, pin=PIN, recovery=False,
                 keyring=None, register=True):
        super().__init__()
        self.connection, self.path = connection, path
        self.script, self.consents, self.keyring = list(script), list(consents), keyring
        self.question, self.answer, self.pin, self.recovery = question, answer, pin, recovery
        self.asked, self.asked_consent, self.calls, self.cancelled, self.recovery_keys = [], [], [], [], []
        self.released = 0
        self.held, self.kept = [], []
        self._id = connection.bus.register_object(path, INTERFACES[f'{NAME}.Agent'], self._called, None, None)
        if register:
            self.register()

    def register(self):
        self.connection.manager.call('RegisterAgent', self.path)

    def unregister(self):
        self.connection.manager.call('UnregisterAgent', self.path)

    def count(self, kind=None):
        """How many prompts there were, of this kind."""
        with self.changed:
            return sum(kind in (None, what['kind']) for what in self.asked)

    def count_consent(self, kind=None):
        """How many questions of consent there were, of this kind."""
        with self.changed:
            return sum(kind in (None, what['kind']) for what in self.asked_consent)

    def wait_asked(self, count=1):
        """Waits until that many prompts were shown; the last one."""
        self.wait(f'{count} prompts', lambda: len(self.asked) >= count)
        return self.asked[-1]

    def hold_next(self):
        """The next prompt hangs until answer_held()."""
        self.script.insert(0, HANG)

    def answer_held(self, answer):
        """Answers the prompt that hangs."""
        self.wait('a prompt that hangs', lambda: self.held)
        self._act(answer, self.held.pop(0), {})

    def _called(self, _bus, sender, _path, _interface, method, parameters, invocation):
        arguments = parameters.unpack()
        with self.changed:
            self.calls.append((method, arguments))
            getattr(self, '_' + method)(invocation, *arguments)
            self.changed.notify_all()

    def _act(self, answer, invocation, what):
        if not isinstance(answer, Behaviour):
            answer = Pipe(answer)
        answer.act(self, invocation, what)

    def knows(self, kind):
        if kind == 'new-question':
            return f'{self.question}\n{self.answer}\n{"recovery" if self.recovery else "no-recovery"}'
        if kind == 'recovery':
            return f'{self.recovery_keys[-1]}\n{self.answer}'
        if kind == 'pin':
            return self.pin
        return self.answer

    def _RequestSecret(self, invocation, what):
        self.asked.append(what)
        self._act(self.script.pop(0) if self.script else self.knows(what['kind']), invocation, what)

    def _RequestConsent(self, invocation, what):
        self.asked_consent.append(what)
        answer = self.consents.pop(0) if self.consents else True
        if isinstance(answer, Behaviour):
            answer.act(self, invocation, what)
        else:
            invocation.return_value(GLib.Variant('(b)', (answer,)))

    def _GetDeviceKey(self, invocation, vault):
        if self.keyring is None:
            invocation.return_dbus_error(AGENT_ERROR + 'NoKeyring', 'by the script')
        elif vault not in self.keyring:
            invocation.return_dbus_error(AGENT_ERROR + 'NotFound', 'by the script')
        else:
            Pipe(self.keyring[vault]).act(self, invocation, {})

    def _StoreDeviceKey(self, invocation, vault, index):
        if self.keyring is None:
            invocation.return_dbus_error(AGENT_ERROR + 'NoKeyring', 'by the script')
            return
        self.keyring[vault] = self._read(invocation, index)
        invocation.return_value(None)

    def _DeleteDeviceKey(self, invocation, vault):
        if self.keyring is None:
            invocation.return_dbus_error(AGENT_ERROR + 'NoKeyring', 'by the script')
            return
        self.keyring.pop(vault, None)
        invocation.return_value(None)

    def _ShowRecoveryKey(self, invocation, index):
        self.recovery_keys.append(self._read(invocation, index).decode())
        invocation.return_value(None)

    def _Cancel(self, invocation, prompt):
        self.cancelled.append(prompt)
        invocation.return_value(None)

    def _Release(self, invocation):
        self.released += 1
        invocation.return_value(None)

    @staticmethod
    def _read(invocation, index):
        with os.fdopen(invocation.get_message().get_unix_fd_list().get(index), 'rb') as f:
            return f.read()

    @staticmethod
    def reply_with(invocation, fd):
        fds = Gio.UnixFDList.new()
        fds.append(fd)  # a copy
        os.close(fd)
        invocation.return_value_with_unix_fd_list(GLib.Variant('(h)', (0,)), fds)
