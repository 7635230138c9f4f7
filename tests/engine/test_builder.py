"""Builds: layers with dockerd's very bytes, one transaction, several at once."""

import json
import os
import shutil
import subprocess
import tarfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from docker_lessons.lessons import course_image as course
from tests import programs
from tests.engine.serving import Client, RunningEngine

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


def layers(client: Client, name: str, folder: Path) -> list[tuple[str, list[str]]]:
    """The image's diff IDs, and what is in each layer but for the times of directories."""
    done = client.run(f"docker save {name} -o {folder}/saved.tar")
    assert done.returncode == 0, done.stderr
    place = folder / "saved"
    shutil.rmtree(place, ignore_errors=True)
    with tarfile.open(folder / "saved.tar") as archive:
        archive.extractall(place, filter="data")
    [manifest] = json.loads((place / "manifest.json").read_text())
    config = json.loads((place / manifest["Config"]).read_text())
    found = []
    for diff_id, tar in zip(config["rootfs"]["diff_ids"], manifest["Layers"], strict=True):
        with tarfile.open(place / tar) as members:
            found.append((diff_id, [_described(member) for member in members]))
    return found


def _described(member: tarfile.TarInfo) -> str:
    time = "" if member.isdir() else member.mtime
    return (
        f"{member.name} {member.type!r} {member.mode:o} {member.uid}:{member.gid} "
        f"{member.uname}:{member.gname} {member.size} {member.linkname} {time} {member.pax_headers}"
    )


@pytest.fixture
def both(dockerd: str, practice_engine: RunningEngine, short_folder: Path) -> list[Client]:
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


def test_another_time_of_a_file_is_another_layer(
    practice_engine: RunningEngine, client: Client, myimage: Path, short_folder: Path
) -> None:
    client.run("docker build -t a:1 myimage")
    os.utime(myimage / "message.txt", (TIME + 1, TIME + 1))
    client.run("docker build --no-cache -t a:2 myimage")
    first, second = (layers(client, name, short_folder) for name in ("a:1", "a:2"))
    assert [one == other for (one, _), (other, _) in zip(first, second, strict=True)] == [
        True,
        False,
    ]


def test_a_failed_build_leaves_its_good_steps_to_the_cache(practice_engine: RunningEngine) -> None:
    practice_engine.build("FROM scratch\nLABEL a=1\nCOPY nope /\n", "t=myimage:0.1")
    [image] = practice_engine.ask("GET", "/images/json")[1]
    assert image["RepoTags"] == []
    _, text = practice_engine.build("FROM scratch\nLABEL a=1\nLABEL b=2\n", "t=myimage:0.1")
    assert text.count("Using cache") == 1


def test_copy_from_another_stage(client: Client, myimage: Path, short_folder: Path) -> None:
    (myimage / "Dockerfile").write_text(
        "FROM scratch AS first\nCOPY hello /bin/hello\nCOPY . /all/\n"
        "FROM scratch\nCOPY --from=first /bin/hello /hello\nCOPY --from=0 /all/mess* /\n"
    )
    done = client.run("docker build -t two:1 myimage")
    assert done.returncode == 0, done.stdout + done.stderr
    found = layers(client, "two:1", short_folder)
    assert [members[0].split()[0] for _, members in found] == ["hello", "message.txt"]


def test_builds_at_once_get_in_nobodys_way(practice_engine: RunningEngine) -> None:
    def build(number: int) -> str:
        _, text = practice_engine.build(
            f"FROM scratch\nLABEL same=1\nLABEL own={number % 3}\n", f"t=a:{number}"
        )
        return text

    with ThreadPoolExecutor(8) as pool:
        texts = list(pool.map(build, range(24)))
    assert all("Successfully tagged" in text for text in texts)
    images = practice_engine.ask("GET", "/images/json")[1]
    assert sum(len(image["RepoTags"]) for image in images) == 24


def test_removals_during_builds_break_none(practice_engine: RunningEngine) -> None:
    def build(number: int) -> str:
        _, text = practice_engine.build("FROM scratch\nLABEL a=1\nLABEL b=2\n", f"t=a:{number}")
        practice_engine.ask("DELETE", f"/images/a:{number}")
        return text

    with ThreadPoolExecutor(8) as pool:
        texts = list(pool.map(build, range(40)))
    assert all("Successfully tagged" in text for text in texts)
    assert practice_engine.ask("GET", "/images/json?all=1")[1] == []


def test_a_full_disk_is_a_sentence_and_leaves_nothing_half(
    practice_engine: RunningEngine, short_folder: Path
) -> None:
    disk = short_folder / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("needs root (a small disk of one's own): sudo make test")
    try:
        engine = RunningEngine(disk / "engine", "http://127.0.0.1:1", short_folder / "small.sock")
        big = {"big": os.urandom(700_000)}
        _, text = engine.build("FROM scratch\nCOPY big /\n", "t=big:1", big)
        assert "the disk is full" in str(text)
        assert engine.ask("GET", "/images/json?all=1")[1] == []
        assert list((disk / "engine" / "blobs" / "sha256").iterdir()) == []
        _, text = engine.build("FROM scratch\nCOPY big /\n", "t=big:1", {"big": b"small"})
        assert "Successfully tagged big:1" in text
        engine.stop()
    finally:
        subprocess.run(["umount", disk], check=True)
