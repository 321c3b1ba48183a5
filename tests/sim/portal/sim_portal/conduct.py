"""What a client may not do, counted: see section 9 of the protocol. The pages are for browsers and are left alone."""
import re

USER_AGENT = 'kenkod/1'
# Of requests in HTTP/1.1 with what they need; anything else tells more than it has to.
HEADERS = {'host', 'user-agent', 'accept', 'authorization', 'content-type', 'content-length', 'idempotency-key', 'connection'}
EARLY = 0.02  # seconds; clocks of two processes


class Conduct:
    def __init__(self, portal):
        self.portal = portal

    def look(self, endpoint, request):
        bad = self.portal.record.violation
        agent = request.header('User-Agent')
        if agent != USER_AGENT:
            bad(f'{endpoint}: User-Agent is {agent!r}')
        for name in request.names():
            if name not in HEADERS:
                bad(f'{endpoint}: header {name}')
        if len(request.names()) != len(set(request.names())):
            bad(f'{endpoint}: a header twice')
        if re.search(r'access_token|refresh_token|assertion|code=', request.target):
            bad(f'{endpoint}: a secret in the address')
        before = self.portal.store.early.get(self.key(request))
        if before is not None:
            early = before - self.portal.clock.steady()
            if early > EARLY:
                bad(f'{endpoint}: asked again {early:.2f} s before Retry-After had passed')

    def wait(self, request, seconds):
        """The reply to this request says when it may be asked again."""
        self.portal.store.early[self.key(request)] = self.portal.clock.steady() + seconds

    def may_ask(self, request):
        self.portal.store.early.pop(self.key(request), None)

    @staticmethod
    def key(request):
        return f'{request.method} {request.path}'
