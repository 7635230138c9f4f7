"""Hashes of passwords: argon2id, in a thread of its own.

Source of the parameters: OWASP, "Password Storage Cheat Sheet" (19 MiB of memory, two passes).
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from argon2 import PasswordHasher

_Result = TypeVar("_Result")


class PasswordHashes:
    """Password hashes; each takes `memory` KiB of memory and `passes` passes over it."""

    def __init__(self, memory: int = 19 * 1024, passes: int = 2) -> None:
        self._memory = memory
        self._passes = passes
        # One thread only: each thread that has hashed keeps the memory for the next time.
        self._thread = ThreadPoolExecutor(1, "hub-passwords")

    async def make(self, password: str) -> str:
        """Returns the hash of a password, with its parameters and salt in it."""
        return await self._run(self._hasher().hash, password)

    async def verify(self, hashed: str | None, password: str) -> bool:
        """Tells whether `hashed` is a hash of this password.

        With None, for an account that does not exist, the answer is False and takes as long.
        """
        return await self._run(self._verify, hashed, password)

    def close(self) -> None:
        """Ends the thread."""
        self._thread.shutdown()

    async def _run(self, act: Callable[..., _Result], *arguments: object) -> _Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, act, *arguments)

    def _hasher(self) -> PasswordHasher:
        from argon2 import PasswordHasher

        return PasswordHasher(time_cost=self._passes, memory_cost=self._memory, parallelism=1)

    def _verify(self, hashed: str | None, password: str) -> bool:
        from argon2.exceptions import VerificationError

        if hashed is None:
            self._hasher().hash(password)
            return False
        try:
            return self._hasher().verify(hashed, password)
        except VerificationError:
            return False
