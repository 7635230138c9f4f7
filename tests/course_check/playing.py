"""Scenarios as tests: those of one module in one world, on each engine, each from a clean beginning.

A real daemon holds somebody else's things before the first world comes; whatever of them a scenario loses
or changes is a failure (`Stage.rewind` and `Stage.close` compare).
"""

import contextlib
import subprocess
from collections.abc import Callable, Iterator
from types import ModuleType

import pytest

from docker_lessons.course_check import inventory
from docker_lessons.course_check.daemon import Daemon, why_not
from docker_lessons.course_check.run import play
from docker_lessons.course_check.scenario import SCENARIOS, Scenario
from docker_lessons.course_check.stage import Stage
from docker_lessons.lessons import course_image
from docker_lessons.world.engine import DOCKER, PRACTICE
from tests import programs

THEIRS = ("theirs:1", "demousr/demorep-notes:1", "localhost:5000/theirs:2", "my-hello:1")
"""Names that somebody else has on the daemon, the last one of another world of the course."""


class Worlds:
    """Gives each scenario a stage whose world is as new; uses a world again where nothing was broken."""

    def __init__(self, daemon: Daemon | None) -> None:
        self._daemon = daemon
        self._stage: Stage | None = None

    def play(self, scenario: Scenario) -> None:
        """Play it, and fail as it says."""
        if self._stage is None:
            self._stage = Stage(daemon=self._daemon)
            self._stage.start()
        else:
            self._stage.rewind()
        result = play(scenario, self._stage)
        if scenario.alone or result.error:
            self.close()
        if result.skipped:
            pytest.skip(result.skipped)
        assert not result.error, result.error

    def close(self) -> None:
        """Leave no world behind."""
        stage, self._stage = self._stage, None
        if stage is not None:
            stage.close()


@contextlib.contextmanager
def shared_daemon() -> Iterator[Daemon]:
    """A real daemon with somebody else's images, tags, container and volume, which are all there afterwards."""
    programs.required("dockerd")
    if reason := why_not():
        pytest.skip(reason)
    with Daemon() as daemon:
        _put_theirs(daemon)
        before = inventory.take(daemon.socket)
        assert {name for name, _ in before.names} >= set(THEIRS)
        assert [name for _, name, _ in before.containers] == ["theirs"]
        yield daemon
        assert before.differences(inventory.take(daemon.socket)) == []


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


@pytest.fixture(scope="module")
def worlds(request: pytest.FixtureRequest) -> Iterator[Worlds]:
    """The worlds of one module of scenarios, on the engine of its parameter."""
    with shared_daemon() if request.param == DOCKER else contextlib.nullcontext() as daemon:
        made = Worlds(daemon)
        yield made
        made.close()


def scenarios_of(module: ModuleType) -> Callable[[Worlds, str], None]:
    """The test that plays every scenario of a module on each engine that it fits."""
    fits = [
        (kind, name)
        for kind in (PRACTICE, DOCKER)
        for name, one in SCENARIOS.items()
        if one.play.__module__ == module.__name__ and not one.unfit(kind)
    ]

    @pytest.mark.parametrize(
        ("worlds", "name"), fits, indirect=["worlds"], ids=[f"{kind}-{name}" for kind, name in fits]
    )
    def test_scenario(worlds: Worlds, name: str) -> None:
        worlds.play(SCENARIOS[name])

    return test_scenario
