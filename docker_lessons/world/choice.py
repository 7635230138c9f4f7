"""The choice of the engine and the Hub that a world's lessons work with, and the checks before it.

All checks come before the first change, so that a refusal leaves the world as it was.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from docker_lessons import language
from docker_lessons.language import gettext
from docker_lessons.world import file, holder, process, which_hub
from docker_lessons.world.directory import World
from docker_lessons.world.engine import CHOICE, DOCKER, HOST, LABEL, PRACTICE, PUBLISHED, Engine
from docker_lessons.world.failure import EngineError, WorldError
from docker_lessons.world.names import Names
from docker_lessons.world.which_hub import WhichHub

_TRIES = 5
_FIRST_RELAY_PORT, _RELAY_PORTS = 20_000, 12_000
"""Below the ports that systems give to outgoing connections."""


def start(
    world: World,
    kind: str | None,
    *,
    hub: WhichHub | None = None,
    pin: bool = True,
    new_ports: bool = False,
    tell: Callable[[str], None] = lambda sentence: None,
) -> None:
    """Starts the world with the engine of this kind and this Hub; returns when all its addresses answer.

    `kind` None does not change the engine, `hub` None not the Hub. If several processes choose at the same time,
    the last choice is kept. `pin` and `new_ports` are those of `process.start`. `tell` is given a sentence before a
    relay container is started on the learner's own Docker.

    Raises:
        EngineError: When the learner's own Docker cannot be used; then nothing has changed.
        WorldError: When the world cannot be started, as in `process.start`.
    """
    world.prepare()
    other_hub = hub is not None and hub != world.which_hub
    if other_hub or kind == DOCKER or (kind == PRACTICE and world.engine.kind == DOCKER):
        with _one_at_a_time(world):
            _choose(world, kind, hub or world.which_hub, pin, new_ports, tell)
    else:
        process.start(world, pin=pin, new_ports=new_ports)


def begin(
    world: World, *, pin: bool = False, tell: Callable[[str], None] = lambda sentence: None
) -> None:
    """Starts the world without a choice; a new world takes its engine and its Hub from the environment.

    The variables are DOCKER_LESSONS_ENGINE and those of `wanted_hub`; `tell` is that of `start`.

    Raises:
        EngineError: When the learner's own Docker cannot be used, or its variable is not valid.
        HubChoiceError: When the variables name something else than a Hub, or the real one without an account.
        WorldError: When the world cannot be started, as in `process.start`.
    """
    if world.ports():
        start(world, None, pin=pin)
        return
    start(world, wanted(os.environ), hub=wanted_hub(world, os.environ), pin=pin, tell=tell)


def speak(world: World, chosen: str) -> None:
    """Keeps the language of this world, '' for the system's, and switches a running service to it.

    An option or a variable still takes precedence (`language.current`). The caller has the pages rendered again.
    """
    from docker_lessons.world import control

    world.keep_language(chosen)
    language.keep(chosen)
    if holder.is_served(world):
        control.ask(world, "POST", "/language", {"language": chosen})


def wanted(environ: Mapping[str, str]) -> str | None:
    """Returns the kind of engine that DOCKER_LESSONS_ENGINE names, None if it is not set.

    Raises:
        EngineError: When it names no kind of engine.
    """
    kind = environ.get(CHOICE) or None
    if kind not in (None, PRACTICE, DOCKER):
        raise EngineError(
            gettext(
                "{choice}={kind} isn't an engine: set it to {practice} or {docker}.",
                choice=CHOICE,
                kind=kind,
                practice=PRACTICE,
                docker=DOCKER,
            )
        )
    return kind


def wanted_hub(world: World, environ: Mapping[str, str]) -> WhichHub | None:
    """Returns the Hub or the registry that the environment names, None if it names none.

    The variables are DOCKER_LESSONS_HUB, or DOCKER_LESSONS_REGISTRY with DOCKER_LESSONS_REGISTRY_CA, and
    DOCKER_LESSONS_ACCOUNT.

    Raises:
        HubChoiceError: When they name something else than a Hub, or the real one without a valid account.
        RegistryAwayError: When no registry answers at the address.
    """
    if typed := environ.get(which_hub.REGISTRY_CHOICE):
        account, authority = environ.get(which_hub.ACCOUNT), environ.get(which_hub.AUTHORITY)
        return which_hub.choose_registry(world.which_hub, typed, account, authority)
    kind = which_hub.wanted(environ)
    return which_hub.choose(world.which_hub, kind, environ.get(which_hub.ACCOUNT)) if kind else None


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
    return gettext(
        "Your Docker already has {taken}, not made in this course. The course doesn't touch anything of yours, so give "
        "it another name first: {command}",
        taken=tuple(taken),
        command=f"docker tag {first} my-{first.rpartition('/')[2]} && docker rmi {first}",
    )


def _engine(world: World, kind: str | None) -> Engine:
    if kind is None:
        return world.engine
    if kind == PRACTICE:
        return Engine(PRACTICE, world.practice_socket)
    from docker_lessons.world import own_docker, own_engine

    engine = own_docker.find(os.environ, world.remote_socket)
    told = own_engine.version(engine)
    return replace(engine, architecture=str(told.get("Arch") or ""))


def _choose(
    world: World,
    kind: str | None,
    hub: WhichHub,
    pin: bool,
    new_ports: bool,
    tell: Callable[[str], None],
) -> None:
    engine = _engine(world, kind)
    before = process.status(world)
    process.start(world, pin=False, new_ports=new_ports)  # the registry must answer to be reached
    if engine.capabilities.engine_is_shared:
        try:
            engine = _examined(engine, world, hub, tell)
        except EngineError:
            if before["state"] == "stopped":
                process.stop(world)
            raise
    if (engine, hub) != (world.engine, world.which_hub):
        if not engine.is_same(world.engine) or hub != world.which_hub:
            process.stop(world)
        world.keep_engine(engine)
        world.keep_hub(hub)
    _serve(world, pin or bool(before.get("pinned")))


def _examined(engine: Engine, world: World, hub: WhichHub, tell: Callable[[str], None]) -> Engine:
    """Checks that the engine reaches the registry in use, and that the course's names are free.

    Returns the engine with the relay that it needs.

    Raises:
        EngineError: When the engine does not reach it, or a name is taken.
    """
    from docker_lessons.world import own_engine

    if hub.is_real:
        names = hub.names
        if not hub.has_pages:
            own_engine.reach_elsewhere(engine, names.registry, names.folder)
    else:
        engine = _reaching(engine, world, tell)
        names = Names.at(engine.registry_ports(world.ports()))
    images = [
        (row.get("RepoTags") or (), row.get("Labels") or {}) for row in own_engine.images(engine)
    ]
    if taken := foreign(images, names, world.id):
        raise EngineError(refusal(taken))
    return engine


def _reaching(engine: Engine, world: World, tell: Callable[[str], None]) -> Engine:
    """Returns the engine as it reaches the practice registry: by itself, or by a relay container.

    Raises:
        EngineError: When it does not.
    """
    from docker_lessons.world import own_engine

    kept = replace(world.engine, chosen_by=engine.chosen_by, client_config=engine.client_config)
    if engine == replace(kept, relay="", relay_port=0):
        engine = kept
    try:
        _reach(engine, world)
    except own_engine.NotReachedError as error:
        if engine.relay:
            _start_relay_again(engine, world)
            return engine
        tell(
            gettext(
                "Your Docker ({by}) doesn't reach this computer's ports, so the course starts a small container on it, "
                "{container}, that leads to the practice registry and nowhere else. When the practice world stops, the "
                "container and its image are gone.",
                by=engine.named_by,
                container=world.relay,
            )
        )
        if engine.remote is not None:  # ssh asks the agent that is known here and now
            process.stop(world)
            process.start(world, pin=False)
        return _by_relay(engine, world, str(error))
    return engine


def _by_relay(engine: Engine, world: World, before: str) -> Engine:
    """Returns the engine with a relay through which it reached the registry in a trial.

    Raises:
        EngineError: When no relay works; `before` says how it failed without one.
    """
    from docker_lessons.world.own_docker import WHAT_NEXT

    port = _FIRST_RELAY_PORT + secrets.randbelow(_RELAY_PORTS)
    published = replace(engine, relay=PUBLISHED, relay_port=port)
    troubles = []
    for candidate in (replace(engine, relay=HOST), published):
        trouble = _tried(candidate, world)
        if not trouble:
            return candidate
        troubles.append(trouble)
    tried = gettext(
        "A relay container, {container}, was tried and taken off again, on the engine's own network ({on_network}) and "
        "on a port of its own ({on_port}). With an account on Docker Hub you can use this Docker: nothing has to reach "
        "this computer with --hub docker.io --account YOURID.",
        container=world.relay,
        on_network=troubles[0],
        on_port=troubles[1],
    )
    raise EngineError(f"{before} {tried} {gettext(WHAT_NEXT)}")


def _tried(engine: Engine, world: World) -> str:
    """Starts a relay, tries whether the engine reaches the registry through it, and ends the relay.

    Returns why it does not, '' if it does.
    """
    from docker_lessons.world import control, own_engine

    try:
        found = control.ask(world, "POST", "/relay", engine.document())
        if not found.get("trouble"):
            _reach(engine, world)
        return str(found.get("trouble") or "")
    except own_engine.NotReachedError as error:
        return str(error.said)
    finally:
        control.ask(world, "DELETE", "/relay")


def _start_relay_again(engine: Engine, world: World) -> None:
    """Starts the world again, and its relay with it.

    Raises:
        EngineError: When the engine does not reach the registry then.
    """
    from docker_lessons.world import own_engine
    from docker_lessons.world.own_docker import WHAT_NEXT

    process.stop(world)
    process.start(world, pin=False)
    try:
        _reach(engine, world)
    except own_engine.NotReachedError as error:
        raise EngineError(f"{error} {gettext(WHAT_NEXT)}") from error


def _reach(engine: Engine, world: World) -> None:
    from docker_lessons.world import own_engine

    registry = Names.at(engine.registry_ports(world.ports())).registry
    own_engine.reach(engine, world.account(), registry)


def _serve(world: World, pin: bool) -> None:
    """Starts the world with the kept engine and Hub, even if a kernel has just started it with others."""
    for _ in range(_TRIES):
        process.start(world, pin=pin)
        if process.serves_choice(world):
            return
    raise WorldError(
        gettext(
            "The practice world is being started and stopped from somewhere else. Run the "
            "same command again."
        )
    )


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
