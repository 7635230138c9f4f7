"""A world in a temporary folder, and the engine behind it: started, broken on purpose, and removed."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import tempfile
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Self

from docker_lessons import language
from docker_lessons.command.attendance import UNATTENDED
from docker_lessons.course_check import engine_api, inventory, loopback
from docker_lessons.course_check.daemon import Daemon
from docker_lessons.course_check.docker_place import At, DockerPlace
from docker_lessons.course_check.elsewhere import Elsewhere
from docker_lessons.course_check.hub_visitor import HubVisitor
from docker_lessons.world import World, WorldError, choice, own_engine, process
from docker_lessons.world.engine import CHOICE, DOCKER, PRACTICE, Kind
from docker_lessons.world.environment import OUTSIDE, UNSET, applied

RUNTIME = "DOCKER_LESSONS_RUNTIME"
"""The environment variable that says how the practice engine runs programs, or ``none``."""

_STEADY_PORTS = (10_770, 10_771)
"""Registry and Hub of a world on Podman, below the ports that systems give to outgoing connections."""


class CannotPlay(Exception):
    """A scenario needs what this machine does not have; `str` is a sentence that says what."""


class ThrowawayWorld:
    """One world that is served, and removed in the end. A context manager.

    Its lessons work with a `daemon` of the test's own, or with `theirs`, the learner's own Docker; without either, with
    the practice engine. With `elsewhere` it publishes there. With `clears` it removes in the end what is new on Docker.
    """

    def __init__(
        self,
        start: Callable[[World], None] = process.start,
        *,
        daemon: Daemon | None = None,
        theirs: DockerPlace | None = None,
        elsewhere: Elsewhere | None = None,
        clears: bool = True,
    ) -> None:
        self._start = start
        self._clears = clears
        self._daemon = daemon
        self._docker = DockerPlace.of_socket(daemon.socket) if daemon else theirs
        self.kind: Kind = DOCKER if self._docker else PRACTICE
        self.elsewhere = elsewhere
        self._before: inventory.Inventory | None = None
        self._folder = tempfile.TemporaryDirectory(prefix="docker-lessons-check-")
        self.world = World.find(Path(self._folder.name) / "world")
        self.work = Path(self._folder.name) / "work"
        """Where commands run; the build folder is in it."""
        self._environment: dict[str, str] = {}

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the world and removes all of it."""
        try:
            self.end()
            if self._docker is not None and self._before is not None and self._clears:
                self.clear()
            if self.elsewhere is not None:
                self.elsewhere.clear()
        finally:
            self._folder.cleanup()

    def start(self) -> None:
        """Starts the world's service."""
        with self._outside():
            hub = self.elsewhere.hub if self.elsewhere else None
            if self._before is None and self.is_podman:
                self._take_steady_ports()
            if self._before is None and (self._docker or hub):
                choice.start(self.world, self.kind, hub=hub)
            self._start(self.world)
            self._environment = applied(os.environ, self.world.environment())
        self._environment["HOME"] = self._folder.name
        self._environment[language.CHOICE] = language.ENGLISH  # of what scenarios expect
        for name in (UNATTENDED, CHOICE):
            self._environment.pop(name, None)
        self._hub = HubVisitor(self.world)
        self.work.mkdir(exist_ok=True)
        if self._before is None:
            self._before = inventory.take(self._at, relays=False)

    @cached_property
    def is_podman(self) -> bool:
        """Whether the engine is Podman, which says some things otherwise than Docker, and some not at all."""
        if self._docker is None or self._daemon is not None:
            return False
        return own_engine.is_podman(engine_api.ask(self._docker.at, "GET", "/version")[1])

    def needs_docker(self, why: str) -> None:
        """Makes sure that the engine is not Podman; `why` says what the scenario needs Docker for.

        Raises:
            CannotPlay: When the engine is Podman.
        """
        if self.is_podman:
            raise CannotPlay(f"needs Docker: {why}")

    def _take_steady_ports(self) -> None:
        """Gives the world the same ports in each run, if they are free: Podman's settings name the registry's port."""
        with contextlib.suppress(OSError):
            for port in _STEADY_PORTS:
                socket.create_server(("127.0.0.1", port)).close()
            self.world.prepare()
            self.world.keep_ports(*_STEADY_PORTS)

    @contextlib.contextmanager
    def _outside(self) -> Iterator[None]:
        """Sets the variables of a terminal outside of the world, for the stage's Docker and a new client folder."""
        kept = dict(os.environ)
        if self._docker is not None:
            for name in (OUTSIDE, *UNSET):
                os.environ.pop(name, None)
            os.environ.update(self._docker.variables)
            os.environ["DOCKER_CONFIG"] = str(self.outside_config)
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(kept)

    @property
    def names_bear_an_address(self) -> bool:
        """Whether the course's names begin with a registry's address."""
        if self.elsewhere is not None:
            return self.elsewhere.hub.names.bear_an_address
        return self.kind == DOCKER

    @property
    def is_started(self) -> bool:
        """Whether it has been started before."""
        return self._before is not None

    @property
    def outside_config(self) -> Path:
        """The folder of the learner's own client, outside of the world."""
        return Path(self._folder.name) / "outside"

    @property
    def daemon(self) -> Daemon:
        """The daemon behind the world's engine, which the test may stop.

        Raises:
            CannotPlay: When it is the learner's own.
        """
        if self._daemon is None:
            raise CannotPlay("needs a daemon that the test may stop")
        return self._daemon

    @property
    def hub(self) -> HubVisitor:
        """A visitor of the practice Hub's pages.

        Raises:
            CannotPlay: When the world publishes elsewhere.
        """
        self.needs_practice_hub()
        return self._hub

    def needs_practice_hub(self) -> None:
        """Makes sure that the world has the practice Hub, which the scenario needs.

        Raises:
            CannotPlay: When the world publishes elsewhere.
        """
        if self.elsewhere is not None:
            raise CannotPlay("needs the practice Hub")

    @property
    def _at(self) -> At:
        """How the test itself reaches the world's engine: a Docker directly, not through the world."""
        return self._docker.at if self._docker else self.world.engine_socket

    @property
    def runs_containers(self) -> bool:
        """Whether the world's engine runs containers, as it says itself."""
        _, info = engine_api.ask(self.world.engine_socket, "GET", "/info")
        return bool(info.get("Runtimes"))

    @property
    def keeps_images_in_containerd(self) -> bool:
        """Whether the world's engine has containerd's image store."""
        return engine_api.keeps_images_in_containerd(self.world.engine_socket)

    def run_nothing(self) -> None:
        """Restarts the world's service so that its engine runs no containers."""
        self.stop()
        kept = os.environ.get(RUNTIME)
        os.environ[RUNTIME] = "none"
        try:
            self.start()
        finally:
            os.environ.pop(RUNTIME)
            if kept is not None:
                os.environ[RUNTIME] = kept

    def stop(self) -> None:
        """Ends its service cleanly."""
        process.stop(self.world)

    @contextlib.contextmanager
    def no_room(self) -> Iterator[None]:
        """Keeps the service's files from growing, by a limit that the system sets on its process.

        Raises:
            CannotPlay: When this system has no such limit.
        """
        import resource

        if not hasattr(resource, "prlimit"):
            raise CannotPlay("needs Linux, which limits what another process may write")
        pid = int(process.status(self.world)["pid"])
        before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, before[1]))
        try:
            yield
        finally:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, before)

    def lose_hub(self) -> None:
        """Restarts the world's service so that its engine and lessons answer, and its Hub does not.

        Raises:
            CannotPlay: When this system gives no network namespace.
        """
        if reason := loopback.why_not():
            raise CannotPlay(reason)
        if not isinstance(self._at, Path) and self._at.address.startswith("tcp:"):
            raise CannotPlay("needs an engine that the Hub's network doesn't lead to")
        self.stop()
        try:
            with loopback.missing():
                self.start()
        except OSError as error:
            raise CannotPlay(
                f"this system doesn't allow a separate network namespace: {error}"
            ) from error

    def end(self) -> None:
        """Kills its service, since this world is no longer needed; ends it cleanly if it has a relay to remove."""
        found = process.status(self.world)
        if found.get("relay"):
            self.stop()
        elif found["state"] == "running":
            os.kill(int(found["pid"]), signal.SIGKILL)

    def clear(self) -> None:
        """Removes from the engine what is new since the world's first start.

        Raises:
            WorldError: When something is gone that was there before.
        """
        assert self._before is not None
        inventory.remove_new(self._at, self._before, relays=False)
        if lost := self._before.lost(inventory.take(self._at, relays=False)):
            raise WorldError(f"Not the lesson's, and gone or changed: {'; '.join(lost)}")
