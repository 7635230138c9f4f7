"""Alone, part three: remove every local name of the second version.

Checked: no name of it is on the host, nor the image, and the Hub has it.
"""

from __future__ import annotations

from docker_lessons.lessons.look import Look, listed
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import Causes, Found, Held, Step
from docker_lessons.lessons.steps.second_build import second_id
from docker_lessons.world.snapshot import short

diagnoses = Causes("second-delete")


def left(look: Look) -> tuple[str, ...]:
    """The names that are still here."""
    kept = look.host.image(second_id(look))
    names = [n for n in (look.names.second_image, look.names.second_target) if look.host.named(n)]
    return tuple(names + [n for n in (kept.names if kept else ()) if n not in names])


def removal(look: Look) -> str:
    """The command that removes them."""
    return f"docker rmi {' '.join(left(look)) or short(second_id(look))}"


def holds(look: Look) -> Held | None:
    """It was there, it is gone, and the Hub has it."""
    image_id, tag = second_id(look), look.second_hub_tag
    if (
        not image_id
        or left(look)
        or look.host.image(image_id)
        or not tag
        or not tag.holds(image_id)
    ):
        return None
    return Held(
        seen=f"no name of the image {short(image_id)} is here",
        wanted="no name and no image here, and the image on the Hub",
        text="Gone from here, safe on the Hub.",
    )


def _found(look: Look, seen: str, text: str, repair: str) -> Found:
    return Found(
        seen=seen,
        wanted=f"neither {look.names.second_image} nor {look.names.second_target} here, nor the image",
        repair=repair,
        text=text,
    )


@diagnoses.cause("second-delete-not-published", "state")
def not_published(look: Look) -> Found | None:
    """The Hub does not have it: deleted now, it would be lost."""
    tag = look.second_hub_tag
    if tag and tag.holds(second_id(look)):
        return None
    return _found(
        look,
        "the second version is not on the Hub",
        "Publish it before you delete it here.",
        "docker-lessons solve second-push",
    )


@diagnoses.cause("second-delete-container", "state")
def container(look: Look) -> Found | None:
    """A container still uses the image."""
    using = look.containers_of(second_id(look))
    if not using:
        return None
    return _found(
        look,
        f"the container {using[0].name} ({using[0].state}) is made from the image",
        "A container keeps its image, also when it has ended. Remove the container first.",
        f"docker rm -f {' '.join(one.name for one in using)}",
    )


@diagnoses.cause("second-delete-refused", "refused requests")
def refused(look: Look) -> Found | None:
    """The engine refused to remove something."""
    tried = look.refused("rmi", "rm")
    if not tried:
        return None
    return _found(
        look,
        f"{tried.line}: {tried.said.strip()[-160:]}",
        "Docker refused that. rmi takes names with their tags, several in one line.",
        removal(look),
    )


@diagnoses.cause("second-delete-nameless", "state")
def nameless(look: Look) -> Found | None:
    """The image is left without a name."""
    if left(look):
        return None
    return _found(
        look,
        f"the image {short(second_id(look))} is still here, without a name",
        "Its names moved on, and the image stayed. Remove it by its ID.",
        removal(look),
    )


@diagnoses.cause("second-delete-left", "state")
def names_left(look: Look) -> Found | None:
    """Names are left."""
    return _found(
        look,
        f"{listed(left(look))} still here",
        "The image stays as long as a name holds it. Take them all off.",
        removal(look),
    )


async def solve(doing: Solution, look: Look) -> None:
    """Remove every name."""
    await doing.remove(look, *(left(look) or (second_id(look),)))


step = Step(
    id="second-delete",
    page="06-alone",
    title="Remove it from this computer",
    goal="No name of the second version is left on this computer.",
    command="docker rmi {second_image} {second_target}",
    hint="It has two names here, and the image goes with the last one.",
    hands="yours",
    holds=holds,
    diagnoses=diagnoses,
    solve=solve,
    needs_hub=True,
    reveal_after=300,
)
