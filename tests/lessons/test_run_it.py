"""The step `run-it` is done by a container that ended well, and by what it printed, on either engine."""

from collections.abc import Iterator

import pytest

from docker_lessons.course_check.stage import Stage
from docker_lessons.world import control

TARGET = "demousr/demorep:1.0"
RUN = f"docker run --rm {TARGET}"


@pytest.fixture(params=["stage", "own"])
def pulled(request: pytest.FixtureRequest) -> Stage:
    """A world whose image came back by a pull, on the practice engine and on a real daemon."""
    made: Stage = request.getfixturevalue(request.param)
    made.begin("run-it", before="pull-back")
    return made


@pytest.fixture
def running_nothing(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """A world on a computer on which the practice engine can run nothing."""
    monkeypatch.setenv("DOCKER_LESSONS_RUNTIME", "none")
    with Stage(by_command=False) as made:
        made.begin("run-it", before="pull-back")
        yield made


def test_a_container_and_its_words_pass(pulled: Stage) -> None:
    pulled.says("run-missing")
    assert "Image created" in pulled.cell(RUN, fails=False)
    pulled.says("run-no-answer")
    pulled.says("run-answer-wrong", answer="Hello from Docker!")
    pulled.passes(answer='  "image   CREATED" ')


def test_a_run_in_a_terminal_and_by_id_counts_too(pulled: Stage) -> None:
    number = pulled.image_id("demousr/demorep:1.0")
    pulled.docker("run", "--rm", number)
    pulled.passes(answer="Image created")


def test_the_solution_leaves_no_container(pulled: Stage) -> None:
    before = pulled.docker("ps", "-aq")
    pulled.lessons("solve", "run-it")
    pulled.passes()
    assert pulled.docker("ps", "-aq") == before


def test_another_program_in_it_fails(pulled: Stage) -> None:
    pulled.docker("run", "--entrypoint", "/message.txt", "--name", "bad", TARGET, fails=True)
    pulled.docker("rm", "bad")
    said = pulled.check()
    assert said["cause"] in (
        "run-failed",
        "run-missing",
    )  # a program that never started ends in no event


def test_another_tag_and_another_name(pulled: Stage) -> None:
    pulled.solve("second-build")
    pulled.forget_progress()
    pulled.solve("pull-back")
    pulled.cell("docker run --rm myimage:0.2", fails=False)
    pulled.says("run-other-name", seen=["myimage:0.2"])
    pulled.docker("tag", "myimage:0.2", "demousr/demorep:2.0")
    pulled.cell("docker run --rm demousr/demorep:2.0", fails=False)
    pulled.says("run-other-tag", seen=[":2.0"])


def test_no_tag(pulled: Stage) -> None:
    pulled.cell("docker run --rm demousr/demorep")
    pulled.says("run-no-tag")


def test_a_container_left_behind_is_remarked_and_keeps_its_image(pulled: Stage) -> None:
    pulled.docker("run", "--name", "left", TARGET)
    pulled.passes("docker rm left", answer="Image created")
    pulled.solve("second-pull")
    said = pulled.check(step="clean-up")
    pulled.docker("logout", pulled.world.names.registry)
    said = pulled.check(step="clean-up")
    assert (said["cause"], said["repair"]) == ("clean-container-left", "docker rm -f left")
    pulled.docker("rm", "left")


def test_where_nothing_can_be_run_it_is_skipped_says_why_and_asks_nothing(
    running_nothing: Stage,
) -> None:
    said = running_nothing.check()
    assert said["verdict"] == "skipped"
    running_nothing.lessons("check", "run-it", code=0)
    assert "DOCKER_LESSONS_RUNTIME is none" in said["text"]
    assert question(running_nothing) is None
    running_nothing.solve("run-it")
    running_nothing.solve("second-pull")  # what comes after it does not need it


def test_it_asks_what_was_printed(pulled: Stage) -> None:
    asked = question(pulled)
    assert asked is not None
    assert asked["text"] == "What did it print?"


def test_in_the_practice_world_a_solution_removes_the_containers_that_are_in_its_way(
    stage: Stage,
) -> None:
    stage.begin("delete-local", before="log-in")
    stage.solve("push")
    stage.docker("run", "--name", "left", TARGET)
    stage.solve("delete-local")
    stage.passes()
    assert stage.docker("ps", "-aq") == ""


def question(stage: Stage) -> dict[str, str] | None:
    """What the course asks at the step here."""
    steps = control.ask(stage.world, "GET", "/course")["steps"]
    return {s["step"]: s["question"] for s in steps}["run-it"]
