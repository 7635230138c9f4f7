"""Authorization of the registry's requests by token, and the challenge where it is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docker_lessons.hub.accounts import SERVICE, Grant, InvalidToken, Scope
from docker_lessons.hub.registry.errors import Refusal
from docker_lessons.hub.valid_names import is_path
from docker_lessons.trace import note

if TYPE_CHECKING:
    from aiohttp import web

    from docker_lessons.hub.accounts import AccessToken, AccessTokens, Tokens
    from docker_lessons.hub.registry.rights import Rights


class Authorization:
    """The decision whether a request may act on a repository."""

    def __init__(
        self, tokens: Tokens, access_tokens: AccessTokens, rights: Rights, realm: str
    ) -> None:
        self._tokens = tokens
        self._access_tokens = access_tokens
        self._rights = rights
        self._realm = realm

    def grant(
        self, request: web.Request, scope: Scope | None = None
    ) -> tuple[Grant, AccessToken | None]:
        """Returns what the request's token grants, and the access token with which that token was requested.

        Raises:
            Refusal: When there is no valid token, or it was requested with an access token that may not
                be used any longer; with a challenge that names `scope`.
        """
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer":
            raise self._challenge(scope)
        try:
            grant = self._tokens.read_registry(token.strip())
        except InvalidToken:
            raise self._challenge(scope, "invalid_token") from None
        note(account=grant.account)
        if grant.access_token is None:
            return grant, None
        access_token = self._access_tokens.usable(grant.access_token)
        if access_token is None:
            raise self._challenge(scope, "invalid_token")
        return grant, access_token

    def authorize(self, request: web.Request, *actions: str) -> tuple[str, str | None]:
        """Returns the repository's path and the account, if the request may do `actions` there.

        Both the token and the present state must allow it: a repository that was made private a
        moment ago is closed to tokens from before.

        Raises:
            Refusal: When the name is not valid, or there is no token that allows it.
        """
        path = request.match_info["name"]
        if not is_path(path):
            raise Refusal("NAME_INVALID", detail={"name": path})
        scope = Scope("repository", path, actions)
        grant, access_token = self.grant(request, scope)
        allowed = grant.actions(path)
        granted = self._rights.granted(grant.account, path, allowed, access_token)
        if not set(actions) <= set(granted):
            raise self._denial(scope)
        return path, grant.account

    def may_mount(self, request: web.Request, path: str) -> bool:
        """Tells whether the request may mount blobs from the repository `path`: whether its account may pull there.

        The token need not name that repository, as many clients ask for one before they know that they will mount.
        """
        grant, access_token = self.grant(request)
        return "pull" in self._rights.granted(grant.account, path, ("pull",), access_token)

    def deny(self, request: web.Request, scope: Scope) -> Refusal:
        """Returns the refusal of `scope`, which nobody has.

        Raises:
            Refusal: When there is no valid token.
        """
        self.grant(request, scope)
        return self._denial(scope)

    def missing(self, request: web.Request, path: str) -> Refusal:
        """Returns the refusal of a manifest of a repository that does not exist.

        With a token for pulling only, it is the same as for a repository that the account may not see, as on Docker
        Hub; a token for pushing gets the answer that the repository does not exist.
        """
        grant, _ = self.grant(request)
        if "push" in grant.actions(path):
            return Refusal("NAME_UNKNOWN", detail={"name": path})
        return self._denial(Scope("repository", path, ("pull",)))

    def _challenge(self, scope: Scope | None, error: str = "") -> Refusal:
        challenge = f'Bearer realm="{self._realm}",service="{SERVICE}"'
        if scope is not None:
            challenge += f',scope="{scope}"'
        if error:
            challenge += f',error="{error}"'
        detail = scope and [
            {"Type": scope.type, "Class": "", "Name": scope.name, "Action": action}
            for action in scope.actions
        ]
        return Refusal("UNAUTHORIZED", detail=detail, headers={"WWW-Authenticate": challenge})

    def _denial(self, scope: Scope) -> Refusal:
        # RFC 6750, section 3.1; Docker's clients show it as "denied: ...".
        note(message="requested access to the resource is denied")
        return self._challenge(scope, "insufficient_scope")
