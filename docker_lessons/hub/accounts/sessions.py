"""Sessions of the pages: who is signed in, and until when.

The browser keeps a random key, the database only its digest, so that nobody can sign in with what
they read in the database. A session ends when its owner signs out, after some hours without a
request, and after a day.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from docker_lessons.oci.store import DiskFull

if TYPE_CHECKING:
    from docker_lessons.hub.accounts.accounts import Account
    from docker_lessons.hub.accounts.secret import Secret
    from docker_lessons.hub.database import Database

LONGEST = 24 * 3600.0
"""Seconds after which a session ends, even if it is in use."""

LONGEST_REST = 8 * 3600.0
"""Seconds without a request after which a session ends."""

_SEEN_EVERY = 60.0


class Sessions:
    """The sessions of this Hub, and the tokens in its forms."""

    def __init__(
        self, database: Database, secret: Secret, clock: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._secret = secret
        self._clock = clock

    @property
    def cookie(self) -> str:
        """The cookie's name; each Hub has its own, since all ports of a host share cookies."""
        return f"practice_hub_{self._secret.sign('cookie', '')[:8]}"

    @staticmethod
    def new_key() -> str:
        """Returns a random key for a visitor who has none; nobody is signed in under it yet."""
        return secrets.token_urlsafe(32)

    def begin(self, account: Account) -> str:
        """Signs `account` in and returns a new key for the cookie."""
        key, now = self.new_key(), self._clock()
        # Who wants to delete something has to sign in first, on a full disk, too.
        with self._database.reserve():
            self._database.execute(
                "DELETE FROM sessions WHERE began < ? OR seen < ?",
                now - LONGEST,
                now - LONGEST_REST,
            )
            self._database.execute(
                "INSERT INTO sessions VALUES (?, ?, ?, ?)", _digest(key), account.id, now, now
            )
        return key

    def account(self, key: str) -> str | None:
        """Returns the name of the account that is signed in under `key`, None if there is none."""
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
            with suppress(DiskFull):
                self._database.execute(
                    "UPDATE sessions SET seen = ? WHERE digest = ?", now, _digest(key)
                )
        return str(row["name"])

    def end(self, key: str) -> None:
        """Ends the session of `key`."""
        with self._database.reserve():
            self._database.execute("DELETE FROM sessions WHERE digest = ?", _digest(key))

    def form_token(self, key: str) -> str:
        """Returns the token in the forms of the visitor with this key."""
        return self._secret.sign("form", key)

    def is_form_token(self, key: str, token: str) -> bool:
        """Tells whether `token` is from a form that this Hub made for the visitor with this key."""
        return hmac.compare_digest(self.form_token(key).encode(), token.encode())


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()
