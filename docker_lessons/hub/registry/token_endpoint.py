"""The token endpoint, by GET with Basic authentication and by POST with an OAuth2 form.

Sources: distribution/distribution, "Token Authentication Specification" and "OAuth2 Token
Authentication". There are no refresh tokens.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from aiohttp import web

from docker_lessons.hub.accounts import LIFETIME, Scope, TooManyTries, WrongPassword
from docker_lessons.trace import note

if TYPE_CHECKING:
    from docker_lessons.hub.accounts import Accounts, Tokens
    from docker_lessons.hub.registry.rights import Rights


class TokenEndpoint:
    """The handlers of the realm that a challenge names."""

    def __init__(self, accounts: Accounts, rights: Rights, tokens: Tokens) -> None:
        self._accounts = accounts
        self._rights = rights
        self._tokens = tokens

    async def get(self, request: web.Request) -> web.Response:
        """Answers with a token for the scopes in the query, with or without an account."""
        account = None
        if "Authorization" in request.headers:
            name, password = _basic(request.headers["Authorization"])
            account = await self._authenticate(request, name, password)
        return self._answer(account, request.query.getall("scope", []))

    async def post(self, request: web.Request) -> web.Response:
        """Answers with a token for the scopes in the form."""
        form = await request.post()
        if form.get("grant_type") != "password":
            return web.json_response({"error": "unsupported_grant_type"}, status=400)
        account = await self._authenticate(
            request, str(form.get("username", "")), str(form.get("password", ""))
        )
        return self._answer(account, [str(form.get("scope", ""))])

    async def _authenticate(self, request: web.Request, name: str, password: str) -> str:
        note(account=name)
        try:
            return (await self._accounts.authenticate(name, password)).name
        except WrongPassword as error:
            raise web.HTTPUnauthorized(**_refusal("UNAUTHORIZED", str(error))) from None
        except TooManyTries as error:
            raise web.HTTPTooManyRequests(
                headers={"Retry-After": str(error.wait)},
                **_refusal("TOOMANYREQUESTS", str(error)),
            ) from None

    def _answer(self, account: str | None, texts: Iterable[str]) -> web.Response:
        asked = [Scope.parse(word) for text in texts for word in text.split()]
        granted = [
            Scope(scope.type, scope.name, tuple(actions))
            for scope in asked
            if scope is not None
            and scope.type == "repository"
            and (actions := self._rights.granted(account, scope.name, scope.actions))
        ]
        token = self._tokens.for_registry(account, granted)
        return web.json_response(
            {
                "token": token,
                "access_token": token,
                "scope": " ".join(map(str, granted)),
                "expires_in": LIFETIME,
                "issued_at": datetime.now(UTC).isoformat(timespec="seconds"),
            },
            headers={"Cache-Control": "no-store"},
        )


def _basic(header: str) -> tuple[str, str]:
    """Returns name and password of a Basic header (RFC 7617), both `''` if it is not one."""
    kind, _, encoded = header.partition(" ")
    if kind.lower() != "basic":
        return "", ""
    try:
        name, _, password = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return name, password


def _refusal(code: str, message: str) -> dict[str, Any]:
    # Docker Hub's own token service answers with `details`, which Docker's clients read first.
    body = {"details": message, "errors": [{"code": code, "message": message}]}
    return {"text": web.json_response(body).text, "content_type": "application/json"}
