"""`course-check --engine docker`: on daemons of its own, of which nothing is left, or carefully on the learner's."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from docker_lessons.cli.course_check import command
from docker_lessons.course_check import daemon as daemons
from docker_lessons.course_check import inventory, learners_docker
from docker_lessons.course_check.daemon import Daemon
from docker_lessons.course_check.docker_place import DockerPlace
from docker_lessons.course_check.run import Result
from docker_lessons.course_check.scenario import every_scenario
from docker_lessons.course_check.stage import Stage
from docker_lessons.world.engine import DOCKER, PRACTICE
from docker_lessons.world.environment import OUTSIDE
from docker_lessons.world.failure import EngineError, WorldError
from tests import programs
from tests.course_check.playing import Worlds
from tests.practice import clean_environment


@pytest.fixture
def learners(worlds: Worlds, monkeypatch: pytest.MonkeyPatch) -> Iterator[Daemon]:
    """A daemon that is the learner's own Docker, with things of theirs; it has to be as it was afterwards."""
    worlds.end(DOCKER)  # no world of the course's is on it
    daemon = worlds.daemon()
    before = inventory.take(daemon.socket)
    monkeypatch.setenv("DOCKER_HOST", f"unix://{daemon.socket}")
    monkeypatch.delenv(OUTSIDE, raising=False)
    yield daemon
    assert before.differences(inventory.take(daemon.socket)) == []


def on_learners() -> list[Result]:
    results: list[Result] = []
    learners_docker.check(DockerPlace.of_learner(os.environ), results.append)
    return results


# Daemons of its own.


@pytest.mark.whole
@pytest.mark.skipif(bool(daemons.why_not()), reason=daemons.why_not())
def test_nothing_is_left_of_a_daemon_even_where_what_was_done_with_it_failed():
    with contextlib.suppress(RuntimeError), Daemon() as daemon:
        assert programs.running(str(daemon.folder))
        raise RuntimeError
    assert not daemon.folder.exists()
    assert not programs.running(str(daemon.folder))


@pytest.mark.whole
@pytest.mark.skipif(bool(daemons.why_not()), reason=daemons.why_not())
def test_a_daemon_that_another_process_started_anew_is_ended_too():
    with Daemon() as daemon:
        again = Daemon(daemon.folder)
        with again.stopped():
            assert not programs.running(str(daemon.socket))
        inventory.take(daemon.socket)
    again.stop()  # it has ended; whose child it is hears of that
    assert not daemon.folder.exists()
    assert not programs.running(str(daemon.folder))


@pytest.mark.whole
@pytest.mark.skipif(bool(daemons.why_not()), reason=daemons.why_not())
def test_a_daemon_that_cannot_start_says_why(monkeypatch, short_folder):
    program = short_folder / "dockerd"
    program.write_text("#!/bin/sh\necho no room for it >&2\nexit 3\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{short_folder}:{os.environ['PATH']}")
    daemon = Daemon()
    with pytest.raises(WorldError, match="ended with exit code 3: no room for it"):
        daemon.__enter__()
    assert not daemon.folder.exists()


