"""Streams between the engine and a program: neither side's memory fills when the other is slow."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

_MOST = 1 << 16


async def pour(descriptor: int, take: Callable[[bytes], Awaitable[None] | None]) -> None:
    """Passes what comes from a descriptor to `take`, waiting where `take` waits; closes the descriptor in the end."""
    loop = asyncio.get_running_loop()
    os.set_blocking(descriptor, False)
    try:
        while True:
            try:
                data = os.read(descriptor, _MOST)
            except BlockingIOError:
                await _ready(loop.add_reader, loop.remove_reader, descriptor)
                continue
            except OSError:  # what a terminal says when its last program has gone
                return
            if not data:
                return
            waiting = take(data)
            if waiting is not None:
                await waiting
            else:
                await asyncio.sleep(0)  # a program that never stops writing holds nobody up
    finally:
        os.close(descriptor)


class Inlet:
    """The engine's end of a stream that a program reads."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._turn = asyncio.Lock()
        self._is_open = True
        os.set_blocking(descriptor, False)

    async def write(self, data: bytes) -> None:
        """Writes all of it, as fast as it is read; does nothing once nobody reads."""
        loop = asyncio.get_running_loop()
        async with self._turn:
            view = memoryview(data)
            while view and self._is_open:
                try:
                    view = view[os.write(self._descriptor, view) :]
                except BlockingIOError:
                    await _ready(loop.add_writer, loop.remove_writer, self._descriptor)
                except OSError:
                    self.close()

    def close(self) -> None:
        """Closes it; what was not written is dropped."""
        if self._is_open:
            self._is_open = False
            loop = asyncio.get_running_loop()
            with suppress(ValueError, OSError):
                loop.remove_writer(self._descriptor)
            os.close(self._descriptor)


async def _ready(
    add: Callable[..., None], remove: Callable[[int], object], descriptor: int
) -> None:
    done = asyncio.get_running_loop().create_future()

    def tell() -> None:
        if not done.done():
            done.set_result(None)

    add(descriptor, tell)
    try:
        await done
    finally:
        with suppress(ValueError, OSError):
            remove(descriptor)
