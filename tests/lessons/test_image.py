"""The course's image: its bytes, and how it is known."""

import hashlib
import json
import platform
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from docker_lessons.course_check.stage import Stage
from docker_lessons.lessons import course_image
from tests import programs

DIGESTS = {
    "amd64": "47d29c0ef68f57a708fe32212aac9f9be1b163cb269cc5be7c97cbc1d35a2fd9",
    "arm64": "3417ae7d17fc3ed802ef27b42d8e66b351517cde56859642f392f130351f595e",
}
"""Of `hello`, where it was run (amd64) or taken apart instruction by instruction (arm64)."""


@pytest.mark.parametrize("machine", DIGESTS)
def test_program_is_byte_for_byte_the_one_that_was_tried(machine: str) -> None:
    made = course_image.program(machine)
    assert hashlib.sha256(made).hexdigest() == DIGESTS[machine]
    assert len(made) < 210


@pytest.mark.skipif(
    platform.system() != "Linux" or platform.machine() not in ("x86_64", "aarch64"),
    reason="needs Linux on x86-64 or arm64: the program is made for these",
)
def test_program_prints_the_file_beside_it(tmp_path: Path) -> None:
    course_image.write_build_folder(tmp_path / "root")
    run = [programs.required("proot"), "-r", str(tmp_path / "root"), "-w", "/", "/hello"]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, course_image.MESSAGE)


@pytest.mark.skipif(
    platform.system() != "Linux" or platform.machine() not in ("x86_64", "aarch64"),
    reason="needs Linux on x86-64 or arm64: the program is made for these",
)
def test_program_without_its_file_fails_and_prints_nothing(tmp_path: Path) -> None:
    course_image.write_build_folder(tmp_path / "root")
    (tmp_path / "root" / "message.txt").unlink()
    run = [programs.required("proot"), "-r", str(tmp_path / "root"), "-w", "/", "/hello"]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")


def test_build_folder_has_fixed_modes_and_times(tmp_path: Path) -> None:
    folder = tmp_path / "myimage"
    course_image.write_build_folder(folder)
    course_image.write_build_folder(folder)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert modes == {"Dockerfile": 0o644, "hello": 0o755, "message.txt": 0o644}
    assert {path.stat().st_mtime for path in folder.iterdir()} == {course_image.MODIFIED}


def _build(stage: Stage, machine: str) -> tuple[str, ...]:
    shutil.rmtree(stage.work / "myimage")
    course_image.write_build_folder(stage.work / "myimage", machine)
    stage.docker("build", "-q", "-t", "myimage:0.1", "myimage")
    layers = stage.docker("inspect", "-f", "{{range .RootFS.Layers}}{{.}} {{end}}", "myimage:0.1")
    return tuple(layers.split())


@pytest.mark.parametrize("machine", course_image.DIFF_IDS)
def test_practice_engine_builds_the_known_layers(stage: Stage, machine: str) -> None:
    assert _build(stage, machine) == course_image.DIFF_IDS[machine]


@pytest.mark.parametrize("machine", course_image.DIFF_IDS)
def test_dockerd_builds_the_known_layers(
    dockerd: str, docker_cli: str, tmp_path: Path, machine: str
) -> None:
    course_image.write_build_folder(tmp_path / "myimage", machine)
    docker = [docker_cli, "--host", dockerd]
    environment = {"DOCKER_BUILDKIT": "0", "DOCKER_CONFIG": str(tmp_path)}
    build = [*docker, "build", "-q", "-t", f"diff:{machine}", str(tmp_path / "myimage")]
    subprocess.run(build, env=environment, capture_output=True, check=True)
    inspect = [*docker, "inspect", "-f", "{{range .RootFS.Layers}}{{.}} {{end}}", f"diff:{machine}"]
    said = subprocess.run(
        inspect, env=environment, capture_output=True, text=True, check=True
    ).stdout
    assert tuple(said.split()) == course_image.DIFF_IDS[machine]


def test_layers_of_another_message_are_not_the_course_s(stage: Stage) -> None:
    stage.write("message.txt", "something else\n")
    stage.docker("build", "-q", "-t", "myimage:0.1", "myimage")
    layers = stage.docker("inspect", "-f", "{{range .RootFS.Layers}}{{.}} {{end}}", "myimage:0.1")
    assert not course_image.is_course_image(tuple(layers.split()))


def test_a_label_says_whose_the_image_is_and_adds_no_layer(stage: Stage) -> None:
    course_image.write_build_folder(stage.work / "labelled", "amd64", world_id="0123456789abcdef")
    stage.docker("build", "-q", "-t", "labelled:1", "labelled")
    told = json.loads(stage.docker("image", "inspect", "labelled:1"))[0]
    assert told["Config"]["Labels"] == {"docker-lessons.world": "0123456789abcdef"}
    assert tuple(told["RootFS"]["Layers"]) == course_image.DIFF_IDS["amd64"]
