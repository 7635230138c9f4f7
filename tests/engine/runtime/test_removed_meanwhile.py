"""Files are read while a program goes on to make and remove them: what is gone is left out, nothing fails."""

import io
import os
import shutil
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from docker_lessons.engine.containers import tree_tar
from docker_lessons.engine.runtime import changes, laid

ROUNDS = 30


def gone(place: Path) -> None:
    shutil.rmtree(place) if place.is_dir() else place.unlink()


def another(make: Callable[[Path], object]) -> Callable[[Path], None]:
    def replace(place: Path) -> None:
        gone(place)
        make(place)

    return replace


def a_pipe(place: Path) -> None:
    os.mkfifo(place)


HAPPENS = {
    "is removed": gone,
    "becomes a directory": another(Path.mkdir),
    "becomes a link": another(lambda place: place.symlink_to("/etc/passwd")),
    "becomes a pipe": another(a_pipe),
}


def tar_of(root: Path, meanwhile: Callable[[str], None]) -> dict[str, bytes]:
    """The files that a tar of a root has, each with its content, when something happens before each."""

    def owners(path: str, _: object) -> tuple[int, int]:
        meanwhile(path)
        return 0, 0

    tar = io.BytesIO()
    tree_tar.write(root, "", "", owners, tar)
    tar.seek(0)
    with tarfile.open(fileobj=tar) as opened:
        return {
            one.name: (opened.extractfile(one) or io.BytesIO()).read()
            for one in opened
            if one.isfile() or one.islnk()
        }


@pytest.mark.parametrize("happens", HAPPENS)
def test_a_file_that_is_gone_is_in_no_tar(tmp_path: Path, happens: str) -> None:
    for name in "abc":
        (tmp_path / name).write_text(name)
    at_b = {"b": lambda: HAPPENS[happens](tmp_path / "b")}
    found = tar_of(tmp_path, lambda path: at_b.get(path, lambda: None)())
    assert found == {"a": b"a", "c": b"c"}


@pytest.mark.parametrize("happens", [gone, another(Path.touch)])
def test_a_link_that_is_gone_is_in_no_tar(tmp_path: Path, happens: Callable[[Path], None]) -> None:
    (tmp_path / "a").symlink_to("x")
    (tmp_path / "b").write_text("b")
    found = tar_of(tmp_path, lambda path: happens(tmp_path / "a") if path == "a" else None)
    assert found == {"b": b"b"}


def test_the_second_name_of_a_file_has_its_content_when_the_first_is_gone(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("content")
    (tmp_path / "b").hardlink_to(tmp_path / "a")
    (tmp_path / "c").hardlink_to(tmp_path / "a")
    found = tar_of(tmp_path, lambda path: gone(tmp_path / "a") if path == "a" else None)
    assert found == {"b": b"content", "c": b"content"}


def test_a_directory_that_is_gone_is_in_no_tar(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a")
    (tmp_path / "d" / "e").mkdir(parents=True)
    (tmp_path / "d" / "e" / "f").write_text("f")
    assert tar_of(tmp_path, lambda path: gone(tmp_path / "d") if path == "a" else None) == {
        "a": b"a"
    }


@pytest.mark.parametrize("becomes", [gone, another(Path.touch)])
def test_a_walk_leaves_out_what_a_directory_had(
    tmp_path: Path, becomes: Callable[[Path], None]
) -> None:
    (tmp_path / "d" / "e").mkdir(parents=True)
    seen = []
    for path, _ in laid.walk(tmp_path):
        seen.append(path)
        if path == "d":
            becomes(tmp_path / "d")
    assert seen == ["", "d"]


@contextmanager
def changing(folder: Path) -> Iterator[None]:
    """Has files, links and directories come and go."""
    over = threading.Event()

    def change() -> None:
        while not over.is_set():
            for number in range(20):
                (folder / f"f{number}").write_text("f")
                (folder / f"l{number}").symlink_to("x")
                (folder / f"d{number}" / "x").mkdir(parents=True)
            for place in folder.iterdir():
                gone(place)

    thread = threading.Thread(target=change)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@pytest.mark.parametrize("reads", [changes.changes, changes.layer_of])
def test_what_changed_is_read_while_it_changes(
    tmp_path: Path, reads: Callable[[Path], object]
) -> None:
    root = tmp_path / "files"
    (root / "kept").mkdir(parents=True)
    laid.write(tmp_path, {})
    (root / "new").write_text("new")
    with changing(root / "kept"):
        for _ in range(ROUNDS):
            read = reads(root)
            names = {one.path.strip("/") for one in read} if isinstance(read, list) else set(read)
            assert "new" in names
