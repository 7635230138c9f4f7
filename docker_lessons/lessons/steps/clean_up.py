"""Leave the computer as it was.

Checked: the Docker client keeps no log-in for the Hub, and none of the course's names is on the host.
"""

from __future__ import annotations

from docker_lessons.findings.finding import Facts, Variant
from docker_lessons.lessons.diagnosis import (
    Diagnoses,
    Found,
    Words,
    at_registry,
    on_docker_hub,
)
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import Step
from docker_lessons.lessons.steps.removal import in_use
from docker_lessons.lessons.steps.sentences import (
    CONTAINER_FIRST,
    CONTAINER_NOT_ENDED,
    REMOVE_CONTAINERS,
)
from docker_lessons.lessons.theirs import is_course_name
from docker_lessons.world.snapshot import HostImage

diagnoses = Diagnoses("clean-up", wanted="no saved login, and none of the course's images here")
_LAST = "second-pull"
"""The step that has to have passed: before it, a computer without images is no sign that somebody cleaned up."""


def left(look: Look) -> tuple[str, ...]:
    """Returns the course's names that are still here."""
    return tuple(
        name for one in look.host.images for name in one.names if is_course_name(look, name, one)
    )


def _nameless(look: Look) -> tuple[HostImage, ...]:
    """The course's images that are here without a name."""
    return tuple(one for one in look.own_images if not one.names and look.is_ours(one))


@diagnoses.holds(
    seen="no saved login, and none of the course's names here",
    wanted="no saved login, and none of the course's images here",
    text="Cleaned up. What you published is still on the Hub.",
    variants={
        on_docker_hub(): Words(
            text="Cleaned up. What you published is still on Docker Hub, for all to see: {hub_repository}. If you don't "
            "want to keep it, delete it on its settings page: {settings_page}"
        ),
        "logged in": Words(
            seen="none of the course's names here", wanted="none of the course's images here"
        ),
    },
)
def holds(look: Look) -> Found:
    """Nothing of the course is left here, after something was; a log-in of the learner's own may stay."""
    still = left(look) or _nameless(look) or (look.snapshot.log_in and not look.log_in_is_theirs)
    if still or not look.passed_once(_LAST):
        return None
    return Variant("logged in") if look.snapshot.log_in else {}


_WHAT_IS_LEFT = Words(
    repair="docker-lessons check",
    text="First finish the round that you do alone; docker-lessons check shows what's left of it. (Logging out and docker "
    "rmi are fine at any time.)",
)
"""Where only the learner publishes, so that the course can't show the rest."""


@diagnoses.cause(
    "clean-too-early",
    seen="the course isn't finished yet",
    repair=f"docker-lessons solve {_LAST}",
    text="First finish the round that you do alone. (Logging out and docker rmi are fine at any "
    "time.)",
    variants={on_docker_hub(): _WHAT_IS_LEFT, at_registry(): _WHAT_IS_LEFT},
)
def too_early(look: Look) -> Found:
    """The course has not got this far yet."""
    return None if look.passed_once(_LAST) else {}


@diagnoses.cause(
    "clean-log-in-left",
    seen="a saved login as {account}",
    repair="{log_out}",
    text="config.json still has your password. It's encoded, which isn't the same as encrypted. "
    "{log_out} removes it.",
)
def log_in_left(look: Look) -> Found:
    """The client still keeps a log-in."""
    known = look.snapshot.log_in
    return {"account": known.username} if known and not look.log_in_is_theirs else None


@diagnoses.cause(
    "clean-container-left",
    seen="the container {name} ({state}), made from one of the course's images",
    repair=REMOVE_CONTAINERS,
    text=CONTAINER_FIRST,
    variants=CONTAINER_NOT_ENDED,
)
def container_left(look: Look) -> Found:
    """A container keeps one of the course's images."""
    return in_use(look, *(one.id for one in look.own_images if look.is_ours(one)))


@diagnoses.cause(
    "clean-nameless",
    seen="an image without a name (<none>): {id}",
    repair="docker rmi {all}",
    text="The names are gone, but docker images still lists one of the course's images as <none>. "
    "Remove it by its ID.",
    variants={
        "several": Words(
            seen="images without a name (<none>): {id}",
            text="The names are gone, but docker images still lists some of the course's images as "
            "<none>. Remove them by their IDs.",
        )
    },
)
def nameless(look: Look) -> Found:
    """Images are left without a name."""
    ids = tuple(one.short for one in _nameless(look))
    if left(look) or not ids:
        return None
    facts: Facts = {"id": ids, "all": " ".join(ids)}
    return Variant("several", facts) if len(ids) > 1 else facts


@diagnoses.cause(
    "clean-images-left",
    seen="still here: {names}",
    repair="docker rmi {all}",
    text="Some of the course's names are still on this computer.",
)
def images_left(look: Look) -> Found:
    """Names are left."""
    return {"names": left(look), "all": " ".join(left(look))}


@diagnoses.note(
    "clean-still-logged-in",
    "Your Docker client still has a login for Docker Hub, and that may be what you want. On a computer that you share: "
    "{log_out}",
)
def still_logged_in(look: Look) -> Found:
    """The learner's own log-in, which may be older than the course, stays."""
    return {} if look.snapshot.log_in and look.log_in_is_theirs else None


async def solve(doing: Solution, look: Look) -> None:
    """Logs out, and removes the names."""
    doing.log_out()
    if found := (*left(look), *(one.id for one in _nameless(look))):
        await doing.remove(look, *found)


step = Step(
    id="clean-up",
    page="07-after",
    title="Clean up",
    goal="Your Docker client has no saved login, and none of the course's images are left on this "
    "computer.",
    command="{log_out}",
    hint="Two things: log out, and remove the names that docker images still shows.",
    hands="blank",
    diagnoses=diagnoses,
    solve=solve,
)
