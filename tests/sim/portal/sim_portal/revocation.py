"""Token revocation (RFC 7009)."""
from .client_auth import ClientAuth
from .message import Reply, oauth_error


class Revocation:
    def __init__(self, portal):
        self.portal = portal
        self.auth = ClientAuth(portal)

    def answer(self, request):
        token = request.form.get('token')
        if token is None:
            self.portal.record.violation('revoke: no token')
            return oauth_error('invalid_request', 'token')
        refused = self.auth.refuse(request)
        if refused:
            return refused
        if token in self.portal.store.refresh:
            self.portal.tokens.revoke(self.portal.store.refresh[token]['family'])
        # An unknown one is as good as revoked.
        self.portal.store.access.pop(token, None)
        return Reply(200, b'')
