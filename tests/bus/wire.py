"""A connection to the system bus and calls over it, with GDBus: an implementation of D-Bus that shares no code with the
daemon's. Replies and signals arrive on one background thread; whoever calls waits or goes on."""
import os
import pathlib
import threading

from gi.repository import Gio, GLib

NAME = 'org.kenkod1'
ROOT = '/org/kenkod1'
ERROR = 'org.kenkod1.Error.'
SOURCE = pathlib.Path(__file__).resolve().parent.parent.parent
PATIENCE = int(os.environ.get("KENKOD_TEST_PATIENCE", "60"))  # seconds; how long something may take that takes a moment


def _read_interfaces():
    found = {}
    for file in sorted((SOURCE / 'dbus').glob('org.kenkod1.*.xml')):
        for interface in Gio.DBusNodeInfo.new_for_xml(file.read_text(encoding='utf-8')).interfaces:
            found[interface.name] = interface
    return found


# Of dbus/*.xml: name → Gio.DBusInterfaceInfo.
INTERFACES = _read_interfaces()


class BusError(Exception):
    """An error reply: `name` in full, `short` without our prefix, `text`."""

    def __init__(self, name, text):
        super().__init__(f'{name}: {text}')
        self.name, self.text = name, text
        self.short = name[len(ERROR):] if name.startswith(ERROR) else name

    def key(self, key):
        """The value after key= in the text, or None."""
        for word in self.text.split():
            if word.startswith(key + '='):
                return word[len(key) + 1:]
        return None

    @staticmethod
    def of(error):
        name = Gio.DBusError.get_remote_error(error)
        if name is None:
            return BusError(f'{GLib.quark_to_string(error.domain) if isinstance(error.domain, int) else error.domain}', error.message)
        Gio.DBusError.strip_remote_error(error)
        text = error.message
        # strip_remote_error works on a copy in this binding.
        prefix = f'GDBus.Error:{name}: '
        return BusError(name, text[len(prefix):] if text.startswith(prefix) else text)


class Watchable:
    """Something another thread changes and a test waits for."""

    def __init__(self):
        self.changed = threading.Condition()

    def wait(self, what, condition, timeout=PATIENCE):
        """Waits until condition() holds; the value it had. `what` is for the failure."""
        with self.changed:
            if not self.changed.wait_for(condition, timeout):
                raise AssertionError(f'waited {timeout} s in vain for {what}')
            return condition()


class _Loop:
    """The thread that dispatches what arrives."""

    def __init__(self):
        self.context = GLib.MainContext.default()
        self.loop = GLib.MainLoop.new(self.context, False)
        threading.Thread(target=self.loop.run, daemon=True).start()


_loop = None


def start_loop():
    global _loop  # pylint: disable=global-statement
    if _loop is None:
        _loop = _Loop()


class Pending(Watchable):
    """A call under way."""

    def __init__(self):
        super().__init__()
        self.reply = self._error = None
        self.fds = []
        self.done = False

    def _finish(self, reply=None, fds=(), error=None):
        with self.changed:
            self.reply, self.fds, self._error, self.done = reply, list(fds), error, True
            self.changed.notify_all()

    def result(self, timeout=PATIENCE):
        """What the call returned: None, one value, or a tuple. Raises BusError."""
        self.wait('the answer to a call', lambda: self.done, timeout)
        if self._error is not None:
            raise self._error
        values = self.reply.unpack()
        return None if not values else values[0] if len(values) == 1 else values

    def error(self, timeout=PATIENCE):
        """The BusError the call failed with; failing it must."""
        try:
            value = self.result(timeout)
        except BusError as e:
            return e
        raise AssertionError(f'the call succeeded with {value!r}')


def dictionary(values):
    """A Python dict as a{sv}: str, bool, int (u) and ready variants."""
    wrap = {str: 's', bool: 'b', int: 'u'}
    return {k: v if isinstance(v, GLib.Variant) else GLib.Variant(wrap[type(v)], v) for k, v in values.items()}


