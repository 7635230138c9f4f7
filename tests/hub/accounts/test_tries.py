"""How often a wrong password may be tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from docker_lessons.hub.accounts.tries import TooManyTries, Tries

if TYPE_CHECKING:
    pass


def test_tries_come_back_with_time() -> None:
    now = [0.0]
    tries = Tries(allowed=2, refill=3.0, clock=lambda: now[0])
    tries.spend("a")
    tries.spend("a")
    with pytest.raises(TooManyTries) as error:
        tries.check("a")
    assert error.value.wait == 3
    tries.check("b")
    now[0] = 3.1
    tries.check("a")


def test_a_right_password_costs_no_try() -> None:
    tries = Tries(allowed=1, refill=1e9, clock=lambda: 0.0)
    for _ in range(5):
        tries.check("a")
        tries.spend("a")
        tries.give_back("a")
