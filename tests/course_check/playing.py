"""Scenarios as tests: each on one engine, in a world that many share, from a clean beginning.

What an engine alone can show is played on that one. What an engine refuses is heard of in two ways, so that every third
scenario of that is played on both. Of the rest every eighth is played on a real daemon, every fourth in `make soak`
alone, and the others on the practice engine; the same ones in each run. `make soak` plays every scenario on each engine
that it fits and was not played on, and there each verdict and each repair is a command of its own.

A real daemon holds somebody else's things before the first world comes; whatever of them a scenario loses
or changes is a failure (`Stage.rewind` and `Stage.close` compare).
"""

import contextlib
import subprocess
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import pytest

from docker_lessons.course_check import inventory
from docker_lessons.course_check.daemon import Daemon, why_not
from docker_lessons.course_check.run import play
from docker_lessons.course_check.scenario import SCENARIOS, Scenario
from docker_lessons.course_check.stage import Stage
from docker_lessons.lessons import course_image
from docker_lessons.world import process
from docker_lessons.world.engine import DOCKER, PRACTICE, Kind
from tests import newest_dockerd, programs, servers

THEIRS = ("theirs:1", "demousr/demorep-notes:1", "localhost:5000/theirs:2", "my-hello:1")
"""Names that somebody else has on the daemon, the last one of another world of the course."""

_KINDS: tuple[Kind, ...] = (PRACTICE, DOCKER)
_EVERY_REFUSED, _EVERY = 3, 8
"""One in so many of the scenarios that fit both engines is played on the real daemon, which takes twice as long."""
_LOOKS_ALIKE = 4
"""One in so many of the others is left to `make soak`: its cause is held by looks, which the rest prove to be true."""


class Worlds:
    """Gives each scenario a stage whose world is as new: one that others had, or, to break it, one of its own.

    With a `store`, its daemon is the newest dockerd that Debian has, with that image store.
    """

    def __init__(self, *, by_command: bool, store: newest_dockerd.Store | None = None) -> None:
        self._by_command = by_command
        self._store = store
        self._daemon: Daemon | None = None
        self._stages: dict[Kind, Stage] = {}
        self._stack = contextlib.ExitStack()

    def play(self, scenario: Scenario, kind: Kind) -> None:
        """Plays it on an engine, and fails as it says."""
        if scenario.alone:
            self.end(kind)
        stage = self.give(kind)
        result = play(scenario, stage)
        if scenario.alone or result.error:
            self.end(kind)
        if result.skipped:
            pytest.skip(result.skipped)
        if result.error:
            pytest.fail(f"{scenario.says} {result.error}", pytrace=False)

    def give(self, kind: Kind) -> Stage:
        """Returns the stage on an engine, as new; one that somebody stopped is not given again."""
        stage = self._stages.get(kind)
        if stage is not None and process.status(stage.world)["state"] != "running":
            self.end(kind)
            stage = None
        if stage is None:
            stage = self._stages[kind] = self._start(kind)
            return stage
        try:
            stage.rewind()
        except Exception:
            self.end(kind)
            raise
        return stage

    def daemon(self) -> Daemon:
        """The daemon of the worlds on DOCKER, with somebody else's things on it."""
        if self._daemon is None:
            self._daemon = self._stack.enter_context(_shared_daemon(self._store))
        return self._daemon

    def end(self, kind: Kind) -> None:
        """Removes the world on an engine, if there is one."""
        stage = self._stages.pop(kind, None)
        if stage is not None:
            stage.close()

    def close(self) -> None:
        """Removes all worlds and the daemon."""
        with self._stack:
            for kind in _KINDS:
                self.end(kind)

    def _start(self, kind: Kind) -> Stage:
        daemon = self.daemon() if kind == DOCKER else None
        stage = Stage(daemon=daemon, by_command=self._by_command)
        stage.start()
        return stage


@contextlib.contextmanager
def _shared_daemon(store: newest_dockerd.Store | None) -> Iterator[Daemon]:
    """Gives a real daemon with somebody else's images, tags, container and volume, which must be there afterwards."""
    programs.not_quick()
    programs.required("dockerd")
    if reason := why_not():
        pytest.skip(reason)
    with (
        servers.folder_of_a_dockerd() as folder,
        Daemon(folder, program=_program(folder, store)) as daemon,
    ):
        _put_theirs(daemon)
        before = inventory.take(daemon.socket)
        assert {name for name, _ in before.names} >= set(THEIRS)
        assert [name for _, name, _ in before.containers] == ["theirs"]
        yield daemon
        assert before.differences(inventory.take(daemon.socket)) == []


def _program(folder: Path, store: newest_dockerd.Store | None) -> Path | None:
    return newest_dockerd.program(folder, store) if store else None


def _put_theirs(daemon: Daemon) -> None:
    def docker(*words: str, given: str = "") -> None:
        command = ["docker", "--host", f"unix://{daemon.socket}", *words]
        environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "DOCKER_BUILDKIT": "0"}
        subprocess.run(
            command, input=given.encode(), env=environment, capture_output=True, check=True
        )

    folder = daemon.folder / "theirs"
    course_image.write_build_folder(folder, world_id="0" * 32)
    docker("build", "-t", "my-hello:1", str(folder))
    docker("build", "-t", "theirs:1", "-", given="FROM scratch\nLABEL of=somebody\n")
    docker("build", "-", given="FROM scratch\nLABEL of=nobody\n")
    docker("tag", "theirs:1", "demousr/demorep-notes:1")
    docker("tag", "theirs:1", "localhost:5000/theirs:2")
    docker("volume", "create", "theirs")
    docker("run", "--name", "theirs", "my-hello:1")


def engines(scenario: Scenario) -> tuple[Kind, ...]:
    """Returns the engines on which `make test` plays a scenario."""
    fits = tuple(kind for kind in _KINDS if not scenario.unfit(kind))
    if len(fits) == 1:
        return fits
    refused, number = _is_refused(scenario), zlib.crc32(scenario.id.encode())
    if number % (_EVERY_REFUSED if refused else _EVERY) == 0:
        return fits if refused else (DOCKER,)
    return () if not refused and number % _LOOKS_ALIKE == 1 else (PRACTICE,)


def scenarios_of(module: ModuleType) -> Callable[[Worlds, Kind, str], None]:
    """Returns the test that plays every scenario of a module on its engines."""
    rows = [
        pytest.param(kind, name, id=f"{kind}-{name}", marks=_marks(one, kind))
        for kind in _KINDS
        for name, one in SCENARIOS.items()
        if one.play.__module__ == module.__name__ and not one.unfit(kind)
    ]

    @pytest.mark.parametrize(("kind", "name"), rows)
    def test_scenario(worlds: Worlds, kind: Kind, name: str) -> None:
        worlds.play(SCENARIOS[name], kind)

    return test_scenario


def _marks(scenario: Scenario, kind: Kind) -> list[pytest.MarkDecorator]:
    return [] if kind in engines(scenario) else [pytest.mark.soak]


def _is_refused(scenario: Scenario) -> bool:
    """Returns whether the engine refuses a line of it, typed in the scenario itself or in a function of its module."""
    return "tries" in _called(scenario.play, set())


def _called(function: Any, seen: set[str]) -> set[str]:
    for name in set(function.__code__.co_names) - seen:
        seen.add(name)
        if isinstance(helper := function.__globals__.get(name), FunctionType):
            _called(helper, seen)
    return seen
