"""A layer is known by what it holds, however it was packed."""

import gzip
import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from docker_lessons.lessons.course_image import CONTENTS, DIFF_IDS, MESSAGE, program
from docker_lessons.world.known_layers import KnownLayers, of_archive

Change = Callable[[tarfile.TarInfo], None]


def layer(
    name: str, data: bytes, mode: int, change: Change = lambda info: None, **how: int
) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", **how) as packed:  # type: ignore[call-overload]
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = len(data), mode, 1_704_067_200
        change(info)
        packed.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def archive(*layers: bytes) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as outer:
        names = [f"{number}/layer.tar" for number in range(len(layers))]
        told = json.dumps([{"Config": "c.json", "RepoTags": [], "Layers": names}]).encode()
        for name, data in (("manifest.json", told), *zip(names, layers, strict=True)):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            outer.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def known(tmp_path: Path, *layers: bytes) -> tuple[str, ...]:
    """The diff IDs by which the course knows layers that were packed as others."""
    found = KnownLayers(tmp_path / "known.json")
    found.expect(CONTENTS.held)
    own = tuple(f"sha256:{number}" for number in range(len(layers)))
    assert not found.are_told(own)
    found.learn(own, of_archive(archive(*layers)))
    assert found.are_told(own)
    return found.told(own)


PROGRAM, TEXT = program("amd64"), MESSAGE.encode()


def older(info: tarfile.TarInfo) -> None:
    info.mode |= 0o100000  # dockerd 20.10 writes the kind of a file into its mode


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"format": tarfile.PAX_FORMAT},
        {"format": tarfile.USTAR_FORMAT},
        {"format": tarfile.GNU_FORMAT},
    ],
)
@pytest.mark.parametrize("change", [lambda info: None, older])
def test_the_course_s_layers_are_known_in_every_form(tmp_path: Path, how, change: Change):
    layers = (
        layer("hello", PROGRAM, 0o755, change, **how),
        layer("message.txt", TEXT, 0o644, change, **how),
    )
    assert known(tmp_path, *layers) == DIFF_IDS["amd64"]


def test_what_tells_nothing_does_not_matter(tmp_path: Path):
    def named(info: tarfile.TarInfo) -> None:
        info.name, info.mtime, info.uname = f"./{info.name}", 0, "root"

    assert known(tmp_path, gzip.compress(layer("hello", PROGRAM, 0o755, named))) == (
        DIFF_IDS["amd64"][0],
    )


@pytest.mark.parametrize(
    ("name", "data", "mode", "owner"),
    [
        ("hello", PROGRAM + b"\0", 0o755, 0),
        ("hello", PROGRAM, 0o700, 0),
        ("hello", PROGRAM, 0o4755, 0),
        ("hello", PROGRAM, 0o755, 1000),
        ("bin/hello", PROGRAM, 0o755, 0),
    ],
)
def test_another_name_mode_owner_or_byte_is_another_layer(
    tmp_path: Path, name: str, data: bytes, mode: int, owner: int
):
    def owned(info: tarfile.TarInfo) -> None:
        info.uid = info.gid = owner

    assert known(tmp_path, layer(name, data, mode, owned)) == ("sha256:0",)


def test_what_was_read_once_is_kept(tmp_path: Path):
    assert known(tmp_path, layer("hello", PROGRAM, 0o755)) == (DIFF_IDS["amd64"][0],)
    later = KnownLayers(tmp_path / "known.json")
    later.expect(CONTENTS.held)
    assert later.are_told(("sha256:0",))
    assert later.told(("sha256:0", "sha256:other")) == (DIFF_IDS["amd64"][0], "sha256:other")


@pytest.mark.parametrize(
    "broken",
    [b"", b"no archive", gzip.compress(b"x"), archive(b"no layer")],
    ids=["empty", "text", "gzip", "no layer"],
)
def test_what_is_no_archive_is_refused(broken: bytes):
    with pytest.raises(ValueError, match=r"not an image's archive|is no file"):
        of_archive(broken)


def test_the_practice_engine_s_own_layers_need_no_reading(tmp_path: Path):
    found = KnownLayers(tmp_path / "known.json")
    found.expect(CONTENTS.held)
    assert found.are_told(DIFF_IDS["arm64"])
