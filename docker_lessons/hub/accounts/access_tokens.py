"""Personal access tokens: used instead of an account's password, with fewer rights, and each revocable on its own.

The database has only a token's digest: a random token of 160 bits cannot be guessed from it, so no slow hash is
needed as for a password. Sources: Docker's documentation, "Personal access tokens", and the Docker Hub API
(content/reference/api/hub/latest.yaml, `access-tokens`).
"""

from __future__ import annotations

import hashlib
import secrets
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docker_lessons.language import gettext
from docker_lessons.oci.docker_hub import ACCESS_TOKEN_PREFIX
from docker_lessons.oci.store import DiskFull

if TYPE_CHECKING:
    import sqlite3

    from docker_lessons.hub.database import Database

LABEL_LENGTH = 100
"""Characters that a token's label may have."""

MOST = 100
"""Tokens that an account may have."""

PUBLIC_READ, READ, WRITE, ADMIN = SCOPES = (
    "repo:public_read",
    "repo:read",
    "repo:write",
    "repo:admin",
)
"""The scopes, from the smallest on; each one contains those before it."""

_ACTIONS = {
    PUBLIC_READ: frozenset({"pull"}),
    READ: frozenset({"pull"}),
    WRITE: frozenset({"pull", "push"}),
    ADMIN: frozenset({"pull", "push", "delete", "*"}),
}
_COLUMNS = """uuid, accounts.name AS owner, label, scopes, is_active, created, creator_ip, creator_ua, expires, used"""
_LONGEST_AGENT = 255


class InvalidLabel(ValueError):
    """A label that no token can have; the message says why."""


class InvalidScope(ValueError):
    """Scopes that no token can have; the message says why."""


class InvalidExpiry(ValueError):
    """A time at which no token can expire; the message says why."""


class TooManyTokens(Exception):
    """The account has as many tokens as it may have; the message says what to do."""

    def __init__(self) -> None:
        super().__init__(
            gettext(
                "You already have {number} access tokens, which is the limit. Delete one that you no longer use.",
                number=MOST,
            )
        )


class UnusableToken(Exception):
    """A token of this account that does not work any longer; the message is Docker Hub's."""


@dataclass(frozen=True)
class AccessToken:
    """A personal access token, without the token itself; times are seconds since the epoch."""

    uuid: str
    owner: str
    """The account's name."""
    label: str
    scopes: tuple[str, ...]
    is_active: bool
    created: float
    creator_ip: str
    creator_ua: str
    expires: float | None
    """None for a token that remains valid until it is deactivated or deleted."""
    used: float | None
    """When somebody last logged in with it, None if nobody has."""

    @property
    def scope(self) -> str:
        """The largest of its scopes."""
        return max(self.scopes, key=SCOPES.index)

    @property
    def actions(self) -> frozenset[str]:
        """What it allows in a repository of its owner's."""
        return _ACTIONS[self.scope]

    def contains(self, scope: str) -> bool:
        """Tells whether its scopes contain `scope`."""
        return SCOPES.index(scope) <= SCOPES.index(self.scope)

    def has_expired(self, now: float | None = None) -> bool:
        """Tells whether its time is over."""
        return self.expires is not None and self.expires <= (time.time() if now is None else now)


