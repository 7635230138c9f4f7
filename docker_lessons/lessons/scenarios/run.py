"""Run scenarios: each in a world that is as new, several worlds at a time."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass

from docker_lessons.lessons.scenarios.scenario import Scenario
from docker_lessons.lessons.scenarios.stage import Failed, Stage
from docker_lessons.lessons.steps import STEPS
from docker_lessons.world import World, WorldError, process


@dataclass(frozen=True)
class Result:
    """How one scenario, or one other part of the course's own test, went."""

    name: str
    error: str
    """'' if all was as it has to be."""
    expected: tuple[str, ...] = ()
    """The causes and remarks that were met."""


def step_before(step: str) -> str | None:
    """The step that comes before this one."""
    names = [one.id for one in STEPS]
    position = names.index(step)
    return names[position - 1] if position else None


def play(scenario: Scenario, stage: Stage) -> Result:
    """Play one scenario on a stage whose world is as new."""
    try:
        stage.begin(scenario.step, before=step_before(scenario.step))
        scenario.play(stage)
    except (Failed, WorldError) as error:
        return Result(scenario.id, str(error), tuple(stage.expected))
    except Exception:  # noqa: BLE001 - the course's own test says what happened and goes on
        return Result(scenario.id, traceback.format_exc(), tuple(stage.expected))
    return Result(scenario.id, "", tuple(stage.expected))


def play_all(
    scenarios: list[Scenario],
    start: Callable[[World], None] = process.start,
    tell: Callable[[Result], None] = lambda result: None,
) -> list[Result]:
    """Play several, one after the other; a world is used again where nothing of it was broken."""
    results = []
    stage: Stage | None = None
    for scenario in scenarios:
        if stage is None:
            stage = Stage(start)
            stage.__enter__()
        else:
            stage.rewind()
        result = play(scenario, stage)
        results.append(result)
        tell(result)
        if scenario.alone or result.error:
            stage.__exit__()
            stage = None
    if stage is not None:
        stage.__exit__()
    return results
