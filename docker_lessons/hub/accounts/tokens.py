"""Tokens: short-lived, scoped, signed by this Hub's key.

One kind opens the registry (its `access` claim lists repositories and actions), the other the Hub's
API. Source: distribution, "Docker Registry v2 Bearer token specification" and "Token scope".
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
"""Seconds for which a token is good."""

SERVICE = "registry.docker.io"
"""The name of the registry in a challenge and as a token's audience: Docker Hub's own."""

_API = "hub-api"
_ALGORITHM = "HS256"


class InvalidToken(ValueError):
    """Not a token of this Hub for this purpose, or no longer."""


@dataclass(frozen=True)
class Scope:
    """One resource with actions, `repository:demousr/demorep:pull,push`."""

    type: str
    name: str
    actions: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> Scope | None:
        """Read one scope; None for what is none."""
        kind, _, rest = text.partition(":")
        name, colon, actions = rest.rpartition(":")
        if not (kind and name and colon):
            return None
        return cls(kind.partition("(")[0], name, tuple(filter(None, actions.split(","))))

    def __str__(self) -> str:
        return f"{self.type}:{self.name}:{','.join(self.actions)}"


@dataclass(frozen=True)
class Grant:
    """What a registry token says."""

    account: str | None
    """None: a stranger."""
    scopes: tuple[Scope, ...]

    def actions(self, name: str) -> set[str]:
        """Give the actions that it opens on the repository `name`."""
        return {
            action
            for scope in self.scopes
            if scope.type == "repository" and scope.name == name
            for action in scope.actions
        }


class Tokens:
    """Makes and reads tokens."""

    def __init__(self, secret: Secret, issuer: str) -> None:
        self._secret = secret
        self._issuer = issuer

    def for_registry(self, account: str | None, scopes: Iterable[Scope]) -> str:
        """Make a token for the registry that grants `scopes`."""
        access = [
            {"type": scope.type, "name": scope.name, "actions": list(scope.actions)}
            for scope in scopes
        ]
        return self._make(SERVICE, account, access=access)

    def read_registry(self, token: str) -> Grant:
        """Read a registry token.

        Raises:
            InvalidToken: when it is none that is good now.
        """
        claims = self._read(SERVICE, token)
        return Grant(
            claims["sub"] or None,
            tuple(
                Scope(entry["type"], entry["name"], tuple(entry["actions"]))
                for entry in claims["access"]
            ),
        )

    def for_api(self, account: str) -> str:
        """Make a token for the Hub's API."""
        return self._make(_API, account)

    def read_api(self, token: str) -> str:
        """Give the account of an API token.

        Raises:
            InvalidToken: when it is none that is good now.
        """
        return str(self._read(_API, token)["sub"])

    def _make(self, audience: str, account: str | None, **claims: Any) -> str:
        import jwt

        now = int(time.time())
        claims |= {
            "iss": self._issuer,
            "sub": account or "",
            "aud": audience,
            "iat": now,
            "nbf": now,
            "exp": now + LIFETIME,
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
