"""Unattended runs of the course, for tests: `DOCKER_LESSONS_UNATTENDED=1`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from docker_lessons.language import gettext
from docker_lessons.widgets.follower import Follower, Sight
from docker_lessons.widgets.still import WORDS

PATIENCE = 10.0
"""The seconds that a panel waits for its steps."""

OWN = frozenset({"hub", "answer", "yours", "terminal"})
"""The kinds of steps that learners do outside the page's cells; an answer is one, too."""


class StepNotPassed(Exception):
    """An error that says which steps were not passed in an unattended run; shown as one line."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def see_through(follower: Follower, steps: Sequence[str]) -> None:
    """Solves those of `steps` that no cell does, and waits until all of them are over.

    Raises:
        StepNotPassed: When the world does not answer or does not have a step, or when a step is neither
            passed nor skipped `PATIENCE` seconds after the last one was solved.
    """
    if not follower.wait(lambda sight: sight.link == "live", PATIENCE):
        raise StepNotPassed(gettext("The practice world isn't answering."))
    known = {step["step"]: step for step in follower.sight.course["steps"]}
    for step in steps:
        if step not in known:
            raise StepNotPassed(gettext("The course has no step {step}.", step=step))
        own = known[step]["hands"] in OWN or known[step]["question"]
        if own and not follower.sight.over(step):
            follower.ask("/solve", {"step": step})

    def over(sight: Sight) -> bool:
        return all(sight.over(step) for step in steps)

    if not follower.wait(over, PATIENCE):
        sight = follower.sight
        raise StepNotPassed(
            " ".join(_line(step, sight.verdict(step)) for step in steps if not sight.over(step))
        )


def _line(step: str, verdict: Mapping[str, Any] | None) -> str:
    if verdict is None:
        return gettext("{step}: nothing is known about it.", step=step)
    word = WORDS[verdict["verdict"]]
    return gettext(
        "{step}: {verdict} ({cause}). {text}",
        step=step,
        verdict=gettext(word),
        cause=verdict["cause"],
        text=verdict["text"],
    )
