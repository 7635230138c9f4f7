"""The limits on requests in a window of time: counted, shown in headers, enforced only where a setting says so.

Sources: Docker's documentation, "Docker Hub pull usage and limits" (`ratelimit-limit`), and the Docker Hub API, "Rate
Limiting" (`X-RateLimit-Limit`). A practice Hub is for practice, so that nobody has to wait unless somebody wants to
show what it is like.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

_KEPT_NAMES = 1000


@dataclass(frozen=True)
class Limits:
    """The settings: what may be done in how many seconds, and whether more of it is refused."""

    pulls_anonymous: int = 100
    pulls_account: int = 200
    pulls_window: int = 21600
    calls: int = 600
    """Requests to the API."""
    calls_window: int = 60
    enforced: bool = False


@dataclass(frozen=True)
class Standing:
    """What is left of somebody's allowance."""

    limit: int
    remaining: int
    window: int
    reset: int
    """When it is all there again, in seconds since the epoch."""
    is_exceeded: bool
    """Whether more was asked for than is allowed."""


class Allowance:
    """A number of requests for each requester in a window of seconds, which begins with the first request."""

    def __init__(self, limit: int, window: int, clock: Callable[[], float] = time.time) -> None:
        self._limit = limit
        self._window = window
        self._clock = clock
        self._spent: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def spend(self, who: str) -> Standing:
        """Counts one request of `who` and returns what is left after it."""
        spent, began = self._now_spent(who)
        self._spent[who] = (spent + 1, began)
        self._spent.move_to_end(who)
        if len(self._spent) > _KEPT_NAMES:
            self._spent.popitem(last=False)
        return self.standing(who)

    def standing(self, who: str) -> Standing:
        """Returns what is left to `who`."""
        spent, began = self._now_spent(who)
        return Standing(
            self._limit,
            max(0, self._limit - spent),
            self._window,
            math.ceil(began + self._window),
            spent > self._limit,
        )

    def _now_spent(self, who: str) -> tuple[int, float]:
        now = self._clock()
        spent, began = self._spent.get(who, (0, now))
        return (spent, began) if began <= now < began + self._window else (0, now)
