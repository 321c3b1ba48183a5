from gi.repository import Gio, GLib


def proxy(path, interface):
    return Gio.DBusProxy.new_for_bus_sync(Gio.BusType.SYSTEM, Gio.DBusProxyFlags.NONE, None, 'org.kenkod1', path, interface)


manager = proxy('/org/kenkod1', 'org.kenkod1.Manager'); manager.set_default_timeout(300000)
session = proxy(manager.OpenSession('(assa{sv})', ['checkup'], '最新の健診を表示', {}), 'org.kenkod1.Session')
rows, cursor = session.Query('(a{sv})', {'kind': GLib.Variant('s', 'checkup')})
for row in rows:
    print(row['date'], row.get('name', row['code']), row.get('value', ''), row.get('unit', ''))
