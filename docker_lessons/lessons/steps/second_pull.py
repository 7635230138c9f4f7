"""Alone, part four: fetch the second version from the Hub.

Checked: after it was gone, a pull of `demousr/demorep:2.0` brought it back.
"""

from __future__ import annotations

from docker_lessons.findings.finding import Variant
from docker_lessons.lessons.diagnosis import Diagnoses, Found, Words
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import AtRegistry, Step
from docker_lessons.lessons.steps.second_build import second_id
from docker_lessons.lessons.steps.second_delete import left, removed_by
from docker_lessons.lessons.steps.sentences import DOCKER_SAID
from docker_lessons.lessons.story import Story
from docker_lessons.world.snapshot import short

_COMMAND = "docker pull {second_target}"
_REMOVAL = "docker rmi {left}"
diagnoses = Diagnoses(
    "second-pull",
    wanted="{second_target}, gone from here and then brought back by a pull",
    repair=_COMMAND,
)


def _story(look: Look) -> Story:
    return Story(look, second_id(look), look.names.second_target)


@diagnoses.holds(
    seen="a pull brought {second_target} back: the image {id}",
    wanted="{second_target}, brought back by a pull",
    text="The whole round, alone: built, published, removed, fetched.",
)
def holds(look: Look) -> Found:
    """A pull brought it back."""
    told, target = _story(look), look.host.named(look.names.second_target)
    if target is None or target.id != told.image_id or not told.pulled or told.unwatched:
        return None
    return {"id": target.short}


@diagnoses.cause(
    "second-pull-not-published",
    "state",
    seen="the second version is not on the Hub",
    repair="docker-lessons solve second-push",
    text="There is nothing to fetch yet: publish it first.",
)
def not_published(look: Look) -> Found:
    """There is nothing to fetch."""
    tag = look.second_hub_tag
    return None if tag and tag.holds(second_id(look)) else {}


@diagnoses.cause(
    "second-pull-refused",
    "refused requests",
    seen=DOCKER_SAID,
    text="Docker refused that. The whole name is {second_target}.",
)
def refused(look: Look) -> Found:
    """The pull was refused."""
    tried = look.refused("pull")
    if not tried or look.host.named(look.names.second_target):
        return None
    return {"line": tried.line, "said": tried.said.strip()[-160:]}


@diagnoses.cause(
    "second-nobody-watched",
    "events",
    seen="the image {id} is back, and nobody watched for a while",
    repair=_REMOVAL,
    text="It may well have been a pull, but nobody was there to see it. Take it off once more, and pull while "
    "the course watches.",
)
def nobody_watched(look: Look) -> Found:
    """It is back, and nobody saw how."""
    told = _story(look)
    if not told.present or not told.gone_at or not told.unwatched:
        return None
    return {"id": short(told.image_id), "left": removed_by(look)}


@diagnoses.cause(
    "second-pull-not-by-pull",
    "events",
    seen="the image {id} came back by docker {action}",
    repair=_REMOVAL,
    text="Asked is a pull of {second_target}. Remove it, then pull.",
    variants={"other-name": Words(seen="the image {id} came back by a pull of {other}")},
)
def not_by_pull(look: Look) -> Found:
    """It came back some other way."""
    told = _story(look)
    if not told.present or not told.brought or told.pulled:
        return None
    facts = {"id": short(told.image_id), "left": removed_by(look)}
    if told.brought.action == "pull":
        return Variant("other-name", {**facts, "other": told.brought.id})
    return {**facts, "action": told.brought.action}


@diagnoses.cause(
    "second-pull-rebuilt",
    "events",
    seen="{second_target} is {id} here; the Hub's is {published}",
    repair="docker rmi {names}",
    text="That was made on this computer, and not fetched. Remove it, then pull.",
)
def rebuilt(look: Look) -> Found:
    """Another image bears its name."""
    target, published = look.host.named(look.names.second_target), second_id(look)
    if target is None or target.id == published:
        return None
    return {"id": target.short, "published": short(published), "names": " ".join(target.names)}


@diagnoses.cause(
    "second-pull-still-here",
    "state",
    seen="the image {id} is here, and was not gone yet",
    repair=_REMOVAL,
    text="Remove every name of it first.",
    variants={
        "name-removed": Words(
            seen="the image {id} is here, but not as {second_target}",
            repair=_COMMAND,
            text="Its name was taken off. Pull once more.",
        )
    },
)
def still_here(look: Look) -> Found:
    """It was not removed yet, or has lost its name since."""
    told = _story(look)
    if not told.present:
        return None
    facts = {"id": short(told.image_id)}
    if told.pulled:
        return Variant("name-removed", facts)
    return {**facts, "left": removed_by(look)}


@diagnoses.cause(
    "second-pull-missing",
    "state",
    seen="no {second_target} on this computer",
    text="It is on the Hub alone. Fetch it.",
)
def missing(look: Look) -> Found:
    """Gone, and not fetched yet."""
    return {}


async def solve(doing: Solution, look: Look) -> None:
    """Pulls it; whatever stands in the way is removed first."""
    if names := left(look):
        await doing.remove(look, *names)
    await doing.pull(look.names.second_target)


step = Step(
    id="second-pull",
    page="06-alone",
    title="Fetch it",
    goal="{second_target} is here again, fetched from the Hub.",
    command=_COMMAND,
    hint="As on the page before, with the other tag.",
    hands="yours",
    diagnoses=diagnoses,
    solve=solve,
    undone_by=frozenset({"clean-up"}),
    registry=AtRegistry(frozenset({"pull", "run"})),
    needs_hub=True,
    reveal_after=300,
)
