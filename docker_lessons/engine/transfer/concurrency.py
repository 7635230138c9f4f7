"""Concurrent work of a push, pull or load: several layers at once, and threads that report progress."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

T = TypeVar("T")

_TICK = 0.1
"""The number of seconds between two reports of a thread's progress."""


async def together(work: Iterable[Awaitable[None]]) -> None:
    """Runs everything at once; the first failure, in the order of `work`, cancels the rest."""
    tasks = [asyncio.ensure_future(one) for one in work]
    try:
        for task in tasks:
            await task
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def watched(
    work: Callable[[Callable[[int], None]], T],
    tell: Callable[[int], Awaitable[None]] | None = None,
) -> T:
    """Runs `work` in a thread and passes the number of bytes that it reports to `tell` meanwhile.

    A cancellation takes effect only after the thread has ended, so that it leaves nothing half done.
    """
    done = 0

    def report(so_far: int) -> None:
        nonlocal done
        done = so_far

    task = asyncio.ensure_future(asyncio.to_thread(work, report))
    try:
        while not (await asyncio.wait([task], timeout=_TICK))[0]:
            if tell is not None:
                await tell(done)
    except BaseException:
        await asyncio.wait([task])
        task.exception()
        raise
    return task.result()
