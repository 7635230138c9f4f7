"""The bridge from a world's own socket to an engine on a network, over TCP, TLS or ssh.

Clients, lessons and the SDK use the socket like any engine's. Each of their connections is carried to the engine byte
by byte; a half-close is passed on, since `docker run -i` sends one and then waits for the answer.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import ssl
from typing import Final

from docker_lessons.world.remote import Remote

_CHUNK: Final = 65536
_CONNECT_SECONDS: Final = 15.0

_log = logging.getLogger(__name__)


class Stream:
    """A connection whose halves can be closed separately."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def read(self) -> bytes:
        """Returns the next bytes, none at the end.

        Raises:
            OSError: When the connection breaks.
        """
        return await self._reader.read(_CHUNK)

    async def write(self, data: bytes) -> None:
        """Sends; waits where the other side reads slowly.

        Raises:
            OSError: When the connection breaks.
        """
        self._writer.write(data)
        await self._writer.drain()

    async def end_sending(self) -> None:
        """Says that nothing more is sent.

        Raises:
            OSError: When the connection breaks.
        """
        self._writer.write_eof()

    async def close(self) -> None:
        """Ends the connection."""
        self._writer.close()
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()


class TlsStream(Stream):
    """The same over TLS; asyncio's own TLS cannot close one half alone."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        context: ssl.SSLContext,
        host: str,
    ) -> None:
        super().__init__(reader, writer)
        self._came, self._goes = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._came, self._goes, server_hostname=host)

    async def shake_hands(self) -> None:
        """Begins TLS.

        Raises:
            OSError: When it fails.
        """
        while True:
            try:
                self._tls.do_handshake()
            except ssl.SSLWantReadError:
                await self._flush()
                await self._more()
            else:
                await self._flush()
                return

    async def read(self) -> bytes:
        """Returns the next bytes, none at the end.

        Raises:
            OSError: When the connection breaks.
        """
        while True:
            try:
                return self._tls.read(_CHUNK)
            except ssl.SSLWantReadError:
                if not await self._more():
                    return b""
            except ssl.SSLZeroReturnError:
                return b""

    async def write(self, data: bytes) -> None:
        """Sends; waits where the other side reads slowly.

        Raises:
            OSError: When the connection breaks.
        """
        self._tls.write(data)
        await self._flush()

    async def end_sending(self) -> None:
        """Says that nothing more is sent, and goes on reading.

        Raises:
            OSError: When the connection breaks.
        """
        with contextlib.suppress(
            ssl.SSLError
        ):  # it wants to read the other side's end, which comes later
            self._tls.unwrap()
        await self._flush()

    async def _flush(self) -> None:
        if self._goes.pending:
            await super().write(self._goes.read())

    async def _more(self) -> bool:
        data = await super().read()
        if data:
            self._came.write(data)
        else:
            self._came.write_eof()
        return bool(data)


class SshStream(Stream):
    """The standard streams of an ssh that speaks to the engine."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        assert process.stdin is not None
        super().__init__(process.stdout, process.stdin)
        self._process = process

    async def close(self) -> None:
        """Ends the connection, and ssh."""
        await super().close()
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()


class Bridge:
    """What listens for clients of an engine on a network."""

    def __init__(self, remote: Remote) -> None:
        self._remote = remote
        self._server: asyncio.Server | None = None
        self._carrying: set[asyncio.Task[None]] = set()

    async def serve(self, listener: socket.socket) -> None:
        """Begins to take connections."""
        self._server = await asyncio.start_unix_server(self._taken, sock=listener)

    async def close(self) -> None:
        """Ends, with all connections."""
        if self._server is not None:
            self._server.close()
        for task in self._carrying:
            task.cancel()
        await asyncio.gather(*self._carrying, return_exceptions=True)

    async def _taken(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._carrying.add(task)
        task.add_done_callback(self._carrying.discard)
        client = Stream(reader, writer)
        try:
            async with asyncio.timeout(_CONNECT_SECONDS):
                engine = await self._connected()
        except (OSError, TimeoutError) as error:
            _log.warning("%s cannot be reached: %s", self._remote.address, type(error).__name__)
            await client.close()
            return
        try:
            await carry(client, engine)
        finally:
            await engine.close()
            await client.close()

    async def _connected(self) -> Stream:
        from docker_lessons.world import remote_connection

        remote = self._remote
        if remote.is_ssh:
            return SshStream(
                await asyncio.create_subprocess_exec(
                    *remote_connection.ssh(remote),
                    stdin=asyncio.subprocess.PIPE,
                    stdout=asyncio.subprocess.PIPE,
                    stderr=asyncio.subprocess.DEVNULL,
                    start_new_session=True,
                )
            )
        context = remote_connection.tls(remote)
        host, port = remote_connection.host_and_port(remote)
        streams = await asyncio.open_connection(host, port)
        if context is None:
            return Stream(*streams)
        within = TlsStream(*streams, context, host)
        try:
            await within.shake_hands()
        except BaseException:
            await within.close()
            raise
        return within


async def carry(client: Stream, engine: Stream) -> None:
    """Carries bytes both ways until the engine has ended, or either connection breaks."""
    there = asyncio.ensure_future(_pour(client, engine))
    try:
        await _pour(engine, client)
    finally:
        there.cancel()
        await asyncio.gather(there, return_exceptions=True)


async def _pour(source: Stream, target: Stream) -> None:
    with contextlib.suppress(OSError):
        while data := await source.read():
            await target.write(data)
        await target.end_sending()
