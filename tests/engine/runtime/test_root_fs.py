"""Layers are laid as an image's files, and nothing of them gets outside of the root."""

import os
import stat
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from docker_lessons.engine.api.errors import SystemFailure
from docker_lessons.engine.runtime import laid, root_fs
from docker_lessons.oci.store import BlobStore
from tests.engine.runtime.roots import DATE, layer, link, make, member


def files(root: Path) -> dict[str, bytes | str]:
    """What is in a root but for what Docker adds: contents, and targets of links."""
    own = {"dev", "proc", "sys", "etc", ".dockerenv"}
    return {
        str(path.relative_to(root)): (
            str(path.readlink())
            if path.is_symlink()
            else path.read_bytes()
            if path.is_file()
            else ""
        )
        for path in sorted(root.rglob("*"))
        if path.relative_to(root).parts[0] not in own
    }


def test_files_have_the_mode_time_and_content_of_their_layer(tmp_path: Path) -> None:
    root = make(tmp_path)((member("d", mode=0o700), member("d/f", b"x", 0o4711), link("l", "d/f")))
    assert files(root) == {"d": "", "d/f": b"x", "l": "d/f"}
    found = (root / "d/f").stat()
    assert (stat.S_IMODE(found.st_mode), found.st_mtime) == (0o4711, DATE)
    assert (root / "d").stat().st_mtime == DATE
    assert stat.S_IMODE((root / "d").stat().st_mode) == 0o711


def test_only_the_owner_may_enter_the_folder(tmp_path: Path) -> None:
    root = make(tmp_path)((member("f", b""),))
    assert stat.S_IMODE(root.parent.stat().st_mode) == 0o700


def test_a_root_has_what_docker_adds_to_each_container(tmp_path: Path) -> None:
    root = make(tmp_path)((member("etc"), member("etc/hosts", b"mine")))
    assert (root / "etc/hosts").read_bytes() == b"mine"
    assert {str(path.relative_to(root)) for path in root.rglob("*")} == {
        *(".dockerenv", "dev", "dev/console", "dev/pts", "dev/shm", "proc", "sys"),
        *("etc", "etc/hosts", "etc/hostname", "etc/resolv.conf", "etc/mtab"),
    }


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ((member("d/.wh.a", b""),), {"d": "", "d/b": b"b"}),
        ((member("d/.wh..wh..opq", b""),), {"d": ""}),
        ((member("d"), member("d/new", b"n"), member("d/.wh..wh..opq", b"")), {"d/new": b"n"}),
        ((member(".wh.d", b""),), {}),
        ((member(".wh.nothing", b""),), {"d": "", "d/a": b"a", "d/b": b"b"}),
        ((member("d", b"file"),), {"d": b"file"}),
        ((link("d", "elsewhere"),), {"d": "elsewhere"}),
        ((member("d/a"), member("d/a/x", b"x")), {"d/a": "", "d/a/x": b"x", "d/b": b"b"}),
        ((member("d/.wh..wh.plnk", b""), member("d/.wh..", b""), member("d/.wh...", b"")), {}),
        ((link("d/c", "d/a", hard=True),), {"d/c": b"a"}),
    ],
)
def test_a_layer_changes_what_is_below_it(tmp_path: Path, above: tuple, expected: dict) -> None:
    below = (member("d"), member("d/a", b"a"), member("d/b", b"b"))
    found = files(make(tmp_path)(below, above))
    assert found == {**{name: found[name] for name in found if name not in expected}, **expected}
    gone = {"d/.wh.a": "d/a", ".wh.d": "d", "d/.wh..wh..opq": "d/a"}.get(above[-1][0].name)
    assert gone not in found
    assert not [name for name in found if ".wh." in name]


def test_hard_links_are_one_file(tmp_path: Path) -> None:
    root = make(tmp_path)((member("a", b"a"), link("b", "/a", hard=True)))
    assert (root / "a").stat().st_ino == (root / "b").stat().st_ino


OUTSIDE = "../../outside"


