"""From a look at the world to a verdict: now, by memory, or by its cause."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from docker_lessons.lessons import addresses
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.step import Cause, Found, Step
from docker_lessons.lessons.undone import UNDONE_BY
from docker_lessons.lessons.verdict import COULD_NOT_CHECK, PASSED, Verdict

_START = "docker-lessons start"
NO_LOSS = "That is not your doing, and nothing is lost."


@dataclass(frozen=True)
class Judgement:
    """A verdict, and whether the step holds right now rather than by memory."""

    verdict: Verdict
    held: bool = False


def judge(step: Step, look: Look) -> Judgement:
    """Say whether the step holds, and if not, why."""
    for cause, needed in ((ENGINE_STOPPED, step.needs_host), (HUB_UNREACHABLE, step.needs_hub)):
        if needed and (found := cause.find(look)):
            return Judgement(_verdict(step, cause.id, found))
    held = step.holds(look)
    if held is not None:
        remarks = [said for note in step.diagnoses.notes if (said := note.say(look))]
        text = " ".join((held.text, *remarks))
        return Judgement(Verdict(step.id, PASSED, None, held.seen, held.wanted, None, text), True)
    by = undone_by(step.id, look)
    if by and look.passed_once(step.id) and not _answers_anew(step, look):
        return Judgement(
            Verdict(
                step.id,
                PASSED,
                None,
                f"it passed before, and {by} rightly undid it since",
                "it once, before it was undone",
                None,
                "Done. A later step rightly undid it, so it counts from memory.",
            )
        )
    if found := DISK_FULL.find(look):
        return Judgement(_verdict(step, DISK_FULL.id, found))
    for cause in step.diagnoses.causes:
        if found := cause.find(look):
            if went := addresses.elsewhere(step.id, look):
                # Where it went is the matter; what to do next is what the step says anyway.
                return Judgement(_verdict(step, went[0], replace(went[1], repair=found.repair)))
            return Judgement(_verdict(step, cause.id, found))
    raise LookupError(f"the step {step.id} has no cause that always finds something")


def undone_by(step_id: str, look: Look) -> str | None:
    """The later step that has passed in this run and rightly undoes this one."""
    return next((later for later in sorted(UNDONE_BY[step_id]) if look.passed_once(later)), None)


def _answers_anew(step: Step, look: Look) -> bool:
    """Whether a new answer is to be judged, rather than what was answered before."""
    return step.question is not None and look.answer != look.view.accepted.get(step.id)


def _verdict(step: Step, cause: str, found: Found) -> Verdict:
    return Verdict(
        step.id, found.verdict, cause, found.seen, found.wanted, found.repair, found.text
    )


# When the world, not the learner, is the matter.


def _engine_stopped(look: Look) -> Found | None:
    if look.snapshot.host is not None:
        return None
    return Found(
        seen=f"the engine does not answer ({look.snapshot.host_error})",
        wanted="an engine that answers",
        repair=look.engine.repair,
        text=f"The Docker engine does not answer. {NO_LOSS} {look.engine.advice}",
        verdict=COULD_NOT_CHECK,
    )


def _hub_unreachable(look: Look) -> Found | None:
    if look.snapshot.hub is not None:
        return None
    return Found(
        seen=f"the Hub does not answer ({look.snapshot.hub_error})",
        wanted="a Hub that answers",
        repair=_START,
        text=f"The Hub does not answer. {NO_LOSS} {_START} brings it back.",
        verdict=COULD_NOT_CHECK,
    )


def _disk_full(look: Look) -> Found | None:
    last = next((one for one in look.attempts if one.verb not in ("images", "version")), None)
    if not last or not last.refused or last.time < look.changed:
        return None
    if not re.search(
        r"no space left|disk is full|disk quota|file too large|disk I/O", last.said, re.IGNORECASE
    ):
        return None
    return Found(
        seen=f"{last.line}: {last.said.strip()[-120:]}",
        wanted="room on the disk",
        repair=None,
        text=f"The disk is full, so Docker could not store anything. {NO_LOSS} Make room, then do it again.",
        verdict=COULD_NOT_CHECK,
    )


def unwritable(step: Step, reason: str) -> Verdict:
    """The verdict where what the course has to remember cannot be written."""
    return Verdict(
        step.id,
        COULD_NOT_CHECK,
        DISK_FULL.id,
        f"the course's memory cannot be written ({reason})",
        "room on the disk",
        None,
        f"The disk is full, or its folder cannot be written. {NO_LOSS} Make room, then check again.",
    )


# `world-stopped` is said by whoever asks a service that is not there.
ENGINE_STOPPED = Cause("engine-stopped", "any", "world", _engine_stopped)
HUB_UNREACHABLE = Cause("hub-unreachable", "any", "world", _hub_unreachable)
DISK_FULL = Cause("disk-full", "any", "world", _disk_full)
WORLD_CAUSES = (ENGINE_STOPPED, HUB_UNREACHABLE, DISK_FULL)
"""What can be the matter with the world, for any step."""
ANY_CAUSES = frozenset(cause.id for cause in (*WORLD_CAUSES, *addresses.CAUSES))
"""The identifiers of what can be the matter in more than one step."""
