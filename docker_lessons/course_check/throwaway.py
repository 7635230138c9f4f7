"""A world in a temporary folder, and the engine behind it: started, broken on purpose, and removed."""

from __future__ import annotations

import contextlib
import os
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

from docker_lessons import language
from docker_lessons.command.attendance import UNATTENDED
from docker_lessons.course_check import engine_api, inventory, loopback
from docker_lessons.course_check.daemon import Daemon
from docker_lessons.course_check.hub_visitor import HubVisitor
from docker_lessons.world import World, WorldError, choice, process
from docker_lessons.world.engine import CHOICE, DOCKER, PRACTICE, Kind
from docker_lessons.world.environment import OUTSIDE, applied

RUNTIME = "DOCKER_LESSONS_RUNTIME"
"""The environment variable that says how the practice engine runs programs, or ``none``."""


class CannotPlay(Exception):
    """A scenario needs what this machine does not have; `str` is a sentence that says what."""


class ThrowawayWorld:
    """One world that is served, and removed in the end. A context manager.

    With a `daemon` the world's lessons work with that one; with `kind` DOCKER and no daemon, with the learner's own.
    """

    def __init__(
        self,
        start: Callable[[World], None] = process.start,
        *,
        daemon: Daemon | None = None,
        kind: Kind | None = None,
    ) -> None:
        self._start = start
        self.kind: Kind = kind or (DOCKER if daemon else PRACTICE)
        self._daemon = daemon
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
            if self._daemon is not None and self._before is not None:
                self.clear(self._daemon.socket)
        finally:
            self._folder.cleanup()

    def start(self) -> None:
        """Starts the world's service."""
        with self._outside():
            if self.kind == DOCKER and self._before is None:
                choice.start(self.world, DOCKER)
            self._start(self.world)
            self._environment = applied(os.environ, self.world.environment())
        self._environment["HOME"] = self._folder.name
        self._environment[language.CHOICE] = language.ENGLISH  # of what scenarios expect
        for name in (UNATTENDED, CHOICE):
            self._environment.pop(name, None)
        self.hub = HubVisitor(self.world)
        self.work.mkdir(exist_ok=True)
        if self._before is None:
            self._before = inventory.take(self.world.engine_socket)

    @contextlib.contextmanager
    def _outside(self) -> Iterator[None]:
        """Sets the variables of a terminal outside of the world, whose Docker is the stage's daemon."""
        kept = dict(os.environ)
        if self._daemon is not None:
            os.environ["DOCKER_HOST"] = f"unix://{self._daemon.socket}"
            os.environ["DOCKER_CONFIG"] = str(self.outside_config)
            os.environ.pop(OUTSIDE, None)
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(kept)

    @property
    def outside_config(self) -> Path:
        """The folder of the learner's own client, outside of the world."""
        return Path(self._folder.name) / "outside"

    @property
    def daemon(self) -> Daemon:
        """The daemon behind the world's engine."""
        assert self._daemon is not None
        return self._daemon

    @property
    def runs_containers(self) -> bool:
        """Whether the world's engine runs containers, as it says itself."""
        _, info = engine_api.ask(self.world.engine_socket, "GET", "/info")
        return bool(info.get("Runtimes"))

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
        """Ends its service in order."""
        process.stop(self.world)

    @contextlib.contextmanager
    def no_room(self) -> Iterator[None]:
        """Lets no file of the service grow, by a limit of the system's for that process.

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
        self.stop()
        try:
            with loopback.missing():
                self.start()
        except OSError as error:
            raise CannotPlay(
                f"this system doesn't allow a separate network namespace: {error}"
            ) from error

    def end(self) -> None:
        """Kills its service: nothing of this world is needed any more."""
        found = process.status(self.world)
        if found["state"] == "running":
            os.kill(int(found["pid"]), signal.SIGKILL)

    def clear(self, engine: Path | None = None) -> None:
        """Removes from the engine what came since the world did.

        Raises:
            WorldError: When something is gone that was there before.
        """
        assert self._before is not None
        engine = engine or self.world.engine_socket
        inventory.remove_new(engine, self._before)
        if lost := self._before.lost(inventory.take(engine)):
            raise WorldError(f"Not the lesson's, and gone or changed: {'; '.join(lost)}")
