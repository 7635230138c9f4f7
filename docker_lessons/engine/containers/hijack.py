"""A connection that leaves HTTP: from the answer's head on, it carries bytes in both directions.

Source: moby ``api/swagger.yaml`` (``ContainerAttach``: "Hijacking", "Stream format") and its
``api/server/router/container``.
"""

from __future__ import annotations

import asyncio
import struct
from collections import deque
from typing import TYPE_CHECKING

from aiohttp import web

from docker_lessons.engine.api.wire import version_of

if TYPE_CHECKING:
    from asyncio import BaseTransport, Transport
    from typing import Self

RAW, MULTIPLEXED = (
    "application/vnd.docker.raw-stream",
    "application/vnd.docker.multiplexed-stream",
)
_NAMES_FRAMES = (1, 42)
"""The version of the API from which the type of a stream tells that it has frames."""
_MOST_UNREAD = 1 << 16


def frame(stream: int, data: bytes) -> bytes:
    """Returns a piece of output with its header: the stream and the length."""
    return struct.pack(">BxxxL", stream, len(data)) + data


def stream_type(request: web.Request, *, terminal: bool) -> str:
    """Returns the content type of output; that of a terminal has no frames."""
    return RAW if terminal or version_of(request) < _NAMES_FRAMES else MULTIPLEXED


class _Tail:
    """Takes the bytes that came right after the request and that aiohttp has already read."""

    def __init__(self) -> None:
        self.data = b""

    def feed_data(self, data: bytes) -> tuple[bool, bytes]:
        """Takes bytes, as aiohttp's parsers do."""
        self.data += data
        return False, b""

    def feed_eof(self) -> None:
        """Does nothing."""


class Hijacked(asyncio.Protocol):
    """The connection of a request, taken over from aiohttp in `async with`; then return `response` to aiohttp."""

    def __init__(self, request: web.Request, content_type: str) -> None:
        self._request = request
        self._type = content_type
        self._upgrade = request.headers.get("Upgrade", "").lower() == "tcp"
        self._unread: deque[bytes] = deque()
        self._size = 0
        self._paused = False
        self._ended = False
        self._news = asyncio.Event()
        self._writable = asyncio.Event()
        self._writable.set()
        self._transport: Transport
        self.lost = asyncio.Event()
        """Set when the client has gone away."""

    @property
    def response(self) -> web.Response:
        """What to return to aiohttp, which can no longer send it."""
        return web.Response(status=101 if self._upgrade else 200)

    async def __aenter__(self) -> Self:
        transport, http = self._request.transport, self._request.protocol
        if transport is None or transport.is_closing():
            raise ConnectionResetError("the client went away")
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        if self._upgrade:
            tail = _Tail()
            http.set_parser(tail)  # type: ignore[arg-type]
            if tail.data:
                self.data_received(tail.data)
            head = f"HTTP/1.1 101 UPGRADED\r\nContent-Type: {self._type}\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n"
        else:
            head = f"HTTP/1.1 200 OK\r\nContent-Type: {self._type}\r\n\r\n"
        transport.set_protocol(self)
        transport.resume_reading()
        transport.write(head.encode())
        return self

    async def __aexit__(self, *_: object) -> None:
        if not self.lost.is_set():
            self._transport.set_protocol(self._request.protocol)
            self._transport.close()

    async def read(self) -> bytes:
        """Returns the next bytes, b"" when the client has ended its side."""
        while not self._unread:
            if self._ended:
                return b""
            self._news.clear()
            await self._news.wait()
        data = b"".join(self._unread)
        self._unread.clear()
        self._size = 0
        if self._paused and not self.lost.is_set():
            self._paused = False
            self._transport.resume_reading()
        return data

    async def write(self, data: bytes) -> None:
        """Sends bytes, as fast as the client takes them.

        Raises:
            ConnectionResetError: When the client has gone away.
        """
        await self._writable.wait()
        if self.lost.is_set() or self._transport.is_closing():
            raise ConnectionResetError("the client went away")
        self._transport.write(data)

    # What asyncio calls.

    def data_received(self, data: bytes) -> None:
        """Takes bytes from the client."""
        self._unread.append(data)
        self._size += len(data)
        self._news.set()
        if self._size >= _MOST_UNREAD and not self._paused:
            self._paused = True
            self._transport.pause_reading()

    def eof_received(self) -> bool:
        """Takes note that the client sends no more, and keeps the connection open to send to it."""
        self._ended = True
        self._news.set()
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        """Takes note that the client went away."""
        self._ended = True
        self.lost.set()
        self._news.set()
        self._writable.set()
        self._request.protocol.connection_lost(exc)

    def connection_made(self, transport: BaseTransport) -> None:
        """Does nothing: the connection was made before."""

    def pause_writing(self) -> None:
        """Takes note that the client does not keep up."""
        self._writable.clear()

    def resume_writing(self) -> None:
        """Takes note that the client has caught up."""
        self._writable.set()
