"""Alone, part two: publish the second version.

Checked: the Hub's tag `2.0` holds the image `myimage:0.2`.
"""

from __future__ import annotations

import re

from docker_lessons.findings.finding import Variant
from docker_lessons.lessons.diagnosis import Diagnoses, Found, Words
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import AtRegistry, Step
from docker_lessons.lessons.steps.second_build import SECOND_MESSAGE, second, second_id
from docker_lessons.lessons.steps.sentences import DOCKER_SAID
from docker_lessons.world.snapshot import short

diagnoses = Diagnoses(
    "second-push", wanted="{second_image} on the Hub as {second_target}", repair="{next}"
)


@diagnoses.holds(
    seen="the Hub's {second_target} is sha256:{digest}, the image {id}",
    wanted="the image {id} on the Hub as {second_target}",
    text="Published. The layer with the program was there already and was not sent again: only the message "
    "is new.",
)
def holds(look: Look) -> Found:
    """The Hub's `2.0` is the second image."""
    tag = look.second_hub_tag
    if tag is None or not tag.holds(second_id(look)):
        return None
    return {"digest": short(tag.digest), "id": short(tag.image)}


def _next(look: Look) -> str:
    """The command that comes next, which may be a step before this one."""
    names, known = look.names, look.snapshot.log_in
    found = look.host.named(names.second_target)
    if second(look) is None:
        return "docker-lessons solve second-build"
    if found is None or found.id != second_id(look):
        return f"docker tag {names.second_image} {names.second_target}"
    return f"docker push {names.second_target}" if known and known.may_push else names.log_in


@diagnoses.cause(
    "second-push-not-logged-in",
    "refused requests",
    seen="a push of {given} that was denied; no log-in is kept",
    repair="{log_in}",
    text="You logged out before you pulled, so the Hub does not know you. Log in, then push again.",
)
def not_logged_in(look: Look) -> Found:
    """The push was denied to a stranger."""
    tried, known = look.refused("push"), look.snapshot.log_in
    if not tried or not re.search(r"denied|unauthorized", tried.said) or (known and known.may_push):
        return None
    return {"given": tried.target}


@diagnoses.cause(
    "second-push-refused",
    "refused requests",
    seen=DOCKER_SAID,
    text="Docker refused that. The whole name is {second_target}, and the image has to bear it before "
    "it can be pushed.",
)
def refused(look: Look) -> Found:
    """The push was refused for another reason."""
    tried = look.refused("push", "tag")
    if not tried:
        return None
    return {"line": tried.line, "said": tried.said.strip()[-160:], "next": _next(look)}


@diagnoses.cause(
    "second-push-over-first",
    "state",
    seen="the Hub's 1.0 is the second version now, {id}; there is no 2.0",
    text="You pushed the second version over the first: whoever asks for 1.0 gets another image from now on. "
    "Give it the tag 2.0. (docker-lessons solve push puts 1.0 back.)",
)
def over_first(look: Look) -> Found:
    """It was pushed over `1.0`."""
    first = look.hub_tag
    if look.second_hub_tag or not first or not first.holds(second_id(look)):
        return None
    return {"id": short(first.image), "next": _next(look)}


@diagnoses.cause(
    "second-push-first-image",
    "state",
    seen="the Hub's 2.0 is the image {there}",
    text="The tag 2.0 is there, but not from {second_image}, which is {id}. Tag that one, and push again.",
)
def first_image(look: Look) -> Found:
    """`2.0` holds another image than the second version."""
    tag = look.second_hub_tag
    if tag is None or not second_id(look):
        return None
    return {"there": short(tag.image), "id": short(second_id(look)), "next": _next(look)}


@diagnoses.cause(
    "second-push-other-tag",
    "state",
    seen="the second version is on the Hub as {tags}",
    text="The image is there, under another tag. The goal is 2.0.",
)
def other_tag(look: Look) -> Found:
    """It went up under another tag."""
    every = look.repository.tags if look.repository else ()
    tags = tuple(tag.name for tag in every if tag.holds(second_id(look)))
    return {"tags": tags, "next": _next(look)} if tags else None


@diagnoses.cause(
    "second-push-not-built",
    "state",
    seen="no {second_image} on this computer",
    repair="docker-lessons solve second-build",
    text="First build the second version.",
)
def not_built(look: Look) -> Found:
    """There is nothing to publish yet."""
    return None if second_id(look) else {}


@diagnoses.cause(
    "second-push-missing",
    "state",
    seen="{hub_repository} on the Hub has no tag 2.0",
    text="The second version is on this computer alone. Give it its name for the Hub, then send it.",
    variants={
        "tagged": Words(
            seen="{hub_repository} on the Hub has no tag 2.0; {second_target} is ready here"
        )
    },
)
def missing(look: Look) -> Found:
    """Not published yet."""
    facts = {"next": _next(look)}
    return Variant("tagged", facts) if look.host.named(look.names.second_target) else facts


async def solve(doing: Solution, look: Look) -> None:
    """Tags and pushes it."""
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
    diagnoses=diagnoses,
    solve=solve,
    undone_by=frozenset({"clean-up"}),
    registry=AtRegistry(
        frozenset({"tag", "login", "push"}), target="{second_target}", tag_matters=True
    ),
    needs_hub=True,
    reveal_after=300,
    facts=lambda look: {"second digest": look.second_hub_tag.digest} if look.second_hub_tag else {},
)
