"""How often a wrong password may be tried.

Wrong passwords are counted by account and not by address, since a whole class may share one address.
Nobody is locked out: a try comes back every few seconds. `Accounts` counts a password before it is verified,
and gives the try back if it was right.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable

_KEPT_NAMES = 1000


class TooManyTries(Exception):
    """Too many wrong passwords for one account; `wait` is how many seconds to wait."""

    def __init__(self, wait: int) -> None:
        super().__init__(
            f"too many wrong passwords for this account; wait {wait} seconds and try again"
        )
        self.wait = wait


class Tries:
    """A bucket of tries for each account name that refills with time."""

    def __init__(
        self,
        allowed: int = 10,
        refill: float = 3.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Allows `allowed` wrong passwords in a row, then one every `refill` seconds."""
        self._allowed = allowed
        self._refill = refill
        self._clock = clock
        self._spent: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def check(self, name: str) -> None:
        """Checks that `name` has a try left.

        Raises:
            TooManyTries: When it has none.
        """
        spent = self._now_spent(name)
        if spent > self._allowed - 1:
            raise TooManyTries(math.ceil((spent - self._allowed + 1) * self._refill))

    def spend(self, name: str) -> None:
        """Counts one wrong password for `name`."""
        self._spent[name] = (self._now_spent(name) + 1, self._clock())
        self._spent.move_to_end(name)
        if len(self._spent) > _KEPT_NAMES:
            self._spent.popitem(last=False)

    def give_back(self, name: str) -> None:
        """Takes back a try that `spend` counted, since the password was right."""
        self._spent[name] = (max(0.0, self._now_spent(name) - 1), self._clock())

    def _now_spent(self, name: str) -> float:
        spent, when = self._spent.get(name, (0.0, 0.0))
        return max(0.0, spent - (self._clock() - when) / self._refill)