@pytest.mark.parametrize(
    "layers",
    [
        ((member("../../outside/f", b"x"),),),
        ((member("/../../../outside/f", b"x"),),),
        ((link("l", OUTSIDE), member("l/f", b"x")),),
        ((link("l", "/tmp"), link("m", "l"), member("m/dl-outside/f", b"x")),),
        ((link("l", OUTSIDE),), (member("l/f", b"x"),)),
        ((link("l", OUTSIDE),), (member("l", b"x"),)),
        ((link("l", "l2"), link("l2", OUTSIDE), member("l/d"), member("l/d/f", b"x")),),
        ((link("d", OUTSIDE),), (member("d/.wh.kept", b""), member("d/.wh..wh..opq", b""))),
        ((link("d", OUTSIDE), member("d/.wh.kept", b"")),),
        ((member("d"), member("d/.wh...", b"")),),
        ((link("etc", OUTSIDE),),),
        ((link("dev", OUTSIDE), link("proc", OUTSIDE)),),
        ((link("a", "a"), member("b", b"x")),),
    ],
)
def test_no_path_leads_out_of_the_root(tmp_path: Path, layers: tuple) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").write_text("kept")
    before = set(tmp_path.rglob("*"))
    make(tmp_path)(*layers)
    new = {path.relative_to(tmp_path).parts[0] for path in set(tmp_path.rglob("*")) - before}
    assert new == {"blobs", "container"}
    assert [path.name for path in outside.iterdir()] == ["kept"]
    assert (outside / "kept").read_text() == "kept"
    assert {path.name for path in (tmp_path / "container").iterdir()} == {"files", "laid.json"}
    root_fs.remove(tmp_path / "container")
    assert (outside / "kept").read_text() == "kept"


@pytest.mark.parametrize("target", ["../../../etc/passwd", "/etc/passwd", "missing", OUTSIDE])
def test_a_hard_link_to_what_the_image_does_not_have_is_an_error(
    tmp_path: Path, target: str
) -> None:
    with pytest.raises(SystemFailure, match="cannot be laid: link"):
        make(tmp_path)((link("l", target, hard=True),))
    assert not (tmp_path / "container").exists()


def test_names_may_be_any_bytes(tmp_path: Path) -> None:
    name = os.fsdecode(b"\xff\nodd")
    root = make(tmp_path)((member(name, b"x"),))
    assert os.fsencode(name) in [os.fsencode(path.name) for path in root.iterdir()]
    assert name in laid.read(root.parent)


def test_a_device_becomes_an_empty_file_that_is_known_as_one(tmp_path: Path) -> None:
    root = make(tmp_path)((member("null", type=tarfile.CHRTYPE, devmajor=1, devminor=3),))
    assert (root / "null").read_bytes() == b""
    assert laid.read(root.parent)["null"].owner.kind == "3"


def test_the_owners_of_the_image_are_kept(tmp_path: Path) -> None:
    root = make(tmp_path)((member("f", b"", uid=33, gid=44), member("d", uid=5)))
    record = laid.read(root.parent)
    assert (record["f"].owner.uid, record["f"].owner.gid, record["d"].owner.uid) == (33, 44, 5)


def test_a_damaged_layer_leaves_nothing(tmp_path: Path) -> None:
    blobs = BlobStore(tmp_path / "blobs")
    good = layer(blobs, member("f", b"x" * 100_000))
    path = blobs.path(good.digest)
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(SystemFailure, match="cannot be read"):
        root_fs.make(tmp_path / "container", [good], blobs)
    assert not (tmp_path / "container").exists()


def test_the_making_can_be_stopped(tmp_path: Path) -> None:
    blobs = BlobStore(tmp_path / "blobs")
    good = layer(blobs, member("f", b"x"))
    with pytest.raises(root_fs.Stopped):
        root_fs.make(tmp_path / "container", [good], blobs, lambda: True)
    assert not (tmp_path / "container").exists()


@pytest.mark.parametrize("mode", [0o000, 0o400, 0o555])
def test_its_owner_removes_a_root_with_closed_directories(short_folder: Path, mode: int) -> None:
    short_folder.chmod(0o777)

    def make_and_remove() -> None:
        place = short_folder / "ours"
        place.mkdir()
        root = make(place)((member("d/e"), member("d/e/f", b"x")))
        for path in ("d/e", "d"):
            (root / path).chmod(mode)
        root_fs.remove(root.parent)
        root_fs.remove(root.parent)
        assert not root.parent.exists()

    as_nobody_special(make_and_remove)


def as_nobody_special(work: Callable[[], None]) -> None:
    """Do something as a user without any privilege."""
    pid = os.fork()
    if not pid:
        code = 1
        try:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setresgid(1000, 1000, 1000)
                os.setresuid(1000, 1000, 1000)
            work()
            code = 0
        finally:
            os._exit(code)
    assert os.waitpid(pid, 0)[1] == 0
