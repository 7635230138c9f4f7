"""Authentication at a registry: challenges, credentials and the scopes of tokens.

Sources: distribution specification, "Token authentication" (docs/spec/auth/token.md of
distribution/distribution); RFC 9110 section 11 and RFC 7617 for the challenges and Basic.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SCHEME = re.compile(r"[\s,]*([A-Za-z0-9!#$%&'*+.^_`|~-]+)(\s+|\s*,|\s*\Z)")
_TOKEN68 = re.compile(r"[A-Za-z0-9._~+/-]+=*\s*(?:,|\Z)")
_PARAMETER = re.compile(r'\s*([A-Za-z0-9_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^",\s]+))\s*(?:,|\Z)')


@dataclass(frozen=True)
class Credential:
    """A user name and a password or access token; its `repr` leaves the password out."""

    username: str
    password: str = field(repr=False)

    def basic(self) -> str:
        """Returns the value of an ``Authorization`` header for Basic authentication."""
        pair = f"{self.username}:{self.password}".encode()
        return "Basic " + base64.b64encode(pair).decode()


@dataclass(frozen=True)
class Challenge:
    """What a registry answers to a request without credentials: how and where to authenticate."""

    scheme: str
    """In lower case: ``bearer`` or ``basic``."""
    parameters: dict[str, str]

    @classmethod
    def parse(cls, *fields: str) -> Challenge | None:
        """Parses the ``WWW-Authenticate`` fields of an answer; returns None if there is no challenge in them.

        Of several challenges (RFC 9110 section 11.6.1) it is the one that can be met: a token's, else a password's.
        """
        every = [challenge for field in fields for challenge in cls._every(field)]
        known = {challenge.scheme: challenge for challenge in reversed(every)}
        return known.get("bearer") or known.get("basic") or next(iter(every), None)

    @classmethod
    def _every(cls, text: str) -> Iterator[Challenge]:
        position = 0
        while scheme := _SCHEME.match(text, position):
            parameters = {}
            position = scheme.end()
            while match := _PARAMETER.match(text, position):
                name, quoted, bare = match.groups()
                value = bare if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
                parameters[name.lower()] = value
                position = match.end()
            if not parameters and scheme[2].isspace() and (other := _TOKEN68.match(text, position)):
                position = other.end()
            yield cls(scheme[1].lower(), parameters)


def scope(repository: str, *actions: str) -> str:
    """Returns a token's scope for a repository: ``repository:demousr/demorep:pull,push``."""
    return f"repository:{repository}:{','.join(actions)}"


def granted(token: str, repository: str) -> set[str] | None:
    """Returns the actions that a token grants on `repository`, None if it is not a JSON Web Token.

    The signature is not verified, which is the registry's task.
    """
    try:
        payload = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (IndexError, ValueError, RecursionError, binascii.Error):
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
