"""What tests and people tell a running simulator, over a UNIX socket in its folder."""
import json
import os
import socket
import threading

from . import scenarios

HELP = """scenario [NAME[=VALUE][*TIMES][@WHERE]…]   these and no others from now on (none: as it should be); without: which
                        are on
list                    all scenarios
clock [real | +SECONDS | ISO-TIME [stopped]]   its clock; without: what it shows
log                     what it saw since `clear`, JSON lines
handshakes              why TLS handshakes failed, a line each: of these nothing stands in the log
violations              what the client did that it must not; nothing when all is well
polls                   JSON: of each retrieval, the times of its polls
tokens                  how many are live: access, refresh
user [yes | register | cancel | decline] [PERSON]   what world-browser does: yes and register go through everything,
                        cancel leaves at the log-in, decline says no to registering or to the consent; PERSON logs in
                        (hanako, taro)
clear                   everything as at the beginning: scenario, clock, log, tokens, retrievals, user
stop | start | restart  the server; what is stored stays"""


class Control:
    def __init__(self, portal, path, ended):
        self.portal, self.ended = portal, ended
        if os.path.exists(path):
            os.unlink(path)
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.bind(path)
        os.chmod(path, 0o666)  # whoever reaches the folder may play with the portal
        self.socket.listen(16)

    def start(self):
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            connection, _ = self.socket.accept()
            threading.Thread(target=self.one, args=(connection,), daemon=True).start()

    def one(self, connection):
        with connection, connection.makefile('rb') as lines:
            try:
                done, said = True, self.obey(*json.loads(lines.readline()))
            except (ValueError, TypeError, KeyError, OSError) as e:
                done, said = False, f'{e}'
            try:
                connection.sendall(json.dumps({'done': done, 'said': said or ''}).encode())
            except OSError:
                pass

    def obey(self, command='help', *words):
        words = list(words)
        portal = self.portal
        match command:
            case 'help':
                return HELP
            case 'scenario':
                if words:
                    portal.play(words)
                return None if words else ' '.join(portal.scenario.words)
            case 'list':
                return scenarios.listing()
            case 'clock':
                portal.clock.set(words)
                return portal.clock.japan().isoformat(timespec='seconds')
            case 'log':
                return portal.record.lines().rstrip('\n')
            case 'handshakes':
                return '\n'.join(portal.record.handshakes)
            case 'violations':
                return '\n'.join(portal.record.violations)
            case 'polls':
                return json.dumps(portal.store.polls)
            case 'tokens':
                return portal.tokens.live_in_words()
            case 'user':
                return portal.set_user(words)
            case 'clear':
                portal.clear()
            case 'stop':
                portal.server.stop()
            case 'start':
                portal.forget()
                portal.server.start()
            case 'restart':
                portal.server.restart(0)
            case 'quit':
                self.ended.set()
            case _:
                raise ValueError(f'{command}: no such command\n{HELP}')
        return None
