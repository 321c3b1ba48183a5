"""Every scenario there is: name → (duty of the simulator, what it does). VALUE in the text: what may stand behind `=`."""

TLS = {
    'tls-expired': (1, "the server's certificate has expired"),
    'tls-wrong-name': (1, "the server's certificate is for another name"),
    'tls-unknown-ca': (1, "the server's certificate is of an authority nobody knows"),
    'tls-1.1': (1, 'speaks TLS 1.1 and nothing newer'),
    'tls-missing-intermediate': (1, "sends its certificate without the intermediate authority's"),
}

LOGIN = {
    'discovery-other-issuer': (2, 'the discovery document names another issuer'),
    'rotated-keys': (3, 'ID tokens are signed with a new key, which the key set has had only since then'),
    'unknown-kid': (3, 'ID tokens name a key that is not in the key set'),
    'es256': (3, 'ID tokens are signed with ES256 instead of RS256'),
    'state-altered': (8, 'the redirect brings another state'),
    'state-missing': (8, 'the redirect brings no state'),
    'iss-wrong': (9, 'the redirect names another issuer'),
    'iss-missing': (9, 'the redirect names no issuer'),
    'id-token-bad-signature': (10, 'the signature of ID tokens is wrong'),
    'id-token-alg-none': (10, 'ID tokens are unsigned (alg none)'),
    'id-token-wrong-aud': (10, 'ID tokens are for another client'),
    'id-token-wrong-iss': (10, 'ID tokens are of another issuer'),
    'id-token-expired': (10, 'ID tokens expired ten minutes ago'),
    'id-token-wrong-nonce': (10, 'ID tokens carry another nonce'),
    'id-token-future': (10, 'ID tokens were issued in the future (an hour from now)'),
    'id-token-missing': (10, 'token answers have no ID token'),
    'other-subject': (10, 'ID tokens are about another person than usual'),
    'user-cancels': (11, 'whatever the person presses, the log-in ends with access_denied'),
    'not-registered': (12, 'the person is no user of the portal yet: a page to register, or registration_required'),
    'term-ended': (16, 'the term is over: refreshing is refused, access tokens are not valid any more'),
    'refresh-reuse': (14, 'the next refresh token is taken for one that was used before: the family is revoked'),
    'no-refresh-token': (14, 'token answers have no refresh token'),
    'ocsp-revoked': (17, "OCSP says that the card's certificate is revoked"),
    'crl-revoked': (17, "OCSP does not answer, the CRL lists the card's certificate"),
    'ocsp-unknown': (17, "OCSP does not know the card's certificate: refused"),
    'mtls': (18, "token and resource endpoints want the client's certificate (client.pem), tokens are bound to it"),
    'private-key-jwt': (18, 'the token endpoint wants a client assertion (private_key_jwt; client.key or client-rsa.key)'),
    'redirect-token': (30, 'the token endpoint redirects (307); who follows has broken the rules'),
    'redirect-resource': (30, 'the resources redirect (307)'),
    'token-endpoint-slow': (6, 'the token endpoint answers after VALUE seconds (120)'),
}

TRANSPORT = {
    'delay': (26, 'every answer comes VALUE milliseconds late (100)'),
    'unavailable': (24, 'answers with status VALUE (503), without a reason'),
    'drop': (26, 'closes the connection without an answer'),
    'rate-limited': (24, '429 with Retry-After of VALUE seconds (30)'),
    'rate-limited-date': (24, '429 with Retry-After as a date, VALUE seconds from now (30)'),
    'rate-limited-bare': (24, '429 without Retry-After'),
    'maintenance': (25, '503 maintenance; with VALUE: it ends in so many seconds, and says so'),
    'out-of-hours': (25, '503 maintenance outside the service hours, by the clock of the simulator'),
    'slow-bytes': (26, 'a body comes at one byte a second'),
    'stall': (26, 'a body does not come after its head'),
    'close-mid-body': (26, 'the connection is cut in the middle of a body'),
    'wrong-length': (26, 'Content-Length promises 1000 bytes more than there are'),
    'chunk-cut': (26, 'a chunked body ends in the middle of a chunk'),
    'not-json': (28, 'an answer in JSON is an HTML page with status 200 instead'),
    'restart-mid-poll': (33, 'the next poll gets no answer: the portal restarts, and is away for VALUE milliseconds (1000)'),
    'revocation-fails': (15, 'the revocation endpoint answers 503'),
}

