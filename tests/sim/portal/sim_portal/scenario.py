"""The scenarios that are on."""
import re

from . import scenarios
from .config import KINDS

WORD = re.compile(r'([a-z0-9.-]+)(?:=([^*@]+))?(?:\*(\d+))?(?:@([a-z,]+))?')


def legal(name, value):
    number = re.fullmatch(r'[0-9]+(\.[0-9]+)?', value)
    if name in scenarios.DOCUMENTS:
        return value.isdigit() or value in ('all', *KINDS)
    if name in scenarios.OF_A_KIND:
        return value in KINDS
    return bool(number) or name not in scenarios.WITH_NUMBER


class Scenario:
    def __init__(self, words=()):
        self.words = [word for word in words if word != 'none']
        self.active = {}
        for word in self.words:
            match = WORD.fullmatch(word)
            if not match or match[1] not in scenarios.ALL:
                raise ValueError(f'{word}: no such scenario')
            name, value, times, where = match.groups()
            if where:
                unknown = set(where.split(',')) - {*scenarios.API, 'authorize'}
                if unknown:
                    raise ValueError(f'{word}: no endpoint {" ".join(unknown)}')
            if value is not None and not legal(name, value):
                raise ValueError(f'{word}: no such value')
            self.active[name] = {
                'value': value, 'left': int(times) if times else 1 if name in scenarios.ONCE else None,
                'where': tuple(where.split(',')) if where else scenarios.WHERE.get(name)}

    def on(self, name, where=None):
        entry = self.active.get(name)
        return bool(entry) and entry['left'] != 0 and (where is None or entry['where'] is None or where in entry['where'])

    def take(self, name, where=None):
        """As on(), and one of its times is over."""
        if not self.on(name, where):
            return False
        if self.active[name]['left']:
            self.active[name]['left'] -= 1
        return True

    def for_retrieval(self):
        """The words of a retrieval that begins now; one of the times of what is in its result is over."""
        words = [word for word in self.words if self.on(WORD.fullmatch(word)[1])]
        for name in scenarios.IN_THE_RESULT:
            self.take(name)
        return words

    def value(self, name, default=None):
        value = self.active[name]['value'] if name in self.active else None
        return default if value is None else value

    def number(self, name, default):
        return float(self.value(name, default))

    def of_kind(self, name, kind):
        """On, for this kind or for all."""
        return self.on(name) and self.value(name, kind) == kind

    def hits(self, name, kind, index):
        """On, for this document."""
        return self.on(name) and self.value(name, '0') in ('all', kind, str(index))
