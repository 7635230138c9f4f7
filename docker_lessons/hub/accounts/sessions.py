"""Sessions of the pages: who is signed in, and until when.

The browser holds a random number, the database its digest: who reads the database cannot sign in
with it. A session ends when its owner signs out, after some hours of rest, and after a day.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docker_lessons.hub.accounts.accounts import Account
    from docker_lessons.hub.accounts.secret import Secret
    from docker_lessons.hub.database import Database

LONGEST = 24 * 3600.0
"""Seconds after which a session ends, whatever happens in it."""

LONGEST_REST = 8 * 3600.0
"""Seconds without a request after which it ends."""

_SEEN_EVERY = 60.0


class Sessions:
    """The sessions of this Hub, and the tokens that its forms carry."""

    def __init__(
        self, database: Database, secret: Secret, clock: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._secret = secret
        self._clock = clock

    @property
    def cookie(self) -> str:
        """The cookie's name; each Hub has its own, since ports of one host share cookies."""
        return f"practice_hub_{self._secret.sign('cookie', '')[:8]}"

    @staticmethod
    def new_key() -> str:
        """Make a number for a visitor who has none; it opens nothing yet."""
        return secrets.token_urlsafe(32)

    def begin(self, account: Account) -> str:
        """Sign `account` in; gives a new number for the cookie."""
        key, now = self.new_key(), self._clock()
        self._database.execute(
            "DELETE FROM sessions WHERE began < ? OR seen < ?", now - LONGEST, now - LONGEST_REST
        )
        self._database.execute(
            "INSERT INTO sessions VALUES (?, ?, ?, ?)", _digest(key), account.id, now, now
        )
        return key

    def account(self, key: str) -> str | None:
        """Give the name of the account that is signed in under `key`."""
        now = self._clock()
        row = self._database.row(
            """SELECT name, seen FROM sessions JOIN accounts ON accounts.id = account
            WHERE digest = ? AND began >= ? AND seen >= ?""",
            _digest(key),
            now - LONGEST,
            now - LONGEST_REST,
        )
        if row is None:
            return None
        if row["seen"] < now - _SEEN_EVERY:
            self._database.execute(
                "UPDATE sessions SET seen = ? WHERE digest = ?", now, _digest(key)
            )
        return str(row["name"])

    def end(self, key: str) -> None:
        """Sign out."""
        self._database.execute("DELETE FROM sessions WHERE digest = ?", _digest(key))

    def form_token(self, key: str) -> str:
        """Give what the forms of the visitor `key` carry."""
        return self._secret.sign("form", key)

    def is_form_token(self, key: str, token: str) -> bool:
        """Say whether a form was made for the visitor `key` by us."""
        return hmac.compare_digest(self.form_token(key).encode(), token.encode())


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()
