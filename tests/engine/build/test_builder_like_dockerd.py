"""The layers of a build have the very bytes of dockerd's."""

import io
import os
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from docker_lessons.lessons import course_image as course
from tests import programs
from tests.engine.build.saved import layers
from tests.engine.dockerd_made import DockerdMade
from tests.engine.serving import Client, ServedEngine

TIME = 1_700_000_000


PLACES = (
    *("COPY f /x/f/a\nCOPY f /x/", "COPY d /x/f/\nCOPY f /x/f", "COPY f /d\nCOPY . /"),
    *("COPY d /f\nCOPY . /", "COPY . /\nCOPY f /ld/", "COPY . /\nCOPY f /ld/q/"),
    *(
        "COPY . /\nCOPY f /lf",
        "COPY . /\nCOPY f /lb",
        "COPY . /\nCOPY f /lb/",
        "COPY . /\nCOPY d /lb",
    ),
    *("COPY . /x\nCOPY ld lf /x/", "COPY . /x\nWORKDIR /x/lb/q", "COPY f /z\nADD tz.tar /"),
    *("COPY d /z/f\nADD tz.tar /", "ADD th.tar /", "COPY f /f\nADD hard.tar /"),
    *(
        "COPY m/f /f/f\nCOPY --chown=4001:4002 d /f\nADD hard.tar /f",
        "COPY f/ /x",
        "COPY f/../f /x/.",
    ),
    *(
        "WORKDIR /a/\nCOPY f ./b/..",
        'WORKDIR /q\nCOPY f ""',
        "COPY . /\nADD in.tar /\nADD tz.tar /ld",
    ),
    "COPY m /m\nADD hard.tar /m\nCOPY f /m/f",
)
"""Steps that put things in each other's places."""

IGNORED = (
    *(
        "*\n!a",
        "Docker*",
        "**\n!f",
        ".dockerignore",
        "Dockerfile\n!Dockerfile",
        "*\n!.dockerignore",
    ),
    *(
        "/Dockerfile",
        "./Dockerfile",
        "#Dockerfile\n *f  ",
        "D?ckerfile",
        ".d*",
        "foo/../Dockerfile",
    ),
    *(
        "**/Dockerfile",
        "Dockerfile/",
        "!Dockerfile",
        "[A-E]ocker*",
        "\ufeffDockerfile",
        "**ile\n!D*",
    ),
)
"""Texts of a .dockerignore."""

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
def ours(practice_engine: ServedEngine, short_folder: Path) -> Client:
    program = programs.docker_cli("docker 20.10")
    return Client(program, practice_engine.address, short_folder, "ours")


@pytest.fixture
def both(dockerd: str, ours: Client) -> list[Client]:
    return [Client(ours.program, dockerd, ours.folder, "theirs"), ours]


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


@pytest.fixture
def crowded(short_folder: Path) -> Path:
    """A build folder in which names meet: files, folders, links to both and to nowhere, archives of such."""
    folder = short_folder / "crowded"
    (folder / "d" / "s").mkdir(parents=True)
    (folder / "m" / "z").mkdir(parents=True)
    for path in ("a", "f", "d/a", "d/s/b", "m/f", "m/z/f"):
        (folder / path).write_text(path)
    for name, target in (("ld", "d"), ("lf", "f"), ("lb", "/nowhere"), ("loop", "loop")):
        (folder / name).symlink_to(target)
    os.link(folder / "m" / "f", folder / "m" / "h")
    for path in [*folder.rglob("*")]:  # as they are in the archives
        os.utime(path, (TIME, TIME), follow_symlinks=False)
    for command in (
        *("tar cf ../tz.tar z", "tar cf ../th.tar f h", "tar cf ../hard.tar f h"),
        *("tar --delete -f ../hard.tar f", "tar cf ../in.tar --transform s,^f,ld/in, f"),
    ):
        subprocess.run(command.split(), cwd=folder / "m", check=True)
    return folder


@pytest.mark.parametrize("steps", PLACES)
def test_what_takes_the_place_of_something_else_is_as_dockerds(
    dockerd_made: DockerdMade, ours: Client, crowded: Path, steps: str
) -> None:
    (crowded / "Dockerfile").write_text(f"FROM scratch\n{steps}\n")
    assert built(ours, crowded) == dockerd_made(built_by(ours, crowded))


