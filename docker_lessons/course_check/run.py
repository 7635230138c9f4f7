"""Scenarios played one after the other, each in a world that is as new."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from docker_lessons.course_check.scenario import Scenario
from docker_lessons.course_check.stage import Failed, Stage
from docker_lessons.course_check.throwaway import CannotPlay
from docker_lessons.lessons import chapter
from docker_lessons.world import WorldError


@dataclass(frozen=True)
class Result:
    """How one part of the course's own test went."""

    name: str
    says: str
    """What was done, in one line."""
    error: str = ""
    """What was not as it has to be, '' for nothing."""
    expected: tuple[str, ...] = ()
    """The causes and remarks that were met."""
    skipped: str = ""
    """Why it could not be played on this machine, '' if it was."""


def step_before(step: str) -> str | None:
    """Returns the step that comes before this one, None for the first."""
    position = chapter.STEPS.index(step)
    return chapter.STEPS[position - 1] if position else None


def _is_at_the_hub(scenario: Scenario) -> bool:
    return chapter.definition().by_id[scenario.step].needs_hub


def play(scenario: Scenario, stage: Stage) -> Result:
    """Plays one scenario on a stage whose world is as new."""
    error = skipped = ""
    try:
        if scenario.runs_containers and not stage.runs_containers:
            raise CannotPlay("needs an engine that runs containers")
        stage.begin(scenario.step, before=step_before(scenario.step))
        scenario.play(stage)
    except CannotPlay as reason:
        skipped = str(reason)
    except (Failed, WorldError) as failure:
        error = str(failure)
    except Exception:  # noqa: BLE001 - the course's own test says what happened and goes on
        error = traceback.format_exc()
    return Result(scenario.id, scenario.says, error, tuple(stage.expected), skipped)


def play_all(
    scenarios: Iterable[Scenario],
    tell: Callable[[Result], None],
    make: Callable[[], Stage] = Stage,
    prepare: Callable[[Stage], None] = lambda stage: None,
) -> None:
    """Plays several scenarios in turn, on a stage from `make` that is used again unless a scenario broke it."""
    stage: Stage | None = None
    try:
        for scenario in scenarios:
            if stage is None:
                stage = make()
                prepare(stage)
            unfit = scenario.unfit(stage.kind, with_address=stage.names_bear_an_address)
            if stage.elsewhere is not None and _is_at_the_hub(scenario):
                unfit = "needs the practice Hub, as every mistake that is made at a Hub"
            if unfit:
                tell(Result(scenario.id, scenario.says, skipped=unfit))
                continue
            if stage.is_started:
                stage.rewind()
            else:
                stage.start()
            result = play(scenario, stage)
            tell(result)
            if scenario.alone or result.error:
                stage.close()
                stage = None
    finally:
        if stage is not None:
            stage.close()
