"""Alone, part one: change the message, and build a second version from it.

Checked: `myimage:0.2` is an image with the course's program and another message than the first one.
"""

from __future__ import annotations

from docker_lessons.findings.finding import Facts, Variant
from docker_lessons.lessons.attempt import Attempt
from docker_lessons.lessons.course_image import DIFF_IDS, has_program, starts_program
from docker_lessons.lessons.diagnosis import Diagnoses, Found, Words
from docker_lessons.lessons.look import RESTORE, Look
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import Line, Step
from docker_lessons.lessons.steps.build_image import FOLDER_IS_BROKEN
from docker_lessons.lessons.steps.processor import (
    BUILD_FOR_THIS,
    HAS_PROGRAM,
    SAYS_PROCESSOR,
    for_another_processor,
)
from docker_lessons.lessons.steps.published import built_unseen
from docker_lessons.lessons.steps.refusals import register_docker_said
from docker_lessons.lessons.steps.sentences import HOST_HAS
from docker_lessons.world.snapshot import HostImage

_SOLVE = "docker-lessons solve second-build"
diagnoses = Diagnoses(
    "second-build",
    wanted="{second_image}, built from a changed myimage/message.txt",
    repair=_SOLVE,
)
SECOND_MESSAGE = "Image created, and changed\n"
"""What the solution writes into the message file."""


_FIRST_LAYERS = frozenset(layer for layers in DIFF_IDS.values() for layer in layers)
"""The layers of the first image, for whichever processor."""


def is_second(found: HostImage) -> bool:
    """Tells whether this image holds the course's program and another message.

    Several ways are right: another folder, other file times, a changed Dockerfile. So it is enough that
    the program starts, or that its layer is in it, and that a layer is there which the first image has not.
    """
    return _is_changed(found.diff_ids) and (
        starts_program(found.command) or has_program(found.diff_ids)
    )


def _is_changed(diff_ids: tuple[str, ...]) -> bool:
    """Tells whether there is a layer that the first image has not."""
    return not _FIRST_LAYERS.issuperset(diff_ids)


_MESSAGE = "message.txt"
"""The file that has to be changed."""


def second(look: Look) -> HostImage | None:
    """Returns what `myimage:0.2` is."""
    return look.host.named(look.names.second_image)


def second_id(look: Look) -> str:
    """Returns the second version's ID: the host's until the step that deletes it, else the remembered one, or ''."""
    found = second(look)
    if found and is_second(found) and not look.passed_once("second-delete"):
        return found.id
    names, known = look.names, look.view.facts.get("second image", "")
    return known or built_unseen(
        look,
        names.second_image,
        names.second_tag,
        lambda layers: _is_changed(layers) and has_program(layers),
    )


def other_names(look: Look) -> tuple[str, ...]:
    """Returns the names of what may be the second version, the one that was given last first."""
    names = (name for one in look.own_images if is_second(one) for name in one.names)
    return look.newest_first(names)


@diagnoses.holds(
    seen="{second_image} is the image {id}",
    wanted="{second_image}, built from a changed message",
    text="A second version: {second_image}, ID {id}.",
)
def holds(look: Look) -> Found:
    """`myimage:0.2` is there, and says something else."""
    found = second(look)
    if not found or not is_second(found) or look.made_for(found) != look.architecture:
        return None
    return {"id": found.short}


def _mend(look: Look, tried: Attempt, answer: str) -> dict[str, str]:
    broken = answer in FOLDER_IS_BROKEN
    return {"mend": RESTORE if broken else "docker-lessons solve second-build"}


register_docker_said(
    diagnoses,
    "second-build-refused",
    lambda look: look.refused("build"),
    repair="{mend}",
    facts=_mend,
)


@diagnoses.cause(
    "second-other-processor",
    seen="{second_image} is {id}, for the processor {processor}",
    wanted="{second_image}, for {wanted}",
    repair="docker build --no-cache --platform linux/{wanted} -t {second_image} myimage",
    text=f"{SAYS_PROCESSOR} {BUILD_FOR_THIS}",
    variants={
        "program": Words(
            text=f"{HAS_PROGRAM} Build it from the course's folder myimage, with only the message changed.",
            repair=_SOLVE,
        )
    },
)
def other_processor(look: Look) -> Found:
    """Built with `--platform`, or with the program for another processor."""
    found = second(look)
    return for_another_processor(look, found) if found and is_second(found) else None