@pytest.mark.parametrize("ignored", IGNORED)
@pytest.mark.whole
def test_a_dockerignore_leaves_out_what_it_does_with_dockerd(
    dockerd_made: DockerdMade, ours: Client, crowded: Path, ignored: str
) -> None:
    (crowded / ".dockerignore").write_text(ignored, "utf-8")
    # One file is there whatever is ignored: an image without any cannot be saved.
    (crowded / "Dockerfile").write_text("FROM scratch\nCOPY . /all/\nWORKDIR /one\n")
    assert built(ours, crowded) == dockerd_made(built_by(ours, crowded))


def built(client: Client, folder: Path) -> list[list[str]]:
    """What is in each layer of the image that a folder makes, all of whose files are as old."""
    for path in folder.rglob("*"):
        os.utime(path, (TIME, TIME), follow_symlinks=False)
    done = client.run(f"docker build --no-cache -q -t built:1 {folder.name}")
    assert done.returncode == 0, done.stderr
    return [members for _, members in layers(client, "built:1", client.folder)]


def built_by(ours: Client, folder: Path) -> Callable[[str], list[list[str]]]:
    """Asks the daemon at an address for the same."""
    return lambda address: built(Client(ours.program, address, ours.folder, "theirs"), folder)


HEADERS = {
    "uid": {"uid": 2_097_152},
    "gid": {"gid": 3_000_000_000},
    "uid -1": {"uid": -1},
    "uid of 33 bits": {"uid": 2**32 + 4007},
    "time before 1970": {"mtime": -5},
    "link's time before 1970": {"mtime": -5, "type": tarfile.SYMTYPE, "linkname": "x"},
    "time beyond the octal field": {"mtime": 9_000_000_000},
    "time beyond nanoseconds": {"mtime": 99_000_000_000},
    "link's time beyond": {"mtime": 9_000_000_000, "type": tarfile.SYMTYPE, "linkname": "x"},
    "half seconds": {"mtime": 1_500_000_000.5},
    "name that is not UTF-8": {"name": "caf\udce9/\udcff"},
    "long such name": {"name": "\udce9" * 120},
    "link to such a name": {"type": tarfile.SYMTYPE, "linkname": "\udce9"},
    "long name and uid": {"name": "a" * 90 + "/" + "b" * 90, "uid": 2_097_152},
}


def archive_of(**changed: Any) -> bytes:
    """An archive of one file with something unusual in its header."""
    file = io.BytesIO()
    member = tarfile.TarInfo("file")
    member.mtime = TIME
    for key, value in changed.items():
        setattr(member, key, value)
    with tarfile.open(fileobj=file, mode="w", format=tarfile.GNU_FORMAT) as tar:
        tar.addfile(member)
    if isinstance(changed.get("mtime"), float):
        file = io.BytesIO()
        with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
            tar.addfile(member)
    return file.getvalue()


@pytest.mark.parametrize("kind", HEADERS)
def test_a_layer_has_dockerds_bytes_whatever_is_in_a_header(
    dockerd_made: DockerdMade, ours: Client, short_folder: Path, kind: str
) -> None:
    folder = short_folder / "headers"
    folder.mkdir()
    (folder / "x.tar").write_bytes(archive_of(**HEADERS[kind]))
    (folder / "Dockerfile").write_text("FROM scratch\nADD x.tar /\n")
    assert built(ours, folder) == dockerd_made(built_by(ours, folder))


def test_files_with_any_bytes_as_names_are_copied_as_by_dockerd(
    both: list[Client], short_folder: Path
) -> None:
    folder = short_folder / "names"
    (folder / os.fsdecode(b"d\xff")).mkdir(parents=True)
    for name in (b"d\xff/\xe9", b"\xe9", "é".encode(), b"\xc3", b"z\xff" * 60):
        path = folder / os.fsdecode(name)
        path.write_bytes(name)
        os.utime(path, (TIME, TIME))
    (folder / "Dockerfile").write_text("FROM scratch\nCOPY . /x/\n")
    theirs, ours = (built(client, folder) for client in both)
    assert ours == theirs