@pytest.mark.whole
@pytest.mark.skipif(bool(daemons.why_not()), reason=daemons.why_not())
@pytest.mark.parametrize(
    "number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.soak)]
)
def test_an_interrupted_test_leaves_no_daemon_and_no_world(short_folder, number):
    home = short_folder / "home"
    home.mkdir()
    environment = clean_environment(home, short_folder / "none") | {"TMPDIR": str(short_folder)}
    arguments = [
        *(sys.executable, "-m", "docker_lessons", "course-check", "--engine", "docker"),
        *("--only", "tag-", "--jobs", "1"),
    ]
    with subprocess.Popen(
        arguments,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as running:
        assert running.stdout is not None
        assert "[x]" in running.stdout.readline().decode()
        folder = next(
            Path(word).parent
            for pid in programs.running("--data-root")
            if parent(pid) == running.pid
            for word in arguments_of(pid)
            if word.endswith("/docker.pid")
        )
        if number == signal.SIGINT:
            os.killpg(running.pid, number)  # as a terminal does
        else:
            running.send_signal(number)
        said = running.stdout.read().decode()
        assert running.wait() != 0
    assert "Traceback" not in said
    assert not folder.exists()
    assert not programs.running(str(folder))
    programs.wait_for(
        "the world has ended", lambda: not programs.running(f"{short_folder}/docker-lessons-check")
    )
    assert not list(short_folder.glob("docker-lessons-check-*"))


def parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def arguments_of(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/cmdline").read_text().split("\0")


# The learner's own Docker.


def test_on_the_learners_docker_the_solutions_are_played_and_all_is_as_before(learners):
    results = on_learners()
    assert [one.name for one in results if one.error] == []
    assert {"solution-push", "solution-run-it", "inventory"} <= {one.name for one in results}


def test_a_name_of_the_course_that_is_there_is_a_reason_to_refuse(learners):
    theirs = inventory.take(learners.socket)
    subprocess.run(["docker", "tag", "theirs:1", "myimage:0.1"], check=True)
    before = inventory.take(learners.socket)
    with pytest.raises(EngineError, match=r"already has myimage:0\.1"):
        on_learners()
    assert before.differences(inventory.take(learners.socket)) == []
    inventory.remove_new(learners.socket, theirs)


def test_what_is_made_is_removed_where_the_test_is_broken_off(learners, monkeypatch):
    def broken_off(stage: Stage, tell: object) -> None:
        stage.begin("tag", before="push")
        raise KeyboardInterrupt

    monkeypatch.setattr(learners_docker, "check_solutions", broken_off)
    with pytest.raises(KeyboardInterrupt):
        on_learners()
    # `learners` compares.


def test_any_difference_is_a_failure(learners, monkeypatch):
    def disturbed(stage: Stage, tell: object) -> None:
        subprocess.run(["docker", "tag", "theirs:1", "somebody:else"], check=True)

    monkeypatch.setattr(learners_docker, "check_solutions", disturbed)
    before = inventory.take(learners.socket)
    error = on_learners()[-1].error
    inventory.remove_new(learners.socket, before)
    assert error.startswith("the name somebody:else of sha256:")
    assert error.endswith("is new")


def test_who_names_a_docker_is_told_that_it_is_that_one(learners, monkeypatch):
    monkeypatch.setattr(learners_docker, "check_solutions", lambda stage, tell: None)
    done = CliRunner().invoke(command, ["--engine", "docker"])
    assert done.exit_code == 0, done.output
    assert "DOCKER_HOST or a context names a Docker" in done.output
    assert f"it runs only the solutions, on your Docker ({learners.socket})" in done.output
    assert "1 of 1 as they should be" in done.output


def test_who_may_start_no_daemon_is_told_what_is_done_in_its_place(monkeypatch):
    monkeypatch.setattr(daemons, "why_not", lambda: "needs root (a dockerd of one's own)")
    monkeypatch.delenv("DOCKER_HOST", raising=False)
    monkeypatch.setattr(learners_docker, "is_named", lambda environ: False)
    monkeypatch.setattr(learners_docker, "check", lambda place, tell, wanted, elsewhere: None)
    done = CliRunner().invoke(command, ["--engine", "docker"])
    assert "it needs root" in done.output
    assert "it runs only the solutions, on your Docker (/var/run/docker.sock)" in done.output


def test_mistakes_are_made_only_on_a_docker_that_is_empty(learners):
    done = CliRunner().invoke(command, ["--engine", "docker", "--mistakes"])
    assert isinstance(done.exception, EngineError)
    assert "must hold no image and no container" in str(done.exception)


# What fits which engine.


def test_a_scenario_that_does_not_fit_says_why():
    reasons = {
        kind: [reason for one in every_scenario().values() if (reason := one.unfit(kind))]
        for kind in (PRACTICE, DOCKER)
    }
    address = "needs names with a registry's address"
    bare = "needs the chapter's own names, without a registry's address"
    assert all(
        one.startswith("needs a Docker engine: ") or one == address for one in reasons[PRACTICE]
    )
    assert all(
        one.startswith("needs the practice engine: ") or one == bare for one in reasons[DOCKER]
    )
    assert 0 < len(reasons[DOCKER]) < 12
    assert 0 < len(reasons[PRACTICE]) < 40


def test_what_has_gone_and_what_is_new_is_named():
    none: frozenset[tuple[str, str]] = frozenset()
    before = inventory.Inventory(
        frozenset({"sha256:1"}), frozenset({("a:1", "sha256:1")}), frozenset(), frozenset(), none
    )
    after = inventory.Inventory(
        frozenset({"sha256:1"}), none, frozenset({("7", "bold", "sha256:1")}), frozenset(), none
    )
    assert before.differences(after) == [
        "the name a:1 of sha256:1 is gone",
        "the container bold (7) of sha256:1 is new",
    ]
