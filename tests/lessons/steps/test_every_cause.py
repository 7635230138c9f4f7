"""Nothing that the chapter's steps may find goes without a built look of its own."""

import importlib

import pytest

from docker_lessons.lessons import any_step, chapter, elsewhere
from docker_lessons.lessons.diagnosis import Observation
from docker_lessons.lessons.diagnosis import elsewhere as elsewhere_words
from docker_lessons.lessons.step import Step
from docker_lessons.lessons.steps.refusals import MEANINGS
from tests.lessons import test_any_step, test_elsewhere
from tests.lessons.looks import Case


def is_told_of(one: Observation, variant: str) -> bool:
    """Whether built looks tell this wording; what Docker's answers mean is told for one step in test_docker_said."""
    return not (one.id.endswith("-refused") and variant in MEANINGS)


def lacking(observations: tuple[Observation, ...], cases: tuple[Case, ...]) -> list[str]:
    """The wordings that no case tells, as `cause` or `cause/variant`."""
    told = {(case.id, case.variant) for case in cases}
    told |= {(case.id, elsewhere_words(case.look.hub_kind, case.variant)) for case in cases}
    return [
        f"{one.id}/{variant}".removesuffix("/")
        for one in observations
        for variant in ("", *one.variants)
        if (one.id, variant) not in told and is_told_of(one, variant)
    ]


@pytest.mark.parametrize("step", chapter.definition().steps, ids=lambda step: step.id)
def test_every_cause_and_remark_of_a_step(step: Step) -> None:
    tests = importlib.import_module(f"tests.lessons.steps.test_{step.id.replace('-', '_')}")
    assert lacking(step.diagnoses.all, tests.CASES) == []


def test_every_cause_of_any_step() -> None:
    # No single look shows these: test_memory, test_latest_act, test_circles and test_log_in_again meet them.
    assert lacking(any_step.OBSERVATIONS, test_any_step.CASES) == [
        "disk-full/memory",
        "latest-refused",
        "tried-already",
        "tried-already/build",
        "log-in-first",
        "log-in-first/private",
        "yours-to-do",
        "container-first",
        "container-first/several",
        "image-first",
        "password-again",
        "password-again/solved",
        "password-again/none",
        "password-again/on docker.io",
        "password-again/at a registry",
        "logged-in-elsewhere",
        "logged-in-elsewhere/not-kept",
        "on-the-way",
    ]
    assert lacking(tuple(elsewhere.CAUSES), test_elsewhere.CASES) == []
