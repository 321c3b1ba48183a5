"""One request as it arrived, one reply as it shall leave."""
import dataclasses
import json
import urllib.parse


@dataclasses.dataclass
class Request:
    method: str
    target: str
    headers: list            # (name, value) in the order and spelling of arrival
    body: bytes
    tls: dict                # version, certificate (DER of the client's, or None)
    endpoint: str = ''       # see router.py

    @property
    def path(self):
        return self.target.partition('?')[0]

    @property
    def query(self):
        return one_of_each(self.target.partition('?')[2])

    @property
    def form(self):
        return one_of_each(self.body.decode('utf-8', 'replace'))

    def header(self, name):
        """The first of this name, or None."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    def names(self):
        return [key.lower() for key, _ in self.headers]


def one_of_each(text):
    """Parameters; one that comes twice is no parameter at all (RFC 6749, 3.1)."""
    pairs = urllib.parse.parse_qsl(text, keep_blank_values=True)
    names = [name for name, _ in pairs]
    return {name: value for name, value in pairs if names.count(name) == 1}


@dataclasses.dataclass
class Reply:
    status: int
    body: bytes = b''
    headers: list = dataclasses.field(default_factory=list)
    delivery: str = 'whole'  # see delivery.py
    wait: float = 0          # seconds before the first byte

    def with_header(self, name, value):
        self.headers.append((name, str(value)))
        return self


REASONS = {200: 'OK', 202: 'Accepted', 204: 'No Content', 303: 'See Other', 307: 'Temporary Redirect', 400: 'Bad Request',
           401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found', 405: 'Method Not Allowed', 409: 'Conflict', 410: 'Gone',
           413: 'Content Too Large', 415: 'Unsupported Media Type', 422: 'Unprocessable Content', 429: 'Too Many Requests',
           500: 'Internal Server Error', 502: 'Bad Gateway', 503: 'Service Unavailable', 504: 'Gateway Timeout'}


def as_json(status, value, media_type='application/json'):
    return Reply(status, json.dumps(value, ensure_ascii=False).encode(),
                 [('Content-Type', media_type), ('Cache-Control', 'no-store')])


def problem(status, code, **members):
    """RFC 9457."""
    return as_json(status, {'type': f'urn:kenko-sim:problem:{code}', 'status': status, 'code': code, **members},
                   'application/problem+json')


def oauth_error(error, description, status=400):
    return as_json(status, {'error': error, 'error_description': description})
