"""Alone, part three: remove every local name of the second version.

Checked: no name of it is on the host, nor the image, and the Hub has it.
"""

from __future__ import annotations

from docker_lessons.lessons.diagnosis import Diagnoses, Found
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import Step
from docker_lessons.lessons.steps.second_build import second_id
from docker_lessons.lessons.steps.sentences import (
    CONTAINER_FIRST,
    DOCKER_SAID,
    REMOVE_CONTAINERS,
    USED_BY_CONTAINER,
)
from docker_lessons.world.snapshot import short

diagnoses = Diagnoses(
    "second-delete",
    wanted="neither {second_image} nor {second_target} here, nor the image",
    repair="docker rmi {left}",
)


def left(look: Look) -> tuple[str, ...]:
    """Returns the names that are still here."""
    kept = look.host.image(second_id(look))
    names = [n for n in (look.names.second_image, look.names.second_target) if look.host.named(n)]
    return tuple(names + [n for n in (kept.names if kept else ()) if n not in names])


def removed_by(look: Look) -> str:
    """Returns what `docker rmi` has to be given: the names that are left, or the ID of an image without one."""
    return " ".join(left(look)) or short(second_id(look))


@diagnoses.holds(
    seen="no name of the image {id} is here",
    wanted="no name and no image here, and the image on the Hub",
    text="Gone from here, safe on the Hub.",
)
def holds(look: Look) -> Found:
    """It was there, it is gone, and the Hub has it."""
    image_id, tag = second_id(look), look.second_hub_tag
    if not image_id or left(look) or look.host.image(image_id):
        return None
    return {"id": short(image_id)} if tag and tag.holds(image_id) else None


@diagnoses.cause(
    "second-delete-not-published",
    "state",
    seen="the second version is not on the Hub",
    repair="docker-lessons solve second-push",
    text="Publish it before you delete it here.",
)
def not_published(look: Look) -> Found:
    """The Hub does not have it: deleted now, it would be lost."""
    tag = look.second_hub_tag
    return None if tag and tag.holds(second_id(look)) else {}


@diagnoses.cause(
    "second-delete-container",
    "state",
    seen=USED_BY_CONTAINER,
    repair=REMOVE_CONTAINERS,
    text=CONTAINER_FIRST,
)
def container(look: Look) -> Found:
    """A container still uses the image."""
    using = look.containers_of(second_id(look))
    if not using:
        return None
    every = " ".join(one.name for one in using)
    return {"name": using[0].name, "state": using[0].state, "all": every}


@diagnoses.cause(
    "second-delete-refused",
    "refused requests",
    seen=DOCKER_SAID,
    text="Docker refused that. rmi takes names with their tags, several in one line.",
)
def refused(look: Look) -> Found:
    """The engine refused to remove something."""
    tried = look.refused("rmi", "rm")
    if not tried:
        return None
    return {"line": tried.line, "said": tried.said.strip()[-160:], "left": removed_by(look)}


@diagnoses.cause(
    "second-delete-nameless",
    "state",
    seen="the image {id} is still here, without a name",
    repair="docker rmi {id}",
    text="Its names moved on, and the image stayed. Remove it by its ID.",
)
def nameless(look: Look) -> Found:
    """The image is left without a name."""
    return None if left(look) else {"id": short(second_id(look))}


@diagnoses.cause(
    "second-delete-left",
    "state",
    seen="{names} still here",
    text="The image stays as long as a name holds it. Take them all off.",
)
def names_left(look: Look) -> Found:
    """Names are left."""
    return {"names": left(look), "left": removed_by(look)}


async def solve(doing: Solution, look: Look) -> None:
    """Removes every name."""
    await doing.remove(look, *(left(look) or (second_id(look),)))


step = Step(
    id="second-delete",
    page="06-alone",
    title="Remove it from this computer",
    goal="No name of the second version is left on this computer.",
    command="docker rmi {second_image} {second_target}",
    hint="It has two names here, and the image goes with the last one.",
    hands="yours",
    diagnoses=diagnoses,
    solve=solve,
    undone_by=frozenset({"second-pull", "clean-up"}),
    needs_hub=True,
    reveal_after=300,
)
