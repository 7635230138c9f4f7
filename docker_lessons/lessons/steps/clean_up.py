"""Leave the computer as it was.

Checked: the Docker client keeps no log-in for the Hub, and none of the course's names is on the host.
"""

from __future__ import annotations

from docker_lessons.lessons.look import Look, listed
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import Causes, Found, Held, Step
from docker_lessons.lessons.theirs import is_course_name

diagnoses = Causes("clean-up")
_LAST = "second-pull"
"""Before it has passed, an empty computer is no sign that somebody cleaned up."""


def left(look: Look) -> tuple[str, ...]:
    """The course's names that are still here."""
    return tuple(
        name for one in look.host.images for name in one.names if is_course_name(look, name, one)
    )


def holds(look: Look) -> Held | None:
    """Nothing of the course is left here, after something was."""
    if not look.passed_once(_LAST) or left(look) or look.snapshot.log_in:
        return None
    return Held(
        seen="no log-in is kept, and none of the course's names is here",
        wanted="no log-in and none of the course's images here",
        text="Cleaned up. What you published is still on the Hub.",
    )


def _found(look: Look, seen: str, text: str, repair: str) -> Found:
    return Found(
        seen=seen,
        wanted="no log-in kept, and none of the course's images here",
        repair=repair,
        text=text,
    )


@diagnoses.cause("clean-too-early", "state")
def too_early(look: Look) -> Found | None:
    """The course has not come so far."""
    if look.passed_once(_LAST):
        return None
    return _found(
        look,
        "a course that has not come to its end yet",
        "The round that you do alone comes first. (A log-out and docker rmi do no harm at any time.)",
        f"docker-lessons solve {_LAST}",
    )


@diagnoses.cause("clean-log-in-left", "state")
def log_in_left(look: Look) -> Found | None:
    """The client still keeps a log-in."""
    known = look.snapshot.log_in
    if known is None:
        return None
    return _found(
        look,
        f"a kept log-in as {known.username}",
        "config.json still holds your password: encoded, which is not encrypted. "
        f"{look.names.log_out} forgets it.",
        look.names.log_out,
    )


@diagnoses.cause("clean-container-left", "state")
def container_left(look: Look) -> Found | None:
    """A container keeps one of them."""
    using = look.containers_of(*(one.id for one in look.own_images if look.is_ours(one)))
    if not using:
        return None
    return _found(
        look,
        f"the container {using[0].name} ({using[0].state}), made from an image of the course's",
        "A container keeps its image, also when it has ended. Remove the container first.",
        f"docker rm -f {' '.join(one.name for one in using)}",
    )


@diagnoses.cause("clean-images-left", "state")
def images_left(look: Look) -> Found | None:
    """Names are left."""
    return _found(
        look,
        f"{listed(left(look))} still here",
        "Some of the course's names are still on this computer.",
        f"docker rmi {' '.join(left(look))}",
    )


@diagnoses.note("clean-nameless")
def nameless(look: Look) -> str | None:
    """An image that lost its name to a newer build is left."""
    if all(one.names for one in look.own_images):
        return None
    return (
        "An image without a name is left, from a build that a newer one took the name of: "
        "docker image prune takes it away."
    )


async def solve(doing: Solution, look: Look) -> None:
    """Log out, and remove the names."""
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
    holds=holds,
    diagnoses=diagnoses,
    solve=solve,
)
