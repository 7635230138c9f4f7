"""The line of `/watch`: told at once, on every change, and now and then while nothing changes."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

KEEP_ALIVE = 5.0
"""Seconds between two lines of `/watch` while nothing changes."""


class Broadcast:
    """The newest line, for any number of readers.  Belongs to the event loop's thread."""

    def __init__(self) -> None:
        self._line = b"{}\n"
        self._version = 0
        self._changed = asyncio.Condition()
        self._ended = asyncio.Event()

    @property
    def ended(self) -> bool:
        """Whether nothing is told any more."""
        return self._ended.is_set()

    def tell(self, state: Mapping[str, Any]) -> None:
        """Tells every reader, if this is another state than the last one."""
        line = json.dumps(state, separators=(",", ":")).encode() + b"\n"
        if line != self._line:
            self._line = line
            self._version += 1
            asyncio.get_running_loop().create_task(self._wake())

    async def lines(self) -> AsyncIterator[bytes]:
        """Yields the state as a line of JSON: now, on every change, and every few seconds."""
        version = -1
        while True:
            if version == self._version:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(KEEP_ALIVE), self._changed:
                        await self._changed.wait_for(
                            lambda: self._version != version or self.ended  # noqa: B023
                        )
            if self.ended:
                return
            version = self._version
            yield self._line

    async def close(self) -> None:
        """Lets every reader go."""
        self._ended.set()
        await self._wake()

    async def _wake(self) -> None:
        async with self._changed:
            self._changed.notify_all()
