"""The meaning of an answer of Docker's, made more exact by the line, the names or the log-in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from docker_lessons.command.transcript import Transcript
from docker_lessons.findings.finding import Finding

Reason = Callable[[Transcript, Finding], Finding | None]
"""Tells the causes of one answer apart; returns None where its text says all there is to say."""


@dataclass(frozen=True)
class Refinement:
    """What some of `docker_answers.ANSWERS` mean in the course's world."""

    answers: tuple[str, ...]
    """The causes in that table that it makes more exact."""
    cause: str
    sentence: str | Mapping[str, str]
    """The cause's sentence, or one for each variant that `reason` gives."""
    reason: Reason