RETRIEVAL = {
    'pending': (19, 'VALUE polls (1) say that it is not done yet'),
    'retry-after': (19, 'Retry-After of polls is VALUE seconds (1)'),
    'sync': (20, 'a retrieval is answered at once with its result'),
    'partial': (21, 'kind VALUE (expense) fails, the others succeed'),
    'retrieval-fails': (21, 'retrievals end as failed, every kind with problem VALUE (unavailable)'),
    'insufficient-scope': (21, '403 insufficient_scope; with VALUE: only this kind is not permitted'),
    'empty': (22, 'nothing there; with VALUE: of this kind'),
    'withheld': (22, 'nothing that may be told; with VALUE: of this kind'),
    'not-supported': (22, 'the portal does not have the kind; with VALUE: only this one'),
    'retrieval-expires': (23, 'the retrieval has expired when its documents are asked for'),
    'token-expires': (13, 'the access token is not valid any more when it is used (before its time)'),
    'principals': (32, 'the person acts for two others (代理人)'),
    'no-idempotency': (33, 'forgets Idempotency-Key: repeated requests make further retrievals'),
    'documents': (19, 'VALUE documents (60) over the three kinds'),
    'expense-xml': (19, 'one more expense document, in XML'),
    'strict-period': (19, 'only documents of the period that was asked for'),
    'changed-document': (31, 'the newest document of each kind has changed upstream'),
    'vanished-document': (31, 'the newest document of each kind is gone upstream'),
    'kind-unasked': (32, 'the result has a document of a kind that was not asked for'),
    'id-with-slash': (32, 'document ids try to lead elsewhere (../)'),
}

# VALUE: a kind, a number (from 0, in the order of the listing), or `all`; without: the first document.
DOCUMENTS = {
    'base64': (29, 'bodies are JSON with base64 (all documents)'),
    'bad-base64': (29, 'such a body is not base64'),
    'wrong-sha256': (28, 'the listing states another SHA-256'),
    'lying-size': (27, 'the listing states a small size, the body is long'),
    'big': (27, 'the document has exactly 10 MiB'),
    'too-big': (27, 'the document has 10 MiB and one byte'),
    'gzip': (27, 'a body comes as gzip unasked, and is 64 MiB unpacked'),
    'wrong-media-type': (28, 'Content-Type is another than listed'),
    'html-200': (28, 'an HTML error page with status 200 comes instead'),
    'bom': (28, 'the document begins with a byte order mark'),
    'shift-jis': (28, 'the document is declared and encoded as Shift_JIS'),
    'dtd': (28, 'the document has a document type definition'),
    'entity-bomb': (28, 'the document has entities that grow without end'),
    'deep': (28, 'the document is nested 100,000 deep'),
    'not-xml': (28, 'the document is not well-formed'),
    'foreign-subject': (32, 'the document is about somebody else'),
    'personal-number': (34, 'the document holds a 個人番号 (valid, invented)'),
    'document-gone': (23, 'the document is listed and then 404'),
}

ALL = {**TLS, **LOGIN, **TRANSPORT, **RETRIEVAL, **DOCUMENTS}

# Where a scenario happens, if nothing else is said behind an @: endpoints by the names of router.py.
RESOURCES = ('start', 'poll', 'document', 'principals', 'end')
API = ('discovery', 'jwks', 'nonce', 'token', 'revoke', *RESOURCES)
WHERE = {
    'delay': None, 'unavailable': RESOURCES, 'drop': RESOURCES, 'maintenance': API,
    'out-of-hours': tuple(name for name in API if name != 'revoke'),
    'rate-limited': ('start',), 'rate-limited-date': ('start',), 'rate-limited-bare': ('start',),
    'redirect-token': ('token',), 'redirect-resource': RESOURCES,
    'slow-bytes': ('document',), 'stall': ('document',), 'close-mid-body': ('document',), 'wrong-length': ('document',),
    'chunk-cut': ('document',), 'not-json': ('poll',), 'token-expires': RESOURCES,
}
WITH_NUMBER = ('token-endpoint-slow', 'delay', 'unavailable', 'rate-limited', 'rate-limited-date', 'maintenance',
               'restart-mid-poll', 'pending', 'retry-after', 'documents')
OF_A_KIND = ('partial', 'insufficient-scope', 'empty', 'withheld', 'not-supported')
# What a retrieval is made with; the others look at the scenario of the moment.
IN_THE_RESULT = ('partial', 'retrieval-fails', 'empty', 'withheld', 'not-supported', 'documents', 'expense-xml', 'strict-period',
                 'changed-document', 'vanished-document', 'kind-unasked', 'big', 'too-big', 'bom', 'shift-jis', 'dtd', 'entity-bomb',
                 'deep', 'not-xml', 'foreign-subject', 'personal-number', 'pending')
ONCE = ('restart-mid-poll', 'refresh-reuse')


def place(name):
    where = WHERE.get(name, ())
    return ' @everywhere' if where is None else f' @{",".join(where)}' if where else ''


def listing():
    lines = ['NAME[=VALUE][*TIMES][@WHERE]. TIMES: only that often. WHERE, for those that name theirs at the end: other',
             f'endpoints, comma between them: {" ".join(API)} authorize']
    for title, group in (('TLS', TLS), ('log-in and tokens', LOGIN), ('answers', TRANSPORT), ('retrieval', RETRIEVAL),
                         ('documents (VALUE: a kind, a number from 0, or all; without: the first one)', DOCUMENTS)):
        lines += ['', f'{title}:', *(f'  {name:24} {text} [SIM-{duty:02}]{place(name)}' for name, (duty, text) in group.items())]
    return '\n'.join(lines)
