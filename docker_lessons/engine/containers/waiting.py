"""Waiting for a container, or for the client that waits. Source: moby ``container/state.go`` (``Wait``)."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from aiohttp import web

    from docker_lessons.engine.containers.live import Live

T = TypeVar("T")

_LOOK = 1.0
"""The number of seconds after which a wait checks that its client is still connected."""


def exit_code(live: Live, condition: str) -> asyncio.Future[int]:
    """Returns a future of a container's exit code; `condition` says when it is set."""
    if condition == "removed":
        return asyncio.ensure_future(_removed(live))
    waiting = live.next_exit()
    if condition == "not-running" and not live.container.is_alive:
        waiting.set_result(live.container.state.exit_code)
    return waiting


async def _removed(live: Live) -> int:
    await live.removed.wait()
    return live.container.state.exit_code


async def while_connected(request: web.Request, work: asyncio.Future[T]) -> T:
    """Waits for some work as long as the client of a request stays connected.

    Raises:
        ConnectionResetError: When the client has gone away.
    """
    try:
        while not (await asyncio.wait([work], timeout=_LOOK))[0]:
            _check(request)
        return work.result()
    finally:
        work.cancel()


@asynccontextmanager
async def ended_or_left(request: web.Request, live: Live) -> AsyncIterator[asyncio.Event]:
    """Gives an event that is set when a container has ended, or the client of a request has left."""
    over = asyncio.Event()

    async def watch() -> None:
        try:
            await while_connected(request, asyncio.ensure_future(live.ended.wait()))
        except ConnectionResetError:
            pass
        finally:
            over.set()

    task = asyncio.ensure_future(watch())
    try:
        yield over
    finally:
        task.cancel()


def _check(request: web.Request) -> None:
    if request.transport is None or request.transport.is_closing():
        raise ConnectionResetError("the client went away")
