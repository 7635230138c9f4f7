"""Bytes on their way from the network into a file, hashed and written outside of the event loop.

The disk may be slow, and hashing gigabytes keeps a processor busy: other requests must wait for
neither, nor must the bytes that arrive next.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

PIECE = 1 << 19
"""Bytes that are written at a time; as many again may arrive meanwhile."""

_SMALL = 1 << 16
"""Bytes; fewer than these are written in less time than it takes to hand them to a thread."""


class Arrival:
    """The bytes that arrive for `write`, such as a `BlobWriter`'s; an asynchronous context manager.

    After its block the file may be closed: no thread writes any more, and unless the block raised, all bytes are written.
    What `write` raises is raised by a later `take`, or at the end of the block; an exception of the block itself wins.
    """

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write = write
        self._pending: list[bytes] = []
        self._held = 0
        self._writing: asyncio.Future[None] | None = None
        self.taken = 0
        """Bytes taken so far."""

    async def take(self, chunk: bytes) -> None:
        """Takes the next bytes; has the pending ones written whenever there are `PIECE` of them.

        Raises:
            Exception: What `write` raised, such as `DiskFull`.
        """
        self._pending.append(chunk)
        self._held += len(chunk)
        self.taken += len(chunk)
        if self._held >= PIECE:
            await self._let_go()
            self._hand_over()

    def _hand_over(self) -> None:
        pieces, self._pending, self._held = self._pending, [], 0
        loop = asyncio.get_running_loop()
        self._writing = loop.run_in_executor(None, self._write_together, pieces)

    def _write_together(self, pieces: list[bytes]) -> None:
        self._write(b"".join(pieces))

    async def _let_go(self) -> None:
        """Waits until no thread writes."""
        if self._writing is None:
            return
        try:
            await asyncio.shield(self._writing)
        except asyncio.CancelledError:
            # The caller may close the file, so the thread must have let go of it.
            await asyncio.wait([self._writing])
            self._writing.exception()  # asyncio would log one that nobody asked for
            raise
        finally:
            if self._writing.done():
                self._writing = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if error is not None:
            with suppress(Exception):  # another one is on its way
                await self._let_go()
            return
        await self._let_go()
        if self._held < _SMALL:
            self._write_together(self._pending)
        else:
            self._hand_over()
            await self._let_go()
