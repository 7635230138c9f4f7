"""The choice of the engine that a world's lessons work with, and the checks before it.

All checks come before the first change, so that a refusal leaves the world as it was.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterable, Iterator, Mapping

from docker_lessons.world import file, process
from docker_lessons.world.directory import World
from docker_lessons.world.engine import CHOICE, DOCKER, LABEL, PRACTICE, Engine
from docker_lessons.world.failure import EngineError, WorldError
from docker_lessons.world.names import Names

_TRIES = 5


def start(world: World, kind: str | None, *, pin: bool = True, new_ports: bool = False) -> None:
    """Starts the world with the engine of this kind; returns when all its addresses answer.

    `kind` None does not change the engine. If several processes choose at the same time, the last
    choice is kept. `pin` and `new_ports` are those of `process.start`.

    Raises:
        EngineError: When the learner's own Docker cannot be used; then nothing has changed.
        WorldError: When the world cannot be started, as in `process.start`.
    """
    world.prepare()
    if kind == DOCKER or (kind == PRACTICE and world.engine.kind == DOCKER):
        with _one_at_a_time(world):
            _choose(world, kind, pin, new_ports)
    else:
        process.start(world, pin=pin, new_ports=new_ports)


def begin(world: World, *, pin: bool = False) -> None:
    """Starts the world without a choice; a new world takes its engine from DOCKER_LESSONS_ENGINE.

    Raises:
        EngineError: When the learner's own Docker cannot be used, or the variable is not valid.
        WorldError: When the world cannot be started, as in `process.start`.
    """
    start(world, None if world.ports() else wanted(os.environ), pin=pin)


def wanted(environ: Mapping[str, str]) -> str | None:
    """Returns the kind of engine that DOCKER_LESSONS_ENGINE names, None if it is not set.

    Raises:
        EngineError: When it names no kind of engine.
    """
    kind = environ.get(CHOICE) or None
    if kind not in (None, PRACTICE, DOCKER):
        raise EngineError(f"{CHOICE}={kind} names no engine: it can be {PRACTICE} or {DOCKER}.")
    return kind


def foreign(
    images: Iterable[tuple[Iterable[str], Mapping[str, str]]], names: Names, world_id: str
) -> list[str]:
    """Returns those of the course's names that belong to images which this world did not make.

    `images` has the names and the labels of each image on the host.
    """
    course = {names.image, names.target, names.second_image, names.second_target}
    return sorted(
        name
        for bears, labels in images
        if labels.get(LABEL) != world_id
        for name in course.intersection(bears)
    )


def refusal(taken: list[str]) -> str:
    """Returns the message about names that are taken by images of the learner's own."""
    first = taken[0]
    return (
        f"On your Docker there is {' and '.join(taken)} already, and it was not made in this course. "
        "Nothing of yours is touched, so give it another name first: "
        f"docker tag {first} my-{first.rpartition('/')[2]} && docker rmi {first}"
    )


def _choose(world: World, kind: str, pin: bool, new_ports: bool) -> None:
    engine = Engine(PRACTICE, world.practice_socket)
    if kind == DOCKER:
        from docker_lessons.world import own_docker, own_engine

        engine = own_docker.find(os.environ)
        own_engine.version(engine)
    before = process.status(world)
    process.start(world, pin=False, new_ports=new_ports)  # the registry must answer to be reached
    if engine.capabilities.engine_is_shared:
        try:
            _examine(engine, world)
        except EngineError:
            if before["state"] == "stopped":
                process.stop(world)
            raise
    if engine != world.engine:
        if not _same(engine, world.engine):
            process.stop(world)
        world.keep_engine(engine)
    _serve(world, pin or bool(before.get("pinned")))


def _examine(engine: Engine, world: World) -> None:
    """Checks that the engine reaches the practice registry and that the course's names are free.

    Raises:
        EngineError: When it does not, or they are not.
    """
    from docker_lessons.world import own_engine

    names = Names.at(world.ports())
    own_engine.reach(engine, world.account(), names.registry)
    images = [
        (row.get("RepoTags") or (), row.get("Labels") or {}) for row in own_engine.images(engine)
    ]
    if taken := foreign(images, names, world.id):
        raise EngineError(refusal(taken))


def _serve(world: World, pin: bool) -> None:
    """Starts the world with the kept engine, even if a kernel has just started it with another."""
    for _ in range(_TRIES):
        process.start(world, pin=pin)
        if process.serves_engine(world):
            return
    raise WorldError("The world is being started and ended elsewhere. Run the same command again.")


def _same(one: Engine, other: Engine) -> bool:
    return (one.kind, one.socket) == (other.kind, other.socket)


@contextlib.contextmanager
def _one_at_a_time(world: World) -> Iterator[None]:
    """Holds a lock for the `with` block; the system releases it if the process is killed."""
    path = world.home / "choice.lock"
    with file.explained(path):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
