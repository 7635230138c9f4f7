"""Tokens: short-lived, scoped, signed by this Hub's key.

One kind is for the registry (its `access` claim lists repositories and actions), the other for the
Hub's API. Source: distribution/distribution, "Docker Registry v2 Bearer token specification" and
"Token scope".
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docker_lessons.hub.accounts.secret import Secret

LIFETIME = 300
"""Seconds for which a token for the registry is valid."""

API_LIFETIME = 600
"""Seconds for which a token for the Hub's API is valid, as published."""

SERVICE = "registry.docker.io"
"""The registry's name in challenges and as the audience of its tokens, as on Docker Hub."""

_API = "hub-api"
_ALGORITHM = "HS256"
_ACCESS_TOKEN = "pat"  # noqa: S105  # the name of a claim


class InvalidToken(ValueError):
    """A token that this Hub did not make for this purpose, or that has expired."""


@dataclass(frozen=True)
class Scope:
    """A resource with actions: `repository:demousr/demorep:pull,push`."""

    type: str
    name: str
    actions: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> Scope | None:
        """Reads a scope; returns None if `text` is not one."""
        kind, _, rest = text.partition(":")
        name, colon, actions = rest.rpartition(":")
        if not (kind and name and colon):
            return None
        return cls(kind.partition("(")[0], name, tuple(filter(None, actions.split(","))))

    def __str__(self) -> str:
        return f"{self.type}:{self.name}:{','.join(self.actions)}"


@dataclass(frozen=True)
class Grant:
    """What a token grants, and to whom; one for the API has no scopes."""

    account: str | None
    """None for a token that was asked for without an account."""
    scopes: tuple[Scope, ...] = ()
    access_token: str | None = None
    """UUID of the personal access token that it was asked for with, None if with the password."""

    def actions(self, name: str) -> set[str]:
        """Returns the actions that are granted on the repository `name`."""
        return {
            action
            for scope in self.scopes
            if scope.type == "repository" and scope.name == name
            for action in scope.actions
        }


class Tokens:
    """The tokens of this Hub, made and read."""

    def __init__(self, secret: Secret, issuer: str) -> None:
        self._secret = secret
        self._issuer = issuer

    def for_registry(
        self, account: str | None, scopes: Iterable[Scope], access_token: str | None = None
    ) -> str:
        """Returns a token for the registry that grants `scopes`, as long as `access_token` may be used."""
        access = [
            {"type": scope.type, "name": scope.name, "actions": list(scope.actions)}
            for scope in scopes
        ]
        return self._make(SERVICE, account, access_token, access=access)

    def read_registry(self, token: str) -> Grant:
        """Reads a registry token.

        Raises:
            InvalidToken: When it is not valid, or no longer.
        """
        claims = self._read(SERVICE, token)
        return Grant(
            claims["sub"] or None,
            tuple(
                Scope(entry["type"], entry["name"], tuple(entry["actions"]))
                for entry in claims["access"]
            ),
            claims.get(_ACCESS_TOKEN),
        )

    def for_api(self, account: str, access_token: str | None = None) -> str:
        """Returns a token for the Hub's API."""
        return self._make(_API, account, access_token)

    def read_api(self, token: str) -> Grant:
        """Reads an API token.

        Raises:
            InvalidToken: When it is not valid, or no longer.
        """
        claims = self._read(_API, token)
        return Grant(claims["sub"], access_token=claims.get(_ACCESS_TOKEN))

    def _make(
        self, audience: str, account: str | None, access_token: str | None, **claims: Any
    ) -> str:
        import jwt

        if access_token is not None:
            claims[_ACCESS_TOKEN] = access_token
        now = int(time.time())
        claims |= {
            "iss": self._issuer,
            "sub": account or "",
            "aud": audience,
            "iat": now,
            "nbf": now,
            "exp": now + (API_LIFETIME if audience == _API else LIFETIME),
            "jti": secrets.token_urlsafe(12),
        }
        return jwt.encode(claims, self._secret.key(audience), _ALGORITHM)

    def _read(self, audience: str, token: str) -> dict[str, Any]:
        import jwt

        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self._secret.key(audience),
                [_ALGORITHM],
                audience=audience,
                issuer=self._issuer,
                options={"require": ["exp", "sub"]},
            )
        except jwt.InvalidTokenError as error:
            raise InvalidToken(str(error)) from None
        return claims
