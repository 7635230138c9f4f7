"""The line of `/watch`: told at once, on every change, and now and then while nothing changes.

Each reader gets it in their own language. What is told is judged once, and put into words once for each language in
which somebody reads.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from docker_lessons import language

KEEP_ALIVE = 5.0
"""Seconds between two lines of `/watch` while nothing changes."""


State = Callable[[], Mapping[str, Any]]
"""Puts a state into words, in the language that is spoken when it is called."""


@dataclass
class _Line:
    """The newest line in one language, and how many read it."""

    text: bytes
    version: int = 0
    readers: int = 0


class Broadcast:
    """The newest state, for any number of readers.  Belongs to the event loop's thread."""

    def __init__(self) -> None:
        self._state: State = dict
        self._lines: dict[str, _Line] = {}
        self._changed = asyncio.Condition()
        self._ended = asyncio.Event()

    @property
    def ended(self) -> bool:
        """Whether nothing is told any more."""
        return self._ended.is_set()

    @property
    def is_watched(self) -> bool:
        """Whether somebody reads the lines."""
        return bool(self._lines)

    def tell(self, state: State) -> None:
        """Tells the state to every reader whose line it changes."""
        self._state = state
        news = False
        for name, line in self._lines.items():
            text = _worded(state, name)
            if text != line.text:
                line.text = text
                line.version += 1
                news = True
        if news:
            asyncio.get_running_loop().create_task(self._wake())

    async def lines(self) -> AsyncIterator[bytes]:
        """Yields the state as a line of JSON in the caller's language: at once, on every change, and now and then."""
        name = language.current()
        line = self._lines.get(name)
        if line is None:
            line = self._lines[name] = _Line(_worded(self._state, name))
        line.readers += 1
        try:
            async for text in self._follow(line):
                yield text
        finally:
            line.readers -= 1
            if not line.readers:
                del self._lines[name]

    async def _follow(self, line: _Line) -> AsyncIterator[bytes]:
        version = -1
        while True:
            if version == line.version:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(KEEP_ALIVE), self._changed:
                        await self._changed.wait_for(
                            lambda: line.version != version or self.ended  # noqa: B023
                        )
            if self.ended:
                return
            version = line.version
            yield line.text

    async def close(self) -> None:
        """Lets every reader go."""
        self._ended.set()
        await self._wake()

    async def _wake(self) -> None:
        async with self._changed:
            self._changed.notify_all()


def _worded(state: State, name: str) -> bytes:
    with language.speaking(name):
        return json.dumps(state(), separators=(",", ":")).encode() + b"\n"
