"""How a registry is shown who asks: log-in challenges, credentials and tokens.

Sources: distribution specification, "Token authentication" (docs/spec/auth/token.md of
distribution/distribution); RFC 9110 section 11 and RFC 7617 for the challenges and Basic.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass, field

_SCHEME = re.compile(r"\s*([A-Za-z0-9!#$%&'*+.^_`|~-]+)(?:\s+|\Z)")
_PARAMETER = re.compile(r'\s*([A-Za-z0-9_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^",\s]+))\s*(?:,|\Z)')


@dataclass(frozen=True)
class Credential:
    """A user name and a password (or access token); never shown in full."""

    username: str
    password: str = field(repr=False)

    def basic(self) -> str:
        """Return the value of an ``Authorization`` header that carries it."""
        pair = f"{self.username}:{self.password}".encode()
        return "Basic " + base64.b64encode(pair).decode()


@dataclass(frozen=True)
class Challenge:
    """What a registry answers to a stranger: how, and where, to show who one is."""

    scheme: str
    """In lower case: ``bearer`` or ``basic``."""
    parameters: dict[str, str]

    @classmethod
    def parse(cls, header: str) -> Challenge | None:
        """Read a ``WWW-Authenticate`` header; None if it holds no challenge."""
        scheme = _SCHEME.match(header)
        if scheme is None:
            return None
        parameters = {}
        position = scheme.end()
        while match := _PARAMETER.match(header, position):
            name, quoted, bare = match.groups()
            parameters[name.lower()] = bare if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
            position = match.end()
        return cls(scheme[1].lower(), parameters)


def scope(repository: str, *actions: str) -> str:
    """Return the name of a right: ``repository:demousr/demorep:pull,push``."""
    return f"repository:{repository}:{','.join(actions)}"


def granted(token: str, repository: str) -> set[str] | None:
    """Return the actions that a token names for `repository`; None if it is no JSON Web Token.

    The token's signature is the registry's to verify, and is not looked at.
    """
    try:
        payload = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (IndexError, ValueError, binascii.Error):
        return None
    if not isinstance(claims, dict) or not isinstance(claims.get("access") or [], list):
        return None
    actions: set[str] = set()
    for entry in claims.get("access") or []:
        if (
            isinstance(entry, dict)
            and entry.get("type") == "repository"
            and entry.get("name") == repository
        ):
            actions.update(str(action) for action in entry.get("actions") or [])
    return actions
