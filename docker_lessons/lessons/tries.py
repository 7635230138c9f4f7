"""How often a learner tried a step without success, since the step's turn came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docker_lessons.findings.command_line import parse
from docker_lessons.lessons.attempt import Attempt
from docker_lessons.lessons.definition import CourseDefinition
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.step import Step
from docker_lessons.lessons.wording import command

_ECHO = 10.0
"""Seconds within which a command that was typed in a cell was also heard as a request or an event."""

_SAME = 2.0
"""Seconds within which what was heard belongs to one command that was typed elsewhere."""

_WRONG_THOUGH_ACCEPTED = frozenset({"build", "tag", "push", "pull", "login", "run"})
"""What Docker may do as it was told although it is not what the step asks for. Removing one name of two is a
part of the way, and looking is no mistake."""

_EVENTS = {"tag": ("tag", "build"), "push": ("push",), "pull": ("pull",)}
"""Which commands an event about an image tells of, where nobody hears the requests."""


def failures(definition: CourseDefinition, step: Step, repair: str, look: Look) -> int:
    """Returns how many different tries and answers did not make the step hold; it must not hold now.

    The step's turn begins when it, or a step before it, last passed: what was tried until then is no failure of it.
    Tries are those of its own command and of the one that repairs it.
    """
    done = look.view.passed
    begin = max(done.get(one.id, 0.0) for one in definition.until(step))
    verbs = {parse(line.split()).verb for line in (command(step.command, look.names), repair)}
    answers = look.view.wrong_answers.get(step.id, ())
    return len([*_tries(verbs, look, begin), *(when for when in answers if when > begin)])


def _tries(verbs: set[str], look: Look, begin: float) -> Iterator[float]:
    """Yields when something was tried with one of these commands since then, each try once."""
    made_it_hold = begin + _SAME  # what Docker took until then is told after the step holds
    found = [
        one
        for one in look.attempts
        if _is_try(one, verbs, look) and one.time > (begin if one.refused else made_it_hold)
    ]
    told = [
        event.seconds
        for event in look.image_events
        if event.seconds > made_it_hold
        and not verbs.isdisjoint(_EVENTS.get(event.action, ()))
        and event.name not in look.names.course
    ]
    yield from each_once(found, told)


def each_once(found: Iterable[Attempt], told: Iterable[float] = ()) -> Iterator[float]:
    """Yields when each of these was tried, once also where it was both typed in a cell and heard by a server.

    `told` are the times of events that tell of more tries, in seconds since the epoch.
    """
    found = list(found)
    typed = [one.time for one in found if one.typed]
    heard = [one.time for one in found if not one.typed]
    yield from typed
    yield from _apart(
        when for when in (*heard, *told) if not any(abs(when - one) < _ECHO for one in typed)
    )


def _is_try(one: Attempt, verbs: set[str], look: Look) -> bool:
    meant = one.verb if one.verb in verbs else look.near(one.verb, verbs)
    if one.verb == "sudo":
        meant = next((word for word in one.arguments if word in verbs), None)
    return meant is not None and (one.refused or meant in _WRONG_THOUGH_ACCEPTED)


def _apart(times: Iterable[float]) -> Iterator[float]:
    """Yields the first of those that follow one another closely."""
    last = float("-inf")
    for when in sorted(times):
        if when - last > _SAME:
            yield when
        last = when
