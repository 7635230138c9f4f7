"""The relay container of an engine whose localhost is another computer's: how it is started, served and removed.

It listens where the engine looks for the practice registry. Its standard streams are attached through the engine's API
(`POST /containers/ID/attach`), and each connection in them is carried on to the registry's own port. When this
process ends, however it ends, so do the streams, the program, and with it the container.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from docker_lessons.language import gettext
from docker_lessons.relay import image, program
from docker_lessons.relay.assembler import MACHINES
from docker_lessons.world.engine import LABEL, PUBLISHED, RELAY_LABEL, Engine
from docker_lessons.world.host import HostClient, HostError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from docker_lessons.world import World

_PAUSE: Final = 2.0
"""Seconds until it is tried again."""
_LISTEN_SECONDS: Final = 15.0
_CLOSE_SECONDS: Final = 5.0
"""Seconds for its removal: less than a service may take to end."""
_CHUNK: Final = 0x8000
_INSIDE: Final = 5000
"""The port in a container with a network of its own."""
_STDOUT: Final = 1
_STREAM_HEAD: Final = struct.Struct(">BxxxI")
_NOBODY: Final = "65534:65534"

_log = logging.getLogger(__name__)


class RelayError(Exception):
    """Why the relay does not listen; `str(error)` says it."""


class Relay:
    """The relay on one engine, for as long as it is kept."""

    def __init__(
        self, engine: Engine, socket: Path, world: World, changed: Callable[[], None] = lambda: None
    ) -> None:
        """`socket` leads to the engine; `changed` is called when `trouble` changes."""
        self._changed = changed
        self._engine = engine
        self._socket = socket
        self._port = (world.ports() or (0, 0))[0]
        self._world_id = world.id
        self._image_name = world.relay_image
        self.name = world.relay
        self.trouble = "it hasn't started yet"
        """Why it does not listen, '' if it does."""
        self._settled = asyncio.Event()
        self._running = asyncio.get_running_loop().create_task(self._keep())

    async def settled(self, seconds: float) -> None:
        """Returns when it listens, or is known not to, or after some seconds."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._settled.wait(), seconds)

    async def close(self) -> None:
        """Ends it; container and image are gone then, unless the engine does not answer."""
        self._running.cancel()
        await asyncio.gather(self._running, return_exceptions=True)
        with contextlib.suppress(HostError, TimeoutError):
            async with asyncio.timeout(_CLOSE_SECONDS), HostClient(self._socket) as engine:
                await self._remove(engine)
                await engine.remove(self._image_name)

    async def _keep(self) -> None:
        while True:
            try:
                async with HostClient(self._socket) as engine:
                    await self._serve(engine)
            except EOFError:
                self._say(gettext("it has ended"))
            except (HostError, RelayError) as error:
                self._say(str(error).strip().rstrip("."))
            except (OSError, TimeoutError) as error:
                self._say(gettext("its connection broke off ({error})", error=type(error).__name__))
            except Exception as error:  # noqa: BLE001  # whatever it is, the next try may do
                _log.exception("relay %s", self.name)
                self._say(gettext("it ended ({error})", error=type(error).__name__))
            await asyncio.sleep(_PAUSE)

    def _say(self, trouble: str) -> None:
        if trouble != self.trouble:
            _log.info("relay %s: %s", self.name, trouble or "listens")
        is_news, self.trouble = trouble != self.trouble, trouble
        self._settled.set()
        if is_news:
            self._changed()

    async def _serve(self, engine: HostClient) -> None:
        """Starts the container and answers its connections.

        Raises:
            EOFError: When it has ended.
            RelayError: When it cannot listen.
            OSError: When its streams break off.
        """
        name = await self._image(engine)
        await self._remove(engine)
        container = await engine.create_container(self.name, self._document(name))
        streams = await _attached(self._socket, container)
        try:
            await engine.start_container(container)
            await self._answer(streams)
        finally:
            streams.close()

    async def _image(self, engine: HostClient) -> str:
        """Loads the image into the engine unless it is there, and returns its name."""
        machine = str((await engine.version()).get("Arch"))
        if machine not in MACHINES:
            raise RelayError(
                gettext("there's no program for the engine's processor, {machine}", machine=machine)
            )
        name = self._image_name
        labels = {LABEL: self._world_id, RELAY_LABEL: image.digest(machine)}
        with contextlib.suppress(HostError):
            there = ((await engine.image(name)).get("Config") or {}).get("Labels") or {}
            if there == labels:
                return name
        await engine.load(image.archive(machine, name, labels))
        return name

    async def _remove(self, engine: HostClient) -> None:
        """Removes the container that another service of this world left."""
        try:
            await engine.remove_container(self.name)
        except HostError as error:
            # 409: it is being removed already.
            if error.status not in (404, 409):
                raise
        while await self._is_there(engine):  # noqa: ASYNC110  # it goes elsewhere
            await asyncio.sleep(0.05)

    async def _is_there(self, engine: HostClient) -> bool:
        rows = await engine.containers()
        return any(f"/{self.name}" in (row.get("Names") or ()) for row in rows)

    def _document(self, name: str) -> dict[str, Any]:
        host: dict[str, Any] = {
            "AutoRemove": True,
            "NetworkMode": "host",
            "ReadonlyRootfs": True,
            "CapDrop": ["ALL"],
            "SecurityOpt": ["no-new-privileges"],
            "LogConfig": {"Type": "none"},
        }
        document: dict[str, Any] = {
            "Image": name,
            "User": _NOBODY,
            "AttachStdin": True,
            "AttachStdout": True,
            "AttachStderr": True,
            "OpenStdin": True,
            "StdinOnce": True,
            "Tty": False,
            "HostConfig": host,
        }
        if self._engine.relay == PUBLISHED:
            inside = f"{_INSIDE}/tcp"
            host["NetworkMode"] = "bridge"
            host["PortBindings"] = {
                inside: [{"HostIp": "127.0.0.1", "HostPort": str(self._engine.relay_port)}]
            }
            document["ExposedPorts"] = {inside: {}}
        return document

    async def _answer(self, streams: _Streams) -> None:
        is_published = self._engine.relay == PUBLISHED
        port = _INSIDE if is_published else self._port
        await streams.send(program.address(port, everywhere=is_published))
        async with asyncio.timeout(_LISTEN_SECONDS):
            _, told = await streams.frame()
        (status,) = struct.unpack("<i", told)
        if status < 0:
            reason = os.strerror(-status)
            raise RelayError(gettext("port {port} over there: {reason}", port=port, reason=reason))
        self._say("")
        connections = _Connections(streams, self._port)
        try:
            while True:
                await connections.take(*await streams.frame())
        finally:
            await connections.close()


