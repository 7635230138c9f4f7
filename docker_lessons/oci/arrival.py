"""A blob on its way from the network to the store, hashed and written outside of the event loop.

The disk may be slow, and hashing gigabytes keeps a processor busy: other requests must wait for
neither.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docker_lessons.oci.store import BlobWriter

PIECE = 1 << 20
"""Bytes that are written at a time."""

_SMALL = 1 << 16
"""Bytes; fewer than these are written in less time than it takes to hand them to a thread."""


class Arrival:
    """The bytes that arrive for `writer`, which stays open until `flush` has returned."""

    def __init__(self, writer: BlobWriter) -> None:
        self._writer = writer
        self._pending = bytearray()
        self.taken = 0
        """Bytes taken so far."""

    async def take(self, chunk: bytes) -> None:
        """Takes the next bytes; writes the pending ones whenever there are `PIECE` of them.

        Raises:
            DiskFull: When there is no room for them; nothing of the blob is kept.
        """
        self._pending += chunk
        self.taken += len(chunk)
        if len(self._pending) >= PIECE:
            await self.flush()

    async def flush(self) -> None:
        """Writes the bytes that are still pending.

        Raises:
            DiskFull: When there is no room for them; nothing of the blob is kept.
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
            # The caller may close the file, so the thread must have let go of it.
            await asyncio.wait([writing])
            raise
