"""Where containers run, the step `run-it` is done: by a container that ended well, and by what it printed."""

from collections.abc import Iterator

import pytest

from docker_lessons.course_check.daemon import Daemon
from docker_lessons.course_check.stage import Stage
from docker_lessons.world import control

TARGET = "demousr/demorep:1.0"
RUN = f"docker run --rm {TARGET}"


@pytest.fixture
def pulled(somebodys_docker: Daemon) -> Iterator[Stage]:
    """A world whose image came back by a pull."""
    with Stage(daemon=somebodys_docker) as stage:
        stage.begin("run-it", before="pull-back")
        yield stage


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
    pulled.lessons("solve", "run-it")
    pulled.passes()
    assert pulled.docker("ps", "-aq") == ""


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


def test_in_the_practice_world_it_is_skipped_and_asks_nothing(stage: Stage) -> None:
    assert stage.check(step="run-it")["verdict"] == "skipped"
    asked = {s["step"]: s["question"] for s in control.ask(stage.world, "GET", "/course")["steps"]}
    assert asked["run-it"] is None


def test_on_ones_own_docker_it_asks(own: Stage) -> None:
    asked = {s["step"]: s["question"] for s in control.ask(own.world, "GET", "/course")["steps"]}
    assert asked["run-it"]["text"] == "What did it print?"