@diagnoses.cause(
    "second-same-message",
    seen="{second_image} is {id}: the same two layers as {image}",
    text="It has a new name, but the same content. Change the text in myimage/message.txt and save "
    "it, then build again.",
)
def same_message(look: Look) -> Found:
    """`myimage:0.2` is the first image again."""
    found = second(look)
    return {"id": found.short} if found and look.contents.is_made_of(found.diff_ids) else None


@diagnoses.cause(
    "second-other-program",
    seen="{second_image} is {id}, built from something else",
    text="Build it from the course's folder myimage, with only the message changed.",
)
def other_program(look: Look) -> Found:
    """`myimage:0.2` is something else."""
    found = second(look)
    return {"id": found.short} if found else None


@diagnoses.cause(
    "second-other-name",
    seen="a changed image called {names}",
    wanted="{second_image}",
    repair="docker tag {first} {second_image}",
    text="You built the second version and called it {names}. The goal is {second_image}.",
    variants={
        "over-first": Words(
            text="You built the second version and called it {names}. The name {image} moved to it "
            "from the first image. The goal is {second_image}."
        )
    },
)
def other_name(look: Look) -> Found:
    """The second version under another name."""
    names = other_names(look)
    if not names:
        return None
    facts: Facts = {"names": names, "first": names[0]}
    return Variant("over-first", facts) if look.names.image in names else facts


@diagnoses.cause(
    "second-build-unnamed",
    seen="the image {id}, without a name (<none>)",
    repair="docker tag {id} {second_image}",
    text="The second version is built, but it has no name, as after a build without -t. Its ID is {id}, and docker tag can "
    "still give it one.",
)
def unnamed(look: Look) -> Found:
    """The second version was built without a name."""
    made = [one for one in look.own_images if is_second(one) and not one.names]
    whole = (
        one for one in made if starts_program(one.command)
    )  # not one that was left by a build that broke off
    newest = max(whole, key=lambda one: one.created, default=None)
    return {"id": newest.short} if newest else None


@diagnoses.cause(
    "second-folder-changed",
    seen="the folder myimage, where more than message.txt isn't the way the course made it: {files}",
    repair=RESTORE,
    text="With that folder, Docker may not be able to build the image. docker-lessons restore brings it back to the way "
    "it was, and keeps your versions next to it. Then change message.txt, and build.",
)
def folder_changed(look: Look) -> Found:
    """Nothing was built, and other files than the message were changed, or are missing."""
    files = tuple(name for name in look.changed_files if name != _MESSAGE)
    return {"files": files} if files else None


@diagnoses.cause(
    "second-build-missing",
    seen=HOST_HAS,
    text="Change the text in myimage/message.txt, and build it as {second_image}.",
)
def missing(look: Look) -> Found:
    """Nothing was built yet."""
    return {"here": look.host_names}


def _facts(look: Look) -> dict[str, str]:
    """Which image is the second version; once `second-delete` has passed, not one that differs from the Hub's."""
    found = second(look)
    if found is None:
        return {}
    published = look.second_hub_tag if look.snapshot.hub else None
    if look.passed_once("second-delete") and published and not published.holds(found.id):
        return {}
    return {"second image": found.id}


def was_done(look: Look) -> bool:
    """What was published as the second version had its name here."""
    return look.was_named(second_id(look), look.names.second_image)


async def solve(doing: Solution, look: Look) -> None:
    """Builds it from a folder with another message."""
    await doing.build(look.names.second_image, SECOND_MESSAGE)


step = Step(
    id="second-build",
    page="06-alone",
    title="A second version",
    goal="myimage/message.txt says something else, and {second_image} is built from it.",
    command="docker build -t {second_image} myimage",
    hint="The message is a text file in the folder myimage. Build that folder the way you built "
    "your first version, with another tag.",
    hands="yours",
    diagnoses=diagnoses,
    solve=solve,
    undone_by=frozenset({"second-delete", "clean-up"}),
    was_done=was_done,
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
