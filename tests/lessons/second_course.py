"""A second, small course: an app is built, named for the Hub, and cleared away."""

from pathlib import Path

from docker_lessons.findings.finding import Variant
from docker_lessons.lessons import course_image
from docker_lessons.lessons.course_image import ImageContents
from docker_lessons.lessons.definition import CourseDefinition, Page
from docker_lessons.lessons.diagnosis import Diagnoses, Found, Words
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import Question, Step
from docker_lessons.world.names import Names

building = Diagnoses("build-app", wanted="{image}", repair="docker build -t {image} app")
naming = Diagnoses("name-app", wanted="the tag of {target}", repair="docker tag {image} {target}")
clearing = Diagnoses("clear-app", wanted="no {image}", repair="docker rmi {image} {target}")


@building.holds(seen="{image} is {id}", wanted="{image}", text="Built.")
def is_built(look: Look) -> Found:
    """The app is there."""
    return {"id": look.image.short} if look.image else None


@building.cause("app-missing", seen="this computer has {here}", text="Build it.")
def not_built(look: Look) -> Found:
    """Nothing is there."""
    return {"here": look.host_names}


async def build(doing: Solution, look: Look) -> None:
    """Builds it."""
    await doing.build(look.names.image)


@naming.holds(seen="you answered {given}", wanted="the tag", text="Named.")
def is_named(look: Look) -> Found:
    """The app has a name for the Hub, and its tag was given."""
    return {"given": look.names.tag} if look.target and look.answer == look.names.tag else None


@naming.cause(
    "name-wrong",
    seen="{target} is here; you answered {given}",
    text="That is another tag.",
    variants={"none": Words(seen="{target} is here", text="Which tag has it?")},
)
def wrong_tag(look: Look) -> Found:
    """Another tag was given."""
    if not look.target:
        return None
    return {"given": look.answer} if look.answer else Variant("none")


@naming.cause("name-missing", seen="no {target}", text="Name it.")
def not_named(look: Look) -> Found:
    """The app has no such name."""
    return {}


async def name(doing: Solution, look: Look) -> None:
    """Names it."""
    await doing.tag(look.names.image, look.names.target)
    doing.answer(look.names.tag)


@clearing.holds(seen="nothing of it", wanted="nothing", text="Cleared.")
def is_cleared(look: Look) -> Found:
    """The app was named and is gone."""
    return {} if look.passed_once("name-app") and not look.image and not look.target else None


@clearing.cause("app-left", seen="{image} is here", text="Clear it away.")
def left(look: Look) -> Found:
    """The app is there still."""
    return {}


async def clear(doing: Solution, look: Look) -> None:
    """Removes it."""
    await doing.remove(look, look.names.image, look.names.target)


def write(path: Path, machine: str, message: str, world_id: str = "") -> None:
    """Makes the build folder."""
    course_image.write_build_folder(path, machine, message=message, world_id=world_id)


DEFINITION = CourseDefinition(
    key="app",
    steps=(
        Step(
            id="build-app",
            page="00-app",
            title="Build {image}",
            goal="{image} is here.",
            command="docker build -t {image} app",
            hint="Build it.",
            hands="given",
            diagnoses=building,
            solve=build,
            undone_by=frozenset({"clear-app"}),
        ),
        Step(
            id="name-app",
            page="00-app",
            title="Name it {target}",
            goal="{target} is here.",
            command="docker tag {image} {target}",
            hint="Tag it.",
            hands="blank",
            diagnoses=naming,
            solve=name,
            undone_by=frozenset({"clear-app"}),
            question=Question("Which tag has {target}?", "a tag"),
        ),
        Step(
            id="clear-app",
            page="01-clear",
            title="Clear it away",
            goal="No {image} is here.",
            command="docker rmi {image} {target}",
            hint="Remove both.",
            hands="yours",
            diagnoses=clearing,
            solve=clear,
            reveal_after=60,
        ),
    ),
    pages=(Page("00-app", "An app", 5), Page("01-clear", "Afterwards", 1)),
    names=Names(repository="apps", image="app:1", tag="v1"),
    image=ImageContents("app", "An app\n", {}, write),
)
