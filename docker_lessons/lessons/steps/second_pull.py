"""Alone, part four: fetch the second version from the Hub.

Checked: after it was gone, a pull of `demousr/demorep:2.0` brought it back.
"""

from __future__ import annotations

from docker_lessons.lessons.look import Look
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import Causes, Found, Held, Step
from docker_lessons.lessons.steps import second_delete
from docker_lessons.lessons.steps.second_build import second_id
from docker_lessons.lessons.story import Story
from docker_lessons.world.snapshot import short

diagnoses = Causes("second-pull")


def _story(look: Look) -> Story:
    return Story(look, second_id(look), look.names.second_target)


def holds(look: Look) -> Held | None:
    """A pull brought it back."""
    told, target = _story(look), look.host.named(look.names.second_target)
    if target is None or target.id != told.image_id or not told.pulled or told.unwatched:
        return None
    return Held(
        seen=f"a pull brought {look.names.second_target} back: the image {target.short}",
        wanted=f"{look.names.second_target}, brought back by a pull",
        text="The whole round, alone: built, published, removed, fetched.",
    )


def _found(look: Look, seen: str, text: str, repair: str) -> Found:
    return Found(
        seen=seen,
        wanted=f"{look.names.second_target}, gone from here and then brought back by a pull",
        repair=repair,
        text=text,
    )


@diagnoses.cause("second-pull-not-published", "state")
def not_published(look: Look) -> Found | None:
    """There is nothing to fetch."""
    tag = look.second_hub_tag
    if tag and tag.holds(second_id(look)):
        return None
    return _found(
        look,
        "the second version is not on the Hub",
        "There is nothing to fetch yet: publish it first.",
        "docker-lessons solve second-push",
    )


@diagnoses.cause("second-pull-refused", "refused requests")
def refused(look: Look) -> Found | None:
    """The pull was refused."""
    tried = look.refused("pull")
    if not tried or look.host.named(look.names.second_target):
        return None
    return _found(
        look,
        f"{tried.line}: {tried.said.strip()[-160:]}",
        f"Docker refused that. The whole name is {look.names.second_target}.",
        f"docker pull {look.names.second_target}",
    )


@diagnoses.cause("second-nobody-watched", "events")
def nobody_watched(look: Look) -> Found | None:
    """It is back, and nobody saw how."""
    told = _story(look)
    if not told.present or not told.gone_at or not told.unwatched:
        return None
    return _found(
        look,
        f"the image {short(told.image_id)} is back, and nobody watched for a while",
        "It may well have been a pull, but nobody was there to see it. Take it off once more, and pull while "
        "the course watches.",
        second_delete.removal(look),
    )


@diagnoses.cause("second-pull-not-by-pull", "events")
def not_by_pull(look: Look) -> Found | None:
    """It came back some other way."""
    told = _story(look)
    if not told.present or not told.brought or told.pulled:
        return None
    how = (
        f"a pull of {told.brought.id}"
        if told.brought.action == "pull"
        else f"docker {told.brought.action}"
    )
    return _found(
        look,
        f"the image {short(told.image_id)} came back by {how}",
        f"Asked is a pull of {look.names.second_target}. Remove it, then pull.",
        second_delete.removal(look),
    )


@diagnoses.cause("second-pull-rebuilt", "events")
def rebuilt(look: Look) -> Found | None:
    """Another image bears its name."""
    target = look.host.named(look.names.second_target)
    if target is None or target.id == second_id(look):
        return None
    return _found(
        look,
        f"{look.names.second_target} is {target.short} here; the Hub's is {short(second_id(look))}",
        "That was made on this computer, and not fetched. Remove it, then pull.",
        f"docker rmi {' '.join(target.names)}",
    )


@diagnoses.cause("second-pull-still-here", "state")
def still_here(look: Look) -> Found | None:
    """It was not removed yet, or has lost its name since."""
    told = _story(look)
    if not told.present:
        return None
    if told.pulled:
        return _found(
            look,
            f"the image {short(told.image_id)} is here, but not as {look.names.second_target}",
            "Its name was taken off. Pull once more.",
            f"docker pull {look.names.second_target}",
        )
    return _found(
        look,
        f"the image {short(told.image_id)} is here, and was not gone yet",
        "Remove every name of it first.",
        second_delete.removal(look),
    )


@diagnoses.cause("second-pull-missing", "state")
def missing(look: Look) -> Found | None:
    """Gone, and not fetched yet."""
    return _found(
        look,
        f"no {look.names.second_target} on this computer",
        "It is on the Hub alone. Fetch it.",
        f"docker pull {look.names.second_target}",
    )


async def solve(doing: Solution, look: Look) -> None:
    """Pull it; whatever stands in the way is removed first."""
    names = second_delete.left(look)
    if names:
        await doing.remove(look, *names)
    await doing.pull(look.names.second_target)


step = Step(
    id="second-pull",
    page="06-alone",
    title="Fetch it",
    goal="{second_target} is here again, fetched from the Hub.",
    command="docker pull {second_target}",
    hint="As on the page before, with the other tag.",
    hands="yours",
    holds=holds,
    diagnoses=diagnoses,
    solve=solve,
    needs_hub=True,
    reveal_after=300,
)
