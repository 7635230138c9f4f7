"""Accounts and their passwords.

A password that was right a moment ago is remembered for as long as a token lives, as a hash with a
key that only this process has, so that a push of ten requests does not pay for ten verifications.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docker_lessons.hub.accounts.passwords import PasswordHashes
from docker_lessons.hub.accounts.tokens import LIFETIME
from docker_lessons.hub.accounts.tries import Tries
from docker_lessons.hub.valid_names import check_account_name

if TYPE_CHECKING:
    from docker_lessons.hub.database import Database

_LONGEST_PASSWORD = 1024
"""Characters; a longer one is wrong without being hashed."""


class WrongPassword(Exception):
    """A wrong password, or the name of no account: the message does not say which."""

    def __init__(self) -> None:
        super().__init__("incorrect username or password")


@dataclass(frozen=True)
class Account:
    """The owner of a namespace."""

    id: int
    name: str
    joined: float
    """Seconds since the epoch."""


class Accounts:
    """The accounts of this Hub."""

    def __init__(
        self, database: Database, tries: Tries | None = None, hashes: PasswordHashes | None = None
    ) -> None:
        self._database = database
        self._tries = tries or Tries()
        self._hashes = hashes or PasswordHashes()
        self._key = secrets.token_bytes(32)
        self._remembered: dict[bytes, float] = {}
        self._given: dict[str, str] = {}
        self._one_at_a_time = asyncio.Lock()

    def ensure(self, name: str, password: str | None) -> None:
        """Creates the account `name` if it is missing and sets its password.

        With None a new account has no password, so that nobody can sign in as it, and an old one keeps its
        own. The hash is made when it is first needed, since it takes longer than everything else at a start.

        Raises:
            InvalidName: When no account can have this name.
        """
        check_account_name(name)
        self._database.execute(
            "INSERT INTO accounts (name, joined) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
            name,
            time.time(),
        )
        if password is not None:
            self._given[name] = password
            # Until the new hash is made, nothing else would tell the old password from the new one.
            self._remembered.clear()

    def find(self, name: str) -> Account | None:
        """Returns the account called `name`, None if there is none."""
        row = self._database.row("SELECT id, name, joined FROM accounts WHERE name = ?", name)
        return Account(**dict(row)) if row else None

    async def authenticate(self, name: str, password: str) -> Account:
        """Returns the account if this is its password.

        Raises:
            WrongPassword: When it is not, or when there is no such account.
            TooManyTries: When there were too many wrong passwords for this account lately.
        """
        if len(password) > _LONGEST_PASSWORD:
            raise WrongPassword
        account = self.find(name)
        if account and self._is_remembered(name, password):
            return account
        self._tries.check(name)
        # Counted before the result is known; otherwise a hundred tries at once would all pass.
        self._tries.spend(name)
        async with self._one_at_a_time:
            await self._take_given(name)
            right = self._is_remembered(name, password) or await self._hashes.verify(
                self._hash_of(name), password
            )
        if not right or account is None:
            raise WrongPassword
        self._tries.give_back(name)
        self._remember(name, password)
        return account

    def close(self) -> None:
        """Ends the thread that hashes passwords."""
        self._hashes.close()

    async def _take_given(self, name: str) -> None:
        password = self._given.pop(name, None)
        if password is None:
            return
        hashed = self._hash_of(name)
        if hashed is None or not await self._hashes.verify(hashed, password):
            made = await self._hashes.make(password)
            self._database.execute(
                "UPDATE accounts SET password_hash = ? WHERE name = ?", made, name
            )
        self._remember(name, password)

    def _hash_of(self, name: str) -> str | None:
        row = self._database.row("SELECT password_hash FROM accounts WHERE name = ?", name)
        return row["password_hash"] if row else None

    def _fingerprint(self, name: str, password: str) -> bytes:
        text = "\0".join((name, self._hash_of(name) or "", password))
        return hmac.digest(self._key, text.encode(), hashlib.sha256)

    def _is_remembered(self, name: str, password: str) -> bool:
        return self._remembered.get(self._fingerprint(name, password), 0.0) > time.monotonic()

    def _remember(self, name: str, password: str) -> None:
        now = time.monotonic()
        self._remembered = {key: end for key, end in self._remembered.items() if end > now}
        self._remembered[self._fingerprint(name, password)] = now + LIFETIME