class _Streams:
    """The container's standard streams as the engine attaches them: frames of ours within frames of Docker's.

    Source: moby `api/swagger.yaml` (v1.41), ContainerAttach, "Stream format".
    """

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._came = bytearray()
        self._draining = asyncio.Lock()

    async def send(self, data: bytes) -> None:
        self._writer.write(data)
        async with self._draining:
            await self._writer.drain()

    async def frame(self) -> tuple[int, bytes]:
        """Returns the next frame of the program.

        Raises:
            EOFError: When the program has ended.
            OSError: When the connection breaks.
        """
        number, length = program.FRAME.unpack(await self._exactly(program.FRAME.size))
        return number, await self._exactly(length)

    def close(self) -> None:
        self._writer.close()

    async def _exactly(self, size: int) -> bytes:
        while len(self._came) < size:
            stream, length = _STREAM_HEAD.unpack(await self._reader.readexactly(_STREAM_HEAD.size))
            data = await self._reader.readexactly(length)
            if stream == _STDOUT:
                self._came += data
        taken = bytes(self._came[:size])
        del self._came[:size]
        return taken


async def _attached(socket: Path, container: str) -> _Streams:
    reader, writer = await asyncio.open_unix_connection(str(socket))
    query = "stream=1&stdin=1&stdout=1&stderr=1"
    writer.write(
        f"POST /containers/{container}/attach?{query} HTTP/1.1\r\nHost: docker\r\nUser-Agent: docker-lessons\r\n"
        "Connection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 0\r\n\r\n".encode()
    )
    head = await reader.readuntil(b"\r\n\r\n")
    if head.split(b" ", 2)[1] not in (b"101", b"200"):
        writer.close()
        raise RelayError("the engine doesn't attach its streams")
    return _Streams(reader, writer)


@dataclass
class _Connection:
    """A connection of a client's over there. Its number is free again when both sides have ended it."""

    writer: asyncio.StreamWriter | None = None
    """To the registry; None where that did not answer, or has ended."""
    back: asyncio.Task[None] | None = None
    ended_there: bool = False
    ended_here: bool = False


class _Connections:
    """The connections in the streams, each continued to the registry."""

    def __init__(self, streams: _Streams, port: int) -> None:
        self._streams = streams
        self._port = port
        self._open: dict[int, _Connection] = {}

    async def take(self, number: int, data: bytes) -> None:
        """Passes on data that came in a connection; empty data mean its end."""
        one = self._open.get(number)
        if one is None:
            one = self._open[number] = await self._begun(number)
        with contextlib.suppress(OSError):
            if data and one.writer is not None:
                one.writer.write(data)
                await one.writer.drain()
            elif not data and one.writer is not None:
                one.writer.write_eof()
        if not data:
            one.ended_there = True
            self._forget(number, one)

    async def close(self) -> None:
        """Ends all connections."""
        tasks = [one.back for one in self._open.values() if one.back is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _begun(self, number: int) -> _Connection:
        one = _Connection()
        try:
            reader, one.writer = await asyncio.open_connection("127.0.0.1", self._port)
        except OSError:
            await self._end(number, one)
        else:
            carrying = self._back(number, one, reader, one.writer)
            one.back = asyncio.get_running_loop().create_task(carrying)
        return one

    async def _back(
        self,
        number: int,
        one: _Connection,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        try:
            with contextlib.suppress(ConnectionError):
                while data := await reader.read(_CHUNK):
                    await self._streams.send(program.FRAME.pack(number, len(data)) + data)
        finally:
            one.writer = None
            writer.close()
            with contextlib.suppress(OSError):
                await self._end(number, one)

    async def _end(self, number: int, one: _Connection) -> None:
        """Says once that nothing more comes from here."""
        one.ended_here = True
        self._forget(number, one)
        await self._streams.send(program.FRAME.pack(number, 0))

    def _forget(self, number: int, one: _Connection) -> None:
        if one.ended_here and one.ended_there:
            self._open.pop(number, None)
