"""Scenarios as tests: those of one module in one world, each from a clean beginning."""

from collections.abc import Callable, Iterator
from types import ModuleType

import pytest

from docker_lessons.course_check.run import play
from docker_lessons.course_check.scenario import SCENARIOS, Scenario
from docker_lessons.course_check.stage import Stage


class Worlds:
    """Gives each scenario a stage whose world is as new; uses a world again where nothing was broken."""

    def __init__(self) -> None:
        self._stage: Stage | None = None

    def play(self, scenario: Scenario) -> None:
        """Play it, and fail as it says."""
        if self._stage is None:
            self._stage = Stage()
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
        if self._stage is not None:
            self._stage.close()
            self._stage = None


@pytest.fixture(scope="module")
def worlds() -> Iterator[Worlds]:
    """The worlds of one module of scenarios."""
    made = Worlds()
    yield made
    made.close()


def scenarios_of(module: ModuleType) -> Callable[[Worlds, str], None]:
    """The test that plays every scenario of a module."""
    names = [name for name, one in SCENARIOS.items() if one.play.__module__ == module.__name__]

    @pytest.mark.parametrize("name", names)
    def test_scenario(worlds: Worlds, name: str) -> None:
        worlds.play(SCENARIOS[name])

    return test_scenario
