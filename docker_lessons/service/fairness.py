"""Settings with which a short request is answered at once while threads are busy with a long one.

A thread that computes hands over to another one when it is asked to, every few milliseconds. A full garbage collection
does not hand over: in the middle of a build of 100,000 files it takes 0.2 s.
"""

import asyncio
import gc
import sys
from collections.abc import Awaitable, Callable

_TURN = 0.001
"""Seconds after which a thread that computes is asked to hand over; an answer needs several turns."""

_YOUNG, _YOUNGER = 700, 10
_NEVER = 1 << 30
_PERIOD = 30.0
"""Seconds between two looks whether a full collection is due."""

_BUSY = 1.5
_MOST_PUT_OFF = 20


def prefer_short() -> None:
    """Has threads take short turns, and leaves full collections to `collect`."""
    sys.setswitchinterval(_TURN)
    gc.set_threshold(_YOUNG, _YOUNGER, _NEVER)


async def collect(all_is_imported: Callable[[], Awaitable[None]]) -> None:
    """Collects all garbage now and then, until it is cancelled; puts it off while memory holds much more than at first.

    Objects that exist when everything is imported are kept, and never examined again.
    """
    await all_is_imported()
    gc.collect()
    gc.freeze()
    at_first, put_off = sys.getallocatedblocks(), 0
    while True:
        await asyncio.sleep(_PERIOD)
        put_off += 1
        if sys.getallocatedblocks() < at_first * _BUSY or put_off > _MOST_PUT_OFF:
            gc.collect()
            put_off = 0
