"""The client of the request that is being answered: whether it still waits, and whether its answer has begun.

A thread cannot be cancelled, so that its loops ask here, once for each piece of their work.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiohttp import web


@dataclass
class Waiting:
    """A client that waits for an answer."""

    request: web.Request
    has_begun: bool = False
    """Whether the answer has begun."""


_waiting: ContextVar[Waiting] = ContextVar("who waits for what is being done")


def begin(request: web.Request) -> Waiting:
    """Records the client of this request as the one for whom threads started from here on work."""
    waiting = Waiting(request)
    _waiting.set(waiting)
    return waiting


def answering() -> None:
    """Records that the answer begins."""
    waiting = _waiting.get(None)
    if waiting is not None:
        waiting.has_begun = True


def check() -> None:
    """Checks that the client, if there is one, still waits for an answer.

    Raises:
        ConnectionResetError: When it has gone away.
    """
    waiting = _waiting.get(None)
    if waiting is not None and waiting.request.transport is None:
        raise ConnectionResetError("the client went away before it was done")
