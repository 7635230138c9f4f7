"""A step of the course: its words, its diagnoses, and how it is done.

A step is data. Its diagnoses (`diagnosis`) say when it holds and what goes wrong, each in a function of its
own that is registered under a stable identifier.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from docker_lessons.lessons.diagnosis import Diagnoses
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.solution import Solution

Hands = Literal["given", "blank", "terminal", "hub", "answer", "yours"]


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
class AtRegistry:
    """What a step has to do with the registry, whose address stands in names on the learner's own Docker."""

    commands: frozenset[str] = frozenset()
    """The docker commands that the step is done with."""
    target: str = "{target}"
    """The name that the step gives, sends or fetches."""
    tag_matters: bool = False
    """Whether a name with another tag than the target's is no attempt at it."""


@dataclass(frozen=True)
class StepWords:
    """What a step is called, and what it asks for, where its own words would be untrue."""

    title: str
    goal: str
    hint: str


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
    diagnoses: Diagnoses
    solve: Callable[[Solution, Look], Awaitable[None]]
    undone_by: frozenset[str] = frozenset()
    """The later steps that rightly undo this one: once one of them has passed, memory answers for it."""
    was_done: Callable[[Look], bool] = lambda look: False
    """Whether it was done, by what Docker told, though one of `undone_by` has undone it before anybody looked.

    Commands that are typed on one line follow each other faster than looks.
    """
    registry: AtRegistry | None = None
    """None where the registry's address plays no part."""
    question: Question | None = None
    needs_host: bool = True
    needs_hub: bool = False
    reaches_registry: bool = False
    """Whether the learner's command has the engine reach the registry."""
    needs_containers: bool = False
    """Whether it is done only where the engine runs containers, and skipped elsewhere."""
    reveal_after: int = 0
    """Seconds before *show me* is offered."""
    facts: Callable[[Look], dict[str, str]] = lambda look: {}
    """What a pass establishes and the memory keeps."""
    lines: tuple[Line, ...] = ()
    at_registry: StepWords | None = None
    """Its words at a registry of one's own choice, which has no pages; None where its own hold there."""
    judged_unseen: bool = False
    """Whether it is judged even where a registry shows nothing to somebody who is not logged in."""
    is_yours: Callable[[Look], bool] = lambda look: False
    """Whether its solution would begin with what only the learner may do, and so would refuse at once."""
    rescues: tuple[str, ...] = ()
    """Commands that help where the printed repair did not; the step's solution comes after them."""
