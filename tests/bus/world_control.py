"""The parts of the private world a test plays with, besides the bus: the daemon, logins, polkit dialogs. For scripts that
run as root in a world."""
import os
import pathlib
import shutil
import subprocess
import tempfile


def helper(*words, check=True, **kwargs):
    """Runs a helper of tests/world/bin; what it printed."""
    # Into a file: what a helper leaves running keeps a pipe open.
    with tempfile.TemporaryFile('w+') as out:
        status = subprocess.run(words, stdout=out, stderr=subprocess.STDOUT, check=False, **kwargs).returncode
        out.seek(0)
        said = out.read()
    if check and status:
        raise AssertionError(f'{" ".join(words)}: exit status {status}\n{said}')
    return said


class Daemon:
    """The kenkod of this world; see tests/world/bin/world-kenkod."""
    conf = ['secret.argon2-memory-kib=19456', 'secret.argon2-passes=2']

    @staticmethod
    def start(*settings):
        helper('world-kenkod', 'start', *settings)

    @staticmethod
    def stop():
        helper('world-kenkod', 'stop')

    @staticmethod
    def kill():
        helper('world-kenkod', 'kill')

    @staticmethod
    def restart(*settings):
        helper('world-kenkod', 'restart', *settings)

    @staticmethod
    def advance(seconds):
        """Lets the daemon's clocks run ahead; what is due then has happened afterwards. Needs kenkod-test."""
        helper('world-kenkod', 'advance', str(seconds))

    @staticmethod
    def realtime(seconds):
        helper('world-kenkod', 'realtime', str(seconds))

    @classmethod
    def configure(cls, *settings):
        """Used from the next start on."""
        helper('world-kenkod', 'configure', *cls.conf, *settings)

    @staticmethod
    def pid():
        """None when it does not run."""
        text = helper('world-kenkod', 'pid', check=False).strip()
        return int(text) if text.isdigit() else None

    @staticmethod
    def log():
        return helper('world-kenkod', 'log')

    @staticmethod
    def journal():
        """Entries, each a dict of its fields."""
        entries = helper('world-kenkod', 'journal').split('\n\n')
        return [dict(line.split('=', 1) for line in entry.splitlines() if '=' in line) for entry in entries if entry.strip()]

    @staticmethod
    def state():
        return pathlib.Path(helper('world-kenkod', 'state').strip())

    @classmethod
    def fresh(cls, *settings):
        """A started daemon that knows nobody: no vault, no consent, no agent. `settings`: of its configuration."""
        cls.stop()
        for child in cls.state().iterdir():
            if child.is_dir():
                shutil.rmtree(child)
            else:
                child.unlink()
        cls.configure(*settings)
        cls.start()


def polkit(user, answer):
    """How this person's polkit dialogs are answered from now on: yes, no, cancel or hang."""
    helper('world-polkit-agent', user, answer)


def polkit_log(user):
    """A line for each dialog, and `taken away` for each that was hanging when polkit gave it up."""
    return helper('world-polkit-agent', user, 'log').splitlines()


def login(user, state):
    """active, online (switched away), closing or out."""
    helper('world-login', user, state)


def world_files():
    """A folder everybody in the world may write to."""
    return pathlib.Path(os.environ['KENKOD_WORLD']) / 'files'
