"""What changed in a root is what dockerd says of a container that did the same, and makes the same layer."""

import io
import json
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from docker_lessons.engine.layers import tarball
from docker_lessons.engine.runtime import changes
from tests import programs, servers
from tests.engine.dockerd_made import DockerdMade, plain
from tests.engine.runtime.roots import busybox_members, link, make, member, static_busybox
from tests.engine.runtime.test_programs import Programs

SCRIPTS = {
    "nothing": "true",
    "a new file": "echo x >/f",
    "a new file in a directory": "echo x >/home/f",
    "new directories": "mkdir -p /a/b/c; touch /a/b/c/f",
    "a changed file": "echo more >>/etc/passwd",
    "a replaced file": "cp /etc/passwd /tmp/p; mv /tmp/p /etc/passwd",
    "a mode": "chmod 600 /etc/passwd",
    "the same mode": "chmod 644 /etc/passwd",
    "a directory's mode": "chmod 700 /home",
    "an owner": "chown 1000:1001 /etc/group /home",
    "a removed file": "rm /etc/group",
    "a removed directory": "rm -r /tree",
    "a removed file deep down": "rm /tree/deep/file",
    "a directory made again": "rm -r /tree; mkdir /tree; touch /tree/new /tree/file",
    "a file in a directory's place": "rm -r /tree; touch /tree",
    "a directory in a file's place": "rm /etc/group; mkdir /etc/group; touch /etc/group/f",
    "a link in a directory's place": "rm -r /tree; ln -s /etc /tree",
    "made and removed": "touch /home/f; rm /home/f",
    "hard links": "echo x >/a; ln /a /b; ln /a /home/c",
    "a hard link to a file of the image": "ln /etc/passwd /etc/passwd2",
    "links": "ln -s /etc/passwd /l; ln -s nowhere /etc/l; ln -sf tree /tmp/t",
    "modes with more bits": "touch /f; chmod 6755 /f; mkdir /d; chmod 1777 /d",
    "a pipe": "mkfifo /p",
    "a renamed directory": "rm /tree/link; mv /tree /tree2",
    "an old time": "touch -d '2001-02-03 04:05:06' /etc/passwd /new /home",
    "odd names": "touch '/a b' '/ä' \"/$(printf 'new\\nline')\" /'a\"b'; mkdir '/a'; touch '/a/x' '/a.b' '/a-b'",
    "a long name": "d=/$(printf '%080d' 0)/$(printf '%080d' 1); mkdir -p $d; touch $d/f $d/$(printf '%0120d' 2)",
    "an empty and a big file": "touch /e; head -c 300000 /dev/zero >/big",
    "another user's file": "touch /tmp/f; chown 1000:1001 /tmp/f; touch /home/g; chown 3000000:5 /home/g",
}


def tree_members() -> Iterator[tuple]:
    """Files that the scripts change."""
    yield from busybox_members(static_busybox())
    for folder in ("tree", "tree/deep"):
        yield member(folder)
    yield member("tree/file", b"file")
    yield member("tree/deep/file", b"deep", uid=5, gid=6)
    yield link("tree/link", "file")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """The tar of an image of these files."""
    path = tmp_path / "base.tar"
    with tarfile.open(path, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for info, content in tree_members():
            archive.addfile(info, io.BytesIO(content or b""))
    return path


def described(tar: bytes) -> list[tuple]:
    """What a layer has, without the times that the runs themselves set."""
    with tarfile.open(fileobj=io.BytesIO(tar)) as archive:
        return [
            (
                *(each.name, each.type, oct(each.mode), each.uid, each.gid),
                # dockerd writes what its own computer calls them.
                *(name for name in (each.uname, each.gname) if name == "root"),
                *(each.linkname, each.size, each.mtime if each.mtime < 1_700_000_001 else "now"),
                *((archive.extractfile(each) or io.BytesIO()).read() if each.isreg() else b"",),
                sorted(each.pax_headers.keys() - {"mtime"}),
            )
            for each in archive
        ]


@pytest.mark.parametrize("name", SCRIPTS)
@pytest.mark.whole
async def test_changes_and_layer_are_dockerd_s(
    dockerd_made: DockerdMade, base: Path, short_folder: Path, name: str
) -> None:
    root = make(short_folder)(tuple(tree_members()))
    ours = Programs(root, await runtime())
    await ours.sh(SCRIPTS[name])
    found = [f"{'CAD'[each.kind]} {each.path}" for each in changes.changes(root)]
    tar = io.BytesIO()
    tarball.write(changes.layer_of(root), tar)
    ours_are = plain({"changes": sorted(found), "layer": described(tar.getvalue())})
    assert ours_are == dockerd_made(lambda address: theirs_after(address, base, SCRIPTS[name]))


async def runtime():
    from docker_lessons.engine.runtime.program_runtime import ProgramRuntime

    return ProgramRuntime({"DOCKER_LESSONS_RUNTIME": "namespaces"})


def theirs_after(address: str, base: Path, script: str) -> dict[str, Any]:
    """What dockerd says that a script changed, and what is in the layer of its commit."""
    servers.docker(address, "import", str(base), "base:1")
    container = servers.docker(
        address, "create", "--network", "none", "-e", "PATH=/bin", "base:1", "sh", "-c", script
    ).strip()
    servers.docker(address, "start", "-a", container)
    listed = json.loads(
        subprocess.run(
            [
                *(
                    programs.required("curl"),
                    "-s",
                    "--unix-socket",
                    address.removeprefix("unix://"),
                ),
                f"http://docker/v1.41/containers/{container}/changes",
            ],
            capture_output=True,
            check=True,
        ).stdout
    )
    servers.docker(address, "commit", container, "after:1")
    command = ["docker", "--host", address, "save", "after:1"]
    saved = subprocess.run(command, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(saved)) as archive:
        (manifest,) = json.load(archive.extractfile("manifest.json"))
        layers = manifest["Layers"]
        top = archive.extractfile(layers[-1]).read() if len(layers) > 1 else bytes(1024)
    servers.docker(address, "rm", container)
    servers.docker(address, "rmi", "after:1")
    found = [f"{'CAD'[each['Kind']]} {each['Path']}" for each in listed or []]
    return {"changes": sorted(found), "layer": described(top)}
