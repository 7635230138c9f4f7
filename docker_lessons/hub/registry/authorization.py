"""Authorization of the registry's requests by token, and the challenge where it is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docker_lessons.hub.accounts import SERVICE, Grant, InvalidToken, Scope
from docker_lessons.hub.registry.errors import Refusal
from docker_lessons.hub.valid_names import is_path
from docker_lessons.trace import note

if TYPE_CHECKING:
    from aiohttp import web

    from docker_lessons.hub.accounts import Tokens
    from docker_lessons.hub.registry.rights import Rights


class Authorization:
    """The decision whether a request may act on a repository."""

    def __init__(self, tokens: Tokens, rights: Rights, realm: str) -> None:
        self._tokens = tokens
        self._rights = rights
        self._realm = realm

    def grant(self, request: web.Request, scope: Scope | None = None) -> Grant:
        """Returns what the request's token grants.

        Raises:
            Refusal: When there is no valid token; with a challenge that names `scope`.
        """
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer":
            raise self._challenge(scope)
        try:
            grant = self._tokens.read_registry(token.strip())
        except InvalidToken:
            raise self._challenge(scope, "invalid_token") from None
        note(account=grant.account)
        return grant

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
        grant = self.grant(request, scope)
        allowed = grant.actions(path)
        granted = self._rights.granted(grant.account, path, allowed)
        if not set(actions) <= set(granted):
            raise self._denial(request, scope)
        return path, grant.account

    def may_pull(self, request: web.Request, path: str) -> bool:
        """Tells whether the request may pull from the repository `path`, to mount a blob from it."""
        grant = self.grant(request)
        return "pull" in self._rights.granted(grant.account, path, grant.actions(path))

    def deny(self, request: web.Request, scope: Scope) -> Refusal:
        """Returns the refusal of `scope`, which nobody has.

        Raises:
            Refusal: When there is no valid token.
        """
        self.grant(request, scope)
        return self._denial(request, scope)

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

    def _denial(self, request: web.Request, scope: Scope) -> Refusal:
        # RFC 6750, section 3.1; Docker's clients show it as "denied: ...".
        note(message="requested access to the resource is denied")
        return self._challenge(scope, "insufficient_scope")
