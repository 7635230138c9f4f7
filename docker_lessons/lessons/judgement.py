"""Judges a step by one look at the world: it holds now, it held before, or a cause says why it does not.

Judging is a pure function, and puts nothing into words.
"""

from __future__ import annotations

from dataclasses import dataclass

from docker_lessons.findings.finding import Finding
from docker_lessons.lessons import any_step, elsewhere
from docker_lessons.lessons.definition import CourseDefinition
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.step import Step
from docker_lessons.lessons.verdict import COULD_NOT_CHECK, NOT_YET, PASSED, Kind


@dataclass(frozen=True)
class Judgement:
    """What was found of a step in one look."""

    step: str
    verdict: Kind
    finding: Finding
    """Why it is so; a step that passed has a finding as well."""
    remarks: tuple[Finding, ...] = ()
    held: bool = False
    """Whether the step holds right now rather than by memory."""
    beneath: Finding | None = None
    """The step's own finding where something went to another registry: its repair is told with that finding."""


def judge(definition: CourseDefinition, step: Step, look: Look) -> Judgement:
    """Tells whether a step of the course holds, and if not, why.

    Raises:
        LookupError: When no cause finds anything; the last cause of a step has to.
    """
    needs = ((any_step.ENGINE_STOPPED, step.needs_host), (any_step.HUB_UNREACHABLE, step.needs_hub))
    for cause, needed in needs:
        if needed and (finding := cause.finding(look)):
            return Judgement(step.id, cause.verdict, finding)
    if step.needs_hub and not step.judged_unseen and (hidden := any_step.HIDDEN.finding(look)):
        if look.passed_once(step.id):
            return Judgement(step.id, PASSED, any_step.seen_earlier())
        return Judgement(step.id, any_step.HIDDEN.verdict, hidden)
    diagnoses = step.diagnoses
    if diagnoses.held and (finding := diagnoses.held.finding(look)):
        remarks = tuple(said for note in diagnoses.notes if (said := note.finding(look)))
        return Judgement(step.id, PASSED, finding, remarks, held=True)
    later = definition.undone_by(step, look.passed_once)
    if later is None and (not step.needs_host or look.only_removed):
        later = definition.due_to_undo(step, look.passed_once)
    if later and _was_done(step, look) and not _answers_anew(step, look):
        return Judgement(step.id, PASSED, any_step.undone(later))
    if step.reaches_registry and (relay := any_step.RELAY_DOWN.finding(look)):
        return Judgement(step.id, any_step.RELAY_DOWN.verdict, relay)
    for cause in (any_step.DISK_FULL, *diagnoses.causes):
        if finding := cause.finding(look):
            is_open = cause is not any_step.DISK_FULL and cause.verdict == NOT_YET
            if is_open and (went := elsewhere.find(step, look)):
                return Judgement(step.id, NOT_YET, went, beneath=finding)
            return Judgement(step.id, cause.verdict, finding)
    raise LookupError(f"the step {step.id} has no cause that always finds something")


def unwritable(step: Step, reason: str) -> Judgement:
    """Returns the judgement where what the course has to remember cannot be written."""
    facts = {"reason": reason}
    return Judgement(
        step.id, COULD_NOT_CHECK, Finding(any_step.DISK_FULL.id, facts, any_step.UNWRITABLE)
    )


def _was_done(step: Step, look: Look) -> bool:
    return look.passed_once(step.id) or step.was_done(look)


def _answers_anew(step: Step, look: Look) -> bool:
    """Whether a new answer is to be judged, rather than what was answered before."""
    return step.question is not None and look.answer != look.view.accepted.get(step.id)