class AccessTokens:
    """The personal access tokens of this Hub's accounts."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def create(
        self,
        account: str,
        label: str,
        scopes: list[str],
        *,
        expires: float | None = None,
        creator_ip: str = "",
        creator_ua: str = "",
    ) -> tuple[AccessToken, str]:
        """Creates a token; returns its record, and the token itself, which nobody can find out later.

        Raises:
            InvalidLabel: When the label is empty or too long.
            InvalidScope: When no scope is given, or one that does not exist.
            InvalidExpiry: When it would have expired already.
            TooManyTokens: When the account has as many as it may have.
        """
        label = checked_label(label)
        if not scopes or not set(scopes) <= set(SCOPES):
            raise InvalidScope(
                gettext("Choose one of these scopes: {scopes}.", scopes=", ".join(reversed(SCOPES)))
            )
        now = self._clock()
        if expires is not None and expires <= now:
            raise InvalidExpiry(gettext("The expiration date is in the past. Choose a later one."))
        if self.count(account) >= MOST:
            raise TooManyTokens
        number = str(uuid.uuid4())
        token = ACCESS_TOKEN_PREFIX + secrets.token_urlsafe(20)
        self._database.execute(
            """INSERT INTO access_tokens
            (uuid, account, label, digest, scopes, created, creator_ip, creator_ua, expires)
            SELECT ?, id, ?, ?, ?, ?, ?, ?, ? FROM accounts WHERE name = ?""",
            number,
            label,
            _digest(token),
            " ".join(scope for scope in SCOPES if scope in scopes),
            now,
            creator_ip,
            # A header may hold bytes that are no text.
            creator_ua.encode(errors="replace").decode()[:_LONGEST_AGENT],
            expires,
            account,
        )
        created = self.find(account, number)
        if created is None:
            raise LookupError(account)
        return created, token

    def all(self, account: str, first: int = 0, number: int = -1) -> list[AccessToken]:
        """Returns the account's tokens, the newest first: all, or `number` from the one at `first` on."""
        rows = self._database.rows(
            f"""SELECT {_COLUMNS} FROM access_tokens JOIN accounts ON accounts.id = account
            WHERE accounts.name = ? ORDER BY created DESC, access_tokens.rowid DESC LIMIT ? OFFSET ?""",  # noqa: S608
            account,
            number,
            first,
        )
        return [_read(row) for row in rows]

    def count(self, account: str, *, active: bool = False) -> int:
        """Returns how many tokens the account has; with `active`, how many of them are active."""
        row = self._database.row(
            """SELECT COUNT(*) AS number FROM access_tokens JOIN accounts ON accounts.id = account
            WHERE accounts.name = ? AND is_active >= ?""",
            account,
            active,
        )
        return int(row["number"]) if row else 0

    def find(self, account: str, number: str) -> AccessToken | None:
        """Returns the account's token with the UUID `number`, None if there is none."""
        found = self.by_uuid(number)
        return found if found and found.owner == account else None

    def by_uuid(self, number: str) -> AccessToken | None:
        """Returns the token with the UUID `number`, whosever it is; None if there is none."""
        row = self._database.row(
            f"""SELECT {_COLUMNS} FROM access_tokens JOIN accounts ON accounts.id = account
            WHERE uuid = ?""",  # noqa: S608
            number,
        )
        return _read(row) if row else None

    def change(
        self, token: AccessToken, *, label: str | None = None, is_active: bool | None = None
    ) -> AccessToken:
        """Changes the label and whether the token is active (None: unchanged), and returns the changed token.

        Raises:
            InvalidLabel: When the label is empty or too long.
        """
        if label is not None:
            label = checked_label(label)
        with self._database.reserve():
            self._database.execute(
                """UPDATE access_tokens SET label = COALESCE(?, label),
                is_active = COALESCE(?, is_active) WHERE uuid = ?""",
                label,
                is_active,
                token.uuid,
            )
        changed = self.by_uuid(token.uuid)
        if changed is None:
            raise LookupError(token.uuid)
        return changed

    def delete(self, token: AccessToken) -> None:
        """Deletes a token, which ends at once whatever was logged in with it."""
        with self._database.reserve():
            self._database.execute("DELETE FROM access_tokens WHERE uuid = ?", token.uuid)

    def verify(self, account: str, token: str, *, noted: bool = True) -> AccessToken | None:
        """Returns the record of the account's token `token`, None if there is none; with `noted`, records the use.

        Raises:
            UnusableToken: When it is one that was deactivated or has expired.
        """
        if not token.startswith(ACCESS_TOKEN_PREFIX):
            return None
        row = self._database.row(
            f"""SELECT {_COLUMNS} FROM access_tokens JOIN accounts ON accounts.id = account
            WHERE digest = ? AND accounts.name = ?""",  # noqa: S608
            _digest(token),
            account,
        )
        if row is None:
            return None
        found = _read(row)
        now = self._clock()
        if found.has_expired(now):
            raise UnusableToken("personal access token is expired")
        if not found.is_active:
            raise UnusableToken("personal access token is inactive")
        if noted:
            with suppress(DiskFull):
                self._database.execute(
                    "UPDATE access_tokens SET used = ? WHERE uuid = ?", now, found.uuid
                )
        return found

    def usable(self, number: str) -> AccessToken | None:
        """Returns the token with the UUID `number` if it may be used now, None if it may not."""
        found = self.by_uuid(number)
        return found if found and found.is_active and not found.has_expired(self._clock()) else None


def checked_label(label: str) -> str:
    """Returns a label without the spaces around it.

    Raises:
        InvalidLabel: When it is empty or too long.
    """
    label = label.strip()
    if not label:
        raise InvalidLabel(gettext("A token needs a description, for example “my laptop”."))
    if len(label) > LABEL_LENGTH:
        raise InvalidLabel(
            gettext(
                "The description has {length} characters, but {limit} is the limit. Please shorten it.",
                length=len(label),
                limit=LABEL_LENGTH,
            )
        )
    return label


def _read(row: sqlite3.Row) -> AccessToken:
    values = dict(row)
    return AccessToken(
        **{
            **values,
            "scopes": tuple(values["scopes"].split()),
            "is_active": bool(values["is_active"]),
        }
    )


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode(errors="replace")).digest()
