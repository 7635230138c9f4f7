"""The course's own test on the learner's own Docker.

It is used where DOCKER_HOST or a context names a Docker, or where the test can start no daemon of its own. Only the
solutions are played, in one throwaway world. Its images carry its label; the test refuses to begin when a name of the
course is taken, and removes what it made. Everything on the engine is listed before and after, and any difference is a
failure. Mistakes make images with any name, so they are played only on an empty Docker, and only on request.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from urllib.parse import quote

from docker_lessons.course_check import engine_api, inventory
from docker_lessons.course_check.check import check_solutions, course_check, tell_what_stays
from docker_lessons.course_check.docker_place import At, DockerPlace
from docker_lessons.course_check.elsewhere import Elsewhere
from docker_lessons.course_check.inventory import Inventory
from docker_lessons.course_check.run import Result
from docker_lessons.course_check.stage import Stage
from docker_lessons.lessons.course_image import CONTENTS
from docker_lessons.world import own_docker
from docker_lessons.world.engine import BY_DEFAULT, DOCKER, LABEL
from docker_lessons.world.failure import EngineError

_AS_BEFORE = "everything on your Docker is the way it was before"


def is_named(environ: Mapping[str, str]) -> bool:
    """Tells whether DOCKER_HOST or a context leads the learner's client to a Docker."""
    return own_docker.place(environ).chosen_by != BY_DEFAULT


def check(
    place: DockerPlace,
    tell: Callable[[Result], None],
    wanted: Callable[[str], bool] = lambda name: True,
    *,
    elsewhere: Elsewhere | None = None,
) -> None:
    """Plays the solutions, removes what they made, and compares what the Docker holds before and after.

    With `elsewhere` they are published there.

    Raises:
        EngineError: When the engine does not reach the practice registry, or a name of the course is taken.
        WorldError: When `elsewhere` already has the course's repository.
    """
    if elsewhere is not None:
        elsewhere.take()
    before = inventory.take(place.at)
    stage = Stage(theirs=place, elsewhere=elsewhere, clears=False)
    try:
        stage.start()
        check_solutions(stage, lambda result: tell(result) if wanted(result.name) else None)
    finally:
        label = stage.world.id
        stage.close()
        _remove(place.at, label, before)
    _compare(place.at, before, tell)
    if elsewhere is not None:
        tell_what_stays(elsewhere, tell)


def check_mistakes(
    place: DockerPlace,
    tell: Callable[[Result], None],
    wanted: Callable[[str], bool],
    *,
    elsewhere: Elsewhere | None = None,
) -> None:
    """Plays solutions and mistakes on a Docker that is empty, and compares what it holds before and after.

    Raises:
        EngineError: When it holds anything, or does not reach the practice registry.
        WorldError: When `elsewhere` already has the course's repository.
    """
    before = inventory.take(place.at)
    if before.images or before.containers:
        raise EngineError(
            "The mistakes make and remove images with any name, so with --mistakes your Docker must hold no image and "
            "no container. Without it, only the solutions are played, next to what is yours."
        )
    course_check(wanted, 1, tell, DOCKER, theirs=place, elsewhere=elsewhere)
    _compare(place.at, before, tell)


def _compare(at: At, before: Inventory, tell: Callable[[Result], None]) -> None:
    differences = before.differences(inventory.take(at))
    tell(Result("inventory", _AS_BEFORE, "; ".join(differences)))


def _remove(at: At, label: str, before: Inventory) -> None:
    """Removes what the world with this label made, and nothing else."""
    _, images = engine_api.ask(at, "GET", "/images/json?all=1")
    new = [row for row in images if row["Id"] not in before.images]
    ours = [row for row in new if (row.get("Labels") or {}).get(LABEL) == label]
    ids = {row["Id"] for row in ours}
    for container, _, image in inventory.take(at).containers - before.containers:
        if image in ids:
            engine_api.ask(at, "DELETE", f"/containers/{container}?force=1&v=1")
    for row in ours:
        for name in row.get("RepoTags") or ():
            engine_api.ask(at, "DELETE", f"/images/{quote(name, safe='/:')}")
    # The steps of an interrupted build carry no label yet.
    for row in reversed(new):
        if row["Id"] in ids or _is_step(at, row["Id"]):
            engine_api.ask(at, "DELETE", f"/images/{row['Id']}")


def _is_step(at: At, image: str) -> bool:
    """Returns whether an image is a nameless step of a build of the course's image: one with its program."""
    status, shown = engine_api.ask(at, "GET", f"/images/{image}/json")
    if status != HTTPStatus.OK or shown.get("RepoTags"):
        return False
    layers = engine_api.layers(at, image)
    return CONTENTS.has_program(tuple(CONTENTS.held.get(one, "") for one in layers))
