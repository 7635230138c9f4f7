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

from docker_lessons.hub.accounts import (
    LIFETIME,
    LogIn,
    Scope,
    TooManyTries,
    UnusableToken,
    WrongPassword,
)
from docker_lessons.hub.forms import read_form
from docker_lessons.trace import OWN_AGENT, note

if TYPE_CHECKING:
    from docker_lessons.hub.accounts import Credentials, Tokens
    from docker_lessons.hub.registry.rights import Rights


class TokenEndpoint:
    """The handlers of the realm that a challenge names."""

    def __init__(self, credentials: Credentials, rights: Rights, tokens: Tokens) -> None:
        self._credentials = credentials
        self._rights = rights
        self._tokens = tokens

    async def get(self, request: web.Request) -> web.Response:
        """Answers with a token for the scopes in the query, with or without an account."""
        log_in = None
        if "Authorization" in request.headers:
            name, password = _basic(request.headers["Authorization"])
            log_in = await self._verified(request, name, password)
        return self._answer(log_in, request.query.getall("scope", []))

    async def post(self, request: web.Request) -> web.Response:
        """Answers with a token for the scopes in the form."""
        form = await read_form(request)
        if form.get("grant_type") != "password":
            return web.json_response({"error": "unsupported_grant_type"}, status=400)
        log_in = await self._verified(request, form.get("username", ""), form.get("password", ""))
        return self._answer(log_in, [form.get("scope", "")])

    async def _verified(self, request: web.Request, name: str, secret: str) -> LogIn:
        note(account=name)
        # What only looks whether a saved login still works does not use it.
        noted = request.headers.get("User-Agent") != OWN_AGENT
        try:
            return await self._credentials.verify(name, secret, noted=noted)
        except (WrongPassword, UnusableToken) as error:
            raise web.HTTPUnauthorized(**_refusal("UNAUTHORIZED", str(error))) from None
        except TooManyTries as error:
            raise web.HTTPTooManyRequests(
                headers={"Retry-After": str(error.wait)},
                **_refusal("TOOMANYREQUESTS", str(error)),
            ) from None

    def _answer(self, log_in: LogIn | None, texts: Iterable[str]) -> web.Response:
        parsed = [Scope.parse(word) for text in texts for word in text.split()]
        asked = [scope for scope in parsed if scope is not None and scope.type == "repository"]
        account = log_in.account if log_in else None
        access_token = log_in.access_token if log_in else None
        if access_token and any(set(scope.actions) - access_token.actions for scope in asked):
            # Docker Hub's words, whatever the repository: a token for a part of it would be of no use.
            raise web.HTTPUnauthorized(
                **_refusal("UNAUTHORIZED", "access token has insufficient scopes")
            )
        granted = [
            Scope(scope.type, scope.name, tuple(actions))
            for scope in asked
            if (actions := self._rights.granted(account, scope.name, scope.actions, access_token))
        ]
        token = self._tokens.for_registry(
            account, granted, access_token.uuid if access_token else None
        )
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
