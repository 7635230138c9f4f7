"""The standard streams of a container: what it writes goes to all attached clients, which may write to it.

A reader that does not keep up makes the program wait, as a full pipe would, so that nothing piles up in memory.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING

from docker_lessons.engine.runtime.process import STDERR, STDOUT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable

    from docker_lessons.engine.runtime.process import Running

_MOST_PENDING, _FEW_PENDING = 1 << 20, 1 << 18
"""How many bytes a reader may be behind before the program waits, and when it goes on."""


class Attached:
    """One reader of a container's output; iterating gives stream and bytes until the container ends."""

    def __init__(self, streams: Streams, wanted: frozenset[int]) -> None:
        self._streams = streams
        self._wanted = wanted
        self._chunks: deque[tuple[int, bytes]] = deque()
        self._news = asyncio.Event()
        self._ended = False
        self.pending = 0
        """The number of bytes that wait to be read."""

    def feed(self, stream: int, data: bytes) -> None:
        """Takes what the program wrote."""
        if stream in self._wanted and not self._ended:
            self._chunks.append((stream, data))
            self.pending += len(data)
            self._news.set()

    def end(self) -> None:
        """Takes note that nothing more comes."""
        self._ended = True
        self._news.set()

    async def __aiter__(self) -> AsyncIterator[tuple[int, bytes]]:
        while True:
            while self._chunks:
                stream, data = self._chunks.popleft()
                yield stream, data
                self.pending -= len(data)
                self._streams.let_go()
            if self._ended:
                return
            self._news.clear()
            await self._news.wait()

    def close(self) -> None:
        """Stops reading."""
        self.end()
        self.pending = 0
        self._streams.detach(self)


class Streams:
    """The streams of one container, over all its runs."""

    def __init__(self) -> None:
        self._readers: list[Attached] = []
        self._caught_up = asyncio.Event()
        self._running: Running | None = None
        self._begun = asyncio.Event()

    def attach(self, *, stdout: bool, stderr: bool) -> Attached:
        """Returns a reader of what is written from now on, by this run or by the next one."""
        wanted = frozenset(
            stream for stream, asked in ((STDOUT, stdout), (STDERR, stderr)) if asked
        )
        reader = Attached(self, wanted)
        self._readers.append(reader)
        return reader

    def detach(self, reader: Attached) -> None:
        """Forgets a reader."""
        if reader in self._readers:
            self._readers.remove(reader)
        self.let_go()

    def begin(self, running: Running) -> None:
        """Takes note that the program runs."""
        self._running = running
        self._begun.set()

    def feed(self, stream: int, data: bytes) -> Awaitable[None] | None:
        """Passes on what the program wrote; what is returned has to be awaited before it may write more."""
        for reader in self._readers:
            reader.feed(stream, data)
        if all(reader.pending <= _MOST_PENDING for reader in self._readers):
            return None
        return self._catching_up()

    async def _catching_up(self) -> None:
        self._caught_up.clear()
        await self._caught_up.wait()

    def end(self) -> None:
        """Ends the reading of all attached clients; one that attaches later waits for the next run."""
        for reader in self._readers:
            reader.end()
        self._readers.clear()
        self._caught_up.set()
        self._running = None
        self._begun.clear()

    def let_go(self) -> None:
        """Lets the program write on when every reader has caught up."""
        if all(reader.pending <= _FEW_PENDING for reader in self._readers):
            self._caught_up.set()

    async def write(self, data: bytes) -> None:
        """Writes to the program's standard input, once it runs."""
        await self._begun.wait()
        if self._running is not None:
            await self._running.write(data)

    async def close_stdin(self) -> None:
        """Ends the program's standard input, once it runs."""
        await self._begun.wait()
        if self._running is not None:
            self._running.close_stdin()
