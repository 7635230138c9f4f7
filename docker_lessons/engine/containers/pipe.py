"""A pipe from a thread that writes to a client that reads, at the client's pace."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import IO, TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

_MOST_WAITING = 4
_CHUNK = 1 << 17


class Closed(Exception):
    """Nobody reads any more."""


class _Pipe:
    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._chunks: asyncio.Queue[bytes] = asyncio.Queue(_MOST_WAITING)
        self._pending = bytearray()
        self.is_closed = False

    def write(self, data: bytes) -> int:
        """Takes bytes, in the thread that writes."""
        self._pending += data
        if len(self._pending) >= _CHUNK:
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Hands over what is pending, and waits until there is room for it."""
        if self.is_closed:
            raise Closed
        if self._pending:
            put = self._chunks.put(bytes(self._pending))
            asyncio.run_coroutine_threadsafe(put, self._loop).result()
            self._pending.clear()

    async def get(self) -> bytes:
        return await self._chunks.get()

    def drop(self) -> None:
        """Makes room, so that the thread goes on and finds that nobody reads."""
        self.is_closed = True
        with suppress(asyncio.QueueEmpty):
            while True:
                self._chunks.get_nowait()


async def written(write: Callable[[IO[bytes]], None]) -> AsyncIterator[bytes]:
    """Yields what `write` writes in a thread; the thread waits for a slow reader, and ends when the reader leaves."""
    pipe = _Pipe(asyncio.get_running_loop())

    def work() -> None:
        write(cast("IO[bytes]", pipe))
        pipe.flush()

    working = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        while True:
            getting = asyncio.ensure_future(pipe.get())
            await asyncio.wait([getting, working], return_when=asyncio.FIRST_COMPLETED)
            if getting.done():
                yield getting.result()
                continue
            getting.cancel()
            working.result()
            return
    finally:
        pipe.is_closed = True
        while not working.done():
            pipe.drop()
            await asyncio.wait([working], timeout=0.05)
        if not working.cancelled():
            working.exception()
