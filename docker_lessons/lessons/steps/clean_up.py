"""Leave the computer as it was.

Checked: the Docker client keeps no log-in for the Hub, and none of the course's names is on the host.
"""

from __future__ import annotations

from docker_lessons.lessons.diagnosis import Diagnoses, Found
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import Step
from docker_lessons.lessons.steps.sentences import CONTAINER_FIRST, REMOVE_CONTAINERS
from docker_lessons.lessons.theirs import is_course_name

diagnoses = Diagnoses("clean-up", wanted="no log-in kept, and none of the course's images here")
_LAST = "second-pull"
"""Before it has passed, an empty computer is no sign that somebody cleaned up."""


def left(look: Look) -> tuple[str, ...]:
    """Returns the course's names that are still here."""
    return tuple(
        name for one in look.host.images for name in one.names if is_course_name(look, name, one)
    )


@diagnoses.holds(
    seen="no log-in is kept, and none of the course's names is here",
    wanted="no log-in and none of the course's images here",
    text="Cleaned up. What you published is still on the Hub.",
)
def holds(look: Look) -> Found:
    """Nothing of the course is left here, after something was."""
    return None if not look.passed_once(_LAST) or left(look) or look.snapshot.log_in else {}


@diagnoses.cause(
    "clean-too-early",
    "state",
    seen="a course that has not come to its end yet",
    repair=f"docker-lessons solve {_LAST}",
    text="The round that you do alone comes first. (A log-out and docker rmi do no harm at any time.)",
)
def too_early(look: Look) -> Found:
    """The course has not come so far."""
    return None if look.passed_once(_LAST) else {}


@diagnoses.cause(
    "clean-log-in-left",
    "state",
    seen="a kept log-in as {account}",
    repair="{log_out}",
    text="config.json still holds your password: encoded, which is not encrypted. {log_out} forgets it.",
)
def log_in_left(look: Look) -> Found:
    """The client still keeps a log-in."""
    known = look.snapshot.log_in
    return {"account": known.username} if known else None


@diagnoses.cause(
    "clean-container-left",
    "state",
    seen="the container {name} ({state}), made from an image of the course's",
    repair=REMOVE_CONTAINERS,
    text=CONTAINER_FIRST,
)
def container_left(look: Look) -> Found:
    """A container keeps one of them."""
    using = look.containers_of(*(one.id for one in look.own_images if look.is_ours(one)))
    if not using:
        return None
    every = " ".join(one.name for one in using)
    return {"name": using[0].name, "state": using[0].state, "all": every}


@diagnoses.cause(
    "clean-images-left",
    "state",
    seen="{names} still here",
    repair="docker rmi {all}",
    text="Some of the course's names are still on this computer.",
)
def images_left(look: Look) -> Found:
    """Names are left."""
    return {"names": left(look), "all": " ".join(left(look))}


@diagnoses.note(
    "clean-nameless",
    "An image without a name is left, from a build that a newer one took the name of: "
    "docker image prune takes it away.",
)
def nameless(look: Look) -> Found:
    """An image that lost its name to a newer build is left."""
    return None if all(one.names for one in look.own_images) else {}


async def solve(doing: Solution, look: Look) -> None:
    """Logs out, and removes the names."""
    doing.log_out()
    if left(look):
        await doing.remove(look, *left(look))


step = Step(
    id="clean-up",
    page="07-after",
    title="Clean up",
    goal="Your Docker client keeps no log-in, and none of the course's images is left on this computer.",
    command="{log_out}",
    hint="Two things: a log-out, and the names that docker images still shows.",
    hands="blank",
    diagnoses=diagnoses,
    solve=solve,
)
