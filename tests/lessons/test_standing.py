"""Which steps count as passed after one look at the world."""

from pathlib import Path

import pytest

from docker_lessons.lessons import chapter
from docker_lessons.lessons.definition import CourseDefinition
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.memory import Memory
from docker_lessons.lessons.standing import Standing
from docker_lessons.lessons.step import Step
from docker_lessons.lessons.verdict import NOT_YET, PASSED
from docker_lessons.lessons.view import BY_HAND, SHOWN
from tests.lessons.looks import FIRST, SECOND, LookBuilder, look
from tests.lessons.second_course import DEFINITION


class Told:
    """A standing that sees what the test writes."""

    def __init__(self, path: Path, definition: CourseDefinition = DEFINITION) -> None:
        self.memory = Memory(path / "memory.db", definition.key)
        self.seen = look(definition)
        self.standing = Standing(definition, self.memory, self._look)

    def remember(self, seen: LookBuilder) -> None:
        """Keeps what Docker told and what was typed until then."""
        view = seen.see().view
        self.memory.add_events(view.events)
        for act in view.acts:
            self.memory.add_act(act)
        for gap in view.gaps:
            self.memory.add_gap(gap.begin, gap.end)

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


# Several commands on one line, after which the course looks for the first time.

CHAPTER = chapter.definition()
IMAGE, TARGET = "myimage:0.1", "demousr/demorep:1.0"
SECOND_IMAGE, SECOND_TARGET = "myimage:0.2", "demousr/demorep:2.0"


def logged_in() -> LookBuilder:
    return look().asked("/auth", account="demousr").logged_in()


def published() -> LookBuilder:
    return logged_in().built().tagged().published().event("push", TARGET)


def second() -> LookBuilder:
    return logged_in().built_second().named(SECOND_TARGET, image=SECOND)


def published_second() -> LookBuilder:
    return second().published("2.0", SECOND).event("push", SECOND_TARGET)


@pytest.mark.parametrize(
    ("seen", "passed"),
    [
        pytest.param(
            published().unnamed(IMAGE, TARGET),
            {"build-image", "tag", "log-in", "push", "delete-local"},
            id="to the removal",
        ),
        pytest.param(
            published().unnamed(IMAGE, TARGET).pulled(),
            {"build-image", "tag", "log-in", "push", "delete-local", "pull-back"},
            id="to the pull",
        ),
        pytest.param(
            published().logged_out().unnamed(IMAGE, TARGET).pulled(),
            {"build-image", "tag", "log-in", "push", "delete-local", "pull-back"},
            id="with a log-out",
        ),
        pytest.param(
            published_second().unnamed(SECOND_IMAGE, SECOND_TARGET),
            {"log-in", "second-build", "second-push", "second-delete"},
            id="the second version, to the removal",
        ),
        pytest.param(
            published_second()
            .unnamed(SECOND_IMAGE, SECOND_TARGET)
            .pulled(SECOND_TARGET, image=SECOND),
            {"log-in", "second-build", "second-push", "second-delete", "second-pull"},
            id="the second version, to the pull",
        ),
    ],
)
def test_what_was_done_and_undone_on_one_line_counts(
    seen: LookBuilder, passed: set[str], tmp_path: Path
) -> None:
    told = Told(tmp_path, CHAPTER)
    told.remember(seen)
    found = told.see(seen)
    assert {step for step, verdict in found.items() if verdict == PASSED} == passed
    assert told.memory.view().progress == dict.fromkeys(passed, BY_HAND)
    told.memory.close()


@pytest.mark.parametrize(
    ("seen", "step"),
    [
        pytest.param(logged_in().built().tagged().unnamed(TARGET), "tag", id="a name taken off"),
        pytest.param(logged_in().built().unnamed(IMAGE), "build-image", id="nothing pushed"),
        pytest.param(published().logged_out(), "log-in", id="only logged out again"),
        pytest.param(published().pulled(), "delete-local", id="pulled without a removal"),
        pytest.param(
            published().unnamed(IMAGE, TARGET).unwatched().pulled(), "delete-local", id="unwatched"
        ),
        pytest.param(second().unnamed(SECOND_IMAGE), "second-build", id="a second one, not pushed"),
        pytest.param(
            published_second().unnamed(SECOND_TARGET).pulled(SECOND_TARGET, image=SECOND),
            "second-delete",
            id="one name of the second version taken off",
        ),
        pytest.param(
            look().published().logged_in().pulled().unnamed(TARGET), "tag", id="never tagged here"
        ),
    ],
)
def test_what_no_later_step_rightly_undid_is_as_it_is_now(
    seen: LookBuilder, step: str, tmp_path: Path
) -> None:
    told = Told(tmp_path, CHAPTER)
    told.remember(seen)
    assert told.see(seen)[step] == NOT_YET
    assert step not in told.memory.view().progress
    told.memory.close()
