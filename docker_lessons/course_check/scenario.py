"""The scenarios of the course's own test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from docker_lessons.course_check.stage import Stage
from docker_lessons.world.engine import DOCKER, PRACTICE, Kind

Play = Callable[[Stage], None]
_NEEDS_BARE_NAMES = "needs the chapter's own names, without a registry's address"


@dataclass(frozen=True)
class Scenario:
    """One mistake.  `step` is the step whose check has to name it."""

    id: str
    step: str
    play: Play
    alone: bool
    """Whether it stops or replaces parts of its world, so that no other may use it afterwards."""
    practice_only: str = ""
    """Why it needs the practice engine, '' if it does not."""
    docker_only: str = ""
    """Why it needs a Docker engine, '' if it does not."""
    runs_containers: bool = False
    """Whether it needs an engine that runs containers."""
    with_address: bool | None = None
    """Whether the course's names have to begin with a registry's address; None where that doesn't matter."""

    def unfit(self, kind: Kind, *, with_address: bool | None = None) -> str:
        """Returns why it cannot be played on an engine of this kind, '' if it can.

        `with_address` says whether names begin with a registry's address there; None stands for the practice Hub,
        where they do only on a Docker engine.
        """
        bear = kind == DOCKER if with_address is None else with_address
        if kind == PRACTICE and self.docker_only:
            return f"needs a Docker engine: {self.docker_only}"
        if kind == DOCKER and self.practice_only:
            return f"needs the practice engine: {self.practice_only}"
        if self.with_address is not None and bear != self.with_address:
            return "needs names with a registry's address" if not bear else _NEEDS_BARE_NAMES
        return ""

    @property
    def says(self) -> str:
        """What the learner does in it, in one line."""
        return (self.play.__doc__ or "").strip().splitlines()[0]


SCENARIOS: dict[str, Scenario] = {}


def scenario(
    scenario_id: str,
    step: str,
    *,
    alone: bool = False,
    practice_only: str = "",
    docker_only: str = "",
    runs_containers: bool = False,
    with_address: bool | None = None,
) -> Callable[[Play], Play]:
    """Registers a function as the scenario of this ID (a decorator)."""

    def register(play: Play) -> Play:
        assert scenario_id not in SCENARIOS, scenario_id
        SCENARIOS[scenario_id] = Scenario(
            scenario_id,
            step,
            play,
            alone,
            practice_only,
            docker_only,
            runs_containers,
            with_address,
        )
        return play

    return register


def every_scenario() -> dict[str, Scenario]:
    """Imports all modules of scenarios, which registers them, and returns them by ID."""
    import importlib
    import pkgutil

    from docker_lessons.course_check import scenarios

    for module in pkgutil.iter_modules(scenarios.__path__, f"{scenarios.__name__}."):
        importlib.import_module(module.name)
    return SCENARIOS
