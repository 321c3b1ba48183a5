"""What the portal remembers: plain dicts, so that they survive its restart as one JSON file."""
import json
import os

EMPTY = {
    'logins': {},       # login pages that are open: id → authorization request
    'codes': {},        # code → grant, until it is used up
    'access': {},       # access token → grant
    'refresh': {},      # refresh token → {family, used}
    'families': {},     # family → {person, scope, expires_at, revoked}
    'nonces': {},       # nonce → when it was given
    'jtis': {},         # jti → until when it is remembered
    'registered': {},   # person → True, where registration was asked for
    'retrievals': {},   # id → retrieval
    'idempotency': {},  # key → {retrieval, body}
    'early': {},        # path → steady second before which it should not be asked again
    'polls': {},        # retrieval → times of its polls
}


class Store:
    def __init__(self, path):
        self.path = path
        self.data = {}
        self.load()

    def __getattr__(self, name):
        try:
            return self.__dict__['data'][name]
        except KeyError:
            raise AttributeError(name) from None

    def load(self):
        """What was there at the last save; nothing of what memory held since."""
        kept = {}
        if os.path.exists(self.path):
            with open(self.path, encoding='utf-8') as file:
                kept = json.load(file)
        self.data = {name: dict(kept.get(name, {})) for name in EMPTY}

    def save(self):
        new = self.path + '.new'
        with open(os.open(new, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), 'w', encoding='utf-8') as file:
            json.dump(self.data, file, ensure_ascii=False)
        os.replace(new, self.path)

    def clear(self):
        self.data = {name: {} for name in EMPTY}
        self.save()
