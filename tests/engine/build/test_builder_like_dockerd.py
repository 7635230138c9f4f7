"""The layers of a build have the very bytes of dockerd's."""

import os
import subprocess
from pathlib import Path

import pytest

from docker_lessons.lessons import course_image as course
from tests import programs
from tests.engine.build.saved import layers
from tests.engine.serving import Client, ServedEngine

TIME = 1_700_000_000


TREE = """FROM scratch
COPY . /all/
COPY d /x
COPY dlink/a d/a* /y/
ADD t.tar t.tar.gz /t/
WORKDIR /w/v
COPY ["sp ace", "new name"]
COPY é longname* ./sub/
"""


@pytest.fixture
def both(dockerd: str, practice_engine: ServedEngine, short_folder: Path) -> list[Client]:
    program = programs.docker_cli("docker 20.10")
    return [
        Client(program, address, short_folder, name)
        for name, address in (("theirs", dockerd), ("ours", practice_engine.address))
    ]


def test_the_courses_image_has_dockerds_diff_ids(both: list[Client], short_folder: Path) -> None:
    course.write_build_folder(short_folder / "course")
    found = []
    for client in both:
        done = client.run("docker build --no-cache -q -t course:1 course")
        assert done.returncode == 0, done.stderr
        found.append([diff_id for diff_id, _ in layers(client, "course:1", short_folder)])
    assert found[0] == found[1]
    assert course.is_course_image(tuple(found[1]))


def test_layers_hold_what_dockerds_hold(both: list[Client], short_folder: Path) -> None:
    folder = short_folder / "tree"
    deep = folder / ("l" * 90) / ("m" * 90)
    for path in (folder / "d" / "sub" / "deep", deep):
        path.mkdir(parents=True)
    for path in (
        *(folder / "d" / "a", folder / "d" / "sub" / "b", deep / "x", folder / "é"),
        *(folder / ("longname" * 15), folder / "sp ace"),
    ):
        path.write_text(path.name)
    (folder / "d" / "a").chmod(0o4755)
    os.link(folder / "d" / "a", folder / "d" / "hard")
    (folder / "d" / "link").symlink_to("a")
    (folder / "dlink").symlink_to("d")
    (folder / "longlink").symlink_to("z" * 120)
    for path in [*folder.rglob("*")]:
        os.utime(path, (TIME, TIME), follow_symlinks=False)
    for command in ("tar cf t.tar d", "gzip -k t.tar"):
        subprocess.run(command.split(), cwd=folder, check=True)
    (folder / "Dockerfile").write_text(TREE)
    found = []
    for client in both:
        done = client.run("docker build --no-cache -q -t tree:1 tree")
        assert done.returncode == 0, done.stderr
        found.append([members for _, members in layers(client, "tree:1", short_folder)])
    assert found[1] == found[0]
