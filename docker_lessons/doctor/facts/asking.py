"""Questions that are asked side by side, and end in time."""

from __future__ import annotations

import contextvars
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from docker_lessons.language import gettext

LIMIT = 7.0
"""Seconds after which no question is waited for anymore."""


class Deadline:
    """The moment at which all questions together end."""

    def __init__(self, seconds: float = LIMIT) -> None:
        self._end = time.monotonic() + seconds

    def within(self, seconds: float) -> float:
        """Returns these seconds, or those that are left if they are fewer; never 0, which would mean no wait."""
        return max(0.05, min(seconds, self._end - time.monotonic()))


@dataclass(frozen=True)
class Answers:
    """What came, and why the rest did not."""

    came: dict[str, Any]
    missing: dict[str, str]
    """By the question's name, in words."""


def together(
    questions: Mapping[str, Callable[[], Any]], deadline: Deadline, seconds: float = LIMIT
) -> Answers:
    """Asks all questions at the same time, and waits for `seconds` at most.

    A question that hangs (a name server, a network disk) has no answer; its thread does not keep the program alive.
    One that fails unexpectedly has no answer either; the other answers are kept.
    """
    came: dict[str, Any] = {}
    failed: dict[str, str] = {}
    threads = [
        threading.Thread(
            target=contextvars.copy_context().run,
            args=(_ask, name, ask, came, failed),
            daemon=True,
        )
        for name, ask in questions.items()
    ]
    for thread in threads:
        thread.start()
    one_end = Deadline(deadline.within(seconds))
    for thread in threads:
        thread.join(one_end.within(seconds))
    came, failed = dict(came), dict(failed)
    late = gettext("no answer within {seconds} seconds", seconds=f"{LIMIT:.0f}")
    return Answers(came, {name: late for name in questions if name not in came} | failed)


def _ask(name: str, ask: Callable[[], Any], came: dict[str, Any], failed: dict[str, str]) -> None:
    try:
        came[name] = ask()
    except Exception as failure:  # noqa: BLE001  # told as what could not be looked at
        failed[name] = gettext("asking failed, {error}", error=type(failure).__name__)
