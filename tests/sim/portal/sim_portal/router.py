"""Which endpoint a request is for, and what stands in its way there before it is looked at."""
import email.utils
import re

from . import hours
from .authorize import Authorize
from .discovery import Discovery
from .message import Reply, oauth_error, problem
from .pages import page
from .retrievals import Retrievals
from .revocation import Revocation
from .token_endpoint import TokenEndpoint

ROUTES = (
    ('GET', r'/\.well-known/openid-configuration', 'discovery'),
    ('GET', r'/jwks', 'jwks'),
    ('GET', r'/nonce', 'nonce'),
    ('GET', r'/authorize', 'authorize'),
    ('POST', r'/(login|register|consent)', 'page'),
    ('POST', r'/token', 'token'),
    ('POST', r'/revoke', 'revoke'),
    ('POST', r'/v1/retrievals', 'start'),
    ('GET', r'/v1/retrievals/([^/]+)', 'poll'),
    ('DELETE', r'/v1/retrievals/([^/]+)', 'end'),
    ('GET', r'/v1/retrievals/([^/]+)/documents/([^/]+)', 'document'),
    ('GET', r'/v1/principals', 'principals'),
    ('GET', r'/', 'front'),
)
FOR_BROWSERS = ('authorize', 'page', 'front')
SPOILT = ('slow-bytes', 'stall', 'close-mid-body', 'wrong-length', 'chunk-cut')


class Router:
    def __init__(self, portal):
        self.portal = portal
        discovery, authorize, retrievals = Discovery(portal), Authorize(portal), Retrievals(portal)
        self.retrievals = retrievals
        self.handlers = {
            'discovery': discovery.document, 'jwks': discovery.keys, 'nonce': discovery.nonce, 'authorize': authorize.begin,
            'page': authorize.page, 'token': TokenEndpoint(portal).answer, 'revoke': Revocation(portal).answer,
            'start': retrievals.start, 'poll': retrievals.poll, 'end': retrievals.end, 'document': retrievals.document,
            'principals': retrievals.principals, 'front': self.front}

    def forget(self):
        self.retrievals.forget()

    def answer(self, request):
        """(name of the endpoint, reply)."""
        request.endpoint, found = self.find(request)
        endpoint = request.endpoint
        if endpoint not in FOR_BROWSERS:
            self.portal.conduct.look(endpoint, request)
        if endpoint in self.handlers:
            self.portal.conduct.may_ask(request)
            reply = self.obstacle(endpoint, request) or self.handlers[endpoint](request, *found)
            reply = self.spoil(endpoint, reply)
        elif endpoint == 'followed':
            self.portal.record.violation('a redirect was followed')
            reply = problem(404, 'not_found')
        else:
            if request.path != '/favicon.ico':  # browsers ask for that
                self.portal.record.violation(f'there is no {request.method} {request.path}')
            reply = problem(405 if endpoint == 'method' else 404, 'not_found')
        if self.portal.scenario.take('delay', endpoint):
            reply.wait += self.portal.scenario.number('delay', 100) / 1000
        return endpoint, reply

    @staticmethod
    def find(request):
        known = False
        for method, pattern, endpoint in ROUTES:
            if match := re.fullmatch(pattern, request.path):
                known = True
                if method == request.method:
                    return endpoint, match.groups()
        return 'method' if known else 'followed' if request.path.startswith('/elsewhere') else 'unknown', ()

    def obstacle(self, endpoint, request):
        scenario, now = self.portal.scenario, self.portal.clock.now()
        if scenario.take('drop', endpoint):
            return Reply(503, delivery='drop')
        if scenario.take('maintenance', endpoint):
            seconds = scenario.value('maintenance')
            return self.maintenance(endpoint, now, now + float(seconds) if seconds else None)
        if scenario.on('out-of-hours', endpoint) and not hours.is_open(now):
            return self.maintenance(endpoint, now, hours.next_opening(now))
        if scenario.take('unavailable', endpoint):
            status = int(scenario.number('unavailable', 503))
            return Reply(status, b'<!DOCTYPE html><title>Bad gateway</title>', [('Content-Type', 'text/html')])
        for name in ('rate-limited', 'rate-limited-date', 'rate-limited-bare'):
            if scenario.take(name, endpoint):
                return self.rate_limited(name, request, now)
        if endpoint == 'revoke' and scenario.take('revocation-fails'):
            return oauth_error('temporarily_unavailable', 'simulated', 503)
        if scenario.take('redirect-token', endpoint) or scenario.take('redirect-resource', endpoint):
            return Reply(307, b'', [('Location', f'{self.portal.config.issuer}/elsewhere/{endpoint}')])
        return None

    @staticmethod
    def maintenance(endpoint, now, until):
        if endpoint in FOR_BROWSERS:
            return page(503, 'メンテナンス中です', 'Maintenance', '<p>しばらくしてからお試しください。Please try again later.</p>')
        if until is None:
            return problem(503, 'maintenance')
        return problem(503, 'maintenance', until=int(until)).with_header('Retry-After', max(0, int(until - now)))

    def rate_limited(self, name, request, now):
        reply = problem(429, 'rate_limited')
        seconds = self.portal.scenario.number(name, 30)
        if name == 'rate-limited':
            reply.with_header('Retry-After', int(seconds))
        elif name == 'rate-limited-date':
            # A date has whole seconds.
            seconds = int(now) + seconds - now
            reply.with_header('Retry-After', email.utils.formatdate(now + seconds, usegmt=True))
        else:
            return reply
        self.portal.conduct.wait(request, seconds)
        return reply

    def spoil(self, endpoint, reply):
        scenario = self.portal.scenario
        if reply.status in (200, 202):
            if scenario.take('not-json', endpoint):
                reply = Reply(200, b'<!DOCTYPE html><title>Welcome</title><p>Simulator', [('Content-Type', 'text/html')])
            for name in SPOILT:
                if scenario.take(name, endpoint):
                    reply.delivery = name
        return reply

    def front(self, _):
        return page(200, '模擬ポータル', 'Simulated portal', f'<p>{self.portal.config.issuer}</p>')
