"""`check`, `solve`, `steps` and `course-check` as scripts use them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from docker_lessons.course_check.stage import Stage
from docker_lessons.lessons import chapter
from tests.practice import clean_environment

FIELDS = ["step", "verdict", "cause", "seen", "wanted", "repair", "text"]


def test_exit_codes_and_fields(stage: Stage) -> None:
    said = json.loads(stage.lessons("check", "build-image", "--json", code=1))
    assert list(said) == FIELDS
    assert said["cause"] == "build-nothing"
    stage.docker("build", "-q", "-t", "myimage:0.1", "myimage")
    said = json.loads(stage.lessons("check", "build-image", "--json", code=0))
    assert (said["verdict"], said["cause"], said["repair"]) == ("passed", None, None)
    stage.lessons("check", "no-such-step", code=2)
    stage.lessons("solve", "no-such-step", code=2)
    stage.lessons("check", code=2)
    stage.stop()
    said = json.loads(stage.lessons("check", "build-image", "--json", code=3))
    assert (said["verdict"], said["cause"]) == ("could not check", "world-stopped")
    assert "docker-lessons start" in said["text"]
    stage.lessons("solve", "build-image", code=3)
    stage.lessons("check", "no-such-step", code=2)
    stage.lessons("solve", "no-such-step", code=2)


def test_check_reads_well_without_json(stage: Stage) -> None:
    said = stage.lessons("check", "build-image", code=1)
    assert "build-image: not yet" in said
    said = stage.lessons("check", "list-images", "--answer", "\udcff", code=1)
    assert "list-images: not yet" in said
    assert "docker build -t myimage:0.1 myimage" in said


def test_steps_lists_all_with_their_verdicts(stage: Stage) -> None:
    stage.solve("tag")
    rows = json.loads(stage.lessons("steps", "--json"))
    assert [row["step"] for row in rows] == list(chapter.STEPS)
    assert rows[3]["verdict"] == "passed"
    assert rows[3]["done"] == "shown"
    stage.stop()
    rows = json.loads(stage.lessons("steps", "--json"))
    assert {row["verdict"] for row in rows} == {None}


def test_solve_says_what_it_did(stage: Stage) -> None:
    done = json.loads(stage.lessons("solve", "tag", "--json"))
    assert done["verdict"]["verdict"] == "passed"
    assert "docker tag myimage:0.1 demousr/demorep:1.0" in done["did"]


def test_check_imports_neither_servers_nor_widgets() -> None:
    code = (
        "import sys, docker_lessons.cli.check\n"
        "heavy = {'aiohttp', 'docker', 'ipywidgets', 'jinja2', 'argon2', 'IPython'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.whole
def test_course_check_counts_and_leaves_no_world(tmp_path: Path) -> None:
    environment = clean_environment(tmp_path, tmp_path / "world")
    environment["TMPDIR"] = str(tmp_path)
    command = [sys.executable, "-m", "docker_lessons", "course-check", "--only", "build-no-"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 of 2 as they should be" in done.stdout
    assert not list(tmp_path.glob("docker-lessons-check-*"))
    running = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    assert str(tmp_path) not in running.stdout


@pytest.mark.timeout(300)
@pytest.mark.whole
@pytest.mark.soak
def test_solutions_pass_one_after_the_other(tmp_path: Path) -> None:
    environment = clean_environment(tmp_path, tmp_path / "world")
    command = [sys.executable, "-m", "docker_lessons", "course-check", "--only", "solution-"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(chapter.STEPS)} of {len(chapter.STEPS)} as they should be" in done.stdout
