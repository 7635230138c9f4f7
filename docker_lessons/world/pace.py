"""How often the real Docker Hub is asked.

It is asked after the learner's own acts, and now and then while somebody looks at the course, but never for long.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Final

MOST: Final = 60
"""Requests to hub.docker.com in an hour at most, whatever happens."""

_HOUR = 3600.0
TOGETHER: Final = 2.0
"""Seconds within which acts are answered by one look at Docker Hub."""

_FIRST, _GROWTH, _LONGEST = 5.0, 1.5, 300.0
"""Seconds until the second look while something is awaited, their growth, and the most."""

_IDLE_FIRST, _IDLE_GROWTH, _IDLE_LONGEST = 300.0, 4.0, 900.0
"""The same while nothing is awaited; after an act the first pause is short, since a push may be seen late."""

_PATIENCE = 1800.0
"""Seconds after the learner's last act in which a Hub that answers is still asked."""

_FAILED_FIRST = 10.0


class Pace:
    """When the Hub may be asked again. Times are in seconds of `clock`; `together` is as `TOGETHER`."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, together: float = TOGETHER
    ) -> None:
        self._clock = clock
        self.together = together
        self._spent: deque[float] = deque()
        self._last_look: float | None = None
        self._last_act = clock()
        self._not_before = 0.0
        self._pause = _IDLE_FIRST
        self._awaiting = False
        self._acted = True
        self._failures = self._before = 0

    def act(self) -> None:
        """Notes that the learner did something that may have changed what is at the Hub."""
        self._last_act = self._clock()
        self._pause = _FIRST
        self._acted = True

    def awaits(self, awaiting: bool) -> None:
        """Notes whether the course waits for something on the Hub's pages alone, of which no event tells."""
        if awaiting != self._awaiting:
            self._awaiting = awaiting
            self._pause = _FIRST if awaiting else _IDLE_FIRST

    def next_look(self, *, watched: bool) -> float | None:
        """Returns the seconds until the next look, None if there is none before the learner's next act.

        `watched` is whether somebody looks at the course; if not, only the learner's acts are a reason to ask.
        """
        now = self._clock()
        if self._last_look is None:
            return max(0.0, self._not_before - now)
        if self._acted:
            return max(0.0, self._last_look + self.together - now, self._not_before - now)
        if not watched:
            return None
        due = max(self._last_look + self._pause, self._not_before)
        if due > self._last_act + _PATIENCE and not self._failures:
            return None  # a Hub that failed is asked again: people were told so
        return max(0.0, due - now)

    def looks(self) -> None:
        """Notes that the Hub is looked at now."""
        waited = self._last_look is not None and not self._acted
        growth, longest = (_GROWTH, _LONGEST) if self._awaiting else (_IDLE_GROWTH, _IDLE_LONGEST)
        if waited:
            self._pause = min(longest, self._pause * growth)
        self._last_look, self._acted = self._clock(), False
        self._failures, self._before = 0, self._failures
        self._not_before = 0.0

    def failed(self, wait: float = 0.0) -> None:
        """Notes that it did not answer; `wait` is what it asked for, 0 for nothing."""
        self._failures = self._before + 1
        pause = min(_LONGEST, _FAILED_FIRST * 2 ** (self._failures - 1))
        self._not_before = self._clock() + max(wait, pause)

    def left(self) -> float:
        """Returns the seconds for which a Hub that did not answer is left alone."""
        return max(0.0, self._not_before - self._clock())

    def spend(self) -> bool:
        """Takes one request to hub.docker.com from the hour's allowance; False if none is left."""
        now = self._clock()
        while self._spent and self._spent[0] <= now - _HOUR:
            self._spent.popleft()
        if len(self._spent) >= MOST:
            return False
        self._spent.append(now)
        return True

    def refill(self) -> float:
        """Returns the seconds until the hour's allowance has a request again."""
        if len(self._spent) < MOST:
            return 0.0
        return max(0.0, self._spent[0] + _HOUR - self._clock())
