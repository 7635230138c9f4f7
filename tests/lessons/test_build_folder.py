"""The build folder is put back as it came, and nothing that the learner wrote is lost."""

from pathlib import Path

import pytest

from docker_lessons.lessons.build_folder import changed, restore
from docker_lessons.lessons.course_image import CONTENTS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    CONTENTS.write(tmp_path / "myimage")
    return tmp_path / "myimage"


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_folder_as_it_came_stays_so(folder: Path) -> None:
    before = contents(folder)
    assert restore(folder, CONTENTS, "") == []
    assert contents(folder) == before


@pytest.mark.parametrize("name", ["Dockerfile", "hello", "message.txt"])
@pytest.mark.parametrize(
    "broken", [b"", b"COPPY helo /hello\n", None], ids=["empty", "other", "gone"]
)
def test_each_file_comes_back_and_ones_own_is_kept(
    folder: Path, name: str, broken: bytes | None
) -> None:
    before = contents(folder)
    (folder / name).unlink()
    if broken is not None:
        (folder / name).write_bytes(broken)
    kept = restore(folder, CONTENTS, "")
    assert [path.read_bytes() for path in kept] == ([] if broken is None else [broken])
    assert {n: c for n, c in contents(folder).items() if n in before} == before
    assert (folder / "hello").stat().st_mode & 0o777 == 0o755


def test_what_leaves_everything_out_of_a_build_is_set_aside(folder: Path) -> None:
    (folder / ".dockerignore").write_text("*\n")
    assert restore(folder, CONTENTS, "") == [folder / ".dockerignore.mine"]
    assert not (folder / ".dockerignore").exists()


def test_a_second_version_of_ones_own_does_not_replace_the_first(folder: Path) -> None:
    for text in ("one", "two"):
        (folder / "Dockerfile").write_text(text)
        restore(folder, CONTENTS, "")
    assert (folder / "Dockerfile.mine").read_text() == "one"
    assert (folder / "Dockerfile.mine-2").read_text() == "two"


def test_other_files_in_it_are_left_alone(folder: Path) -> None:
    (folder / "notes.txt").write_text("mine")
    restore(folder, CONTENTS, "")
    assert (folder / "notes.txt").read_text() == "mine"


def test_a_file_in_the_folders_place_is_kept(tmp_path: Path) -> None:
    (tmp_path / "myimage").write_text("not a folder")
    assert restore(tmp_path / "myimage", CONTENTS, "") == [tmp_path / "myimage.mine"]
    assert (tmp_path / "myimage" / "Dockerfile").is_file()


def test_a_folder_in_a_files_place_is_kept(folder: Path) -> None:
    (folder / "message.txt").unlink()
    (folder / "message.txt").mkdir()
    assert restore(folder, CONTENTS, "") == [folder / "message.txt.mine"]
    assert (folder / "message.txt").is_file()


def test_what_was_changed_is_told_by_its_name(folder: Path) -> None:
    assert changed(folder, CONTENTS, "") == ()
    (folder / "Dockerfile").write_text("FROM scratch\n")
    (folder / "hello").unlink()
    (folder / ".dockerignore").write_text("*\n")
    (folder / "notes.txt").write_text("mine")
    assert changed(folder, CONTENTS, "") == (".dockerignore", "Dockerfile", "hello")
    restore(folder, CONTENTS, "")
    assert changed(folder, CONTENTS, "") == ()


def test_a_folder_that_is_not_there_has_no_changed_files(tmp_path: Path) -> None:
    assert changed(tmp_path / "myimage", CONTENTS, "") == ()
