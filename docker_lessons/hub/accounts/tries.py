"""How often a wrong password may be tried.

Wrong passwords are counted for an account, never for an address, since a whole class may come from
one address. Nobody is locked out: tries come back one by one within seconds, and a password that
was right a moment ago is not counted at all.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable

_KEPT_NAMES = 1000


class TooManyTries(Exception):
    """Too many wrong passwords for one account; `wait` is in seconds."""

    def __init__(self, wait: int) -> None:
        super().__init__(
            f"too many wrong passwords for this account; wait {wait} seconds and try again"
        )
        self.wait = wait


class Tries:
    """A bucket of tries for each account name, which fills again with time."""

    def __init__(
        self,
        allowed: int = 10,
        refill: float = 3.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Allow `allowed` wrong passwords in a row, then one every `refill` seconds."""
        self._allowed = allowed
        self._refill = refill
        self._clock = clock
        self._spent: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def check(self, name: str) -> None:
        """Raise TooManyTries when `name` has no try left now."""
        spent = self._now_spent(name)
        if spent > self._allowed - 1:
            raise TooManyTries(math.ceil((spent - self._allowed + 1) * self._refill))

    def spend(self, name: str) -> None:
        """Count one wrong password for `name`."""
        self._spent[name] = (self._now_spent(name) + 1, self._clock())
        self._spent.move_to_end(name)
        if len(self._spent) > _KEPT_NAMES:
            self._spent.popitem(last=False)

    def give_back(self, name: str) -> None:
        """Take back one that `spend` counted: the password was right."""
        self._spent[name] = (max(0.0, self._now_spent(name) - 1), self._clock())

    def _now_spent(self, name: str) -> float:
        spent, when = self._spent.get(name, (0.0, 0.0))
        return max(0.0, spent - (self._clock() - when) / self._refill)
