"""The resources: retrievals with their documents, and the people somebody acts for."""
import base64
import datetime
import gzip
import json
import re
import secrets

from . import client_auth, listing
from .config import KINDS
from .message import Reply, as_json, problem
from .people import PEOPLE, PRINCIPALS, principal_id

RETRIEVAL_LIFE = 3600  # seconds
MAX_AT_ONCE = 20       # retrievals that one log-in may have


class Retrievals:
    def __init__(self, portal):
        self.portal = portal
        self.bodies = {}

    def forget(self):
        self.bodies.clear()

    def permitted(self, request):
        """(what the token permits, None) or (None, the reply)."""
        scheme, _, token = (request.header('Authorization') or '').partition(' ')
        found = self.portal.tokens.find(token) if scheme == 'Bearer' else None
        if found and found['bound'] and found['bound'] != client_auth.thumbprint(request):
            found = None
        if self.portal.scenario.on('mtls') and not client_auth.ours(self.portal, request):
            found = None
        if found and self.portal.scenario.take('token-expires', request.endpoint):
            self.portal.store.access.pop(token)
            found = None
        if found is None:
            return None, problem(401, 'invalid_token').with_header('WWW-Authenticate', 'Bearer error="invalid_token"')
        return found, None

    def principals(self, request):
        may, refused = self.permitted(request)
        if refused:
            return refused
        people = PRINCIPALS if self.portal.scenario.on('principals') and may['person'] == 'hanako' else ()
        return as_json(200, {'principals': [{'id': principal_id(p), 'name': PEOPLE[p].name} for p in people]})

    def start(self, request):
        may, refused = self.permitted(request)
        if refused:
            return refused
        bad = self.portal.record.violation
        key = request.header('Idempotency-Key')
        if not re.fullmatch(r'[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}', key or ''):
            bad('start: Idempotency-Key')
            return problem(400, 'idempotency_key')
        before = self.portal.store.idempotency.get(key)
        if before and not self.portal.scenario.on('no-idempotency'):
            if before['body'] != request.body.decode('utf-8', 'replace') or before['family'] != may['family']:
                bad('start: Idempotency-Key used again for something else')
                return problem(422, 'idempotency_key')
            return self.accepted(self.portal.store.retrievals[before['retrieval']])
        asked, wrong = self.read(request)
        if wrong:
            bad(f'start: {wrong}')
            return problem(400, 'invalid_request', detail=wrong)
        person = self.subject(asked['subject'], may['person'])
        if person is None:
            return problem(403, 'unknown_subject')
        scenario = self.portal.scenario
        nothing = scenario.on('insufficient-scope') and scenario.value('insufficient-scope') is None
        if nothing or not set(asked['kinds']) & set(may['kinds']):
            return problem(403, 'insufficient_scope')
        if sum(1 for r in self.portal.store.retrievals.values() if r['family'] == may['family']) >= MAX_AT_ONCE:
            return problem(409, 'too_many_retrievals')
        retrieval = self.make(asked, person, may)
        self.portal.store.idempotency[key] = {'retrieval': retrieval['id'], 'family': may['family'],
                                              'body': request.body.decode('utf-8', 'replace')}
        return self.accepted(retrieval)

    @staticmethod
    def read(request):
        """(what is asked for, None) or (None, what is wrong with it)."""
        try:
            asked = json.loads(request.body)
            if set(asked) != {'kinds', 'subject', 'from', 'to'}:
                return None, 'members'
            kinds = asked['kinds']
            if not kinds or len(set(kinds)) != len(kinds) or not set(kinds) <= set(KINDS):
                return None, 'kinds'
            if not all(re.fullmatch(r'\d{4}-\d\d-\d\d', asked[name]) for name in ('from', 'to')):
                return None, 'from or to'
            if datetime.date.fromisoformat(asked['from']) > datetime.date.fromisoformat(asked['to']):
                return None, 'from after to'
            if (request.header('Content-Type') or '').partition(';')[0].strip() != 'application/json':
                return None, 'Content-Type'
        except (ValueError, TypeError, KeyError):
            return None, 'body'
        return asked, None

    def subject(self, subject, person):
        """Whose documents are asked for, or None."""
        if subject == 'self':
            return person
        people = PRINCIPALS if self.portal.scenario.on('principals') and person == 'hanako' else ()
        return next((p for p in people if principal_id(p) == subject), None)

    def make(self, asked, person, may):
        scenario = self.portal.scenario
        retrieval = {'id': secrets.token_hex(12), 'family': may['family'], 'person': person, 'asked': asked,
                     'permitted': may['kinds'], 'polls_left': int(scenario.number('pending', 1)) if scenario.on('pending') else 0,
                     'words': scenario.for_retrieval(),
                     'expires_at': int(self.portal.clock.now()) + RETRIEVAL_LIFE, 'expired': False,
                     'expiring': scenario.take('retrieval-expires')}
        self.portal.store.retrievals[retrieval['id']] = retrieval
        self.portal.store.polls[retrieval['id']] = []
        return retrieval

    def accepted(self, retrieval):
        place = f'{self.portal.config.issuer}/v1/retrievals/{retrieval["id"]}'
        if self.portal.scenario.on('sync'):
            return as_json(200, self.result(retrieval)).with_header('Location', place)
        seconds = self.retry_after()
        path = f'GET /v1/retrievals/{retrieval["id"]}'
        self.portal.store.early[path] = self.portal.clock.steady() + seconds
        reply = as_json(202, {'id': retrieval['id'], 'status': 'pending'})
        return reply.with_header('Location', place).with_header('Retry-After', seconds)

    def retry_after(self):
        return int(self.portal.scenario.number('retry-after', 1))

    def own(self, request, name):
        """(the retrieval, None) or (None, the reply)."""
        may, refused = self.permitted(request)
        if refused:
            return None, refused
        retrieval = self.portal.store.retrievals.get(name)
        if retrieval is None or retrieval['family'] != may['family']:
            return None, problem(404, 'not_found')
        if self.portal.clock.now() > retrieval['expires_at']:
            retrieval['expired'] = True
        return retrieval, None

    def poll(self, request, name):
        retrieval, refused = self.own(request, name)
        if refused:
            return refused
        self.portal.store.polls[name].append(round(self.portal.clock.steady(), 3))
        if self.portal.scenario.take('restart-mid-poll'):
            self.portal.restart_soon(self.portal.scenario.number('restart-mid-poll', 1000) / 1000)
            return Reply(503, delivery='drop')
        if retrieval['expired']:
            return as_json(200, listing.unfinished(retrieval, 'expired'))
        if retrieval['polls_left'] > 0:
            retrieval['polls_left'] -= 1
            self.portal.conduct.wait(request, self.retry_after())
            status = 'running' if len(self.portal.store.polls[name]) > 1 else 'pending'
            return as_json(200, listing.unfinished(retrieval, status)).with_header('Retry-After', self.retry_after())
        return as_json(200, self.result(retrieval))

    def result(self, retrieval):
        return listing.result(retrieval, self.content(retrieval), self.portal.scenario)

    def content(self, retrieval):
        """Its documents, by id; made again where only the store is left."""
        name = retrieval['id']
        if name not in self.bodies:
            self.bodies[name] = listing.content(retrieval)
        return self.bodies[name]

    def end(self, request, name):
        retrieval, refused = self.own(request, name)
        if refused:
            return refused
        del self.portal.store.retrievals[retrieval['id']]
        for key in [k for k, v in self.portal.store.idempotency.items() if v['retrieval'] == name]:
            del self.portal.store.idempotency[key]
        self.bodies.pop(name, None)
        return Reply(204)

    def document(self, request, name, which):
        retrieval, refused = self.own(request, name)
        if refused:
            return refused
        if retrieval['expiring'] or retrieval['expired']:
            retrieval['expired'] = True
            return problem(410, 'expired')
        entry = self.content(retrieval).get(which)
        scenario = self.portal.scenario
        if entry is None or retrieval['polls_left'] > 0:
            return problem(404, 'not_found')
        index, document = entry

        def hits(scenario_name):
            return scenario.hits(scenario_name, document.kind, index) and scenario.take(scenario_name)

        if hits('document-gone'):
            return problem(404, 'not_found')
        if hits('html-200'):
            return Reply(200, b'<!DOCTYPE html><title>Error</title><p>Simulator: please log in', [('Content-Type', 'text/html')])
        if scenario.on('base64') or hits('bad-base64'):
            data = base64.b64encode(document.body).decode()
            return as_json(200, {'encoding': 'base64', 'data': f'*{data[1:]}' if hits('bad-base64') else data})
        media_type = 'application/pdf' if hits('wrong-media-type') else document.media_type
        headers = [('Content-Type', media_type), ('Cache-Control', 'no-store')]
        if hits('gzip'):
            return Reply(200, gzip.compress(document.body + b' ' * (64 << 20)), [*headers, ('Content-Encoding', 'gzip')])
        if hits('lying-size'):
            return Reply(200, document.body + b' ' * (16 << 20), headers)
        return Reply(200, document.body, headers)
