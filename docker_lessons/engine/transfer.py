"""What push and pull share: how a registry's refusal is told, and several layers going at once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

from docker_lessons.engine.errors import EngineError, NotFound, SystemFailure

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from docker_lessons.oci.errors import RegistryError
    from docker_lessons.oci.reference import Reference

T = TypeVar("T")

_TICK = 0.1
"""Seconds between two looks at how far a thread is."""


def pull_refused(error: RegistryError, reference: Reference) -> EngineError:
    """Tell why a pull failed, as dockerd does (moby ``distribution/errors.go``)."""
    if error.asked:
        return SystemFailure(f"{error.asked}: {error}")
    name = reference.familiar_name
    match error.code:
        case "DENIED":
            return NotFound(
                f"pull access denied for {name}, "
                f"repository does not exist or may require 'docker login': {error}"
            )
        case "MANIFEST_UNKNOWN":
            return NotFound(f"manifest for {reference.familiar} not found: {error}")
        case "NAME_UNKNOWN":
            return NotFound(f"repository {name} not found: {error}")
    return SystemFailure(str(error))


async def together(work: Iterable[Awaitable[None]]) -> None:
    """Do everything at once; the first failure, in the order of `work`, ends the rest."""
    tasks = [asyncio.ensure_future(one) for one in work]
    try:
        for task in tasks:
            await task
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def watched(
    work: Callable[[Callable[[int], None]], T], tell: Callable[[int], Awaitable[None]]
) -> T:
    """Do `work` in a thread and `tell`, while it lasts, the number of bytes that it reports.

    Whoever gives up waiting does so only when the thread has ended, and leaves nothing behind it.
    """
    done = 0

    def report(so_far: int) -> None:
        nonlocal done
        done = so_far

    task = asyncio.ensure_future(asyncio.to_thread(work, report))
    try:
        while not (await asyncio.wait([task], timeout=_TICK))[0]:
            await tell(done)
    except BaseException:
        await asyncio.wait([task])
        task.exception()
        raise
    return task.result()
