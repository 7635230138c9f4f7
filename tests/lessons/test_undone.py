"""A later step rightly undoes an earlier one: the table, for every ordered pair of steps."""

import pytest

from docker_lessons.course_check.stage import Stage
from docker_lessons.lessons import chapter

STEPS = chapter.definition().steps
ORDER = [step.id for step in STEPS if step.id != "run-it"]
"""Without the step that the practice engine skips."""
UNDONE_BY = {step.id: step.undone_by for step in STEPS}


def _destroy(stage: Stage) -> None:
    """Take away all that any step left, with real clients: images, log-in, repository.

    One other image bears a name of the course's, so that nobody has cleaned up.
    """
    stage.hub.delete_repository("demorep")  # first: without it, removing images is no step done
    left = stage.other_image("myimage:left")
    stage.docker("logout")
    images = [one for one in stage.docker("images", "-aq").split() if one != left]
    if images:
        stage.docker("rmi", "-f", *dict.fromkeys(images))


@pytest.mark.parametrize("later", ORDER)
def test_pairs_with(stage: Stage, later: str) -> None:
    """After `later` has passed and all was destroyed, just what it and those before undo still counts."""
    stage.solve(later)
    passed = ORDER[: ORDER.index(later) + 1]
    for earlier in passed:
        assert stage.check(step=earlier)["verdict"] == "passed", earlier
    _destroy(stage)
    for step in ORDER:
        by_memory = step in passed and bool(UNDONE_BY[step] & set(passed))
        verdict = stage.check(step=step)
        assert (verdict["verdict"] == "passed") is by_memory, (step, verdict)


def test_only_later_steps_undo() -> None:
    everything = [step.id for step in STEPS]
    for step, by in UNDONE_BY.items():
        assert all(everything.index(later) > everything.index(step) for later in by)


def test_another_image_over_the_tag_makes_push_not_yet_after_pull_back(stage: Stage) -> None:
    stage.solve("pull-back")
    stage.log_in()
    stage.other_image("demousr/demorep:1.0")
    stage.docker("push", "demousr/demorep:1.0")
    assert stage.check(step="push")["cause"] == "push-overwritten"


def test_a_step_that_was_never_passed_is_not_counted_from_memory(stage: Stage) -> None:
    stage.docker("build", "-q", "-t", "myimage:0.1", "myimage")
    stage.docker("tag", "myimage:0.1", "demousr/demorep:1.0")
    stage.log_in()
    stage.docker("push", "demousr/demorep:1.0")
    assert stage.check(step="push")["verdict"] == "passed"
    stage.docker("rmi", "myimage:0.1", "demousr/demorep:1.0")
    assert stage.check(step="delete-local")["verdict"] == "passed"
    assert stage.check(step="tag")["verdict"] == "passed"
    assert stage.check(step="list-images")["cause"] == "images-no-image"
