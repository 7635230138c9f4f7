"""What may be found in any step: something is wrong with the world, or a later step rightly undid this one."""

from __future__ import annotations

import re

from docker_lessons.findings.finding import Facts, Finding, Variant
from docker_lessons.lessons.diagnosis import (
    Diagnoses,
    Found,
    Observation,
    Words,
    at_registry,
    on_docker_hub,
)
from docker_lessons.lessons.hub_away import DOCKER_HUB_AWAY
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.steps.refusals import register_docker_said
from docker_lessons.lessons.verdict import COULD_NOT_CHECK

_world = Diagnoses("any")
UNWRITABLE = "memory"
"""The variant of a full disk where the course's own memory cannot be written."""
_QUIET = ("images", "version")
"""Commands that change nothing, so that a full disk is no matter to them."""
_FULL = re.compile(r"no space left|disk is full|disk quota|file too large|disk I/O", re.IGNORECASE)


@_world.cause(
    "engine-stopped",
    seen="the engine doesn't answer ({reason})",
    wanted="an engine that answers",
    repair="docker-lessons start",
    text="The Docker engine doesn't answer. This isn't your fault, and nothing is lost. "
    "docker-lessons start brings it back.",
    variants={
        "learners-docker": Words(
            repair="docker-lessons start --engine practice",
            text="The Docker engine doesn't answer. This isn't your fault, and nothing is lost. "
            "Start your Docker as you always do, and the course goes on by itself. Or go on "
            "in the practice world: docker-lessons start --engine practice. If your Docker is running, "
            "docker-lessons doctor --engine docker says what's in the way.",
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
    seen="the Hub doesn't answer ({reason})",
    wanted="a Hub that answers",
    repair="docker-lessons start",
    text="The Hub doesn't answer. This isn't your fault, and nothing is lost. docker-lessons start "
    "brings it back.",
    variants={
        **DOCKER_HUB_AWAY,
        at_registry(): Words(
            wanted="an answer from {registry}",
            repair="docker-lessons doctor",
            text="The registry {registry} gives no answer that the course can use. This isn't your fault, and nothing is lost: "
            "the course looks again by itself. docker-lessons doctor says what's in the way.",
        ),
    },
    verdict=COULD_NOT_CHECK,
)
def hub_unreachable(look: Look) -> Found:
    """The Hub does not answer."""
    if look.snapshot.hub is not None:
        return None
    facts: Facts = {"reason": look.snapshot.hub_error}
    trouble = look.snapshot.hub_trouble
    if trouble is None:
        return facts
    facts = {**facts, "host": trouble.host, "minutes": trouble.minutes}
    timed = trouble.kind == "rate-limit" and trouble.wait > 0
    return Variant("rate-limit-timed" if timed else trouble.kind, facts)


@_world.cause(
    "disk-full",
    seen="{line}: {said}",
    wanted="free space on the disk",
    text="The disk is full, so Docker couldn't store anything. This isn't your fault, and nothing "
    "is lost. Free up some space, then do it again.",
    variants={
        UNWRITABLE: Words(
            seen="the course can't write to its memory ({reason})",
            text="The disk is full, or the course can't write to its folder. This isn't your "
            "fault, and nothing is lost. Free up some space, then check again.",
        )
    },
    verdict=COULD_NOT_CHECK,
)
def disk_full(look: Look) -> Found:
    """The newest command failed since there is no room."""
    last = next((one for one in look.attempts if one.verb not in _QUIET), None)
    if (
        not last
        or not last.refused
        or last.time < look.changed
        or not _FULL.search(last.docker_said)
    ):
        return None
    return {"line": last.line, "said": last.said.strip()[-120:]}


@_world.cause(
    "hub-hidden",
    seen="{registry} shows nothing to anyone who isn't logged in",
    wanted="a login at {registry}, so that the course can look",
    repair="{log_in}",
    text="The course can't tell: without a login, {registry} shows nothing. This isn't your fault. Log in, and it looks "
    "again. What you type stays in this world, and goes to {registry} alone.",
    verdict=COULD_NOT_CHECK,
)
def hub_hidden(look: Look) -> Found:
    """A registry that tells nobody anything who is not logged in."""
    return {} if look.snapshot.hub is not None and look.snapshot.hub.is_hidden else None


@_world.cause(
    "relay-down",
    seen="the container {relay} isn't running ({reason})",
    wanted="the container {relay}, by which your Docker reaches the practice registry",
    repair="docker-lessons start --engine docker",
    text="Your Docker reaches the practice registry by a small container of the course's, {relay}, and that isn't running. "
    "This isn't your fault, and nothing is lost. The course tries to restart it every few seconds, and this message "
    "goes when it's back; pushes, pulls and logins fail meanwhile. If it stays, docker-lessons start --engine docker "
    "starts it again, and docker-lessons doctor --engine docker says what's in the way.",
    verdict=COULD_NOT_CHECK,
)
def relay_down(look: Look) -> Found:
    """The relay container doesn't listen, so that the engine doesn't reach the practice registry."""
    container, reason = look.relay
    return {"relay": container, "reason": reason} if reason else None


# `world-stopped` is said by whoever asks a service that is not there.
ENGINE_STOPPED, HUB_UNREACHABLE, DISK_FULL, HIDDEN, RELAY_DOWN = _world.causes
WORLD_CAUSES = (ENGINE_STOPPED, HUB_UNREACHABLE, DISK_FULL, HIDDEN, RELAY_DOWN)
"""What can be the matter with the world."""

_latest = Diagnoses("any")
register_docker_said(
    _latest,
    "latest-refused",
    lambda look: look.last_act if look.last_act and look.still_counts(look.last_act) else None,
    repair="{mend}",
)
(LATEST_REFUSED,) = _latest.causes
"""What a step asks for was refused, of which the step's own causes say nothing."""

UNDONE = Observation(
    "undone-since",
    "any",
    lambda later: {"later": later},
    Words(
        seen="it passed earlier; the step {later} undoes it",
        wanted="this step done once, before the step {later}",
        text="You've done this. Undoing it is part of a later step, so it still counts.",
    ),
)
"""A step that passed, and that a later one rightly undid."""

SEEN_EARLIER = Observation(
    "seen-earlier",
    "any",
    dict,
    Words(
        seen="it passed earlier; {registry} shows nothing to anyone who isn't logged in",
        wanted="this step done once",
        text="You've done this. Without a login, {registry} shows nothing, so the course goes by what it saw earlier.",
    ),
)
"""A step that passed, and of which nothing is seen at the moment."""

TRIED = Observation(
    "tried-already",
    "any",
    lambda tried, instead: {"tried": tried, "instead": instead},
    Words(
        repair="{instead}",
        text="You've just run {tried}, and it didn't help here. Try this instead: {instead}",
    ),
    variants={
        "build": Words(
            text="A build or tag under that name didn't help just now. Try this instead: {instead}"
        )
    },
)
"""The repair that belongs to what was found was just tried, without success."""

LOG_IN_FIRST = Observation(
    "log-in-first",
    "any",
    lambda instead: {"instead": instead},
    Words(repair="{instead}", text="You aren't logged in at the moment, so log in first."),
    variants={
        "private": Words(
            text="{hub_repository} is private, and you aren't logged in at the moment, so log in first."
        )
    },
)
"""The repair is a push, or fetches what is private, and nobody is logged in."""

YOURS_TO_DO = Observation(
    "yours-to-do",
    "any",
    lambda instead: {"instead": instead},
    Words(
        repair="{instead}",
        text="The course publishes nothing there for you, so this is yours to type: {instead}",
    ),
)
"""The repair is a solution that would push in an account of the learner's own, which the course never does."""

CONTAINER_FIRST = Observation(
    "container-first",
    "any",
    lambda name, all: {"name": name, "all": all},  # noqa: A006
    Words(
        repair="docker rm -f {all}",
        text="The container {name} keeps the image, and Docker doesn't remove it from under a container. Remove the "
        "container first.",
    ),
    variants={
        "several": Words(
            text="These containers keep the image: {name}. Docker doesn't remove it from under a container. Remove the "
            "containers first."
        )
    },
)
"""The repair takes the last names off an image that a container is made from."""

IMAGE_FIRST = Observation(
    "image-first",
    "any",
    lambda name, instead: {"name": name, "instead": instead},
    Words(
        repair="{instead}",
        text="{name} is neither on this computer nor on the Hub yet, so there's nothing to run. Publish it first.",
    ),
)
"""The repair runs an image that Docker could not find."""

PASSWORD_AGAIN = Observation(
    "password-again",
    "any",
    lambda count: {"count": count},
    Words(
        repair="{log_in}",
        text="That's {count} in a row, so it may be more than a typo. This Hub has its own accounts: your password for "
        "Docker Hub or for this computer doesn't work here. docker-lessons account shows the right one: copy it, and paste "
        "it where Docker asks. Nothing appears there, not even dots, so just press Enter. If you type it, check Caps Lock "
        "and your keyboard layout.",
    ),
    variants={
        "solved": Words(
            repair="docker-lessons solve log-in",
            text="That's {count} in a row. You don't have to find out why: docker-lessons solve log-in logs this client "
            "in for you.",
        ),
        "none": Words(
            text="That's {count} times without a password. Log in from a cell of the page, or from a terminal that you "
            "opened from it: there Docker can ask. Nothing appears while you type or paste the password; press Enter "
            "after it."
        ),
        on_docker_hub(): Words(
            text="That's {count} in a row, so it may be more than a typo. See whether you can sign in with it at {hub_page}, "
            "and check Caps Lock and your keyboard layout. If you sign in there with a code from your phone, or "
            "through Google or GitHub, Docker needs an access token instead: {tokens_page}"
        ),
        at_registry(): Words(
            text="That's {count} in a row, so it may be more than a typo. Check Caps Lock and your keyboard layout, and "
            "whether {username} is your account at {registry}. An access token may have expired."
        ),
    },
)
"""A password was refused, or missing, and the time before, too."""

LOGGED_IN_ELSEWHERE = Observation(
    "logged-in-elsewhere",
    "any",
    lambda others: {"others": others},
    Words(
        text="Your client has a login for {others}, but that's another address. Type the command exactly as it's shown here."
    ),
    variants={
        "not-kept": Words(
            text="A login did work, but this client doesn't have it: with sudo, or another DOCKER_CONFIG, Docker "
            "saves it somewhere else. Type the command exactly as it's shown here."
        )
    },
)
"""A login is wanted, and there is one that does not count here."""

ON_THE_WAY = Observation(
    "on-the-way",
    "any",
    lambda done: {"done": done},
    Words(text="{done} is done. This comes next."),
)
"""The repair that was told before was done, and another one follows it."""

INSTEAD = (
    TRIED.id,
    LOG_IN_FIRST.id,
    YOURS_TO_DO.id,
    CONTAINER_FIRST.id,
    IMAGE_FIRST.id,
    PASSWORD_AGAIN.id,
)
"""What is told beside a finding, and repairs in its place."""

OBSERVATIONS: tuple[Observation, ...] = (
    *WORLD_CAUSES,
    LATEST_REFUSED,
    UNDONE,
    SEEN_EARLIER,
    TRIED,
    LOG_IN_FIRST,
    YOURS_TO_DO,
    CONTAINER_FIRST,
    IMAGE_FIRST,
    PASSWORD_AGAIN,
    LOGGED_IN_ELSEWHERE,
    ON_THE_WAY,
)


def seen_earlier() -> Finding:
    """Returns the finding that a step passed once, and that the registry shows nothing of it now."""
    return Finding(SEEN_EARLIER.id)


def undone(later: str) -> Finding:
    """Returns the finding that a step passed once and this later one rightly undid it."""
    return Finding(UNDONE.id, {"later": later})
