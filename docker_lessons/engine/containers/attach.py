"""A client at a container's streams: attached to a run, or reading its log.

Source: moby ``daemon/attach.go``, ``container/stream/attach.go`` and ``pkg/term`` (the keys that detach).
"""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from docker_lessons.engine.api.errors import BadParameter
from docker_lessons.engine.containers.hijack import frame

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from typing import Any

    from docker_lessons.engine.containers.hijack import Hijacked
    from docker_lessons.engine.containers.streams import Attached, Streams

DETACH = "ctrl-p,ctrl-q"
"""The keys that detach from a terminal, if a client does not say."""

_CONTROL = {
    **{f"ctrl-{chr(letter)}": letter - 96 for letter in range(ord("a"), ord("z") + 1)},
    "ctrl-@": 0,
    "ctrl-[": 27,
    "ctrl-\\": 28,
    "ctrl-]": 29,
    "ctrl-^": 30,
    "ctrl-_": 31,
}


class Detached(Exception):
    """The client pressed the keys that detach it."""


def keys(text: str) -> bytes:
    """Returns the bytes of a sequence of keys: ``ctrl-p,ctrl-q`` or ``a,b``.

    Raises:
        BadParameter: When `text` isn't such a sequence.
    """
    found = bytearray()
    for key in (text or DETACH).split(","):
        if re.fullmatch(r"[\x00-\x7f]", key):
            found += key.encode()
        elif key in _CONTROL:
            found.append(_CONTROL[key])
        else:
            raise BadParameter(f"Invalid detach keys ({text}) provided")
    return bytes(found)


async def serve(
    connection: Hijacked,
    streams: Streams,
    output: Attached,
    *,
    terminal: bool,
    stdin: bool,
    close_stdin: bool,
    detach: bytes,
) -> bool:
    """Carries bytes both ways until the program ends or the client leaves; returns whether it detached.

    With `close_stdin`, the program's input ends when the client's does.
    """

    async def show() -> None:
        async for stream, data in output:
            await connection.write(data if terminal else frame(stream, data))

    async def type_in() -> None:
        escape = _Escape(detach if terminal else b"")
        while data := await connection.read():
            await streams.write(escape.passed(data))
        if close_stdin and not connection.lost.is_set():
            await streams.close_stdin()
        await connection.lost.wait()

    async def stay() -> None:
        await connection.lost.wait()

    try:
        await _first(show(), type_in() if stdin else stay())
    except Detached:
        return True
    finally:
        output.close()
    return False


class _Escape:
    """Looks for the keys that detach in what is typed."""

    def __init__(self, wanted: bytes) -> None:
        self._wanted = wanted
        self._held = b""

    def passed(self, data: bytes) -> bytes:
        """Returns what goes on to the program.

        Raises:
            Detached: When the keys were pressed.
        """
        if not self._wanted:
            return data
        data = self._held + data
        if self._wanted in data:
            raise Detached
        self._held = b""
        for length in range(min(len(self._wanted) - 1, len(data)), 0, -1):
            if data.endswith(self._wanted[:length]):
                self._held, data = data[-length:], data[:-length]
                break
        return data


async def _first(*work: Coroutine[Any, Any, None]) -> None:
    """Runs everything at once until the first of it ends, and cancels the rest."""
    tasks = [asyncio.ensure_future(one) for one in work]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError, ConnectionError, Detached):
                await task
