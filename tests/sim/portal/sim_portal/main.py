"""The command line of kenko-sim-portal."""
import argparse
import os
import signal
import sys
import threading

from . import scenarios, tell

ABOUT = """A simulated portal for programs around kenkod: OpenID Connect log-in and retrieval of health documents of invented
people, on https://localhost:PORT. `tell` talks to one that runs; `--list` names all scenarios."""


def arguments(words):
    parser = argparse.ArgumentParser(prog='kenko-sim-portal', description=ABOUT)
    parser.add_argument('--directory', help='keys, state, log and control socket; made where missing')
    parser.add_argument('--port', type=int, default=8443)
    parser.add_argument('--scenario', action='append', default=[], metavar='NAME[=VALUE]')
    parser.add_argument('--card-root', default='', metavar='PEM', help='authority whose cards may log in')
    parser.add_argument('--card', action='append', default=[], metavar='PERSON=PEM', help="this person's card")
    parser.add_argument('--redirect-path', default='/callback')
    parser.add_argument('--client-id', default='kenkod-sim')
    parser.add_argument('--make-only', action='store_true', help='make keys and certificates, then end')
    parser.add_argument('--list', action='store_true', help='all scenarios')
    parser.add_argument('tell', nargs='*', metavar='tell COMMAND', help='what a running one is told (see `tell help`)')
    return parser.parse_args(words)


def main(words):
    options = arguments(words)
    if options.list:
        print(scenarios.listing())
        return 0
    if not options.directory:
        sys.exit('kenko-sim-portal: --directory is needed')
    if options.tell:
        return tell.tell(options.directory, options.tell[1:] if options.tell[0] == 'tell' else options.tell)
    from . import files
    os.makedirs(options.directory, exist_ok=True)
    files.ensure(options.directory, anew=options.make_only)
    if options.make_only:
        return 0
    return run(options)


def run(options):
    from .config import Config
    from .control import Control
    from .portal import Portal
    portal = Portal(Config(directory=options.directory, port=options.port, card_root=options.card_root,
                           cards=dict(pair.split('=', 1) for pair in options.card), redirect_path=options.redirect_path,
                           client_id=options.client_id))
    portal.play(options.scenario)
    ended = threading.Event()
    control = Control(portal, os.path.join(options.directory, 'control'), ended)
    portal.server.start()
    control.start()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    print(f'ready {portal.config.issuer}', flush=True)
    ended.wait()
    portal.server.stop()
    portal.store.save()
    return 0
