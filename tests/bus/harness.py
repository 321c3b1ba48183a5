"""What tests of the bus stand on. Run as root in a private world (tests/world/world --as root); see tests/bus/meson.build.

    class MyTest(KenkodTest):
        def test_something(self):
            alice = self.person('alice')
            agent = alice.agent(['wrong', 'ひまわり'])
            alice.prepare()                             # terms and secret question
            session = alice.open_session(['checkup'])
            rows, cursor = session.call('Query', kind='checkup')
            self.fails('OutOfScope', session.begin('Export', file))
"""
import pwd
import socket
import subprocess
import sys
import time
import unittest

from scripted_agent import (ANSWER, DIE, DISMISS, HANG, QUESTION, Agent, Behaviour, Fail, Fd,  # noqa: F401
                            Memfd, Pipe)
from wire import (ERROR, INTERFACES, NAME, PATIENCE, ROOT, SOURCE, BusError, Connection, Pending, Remote,  # noqa: F401
                  Signals, Watchable, dictionary)
from world_control import Daemon, helper, login, polkit, polkit_log, world_files  # noqa: F401

DATA = SOURCE / 'tests' / 'data'
CHECKUP = DATA / 'tokutei-2024.xml'


class Program:
    """A process of a person, which opens connections for us: the daemon, polkit and logind see its uid, pid and login session.
    `outside`: in no login session, as from ssh or cron."""

    def __init__(self, user, outside=False):
        self.uid = pwd.getpwnam(user).pw_uid
        self.control, other = socket.socketpair()
        self.process = subprocess.Popen(['world-as', *(['--outside'] if outside else []), user, sys.executable, __file__,
                                         str(other.fileno())], pass_fds=[other.fileno()])
        other.close()

    def connect(self):
        self.control.send(b'.')
        _, fds, _, _ = socket.recv_fds(self.control, 1, 1)
        return Connection(fds[0], self.uid)

    def end(self):
        self.control.close()
        self.process.wait()


class Person:
    """Somebody with connections of their own. The first one is used when none is named."""

    def __init__(self, name, outside=False):
        self.name, self.outside = name, outside
        self.uid = pwd.getpwnam(name).pw_uid
        self.connections, self.programs = [], []

    def connect(self):
        """Another connection of the same program."""
        if not self.programs:
            self.programs.append(Program(self.name, self.outside))
        self.connections.append(self.programs[0].connect())
        return self.connections[-1]

    def connect_program(self):
        """A connection of another program: another process."""
        self.programs.append(Program(self.name, self.outside))
        self.connections.append(self.programs[-1].connect())
        return self.connections[-1]

    @property
    def bus(self):
        return self.connections[0] if self.connections else self.connect()

    @property
    def manager(self):
        return self.bus.manager

    def agent(self, script=(), *, connection=None, **kwargs):
        """A registered agent, on a connection of its own unless told otherwise."""
        return Agent(connection or self.connect(), script, **kwargs)

    def prepare(self, **agent):
        """Terms accepted, secret question set (through an agent that is gone afterwards)."""
        self.manager.call('AcceptTerms', self.manager.call('GetTerms', 'ja')[0])
        helping = self.agent(**agent)
        helping.connection.manager.call('SetSecretQuestion')
        helping.connection.close()
        return helping

    def open_session(self, *args, **kwargs):
        return self.bus.open_session(*args, **kwargs)

    def status(self):
        return self.manager.call('GetStatus')

    def leave(self):
        for connection in self.connections:
            connection.close()
        for program in self.programs:
            program.end()
        self.connections, self.programs = [], []


class KenkodTest(unittest.TestCase):
    """Each test has a daemon that knows nobody. At the end it must still be the one that was started, unless the test says
    otherwise, and have met no internal error."""
    conf = ()  # settings of the daemon's configuration
    may_restart = False
    witness = 'alice'  # who looks at the end whether the daemon answers
    maxDiff = None

    def setUp(self):
        Daemon.fresh(*self.conf)
        self.first_pid = Daemon.pid()
        self.bugs_before = len(self.bugs())
        self.people = []
        self.addCleanup(self.everybody_leaves)

    def tearDown(self):
        self.person(self.witness).manager.call('GetStatus')
        self.assertEqual(self.bugs()[self.bugs_before:], [], 'the daemon met an internal error')
        if not self.may_restart:
            self.assertEqual(Daemon.pid(), self.first_pid, 'the daemon ended')

    @staticmethod
    def bugs():
        return [e for e in Daemon.journal() if e.get('MESSAGE') == 'Internal error']

    def everybody_leaves(self):
        for person in self.people:
            person.leave()

    def person(self, name, outside=False):
        self.people.append(Person(name, outside))
        return self.people[-1]

    def until(self, what, condition, timeout=PATIENCE):
        """For what only looking again can tell, such as a file somebody else writes."""
        end = time.monotonic() + timeout
        while not condition():
            if time.monotonic() > end:
                self.fail(f'not within {timeout} s: {what}')
            time.sleep(0.01)

    def fails(self, short, pending, **keys):
        """The call fails with this error of the closed list (or a full name) and these key=value parts; the error."""
        error = pending.error()
        self.assertEqual(error.short, short, error.text)
        for key, value in keys.items():
            self.assertEqual(error.key(key.replace('_', '-')), str(value), error.text)
        return error


def _open_connections(control):
    """The other side of Program."""
    while control.recv(1):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as bus:
            bus.connect('/run/dbus/system_bus_socket')
            socket.send_fds(control, [b'.'], [bus.fileno()])


if __name__ == '__main__':
    _open_connections(socket.socket(fileno=int(sys.argv[1])))
