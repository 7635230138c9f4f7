"""How a course judges its steps, in one look at the world."""

from types import SimpleNamespace

import pytest

from docker_lessons.lessons.course import Course
from docker_lessons.lessons.judgement import Judgement
from docker_lessons.lessons.memory import Memory
from docker_lessons.lessons.step import Step
from docker_lessons.lessons.steps import STEPS
from docker_lessons.lessons.verdict import NOT_YET, PASSED, Verdict


def test_what_passes_in_the_same_look_counts_for_the_steps_before_it(
    tmp_path, monkeypatch: pytest.MonkeyPatch
):
    """A fast hand deletes and pulls between two looks: the pull undoes the deletion rightly."""
    memory = Memory(tmp_path / "memory.db")
    memory.add_progress("second-delete", "by hand")
    course = Course.__new__(Course)
    monkeypatch.setattr(course, "_memory", memory, raising=False)
    monkeypatch.setattr(
        course, "_judged", {STEPS[0].id: Judgement(verdict("", NOT_YET))}, raising=False
    )
    monkeypatch.setattr(course, "_showing", 0, raising=False)
    monkeypatch.setattr(course, "_snapshot", SimpleNamespace(host=None), raising=False)
    monkeypatch.setattr(course, "_look", lambda step: SimpleNamespace(), raising=False)

    def judged(step: Step) -> Judgement:
        if step.id == "second-pull":
            return Judgement(verdict(step.id, PASSED), held=True)
        by_memory = step.id == "second-delete" and "second-pull" in memory.view().progress
        return Judgement(verdict(step.id, PASSED if by_memory else NOT_YET))

    monkeypatch.setattr(course, "_judge", judged, raising=False)
    monkeypatch.setattr(
        "docker_lessons.lessons.step.Step.facts", lambda self, look: {}, raising=False
    )
    course._judge_all()
    memory.close()
    assert course._judged["second-delete"].verdict.verdict == PASSED


def verdict(step: str, word: str) -> Verdict:
    return Verdict(step, word, None, "", "", None, "")
