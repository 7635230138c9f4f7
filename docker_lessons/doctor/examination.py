"""The table of checks, gone through with the facts: what is fine, and what is in the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from docker_lessons.doctor.checks.check import (
    FINE,
    IN_THE_WAY,
    NOT_LOOKED_AT,
    WORTH_KNOWING,
    Check,
    State,
)
from docker_lessons.doctor.checks.table import CHECKS
from docker_lessons.doctor.facts.gathering import Facts, gather
from docker_lessons.doctor.facts.subject import Subject
from docker_lessons.language import filled, gettext, translated
from docker_lessons.world import World

__all__ = ["Result", "Subject", "examine", "judge"]


@dataclass(frozen=True)
class Result:
    """What one check found."""

    check: str
    title: str
    state: State
    seen: str
    situation: str = ""
    """The id of what was found, '' where all is fine or nothing was looked at."""
    repair: str = ""

    def document(self, system: str) -> dict[str, str | None]:
        """Returns the JSON object of `--json`."""
        return {
            "check": self.check,
            "state": self.state,
            "situation": self.situation or None,
            "seen": self.seen,
            "repair": self.repair or None,
            "system": system,
        }


def examine(
    subject: Subject, world: World, environ: Mapping[str, str]
) -> tuple[Facts, list[Result]]:
    """Gathers the facts and returns them with what every check found."""
    facts = gather(subject, world, environ)
    return facts, judge(facts)


def judge(facts: Facts) -> list[Result]:
    """Returns what every check that applies finds in these facts, in the order of the table."""
    results: dict[str, Result] = {}
    for check in CHECKS:
        if check.applies(facts):
            results[check.name] = _look(check, facts, results)
    return list(results.values())


def _look(check: Check, facts: Facts, before: Mapping[str, Result]) -> Result:
    title = translated(check.title)
    missing = [facts.missing[each] for each in check.asks if each in facts.missing]
    blocked = [before[name] for name in check.needs if name in before]
    blocking = [each.title for each in blocked if each.state in {IN_THE_WAY, NOT_LOOKED_AT}]
    if blocking:
        return Result(check.name, title, NOT_LOOKED_AT, _after(blocking[0]))
    if missing:
        return Result(check.name, title, NOT_LOOKED_AT, missing[0])
    if why := check.skips(facts):
        return Result(check.name, title, NOT_LOOKED_AT, why)
    for situation in check.situations:
        told = situation.find(facts)
        if told is not None:
            state: State = WORTH_KNOWING if situation.is_minor(facts) else IN_THE_WAY
            repair = filled(translated(situation.repair_on(facts.computer.system)), told)
            seen = filled(translated(situation.seen), told)
            return Result(check.name, title, state, seen, situation.id, repair)
    return Result(check.name, title, FINE, filled(translated(check.fine), check.tells(facts)))


def _after(title: str) -> str:
    return gettext("{check} comes first", check=title)
