"""What may be the case in any step: the world is the matter, or a later step rightly undid this one."""

from __future__ import annotations

import re

from docker_lessons.findings.finding import Finding, Variant
from docker_lessons.lessons.diagnosis import Diagnoses, Found, Observation, Words
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.verdict import COULD_NOT_CHECK

_world = Diagnoses("any")
UNWRITABLE = "memory"
"""The variant of a full disk where the course's own memory cannot be written."""
_QUIET = ("images", "version")
"""Commands that change nothing, so that a full disk is no matter to them."""
_FULL = re.compile(r"no space left|disk is full|disk quota|file too large|disk I/O", re.IGNORECASE)


@_world.cause(
    "engine-stopped",
    "world",
    seen="the engine does not answer ({reason})",
    wanted="an engine that answers",
    repair="docker-lessons start",
    text="The Docker engine does not answer. That is not your doing, and nothing is lost. "
    "docker-lessons start brings it back.",
    variants={
        "learners-docker": Words(
            repair="docker-lessons start --engine practice",
            text="The Docker engine does not answer. That is not your doing, and nothing is lost. "
            "Start your Docker as you always do, and it goes on by itself. "
            "Or go on in the practice world: docker-lessons start --engine practice",
        )
    },
    verdict=COULD_NOT_CHECK,
)
def engine_stopped(look: Look) -> Found:
    """The engine does not answer."""
    if look.snapshot.host is not None:
        return None
    facts = {"reason": look.snapshot.host_error}
    if look.capabilities.starts_with_world:
        return facts
    return Variant("learners-docker", facts)


@_world.cause(
    "hub-unreachable",
    "world",
    seen="the Hub does not answer ({reason})",
    wanted="a Hub that answers",
    repair="docker-lessons start",
    text="The Hub does not answer. That is not your doing, and nothing is lost. docker-lessons start brings it back.",
    verdict=COULD_NOT_CHECK,
)
def hub_unreachable(look: Look) -> Found:
    """The Hub does not answer."""
    return None if look.snapshot.hub is not None else {"reason": look.snapshot.hub_error}


@_world.cause(
    "disk-full",
    "world",
    seen="{line}: {said}",
    wanted="room on the disk",
    text="The disk is full, so Docker could not store anything. That is not your doing, and nothing is lost. "
    "Make room, then do it again.",
    variants={
        UNWRITABLE: Words(
            seen="the course's memory cannot be written ({reason})",
            text="The disk is full, or its folder cannot be written. That is not your doing, and nothing is lost. "
            "Make room, then check again.",
        )
    },
    verdict=COULD_NOT_CHECK,
)
def disk_full(look: Look) -> Found:
    """The newest command failed since there is no room."""
    last = next((one for one in look.attempts if one.verb not in _QUIET), None)
    if not last or not last.refused or last.time < look.changed or not _FULL.search(last.said):
        return None
    return {"line": last.line, "said": last.said.strip()[-120:]}


# `world-stopped` is said by whoever asks a service that is not there.
ENGINE_STOPPED, HUB_UNREACHABLE, DISK_FULL = _world.causes
WORLD_CAUSES = (ENGINE_STOPPED, HUB_UNREACHABLE, DISK_FULL)
"""What can be the matter with the world."""

UNDONE = Observation(
    "undone-since",
    "any",
    lambda later: {"later": later},
    Words(
        seen="it passed before, and {later} rightly undid it since",
        wanted="it once, before it was undone",
        text="Done. A later step rightly undid it, so it counts from memory.",
    ),
)
"""A step that passed, and that a later one rightly undid."""

OBSERVATIONS: tuple[Observation, ...] = (*WORLD_CAUSES, UNDONE)


def undone(later: str) -> Finding:
    """Returns the finding that a step passed once and this later one rightly undid it."""
    return Finding(UNDONE.id, {"later": later})
