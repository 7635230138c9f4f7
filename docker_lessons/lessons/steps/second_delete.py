"""Alone, part three: remove every local name of the second version.

Checked: no name of it is on the host, nor the image, and the Hub has it.
"""

from __future__ import annotations

from docker_lessons.lessons.diagnosis import Diagnoses, Found
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import Step
from docker_lessons.lessons.steps.refusals import register_docker_said
from docker_lessons.lessons.steps.removal import (
    in_the_way,
    in_use,
    keepers,
    nameless_image,
    names_left,
)
from docker_lessons.lessons.steps.second_build import second_id
from docker_lessons.lessons.steps.second_push import is_published
from docker_lessons.lessons.steps.sentences import (
    CONTAINER_FIRST,
    CONTAINER_NOT_ENDED,
    REMOVE_CONTAINERS,
    USED_BY_CONTAINER,
)
from docker_lessons.lessons.story import Story
from docker_lessons.world.snapshot import short

diagnoses = Diagnoses(
    "second-delete",
    wanted="neither {second_image} nor {second_target} here, nor the image",
    repair="docker rmi {left}",
)


def left(look: Look) -> tuple[str, ...]:
    """Returns the names that are still here."""
    return names_left(look, second_id(look), look.names.second_image, look.names.second_target)


def all_of_it(look: Look) -> tuple[str, ...]:
    """Returns what has to go for a pull to fetch the second version."""
    names = look.names.second_image, look.names.second_target
    return in_the_way(look, second_id(look), look.second_hub_tag, *names)


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
    image_id = second_id(look)
    if not image_id or left(look) or look.host.image(image_id):
        return None
    tag = look.second_hub_tag
    if not tag or not is_published(look) or any(keepers(look, tag.diff_ids)):
        return None
    return {"id": short(image_id)}


@diagnoses.cause(
    "second-delete-not-published",
    seen="the second version isn't on the Hub",
    repair="docker-lessons solve second-push",
    text="Push it before you delete it here.",
)
def not_published(look: Look) -> Found:
    """The Hub does not have it: deleted now, it would be lost."""
    return None if is_published(look) else {}


@diagnoses.cause(
    "second-delete-container",
    seen=USED_BY_CONTAINER,
    repair=REMOVE_CONTAINERS,
    text=CONTAINER_FIRST,
    variants=CONTAINER_NOT_ENDED,
)
def container(look: Look) -> Found:
    """A container still uses the image."""
    return in_use(look, second_id(look))


register_docker_said(
    diagnoses,
    "second-delete-refused",
    lambda look: look.refused("rmi", "rm"),
    facts=lambda look, tried, answer: {"left": removed_by(look)},
)


@diagnoses.cause(
    "second-delete-nameless",
    seen="the image {id} is still here, without a name",
    repair="docker rmi {id}",
    text="It has no name left, but it's still here. Remove it by its ID.",
)
def nameless(look: Look) -> Found:
    """The image is left without a name."""
    return None if left(look) else nameless_image(look, second_id(look))


@diagnoses.cause(
    "second-delete-layers-kept",
    seen="{keeper} has every layer of the image",
    repair="docker rmi {keeper}",
    text="Its names are gone, but the layers are still here: {keeper} has them, too. A pull "
    "wouldn't download anything, so remove it, too.",
)
def layers_kept(look: Look) -> Found:
    """Another image of the course's keeps every layer."""
    tag = look.second_hub_tag
    if not tag or left(look):
        return None
    kept = next(keepers(look, tag.diff_ids), None)
    return {"keeper": " ".join(kept.names) or kept.short} if kept else None


@diagnoses.cause(
    "second-delete-left",
    seen="still here: {names}",
    text="The image stays as long as it has a name. Remove every name that's left.",
)
def still_here(look: Look) -> Found:
    """Names are left."""
    return {"names": left(look), "left": removed_by(look)}


def story(look: Look) -> Story:
    """Returns how the second version came back."""
    return Story(look, second_id(look), look.names.second_target)


def was_done(look: Look) -> bool:
    """A pull brought the second version back after it was gone."""
    return story(look).came_by_pull


async def solve(doing: Solution, look: Look) -> None:
    """Removes every name, and what keeps the layers."""
    if found := all_of_it(look):
        await doing.remove(look, *found)


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
    was_done=was_done,
    needs_hub=True,
    reveal_after=300,
)
