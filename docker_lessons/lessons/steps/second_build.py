"""Alone, part one: change the message, and build a second version from it.

Checked: `myimage:0.2` is an image with the course's program and another message than the first one.
"""

from __future__ import annotations

from docker_lessons.lessons import image
from docker_lessons.lessons.look import Look, listed
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import Causes, Found, Held, Line, Step
from docker_lessons.world.snapshot import HostImage

diagnoses = Causes("second-build")
_COMMAND = "docker build -t myimage:0.2 myimage"
SECOND_MESSAGE = "Image created, and changed\n"
"""What the solution writes into the message file."""


def is_second(found: HostImage) -> bool:
    """Whether this image holds the course's program and another message.

    Several ways are right: another folder, other file times, a changed Dockerfile. So it is enough that
    the program starts, or that its layer is in it.
    """
    if image.is_course_image(found.diff_ids) or not found.diff_ids:
        return False
    return found.command[-1:] == ("/hello",) or image.has_program(found.diff_ids)


def second(look: Look) -> HostImage | None:
    """What `myimage:0.2` is."""
    return look.host.named(look.names.second_image)


def second_id(look: Look) -> str:
    """The ID of the second version: of the host's while it counts, else as remembered."""
    found = second(look)
    if found and is_second(found) and not look.passed_once("second-delete"):
        return found.id
    return look.view.facts.get("second image", "")


def holds(look: Look) -> Held | None:
    """`myimage:0.2` is there, and says something else."""
    found = second(look)
    if found is None or not is_second(found):
        return None
    return Held(
        seen=f"{look.names.second_image} is the image {found.short}",
        wanted=f"{look.names.second_image}, built from a changed message",
        text=f"A second version: {look.names.second_image}, ID {found.short}.",
    )


def _found(look: Look, seen: str, text: str) -> Found:
    return Found(
        seen=seen,
        wanted=f"{look.names.second_image}, built from a changed {image.FOLDER}/message.txt",
        repair="docker-lessons solve second-build",
        text=text,
    )


@diagnoses.cause("second-build-refused", "refused requests")
def refused(look: Look) -> Found | None:
    """The last build failed."""
    tried = look.refused("build")
    if not tried:
        return None
    return Found(
        seen=f"{tried.line}: {tried.said.strip()[-160:]}",
        wanted=f"{look.names.second_image}",
        repair="docker-lessons solve second-build",
        text="That build failed, and Docker said why. The name follows -t, and the folder comes last.",
    )


@diagnoses.cause("second-same-message", "state")
def same_message(look: Look) -> Found | None:
    """`myimage:0.2` is the first image again."""
    found = second(look)
    if found is None or not image.is_course_image(found.diff_ids):
        return None
    return _found(
        look,
        f"{look.names.second_image} is {found.short}: the same two layers as {look.names.image}",
        f"It has a new name and the old content. Change what {image.FOLDER}/message.txt says and save it, then "
        "build again.",
    )


@diagnoses.cause("second-other-program", "state")
def other_program(look: Look) -> Found | None:
    """`myimage:0.2` is something else."""
    found = second(look)
    if found is None:
        return None
    return _found(
        look,
        f"{look.names.second_image} is {found.short}, built from something else",
        f"Build it from the course's folder {image.FOLDER}, with only the message changed.",
    )


@diagnoses.cause("second-other-name", "state")
def other_name(look: Look) -> Found | None:
    """The second version under another name."""
    names = [name for one in look.own_images if is_second(one) for name in one.names]
    if not names:
        return None
    over = (
        f" The name {look.names.image} moved over to it, and the first image is left without."
        if (look.names.image in names)
        else ""
    )
    return Found(
        seen=f"a changed image under the name {listed(names)}",
        wanted=look.names.second_image,
        repair=f"docker tag {names[0]} {look.names.second_image}",
        text=f"You built the second version, and called it {listed(names)}.{over} "
        f"The goal is {look.names.second_image}.",
    )


@diagnoses.cause("second-build-missing", "state")
def missing(look: Look) -> Found | None:
    """Nothing was built yet."""
    return _found(
        look,
        f"this computer has {look.host_names}",
        f"Open {image.FOLDER}/message.txt, let it say something else, and build it as {look.names.second_image}.",
    )


def _facts(look: Look) -> dict[str, str]:
    """Which image is the second version; one that was built after it was rightly deleted is none."""
    found = second(look)
    if found is None:
        return {}
    published = look.second_hub_tag if look.snapshot.hub else None
    if look.passed_once("second-delete") and published and not published.holds(found.id):
        return {}
    return {"second image": found.id}


async def solve(doing: Solution, look: Look) -> None:
    """Build it from a folder with another message."""
    await doing.build(look.names.second_image, SECOND_MESSAGE)


step = Step(
    id="second-build",
    page="06-alone",
    title="A second version",
    goal="myimage/message.txt says something else, and {second_image} is built from it.",
    command=_COMMAND,
    hint="The message is a text file in the folder myimage. The build is the one of the first page, with another "
    "tag.",
    hands="yours",
    holds=holds,
    diagnoses=diagnoses,
    solve=solve,
    reveal_after=300,
    facts=_facts,
    lines=(
        Line(
            "The message is changed",
            "An image was built from a changed myimage/message.txt.",
            lambda look: any(is_second(one) for one in look.own_images),
        ),
        Line(
            "The second version is built",
            "{second_image} is built from it.",
            lambda look: holds(look) is not None,
        ),
    ),
)
