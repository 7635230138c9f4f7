"""Which steps count as passed after one look at the world."""

from pathlib import Path

from docker_lessons.lessons.look import Look
from docker_lessons.lessons.memory import Memory
from docker_lessons.lessons.standing import Standing
from docker_lessons.lessons.step import Step
from docker_lessons.lessons.verdict import NOT_YET, PASSED
from docker_lessons.lessons.view import BY_HAND, SHOWN
from tests.lessons.looks import FIRST, LookBuilder, look
from tests.lessons.second_course import DEFINITION


class Told:
    """A standing that sees what the test writes."""

    def __init__(self, path: Path) -> None:
        self.memory = Memory(path / "memory.db", DEFINITION.key)
        self.seen = look(DEFINITION)
        self.standing = Standing(DEFINITION, self.memory, self._look)

    def see(self, seen: LookBuilder) -> dict[str, str]:
        """The verdicts after this look."""
        self.seen = seen
        self.standing.judge_all()
        return {step: one.verdict for step, one in self.standing.judged.items()}

    def _look(self, step: Step, answer: str | None) -> Look:
        view = self.memory.view()
        given = view.accepted.get(step.id, view.refused.get(step.id)) if answer is None else answer
        self.seen.answered(given or "").remembering(view)
        return self.seen.see()


def test_what_passes_in_the_same_look_counts_for_the_steps_before_it(tmp_path: Path) -> None:
    """A fast hand names and clears between two looks: the clearing rightly undoes the naming."""
    told = Told(tmp_path)
    told.see(look(DEFINITION))
    told.memory.add_progress("name-app", BY_HAND)
    told.memory.add_answer("name-app", "v1", accepted=True)
    told.memory.add_progress("build-app", BY_HAND)
    assert told.see(look(DEFINITION)) == dict.fromkeys(DEFINITION.by_id, PASSED)
    told.memory.close()


def test_what_passes_while_a_solution_is_at_work_was_shown(tmp_path: Path) -> None:
    told = Told(tmp_path)
    with told.standing.shown():
        told.see(look(DEFINITION).image(FIRST, "app:1"))
    assert told.memory.view().progress == {"build-app": SHOWN}
    told.see(look(DEFINITION))
    told.see(look(DEFINITION).image(FIRST, "app:1"))
    assert told.memory.view().progress == {"build-app": BY_HAND}
    told.memory.close()


def test_an_answer_that_is_wrong_now_is_told_by_its_cause(tmp_path: Path) -> None:
    told = Told(tmp_path)
    named = look(DEFINITION).image(FIRST, "app:1", "demousr/apps:v1")
    assert told.see(named)["name-app"] == NOT_YET
    step = DEFINITION.by_id["name-app"]
    assert told.standing.answer(step, "v1").held
    assert not told.standing.answer(step, "v2").held
    assert told.standing.judged["name-app"].verdict == PASSED
    assert told.memory.view().refused == {"name-app": "v2"}
    told.memory.close()


def test_wrong_answers_are_remembered_each_once_until_the_course_is_reset(tmp_path: Path) -> None:
    told = Told(tmp_path)
    for text in ("v2", "v3", "v2"):
        told.memory.add_answer("name-app", text, accepted=False)
    assert len(told.memory.view().wrong_answers["name-app"]) == 2
    told.memory.forget_progress()
    assert told.memory.view().wrong_answers == {}
    told.memory.close()


def test_when_a_step_began_to_hold_is_remembered_anew_each_time(tmp_path: Path) -> None:
    told = Told(tmp_path)
    there = look(DEFINITION).image(FIRST, "app:1")
    told.see(there)
    first = told.memory.view().passed
    told.see(there)
    assert told.memory.view().passed == first
    told.see(look(DEFINITION))
    assert told.memory.view().passed == first
    told.see(there)
    assert told.memory.view().passed["build-app"] > first["build-app"]
    told.memory.close()
