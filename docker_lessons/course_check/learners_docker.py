"""The course's own test on the learner's own Docker, for machines on which it can start no daemon.

Only the solutions are played, in one throwaway world. Its images carry its label; the test refuses to begin when a
name of the course is taken, and removes what it made. Everything on the engine is listed before and after, and any
difference is a failure.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

from docker_lessons.course_check import engine_api, inventory
from docker_lessons.course_check.check import check_solutions
from docker_lessons.course_check.inventory import Inventory
from docker_lessons.course_check.run import Result
from docker_lessons.course_check.stage import Stage
from docker_lessons.lessons.course_image import has_program
from docker_lessons.world import own_docker, own_engine
from docker_lessons.world.engine import DOCKER, LABEL, Engine
from docker_lessons.world.failure import EngineError

_AS_BEFORE = "everything on your Docker is the way it was before"


def find() -> Engine:
    """Finds the learner's Docker.

    Raises:
        EngineError: When there is none that can be used, or it is on a network.
    """
    engine = own_docker.find(os.environ, Path("remote.sock"))
    if engine.remote is not None:
        raise EngineError(
            f"Your Docker ({engine.chosen_by}) is reached over a network, at {engine.where}, and course-check needs one "
            "with a unix socket on this computer."
        )
    own_engine.version(engine)
    return engine


def check(engine: Engine, tell: Callable[[Result], None]) -> None:
    """Plays the solutions on `engine`, removes what they made, and compares what it holds before and after.

    Raises:
        EngineError: When the engine does not reach the practice registry, or a name of the course is taken.
    """
    before = inventory.take(engine.socket)
    stage = Stage(kind=DOCKER)
    try:
        stage.start()
        check_solutions(stage, tell)
    finally:
        label = stage.world.id
        stage.close()
        _remove(engine, label, before)
    differences = before.differences(inventory.take(engine.socket))
    tell(Result("inventory", _AS_BEFORE, "; ".join(differences)))


def _remove(engine: Engine, label: str, before: Inventory) -> None:
    """Removes what the world with this label made, and nothing else."""
    _, images = engine_api.ask(engine.socket, "GET", "/images/json?all=1")
    new = [row for row in images if row["Id"] not in before.images]
    ours = [row for row in new if (row.get("Labels") or {}).get(LABEL) == label]
    ids = {row["Id"] for row in ours}
    for container, _, image in inventory.take(engine.socket).containers - before.containers:
        if image in ids:
            engine_api.ask(engine.socket, "DELETE", f"/containers/{container}?force=1&v=1")
    for row in ours:
        for name in row.get("RepoTags") or ():
            engine_api.ask(engine.socket, "DELETE", f"/images/{quote(name, safe='/:')}")
    # The steps of an interrupted build carry no label yet.
    for row in reversed(new):
        if row["Id"] in ids or _is_step(engine, row["Id"]):
            engine_api.ask(engine.socket, "DELETE", f"/images/{row['Id']}")


def _is_step(engine: Engine, image: str) -> bool:
    """Returns whether an image is a nameless step of a build of the course's image: one with its program."""
    status, shown = engine_api.ask(engine.socket, "GET", f"/images/{image}/json")
    if status != HTTPStatus.OK or shown.get("RepoTags"):
        return False
    return has_program(tuple((shown.get("RootFS") or {}).get("Layers") or ()))
