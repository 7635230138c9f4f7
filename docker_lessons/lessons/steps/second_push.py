"""Alone, part two: publish the second version.

Checked: the Hub's tag `2.0` holds the image `myimage:0.2`.
"""

from __future__ import annotations

import re

from docker_lessons.lessons.look import Look, listed
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import Causes, Found, Held, Step
from docker_lessons.lessons.steps.second_build import SECOND_MESSAGE, second, second_id
from docker_lessons.world.snapshot import short

diagnoses = Causes("second-push")


def holds(look: Look) -> Held | None:
    """The Hub's `2.0` is the second image."""
    tag = look.second_hub_tag
    if tag is None or not tag.holds(second_id(look)):
        return None
    return Held(
        seen=f"the Hub's {look.names.second_target} is sha256:{short(tag.digest)}, the image {short(tag.image)}",
        wanted=f"the image {short(tag.image)} on the Hub as {look.names.second_target}",
        text="Published. The layer with the program was there already and was not sent again: only the message "
        "is new.",
    )


def _tag(look: Look) -> str:
    return f"docker tag {look.names.second_image} {look.names.second_target}"


def _push(look: Look) -> str:
    return f"docker push {look.names.second_target}"


def _found(look: Look, seen: str, text: str, repair: str) -> Found:
    return Found(
        seen=seen,
        wanted=f"{look.names.second_image} on the Hub as {look.names.second_target}",
        repair=repair,
        text=text,
    )


def _next(look: Look) -> str:
    found = look.host.named(look.names.second_target)
    if second(look) is None:
        return "docker-lessons solve second-build"
    if found is None or found.id != second_id(look):
        return _tag(look)
    known = look.snapshot.log_in
    return _push(look) if known and known.may_push else look.names.log_in


@diagnoses.cause("second-push-not-logged-in", "refused requests")
def not_logged_in(look: Look) -> Found | None:
    """The push was denied to a stranger."""
    tried, known = look.refused("push"), look.snapshot.log_in
    if not tried or not re.search(r"denied|unauthorized", tried.said) or (known and known.may_push):
        return None
    return _found(
        look,
        f"a push of {tried.target} that was denied; no log-in is kept",
        "You logged out before you pulled, so the Hub does not know you. Log in, then push again.",
        look.names.log_in,
    )


@diagnoses.cause("second-push-refused", "refused requests")
def refused(look: Look) -> Found | None:
    """The push was refused for another reason."""
    tried = look.refused("push", "tag")
    if not tried:
        return None
    return _found(
        look,
        f"{tried.line}: {tried.said.strip()[-160:]}",
        f"Docker refused that. The whole name is {look.names.second_target}, and the image has to bear it before "
        "it can be pushed.",
        _next(look),
    )


@diagnoses.cause("second-push-over-first", "state")
def over_first(look: Look) -> Found | None:
    """It was pushed over `1.0`."""
    first = look.hub_tag
    if look.second_hub_tag or not first or not first.holds(second_id(look)):
        return None
    return _found(
        look,
        f"the Hub's 1.0 is the second version now, {short(first.image)}; there is no 2.0",
        "You pushed the second version over the first: whoever asks for 1.0 gets another image from now on. "
        "Give it the tag 2.0. (docker-lessons solve push puts 1.0 back.)",
        _next(look),
    )


@diagnoses.cause("second-push-first-image", "state")
def first_image(look: Look) -> Found | None:
    """`2.0` holds another image than the second version."""
    tag = look.second_hub_tag
    if tag is None or not second_id(look):
        return None
    return _found(
        look,
        f"the Hub's 2.0 is the image {short(tag.image)}",
        f"The tag 2.0 is there, but not from {look.names.second_image}, which is {short(second_id(look))}. Tag that "
        "one, and push again.",
        _next(look),
    )


@diagnoses.cause("second-push-other-tag", "state")
def other_tag(look: Look) -> Found | None:
    """It went up under another tag."""
    tags = (
        [t.name for t in look.repository.tags if t.holds(second_id(look))]
        if look.repository
        else []
    )
    if not tags or not second_id(look):
        return None
    return _found(
        look,
        f"the second version is on the Hub as {listed(tags)}",
        "The image is there, under another tag. The goal is 2.0.",
        _next(look),
    )


@diagnoses.cause("second-push-not-built", "state")
def not_built(look: Look) -> Found | None:
    """There is nothing to publish yet."""
    if second_id(look):
        return None
    return _found(
        look,
        f"no {look.names.second_image} on this computer",
        "First build the second version.",
        "docker-lessons solve second-build",
    )


@diagnoses.cause("second-push-missing", "state")
def missing(look: Look) -> Found | None:
    """Not published yet."""
    tagged = look.host.named(look.names.second_target)
    return _found(
        look,
        f"{look.repository_name} on the Hub has no tag 2.0"
        + (f"; {look.names.second_target} is ready here" if tagged else ""),
        "The second version is on this computer alone. Give it its name for the Hub, then send it.",
        _next(look),
    )


async def solve(doing: Solution, look: Look) -> None:
    """Tag and push it."""
    found = second(look)
    if found is None or found.id != second_id(look):
        await doing.build(look.names.second_image, SECOND_MESSAGE)
        found = None
    target = look.host.named(look.names.second_target)
    if found is None or target is None or target.id != found.id:
        await doing.tag(look.names.second_image, look.names.second_target)
    await doing.push(look.names.second_target)


step = Step(
    id="second-push",
    page="06-alone",
    title="Publish it",
    goal="The Hub has it as {second_target}.",
    command="docker push {second_target}",
    hint="A name for the Hub first, then the upload. If it is denied: who are you, to the Hub?",
    hands="yours",
    holds=holds,
    diagnoses=diagnoses,
    solve=solve,
    needs_hub=True,
    reveal_after=300,
    facts=lambda look: {"second digest": look.second_hub_tag.digest} if look.second_hub_tag else {},
)
