"""A blob on its way from the network to the store: hashed and written outside of the event loop.

A disk may be slow, and a blob of gigabytes keeps a processor busy: whoever else is served must not
wait for either.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docker_lessons.oci.store import BlobWriter

PIECE = 1 << 20
"""How many bytes are written at a time."""

_SMALL = 1 << 16
"""Fewer bytes than these are written sooner than a thread is woken."""


class Arrival:
    """What arrives for `writer`, which must not be ended before `flush` has returned."""

    def __init__(self, writer: BlobWriter) -> None:
        self._writer = writer
        self._pending = bytearray()
        self.taken = 0
        """How many bytes were taken so far."""

    async def take(self, chunk: bytes) -> None:
        """Take the next bytes; now and then that waits until many of them are written.

        Raises:
            DiskFull: If there is no room; then nothing of the blob is kept.
        """
        self._pending += chunk
        self.taken += len(chunk)
        if len(self._pending) >= PIECE:
            await self.flush()

    async def flush(self) -> None:
        """Write what was taken.

        Raises:
            DiskFull: As for `take`.
        """
        piece = bytes(self._pending)
        self._pending.clear()
        if len(piece) < _SMALL:
            self._writer.write(piece)
            return
        writing = asyncio.ensure_future(asyncio.to_thread(self._writer.write, piece))
        try:
            await asyncio.shield(writing)
        except asyncio.CancelledError:
            # The thread has the file; whoever is told may close it.
            await asyncio.wait([writing])
            raise