class Connection:
    """One connection of somebody; `name` is its unique name."""

    def __init__(self, fd, uid):
        """`fd`: a socket connected to the bus by a process of `uid` (the bus asks the kernel who connected)."""
        start_loop()
        stream = Gio.Socket.new_from_fd(fd).connection_factory_create_connection()
        flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
        before = os.geteuid()
        os.seteuid(uid)  # GDBus says who it is, and the bus compares
        try:
            self.bus = Gio.DBusConnection.new_sync(stream, None, flags, None, None)
        finally:
            os.seteuid(before)
        self.bus.set_exit_on_close(False)
        self.name = self.bus.get_unique_name()

    def close(self):
        if not self.bus.is_closed():
            self.bus.close_sync(None)

    def begin_raw(self, path, interface, member, arguments=None, fds=(), interactive=True, timeout=300, destination=NAME):
        """Sends a call with a ready GLib.Variant tuple; file descriptors are named by their index in `fds`."""
        pending = Pending()
        fd_list = Gio.UnixFDList.new()
        for fd in fds:
            fd_list.append(fd if isinstance(fd, int) else fd.fileno())
        flags = Gio.DBusCallFlags.ALLOW_INTERACTIVE_AUTHORIZATION if interactive else Gio.DBusCallFlags.NONE

        def finished(bus, result):
            try:
                reply, out = bus.call_with_unix_fd_list_finish(result)
                pending._finish(reply, out.steal_fds() if out is not None else ())  # pylint: disable=protected-access
            except GLib.Error as e:
                pending._finish(error=BusError.of(e))  # pylint: disable=protected-access

        self.bus.call_with_unix_fd_list(destination, path, interface, member, arguments, None, flags,
                                        timeout * 1000, fd_list, None, finished)
        return pending

    def call_raw(self, *args, **kwargs):
        return self.begin_raw(*args, **kwargs).result(kwargs.get('timeout', 300))

    def object(self, path, interface):
        return Remote(self, path, interface)

    @property
    def manager(self):
        return Remote(self, ROOT, f'{NAME}.Manager')

    def session(self, path):
        return Remote(self, path, f'{NAME}.Session')

    def job_path(self, token):
        return f'{ROOT}/job/{self.name[1:].replace(".", "_")}/{token}'

    def job(self, token):
        return Remote(self, self.job_path(token), f'{NAME}.Job')

    def open_session(self, scopes=('checkup',), purpose='最新の健診を表示', **options):
        return self.session(self.manager.call('OpenSession', list(scopes), purpose, **options))

    def watch(self, path=None, interface=None, member=None, sender=NAME):
        return Signals(self, path, interface, member, sender)

    def watch_job(self, token):
        """Progress of the job of this token, also before it runs."""
        return self.watch(self.job_path(token), f'{NAME}.Job', 'Progress')


class Remote:
    """An object of kenkod as one connection sees it. Arguments are packed as dbus/*.xml says; keywords are the options."""

    def __init__(self, connection, path, interface):
        self.connection, self.path, self.interface = connection, path, interface

    def begin(self, method, *args, interactive=True, timeout=300, **options):
        info = INTERFACES[self.interface].lookup_method(method)
        signature = [a.signature for a in info.in_args]
        if len(args) == len(signature) - 1 and signature[-1] == 'a{sv}':
            # Python has no dash in a keyword.
            args = (*args, dictionary({k.replace('_', '-'): v for k, v in options.items()}))
        fds, packed = [], []
        for kind, value in zip(signature, args, strict=True):
            if kind == 'h':
                fds.append(value)
                packed.append(len(fds) - 1)
            elif kind == 'ah':
                packed.append(list(range(len(fds), len(fds) + len(value))))
                fds.extend(value)
            else:
                packed.append(value)
        return self.connection.begin_raw(self.path, self.interface, method, GLib.Variant(f'({"".join(signature)})', tuple(packed)),
                                         fds, interactive, timeout)

    def call(self, method, *args, **kwargs):
        return self.begin(method, *args, **kwargs).result(kwargs.get('timeout', 300))

    def error(self, method, *args, **kwargs):
        return self.begin(method, *args, **kwargs).error(kwargs.get('timeout', 300))


class Signals(Watchable):
    """Records signals: `seen` is a list of (path, interface, member, values)."""

    def __init__(self, connection, path=None, interface=None, member=None, sender=NAME):
        super().__init__()
        self.connection, self.seen = connection, []
        self._id = connection.bus.signal_subscribe(sender, interface, member, path, None, Gio.DBusSignalFlags.NONE, self._came)
        # The bus has the match rule when a later call of the same connection is answered.
        connection.call_raw('/org/freedesktop/DBus', 'org.freedesktop.DBus', 'GetId', destination='org.freedesktop.DBus')

    def _came(self, _bus, _sender, path, interface, member, values):
        with self.changed:
            self.seen.append((path, interface, member, values.unpack()))
            self.changed.notify_all()

    @property
    def values(self):
        with self.changed:
            return [v for _, _, _, v in self.seen]

    @property
    def stages(self):
        """Of Progress: each stage once, in order."""
        return list(dict.fromkeys(v[0] for v in self.values))

    def wait_for_stage(self, stage, timeout=PATIENCE):
        self.wait(f'the stage {stage}', lambda: any(v[3][0] == stage for v in self.seen), timeout)
