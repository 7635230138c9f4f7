"""A step of the course: its words, when it holds, what goes wrong, and how it is done.

A step is data. `holds` says when the step is done, the causes say what else is seen, each in a
function of its own that is registered under a stable identifier. The first cause that finds
something is the verdict's, so the special ones stand before the general ones.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Literal

from docker_lessons.lessons.look import Look
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.verdict import NOT_YET, Kind
from docker_lessons.world.names import Names

Source = Literal["state", "events", "refused requests", "command line", "answer", "world"]
"""What a cause was read from.  Requests are kept by the practice engine and Hub alone."""

Hands = Literal["given", "blank", "terminal", "hub", "answer", "yours"]


def what_a_name_is(names: Names) -> str:
    """What is said to a name that Docker cannot read, whichever command it was given to."""
    return f"A name is made of small letters, digits and dashes, in this order: {names.form}."


@dataclass(frozen=True)
class Found:
    """What a cause found: see `Verdict` for the fields."""

    seen: str
    wanted: str
    repair: str | None
    text: str
    verdict: Kind = NOT_YET


@dataclass(frozen=True)
class Held:
    """Why a step holds."""

    seen: str
    wanted: str
    text: str


Find = Callable[[Look], Found | None]
Remark = Callable[[Look], str | None]


@dataclass(frozen=True)
class Cause:
    """One diagnosis."""

    id: str
    step: str
    source: Source
    find: Find


@dataclass(frozen=True)
class Note:
    """One remark that goes with a step that passed."""

    id: str
    step: str
    say: Remark


@dataclass(frozen=True)
class Causes:
    """The diagnoses and remarks of one step, in the order in which they are asked."""

    step: str
    causes: list[Cause] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def cause(self, cause_id: str, source: Source) -> Callable[[Find], Find]:
        """Register a diagnosis (a decorator)."""

        def register(find: Find) -> Find:
            self.causes.append(Cause(cause_id, self.step, source, find))
            return find

        return register

    def include(self, others: Causes) -> None:
        """Ask those of another file here."""
        self.causes.extend(others.causes)

    def note(self, note_id: str) -> Callable[[Remark], Remark]:
        """Register a remark (a decorator)."""

        def register(say: Remark) -> Remark:
            self.notes.append(Note(note_id, self.step, say))
            return say

        return register


@dataclass(frozen=True)
class Question:
    """What a learner is asked to answer."""

    text: str
    placeholder: str
    about: str = ""
    """What the picture keeps to itself until the answer is right: `image ID`, `digest`, or nothing."""


@dataclass(frozen=True)
class Line:
    """One of several lines that a panel shows for one step."""

    title: str
    goal: str
    holds: Callable[[Look], bool]


@dataclass(frozen=True)
class Step:
    """One step.  In the texts `{image}`, `{target}`, ... stand for the course's names."""

    id: str
    page: str
    title: str
    goal: str
    command: str
    hint: str
    hands: Hands
    holds: Callable[[Look], Held | None]
    diagnoses: Causes
    solve: Callable[[Solution, Look], Awaitable[None]]
    question: Question | None = None
    needs_host: bool = True
    needs_hub: bool = False
    reveal_after: int = 0
    """Seconds before *show me* is offered."""
    facts: Callable[[Look], dict[str, str]] = lambda look: {}
    """What a pass establishes and the memory keeps."""
    lines: tuple[Line, ...] = ()
    on_own_docker: bool = False
    """Whether it is done on the learner's own Docker alone, and skipped with the practice engine."""

    def written(self, text: str, names: Names) -> str:
        """Put the course's names into a text of this step."""
        return text.format(
            image=names.image,
            target=names.target,
            repository=names.target_repository,
            username=names.username,
            second_image=names.second_image,
            second_target=names.second_target,
            log_in=names.log_in,
            log_out=names.log_out,
            form=names.form,
            id_column=names.id_column,
        )
