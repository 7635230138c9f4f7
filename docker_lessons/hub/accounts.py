"""Accounts and their passwords.

A password is kept as an argon2id hash of 19 MiB and two passes (OWASP's password storage sheet).
One that was right a moment ago is remembered for as long as a token lives, under a hash with a key
that this process alone has, so that a push of ten requests does not pay for ten verifications.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from docker_lessons.hub.names import check_account_name
from docker_lessons.hub.tokens import LIFETIME
from docker_lessons.hub.tries import Tries

if TYPE_CHECKING:
    from collections.abc import Callable

    from argon2 import PasswordHasher

    from docker_lessons.hub.database import Database

_MEMORY_KIB = 19 * 1024
_PASSES = 2
_LONGEST_PASSWORD = 1024

_Result = TypeVar("_Result")


class WrongPassword(Exception):
    """No such account, or not its password: nobody learns which."""

    def __init__(self) -> None:
        super().__init__("incorrect username or password")


@dataclass(frozen=True)
class Account:
    """Somebody who has a namespace."""

    id: int
    name: str
    joined: float
    """Seconds since the epoch."""


class Accounts:
    """The accounts of this Hub."""

    def __init__(self, database: Database, tries: Tries | None = None) -> None:
        self._database = database
        self._tries = tries or Tries()
        self._key = secrets.token_bytes(32)
        self._remembered: dict[bytes, float] = {}
        self._given: dict[str, str] = {}
        # One thread alone: each one that has hashed keeps its 19 MiB for the next time.
        self._hashing = ThreadPoolExecutor(1, "hub-passwords")
        self._one_at_a_time = asyncio.Lock()

    def ensure(self, name: str, password: str | None) -> None:
        """Have an account `name` with this password; with None nobody can sign in as it.

        The hash is made when it is first needed, since it takes longer than all else at a start.

        Raises:
            InvalidName: when no account can be called so.
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
        """Give the account called `name`."""
        row = self._database.row("SELECT id, name, joined FROM accounts WHERE name = ?", name)
        return Account(**dict(row)) if row else None

    async def authenticate(self, name: str, password: str) -> Account:
        """Give the account if this is its password.

        Raises:
            WrongPassword: it is not, or there is no such account.
            TooManyTries: there were too many wrong ones for this account lately.
        """
        if len(password) > _LONGEST_PASSWORD:
            raise WrongPassword
        account = self.find(name)
        if account and self._is_remembered(name, password):
            return account
        self._tries.check(name)
        # Counted before it is known, else a hundred tries at once would all pass the check.
        self._tries.spend(name)
        async with self._one_at_a_time:
            await self._take_given(name)
            hashed = self._hash_of(name)
            right = await self._in_thread(_verify, hashed, password)
        if not right or account is None:
            raise WrongPassword
        self._tries.give_back(name)
        self._remember(name, password)
        return account

    def close(self) -> None:
        """End the thread that hashes."""
        self._hashing.shutdown()

    async def _in_thread(self, act: Callable[..., _Result], *arguments: object) -> _Result:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._hashing, act, *arguments)

    async def _take_given(self, name: str) -> None:
        password = self._given.pop(name, None)
        if password is None:
            return
        hashed = self._hash_of(name)
        if hashed is None or not await self._in_thread(_verify, hashed, password):
            made = await self._in_thread(_hasher().hash, password)
            self._database.execute(
                "UPDATE accounts SET password_hash = ? WHERE name = ?", made, name
            )

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


def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=_PASSES, memory_cost=_MEMORY_KIB, parallelism=1)


def _verify(hashed: str | None, password: str) -> bool:
    """Verify, taking as long for an account that does not exist as for one that does."""
    from argon2.exceptions import VerificationError

    hasher = _hasher()
    if hashed is None:
        hasher.hash(password)
        return False
    try:
        return hasher.verify(hashed, password)
    except VerificationError:
        return False
