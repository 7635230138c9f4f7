"""What a check is: something that is looked at, and the situations that may be found there, the most likely first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from docker_lessons.doctor.facts.computer import SystemKind
from docker_lessons.doctor.facts.gathering import Facts
from docker_lessons.findings.finding import Facts as Told

Found = Told | None
"""What fills a situation's sentences, None where that situation is not there."""

State = Literal["fine", "worth knowing", "in the way", "not looked at"]
FINE: Final = "fine"
WORTH_KNOWING: Final = "worth knowing"
IN_THE_WAY: Final = "in the way"
NOT_LOOKED_AT: Final = "not looked at"


def by_system(*, linux: str, macos: str, wsl: str) -> Mapping[SystemKind, str]:
    """Returns a repair that differs from system to system."""
    return {"linux": linux, "macos": macos, "wsl": wsl}


def never(facts: Facts) -> bool:
    """Returns False, whatever the facts are."""
    return False


def always(facts: Facts) -> bool:
    """Returns True, whatever the facts are."""
    return True


def nothing(facts: Facts) -> str:
    """Returns '': no reason, whatever the facts are."""
    return ""


@dataclass(frozen=True)
class Situation:
    """One thing that may be in the way."""

    id: str
    find: Callable[[Facts], Found]
    seen: str
    """What was seen, in a sentence with a placeholder for each fact."""
    repair: str | Mapping[SystemKind, str]
    """What to do next, by system where that differs."""
    is_minor: Callable[[Facts], bool] = never
    """Whether the course goes on in spite of it."""

    def repair_on(self, system: SystemKind) -> str:
        """Returns the repair for a system."""
        return self.repair if isinstance(self.repair, str) else self.repair[system]


@dataclass(frozen=True)
class Check:
    """One thing that is looked at."""

    name: str
    """As `--json` has it."""
    title: str
    tells: Callable[[Facts], Told]
    """What fills the sentence `fine`."""
    fine: str
    situations: tuple[Situation, ...]
    asks: tuple[str, ...]
    """The groups of facts that it reads."""
    needs: tuple[str, ...] = ()
    """The names of the checks without which this one says nothing: while one of them found something in the way, it is not made."""
    applies: Callable[[Facts], bool] = always
    skips: Callable[[Facts], str] = nothing
    """Why it cannot be looked at, '' if it can."""


def with_own_docker(facts: Facts) -> bool:
    """Tells whether the learner's own Docker is examined."""
    return facts.subject.is_own_docker


def with_a_network(facts: Facts) -> bool:
    """Tells whether a registry that is not on this computer is examined."""
    return facts.subject.has_a_network


def without_a_network(facts: Facts) -> bool:
    """Tells whether the practice Hub is examined."""
    return not facts.subject.has_a_network
