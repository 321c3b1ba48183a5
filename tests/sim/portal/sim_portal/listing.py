"""What a retrieval is said to hold (section 9.7 of the protocol)."""
import hashlib

from . import damage, documents
from .config import KINDS
from .scenario import Scenario


def content(retrieval):
    """Its documents, by id: (place in the listing, document), by the scenario it was begun in."""
    scenario, asked = Scenario(retrieval['words']), retrieval['asked']
    found = [d for d in documents.of(retrieval['person'], scenario) if d.kind in asked['kinds']]
    if scenario.on('strict-period'):
        found = [d for d in found if asked['from'] <= d.day <= asked['to']]
    return {identifier(retrieval, document): (index, damage.damaged(document, index, scenario))
            for index, document in enumerate(found)}


def identifier(retrieval, document):
    return hashlib.sha256(f'{retrieval["id"]} {document.name}'.encode()).hexdigest()[:24]


def unfinished(retrieval, status):
    return {'id': retrieval['id'], 'status': status, 'expires_at': retrieval['expires_at'], 'items': []}


def result(retrieval, found, now):
    """`now`: the scenario of this moment, for what is only said wrongly."""
    scenario = Scenario(retrieval['words'])
    items = [item(kind, retrieval, found, scenario, now) for kind in retrieval['asked']['kinds']]
    if scenario.on('kind-unasked'):
        other = next((kind for kind in KINDS if kind not in retrieval['asked']['kinds']), KINDS[0])
        items.append({'kind': other, 'status': 'succeeded', 'documents': [line('0' * 24, 0, next(iter(found.values()))[1], now)]})
    failed = sum(1 for one in items if one['status'] == 'failed')
    status = 'succeeded' if not failed else 'failed' if failed == len(items) else 'partial'
    return {**unfinished(retrieval, status), 'items': items}


def item(kind, retrieval, found, scenario, now):
    def failed(code):
        return {'kind': kind, 'status': 'failed', 'problem': {'code': code}, 'documents': []}

    if scenario.on('retrieval-fails'):
        return failed(scenario.value('retrieval-fails', 'unavailable'))
    if kind not in retrieval['permitted'] or scenario.of_kind('insufficient-scope', kind):
        return failed('insufficient_scope')
    if scenario.on('partial') and scenario.value('partial', 'expense') == kind:
        return failed('unavailable')
    for name, status in (('empty', 'empty'), ('withheld', 'withheld'), ('not-supported', 'not_supported')):
        if scenario.of_kind(name, kind):
            return {'kind': kind, 'status': status, 'documents': []}
    lines = [line(name, index, document, now) for name, (index, document) in found.items() if document.kind == kind]
    return {'kind': kind, 'status': 'succeeded' if lines else 'empty', 'documents': lines}


def line(name, index, document, now):
    digest, size = hashlib.sha256(document.body).hexdigest(), len(document.body)
    if now.hits('wrong-sha256', document.kind, index):
        digest = hashlib.sha256(b'something else').hexdigest()
    if now.hits('id-with-slash', document.kind, index):
        name = f'../../../token?{name}'
    return {'id': name, 'period': document.period, 'media_type': document.media_type, 'size': size, 'sha256': digest,
            'layout': document.layout}
