"""A later step rightly undoes an earlier one: the table, for every ordered pair of steps."""

import subprocess
from pathlib import Path

import pytest

from docker_lessons.course_check.stage import Stage
from docker_lessons.lessons import chapter, course_image
from docker_lessons.lessons.judgement import judge
from tests.lessons.looks import look
from tests.practice import PracticeWorld

COURSE = chapter.definition()
STEPS = COURSE.steps
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
        one, has_passed = COURSE.by_id[step], passed.__contains__
        if COURSE.due_to_undo(one, has_passed):
            continue  # what counts while its removal is due is told below
        by_memory = step in passed and COURSE.undone_by(one, has_passed) is not None
        verdict = stage.check(step=step)
        assert (verdict["verdict"] == "passed") is by_memory, (step, verdict)


def _due(step: str, *passed: str) -> str | None:
    return COURSE.due_to_undo(COURSE.by_id[step], passed.__contains__)


FIRST_FOUR_PAGES = ("build-image", "list-images", "create-repository", "tag", "log-in", "push")


def test_a_log_out_counts_for_the_page_whose_task_it_is_before_anything_there_was_done() -> None:
    assert _due("log-in", *FIRST_FOUR_PAGES) is None
    assert _due("log-in", *FIRST_FOUR_PAGES, "see-tag") == "delete-local"


def test_a_name_taken_off_on_the_way_of_deleting_leaves_what_made_it_done() -> None:
    assert _due("tag", *FIRST_FOUR_PAGES, "see-tag") == "delete-local"


def test_a_second_version_that_was_not_pushed_is_not_undone_by_its_removal() -> None:
    until = (*FIRST_FOUR_PAGES, "see-tag", "delete-local", "pull-back", "second-build")
    assert _due("second-build", *until) is None
    assert _due("second-build", *until, "second-push") == "second-delete"


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


def test_only_what_was_taken_away_counts_from_memory_while_its_removal_is_due() -> None:
    """What came back in another way is judged as it is."""
    step = COURSE.by_id["tag"]
    passed = look().passed(*FIRST_FOUR_PAGES, "see-tag").built().tagged()
    removed = passed.unnamed("demousr/demorep:1.0")
    assert judge(COURSE, step, removed.see()).finding.cause == "undone-since"
    assert (
        judge(COURSE, step, removed.named("demorep:1.0").see()).finding.cause == "tag-no-namespace"
    )


def test_what_nobody_watched_is_not_taken_for_a_removal() -> None:
    passed = look().passed(*FIRST_FOUR_PAGES, "see-tag").built().tagged()
    missed = passed.unnamed("demousr/demorep:1.0").unwatched()
    assert judge(COURSE, COURSE.by_id["tag"], missed.see()).finding.cause == "tag-removed"


def test_the_chapter_and_more_pasted_as_one_line_passes_step_by_step(
    world: PracticeWorld, tmp_path: Path
) -> None:
    """Each command undoes what the one before did, faster than anybody looks."""
    course_image.write_build_folder(tmp_path / "myimage", world_id=world.world.label)
    first = (
        "docker build -t myimage:0.1 myimage",
        "docker tag myimage:0.1 demousr/demorep:1.0",
        "docker login -u demousr --password-stdin < password",
        "docker push demousr/demorep:1.0",
        "docker rmi myimage:0.1 demousr/demorep:1.0",
        "docker pull demousr/demorep:1.0",
    )
    second = (
        "echo another >> myimage/message.txt",
        "docker build -t myimage:0.2 myimage",
        "docker tag myimage:0.2 demousr/demorep:2.0",
        "docker push demousr/demorep:2.0",
        "docker rmi myimage:0.2 demousr/demorep:2.0",
        "docker pull demousr/demorep:2.0",
        "docker logout",
    )
    (tmp_path / "password").write_text(world.world.account().password)
    line = " && ".join((*first, *second))
    subprocess.run(
        ["sh", "-c", line], cwd=tmp_path, env=world.env, capture_output=True, timeout=60, check=True
    )
    asked = {step: world.check(step) for step in ORDER}
    assert [step for step, found in asked.items() if found["verdict"] != "passed"] == [
        "list-images",
        "create-repository",
        "see-tag",
        "clean-up",
    ], asked
