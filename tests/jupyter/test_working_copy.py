"""The working copy: rendered from the tracked pages, and never over a learner's work."""

import json
import os
import stat
from pathlib import Path

import pytest

from docker_lessons import language
from docker_lessons.jupyter import working_copy
from docker_lessons.lessons import course_image
from docker_lessons.world import World
from docker_lessons.world.engine import DOCKER, PRACTICE, Engine, Kind
from docker_lessons.world.failure import DirectoryError
from docker_lessons.world.which_hub import WhichHub

NO_WORLD = World(Path("/nonexistent/docker-lessons"))
"""A world that was never made: rendered for, it stands for a practice world."""


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A world that was made and has its ports, and that nothing serves."""
    world = World(tmp_path / "world")
    world.prepare()
    world.keep_ports(27771, 27772)
    return world


def _dangling(path: Path) -> Path:
    path.symlink_to(path.parent / "gone")
    return path


def _circle(path: Path) -> Path:
    path.symlink_to(path)
    return path


def _pipe(path: Path) -> Path:
    os.mkfifo(path)
    return path


def _below_a_file(path: Path) -> Path:
    path.write_text("a letter")
    return path / "pages"


PLACES = {
    "a link that leads nowhere": _dangling,
    "a link in a circle": _circle,
    "a pipe": _pipe,
    "a device": lambda _: Path("/dev/null"),
    "in proc": lambda _: Path("/proc/pages"),
    "below a file": _below_a_file,
    "a name that is too long": lambda path: path / ("x" * 300),
}


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES.keys())
def test_a_place_that_can_hold_no_pages_is_told_with_what_chooses_another(
    tracked, world: World, tmp_path: Path, place
):
    with pytest.raises(DirectoryError, match=r"Your pages can't go to .*--dir"):
        working_copy.render(place(tmp_path / "pages"), world)


@pytest.mark.parametrize("put", [Path.touch, _dangling, _pipe], ids=["file", "link", "pipe"])
def test_what_has_the_build_folders_place_is_told(tracked, world: World, tmp_path: Path, put):
    folder = tmp_path / "pages"
    folder.mkdir()
    put(folder / "myimage")
    with pytest.raises(DirectoryError, match="myimage is in the way"):
        working_copy.render(folder, world)


def switch(world: World, kind: Kind) -> None:
    """As `start --engine` leaves the world."""
    world.keep_engine(Engine(kind, Path("/var/run/docker.sock")))


@pytest.fixture
def tracked(tmp_path, monkeypatch):
    """A course of two pages, whose text a test may change as a release does."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    monkeypatch.setattr(working_copy, "tracked_pages", lambda: folder)
    publish(folder / "00-start.ipynb", "docker build -t myimage:0.1 myimage")
    publish(folder / "03-tag.ipynb", "docker tag ___ ___")
    return folder


def publish(page: Path, *sources: str, outputs: list[str] | None = None) -> None:
    cells = [
        {"cell_type": "code", "source": source, "outputs": outputs or [], "execution_count": None}
        for source in sources
    ]
    page.write_text(
        json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    )


def source(page: Path) -> str:
    return str(json.loads(page.read_bytes())["cells"][0]["source"])


def outcomes(folder: Path) -> dict[str, str]:
    return {page.page: page.outcome for page in working_copy.render(folder, NO_WORLD)}


def test_all_shipped_pages_are_rendered(tmp_path):
    made = working_copy.render(tmp_path / "lab", NO_WORLD)
    assert made[0].page == working_copy.FIRST_PAGE
    assert len(made) == 8
    assert {page.outcome for page in made} == {"made"}


def test_a_page_has_its_pictures_beside_it(tmp_path):
    working_copy.render(tmp_path / "lab", NO_WORLD)
    tracked = (working_copy.tracked_pages() / "map.svg").read_bytes()
    assert (tmp_path / "lab" / "map.svg").read_bytes() == tracked


def test_a_picture_of_another_release_is_brought_up_to_date(tracked, tmp_path):
    for drawn in ("<svg>one</svg>", "<svg>two</svg>"):
        (tracked / "map.svg").write_text(drawn)
        working_copy.render(tmp_path / "lab", NO_WORLD)
        assert (tmp_path / "lab" / "map.svg").read_text() == drawn


def test_a_picture_that_is_up_to_date_is_not_written_again(tracked, tmp_path):
    (tracked / "map.svg").write_text("<svg>one</svg>")
    working_copy.render(tmp_path / "lab", NO_WORLD)
    written = (tmp_path / "lab" / "map.svg").stat().st_ino
    working_copy.render(tmp_path / "lab", NO_WORLD)
    assert (tmp_path / "lab" / "map.svg").stat().st_ino == written


def test_rendering_changes_no_tracked_page(tmp_path):
    def content() -> dict[Path, bytes]:
        found = working_copy.tracked_pages().rglob("*")
        return {page: page.read_bytes() for page in found if page.is_file()}

    before = content()
    with language.speaking("fr"):
        working_copy.render(tmp_path / "lab", NO_WORLD)
    assert content() == before


def test_a_page_that_was_run_is_kept_with_its_outputs(tracked, tmp_path):
    working_copy.render(tmp_path / "lab", NO_WORLD)
    mine = tmp_path / "lab" / "03-tag.ipynb"
    publish(mine, "docker tag ___ ___", outputs=["what Docker said"])
    before = mine.read_bytes()
    assert outcomes(tmp_path / "lab")["03-tag.ipynb"] == "kept"
    assert mine.read_bytes() == before


def test_a_page_that_was_only_run_is_brought_up_to_date(tracked, tmp_path):
    working_copy.render(tmp_path / "lab", NO_WORLD)
    publish(tmp_path / "lab" / "03-tag.ipynb", "docker tag ___ ___", outputs=["said"])
    publish(tracked / "03-tag.ipynb", "docker tag ___ ___ # newer")
    assert outcomes(tmp_path / "lab")["03-tag.ipynb"] == "updated"
    assert source(tmp_path / "lab" / "03-tag.ipynb").endswith("# newer")


def test_a_page_that_the_learner_changed_is_never_overwritten(tracked, tmp_path):
    working_copy.render(tmp_path / "lab", NO_WORLD)
    mine = tmp_path / "lab" / "03-tag.ipynb"
    publish(mine, "docker tag myimage:0.1 demousr/demorep:1.0")
    before = mine.read_bytes()
    assert outcomes(tmp_path / "lab")["03-tag.ipynb"] == "yours"
    publish(tracked / "03-tag.ipynb", "docker tag ___ ___ # newer")
    assert outcomes(tmp_path / "lab")["03-tag.ipynb"] == "beside"
    assert mine.read_bytes() == before
    assert source(tmp_path / "lab" / "03-tag.new.ipynb").endswith("# newer")


def test_the_newer_version_is_laid_beside_and_said_once(tracked, tmp_path):
    working_copy.render(tmp_path / "lab", NO_WORLD)
    publish(tmp_path / "lab" / "03-tag.ipynb", "mine")
    publish(tracked / "03-tag.ipynb", "newer")
    assert outcomes(tmp_path / "lab")["03-tag.ipynb"] == "beside"
    assert outcomes(tmp_path / "lab")["03-tag.ipynb"] == "yours"


def test_the_newer_version_is_the_learners_too_once_changed(tracked, tmp_path):
    working_copy.render(tmp_path / "lab", NO_WORLD)
    publish(tmp_path / "lab" / "03-tag.ipynb", "mine")
    publish(tracked / "03-tag.ipynb", "newer")
    working_copy.render(tmp_path / "lab", NO_WORLD)
    beside = tmp_path / "lab" / "03-tag.new.ipynb"
    publish(beside, "mine again")
    publish(tracked / "03-tag.ipynb", "newest")
    working_copy.render(tmp_path / "lab", NO_WORLD)
    assert source(beside) == "mine again"


def test_a_page_that_was_removed_comes_back_fresh(tracked, tmp_path):
    working_copy.render(tmp_path / "lab", NO_WORLD)
    (tmp_path / "lab" / "03-tag.ipynb").unlink()
    assert outcomes(tmp_path / "lab")["03-tag.ipynb"] == "made"


def test_without_its_record_every_page_that_differs_is_the_learners(tracked, tmp_path):
    working_copy.render(tmp_path / "lab", NO_WORLD)
    publish(tmp_path / "lab" / "03-tag.ipynb", "mine")
    (tmp_path / "lab" / working_copy.RECORD).unlink()
    working_copy.render(tmp_path / "lab", NO_WORLD)
    assert source(tmp_path / "lab" / "03-tag.ipynb") == "mine"


def test_a_page_that_is_no_notebook_any_more_is_left_alone(tracked, tmp_path):
    working_copy.render(tmp_path / "lab", NO_WORLD)
    (tmp_path / "lab" / "03-tag.ipynb").write_text("{")
    working_copy.render(tmp_path / "lab", NO_WORLD)
    assert (tmp_path / "lab" / "03-tag.ipynb").read_text() == "{"


def test_the_build_folder_has_fixed_modes_and_times(tracked, tmp_path):
    working_copy.render(tmp_path / "lab", NO_WORLD)
    folder = tmp_path / "lab" / "myimage"
    for path in folder.iterdir():
        path.chmod(0o600)
    working_copy.render(tmp_path / "lab", NO_WORLD)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert modes == {"Dockerfile": 0o644, "hello": 0o755, "message.txt": 0o644}
    assert {path.stat().st_mtime for path in folder.iterdir()} == {course_image.MODIFIED}


def test_a_changed_message_stays(tracked, tmp_path):
    working_copy.render(tmp_path / "lab", NO_WORLD)
    message = tmp_path / "lab" / "myimage" / "message.txt"
    message.write_text("Second version\n")
    working_copy.render(tmp_path / "lab", NO_WORLD)
    assert message.read_text() == "Second version\n"
    working_copy.restore_build_folder(tmp_path / "lab", NO_WORLD)
    assert message.read_text() == course_image.MESSAGE


def test_a_changed_dockerfile_stays(tracked, tmp_path):
    working_copy.render(tmp_path / "lab", NO_WORLD)
    dockerfile = tmp_path / "lab" / "myimage" / "Dockerfile"
    dockerfile.write_text("FROM scratch\n")
    working_copy.render(tmp_path / "lab", NO_WORLD)
    assert dockerfile.read_text() == "FROM scratch\n"


def test_a_switch_of_the_engine_there_and_back_brings_each_page_up_to_date(
    tracked, world, tmp_path
):
    lab = tmp_path / "lab"
    publish(tracked / "03-tag.ipynb", "docker tag myimage:0.1 demousr/demorep:1.0")
    working_copy.render(lab, world)
    for kind, name in (
        (DOCKER, "localhost:27771/demousr/demorep:1.0"),
        (PRACTICE, "demousr/demorep:1.0"),
        (DOCKER, "localhost:27771/demousr/demorep:1.0"),
    ):
        switch(world, kind)
        where, pages = working_copy.render_again(world)
        assert where == lab
        assert [page.outcome for page in pages] == ["kept", "updated"]
        assert source(lab / "03-tag.ipynb") == f"docker tag myimage:0.1 {name}"


def test_a_changed_page_steps_aside_for_another_engine_and_comes_back_with_its_own(
    tracked, world, tmp_path
):
    lab = tmp_path / "lab"
    publish(tracked / "03-tag.ipynb", "docker logout")
    working_copy.render(lab, world)
    publish(lab / "03-tag.ipynb", "docker logout  # in the practice world")
    switch(world, DOCKER)
    became = working_copy.render(lab, world)[1]
    assert (became.outcome, became.path.name) == ("aside", "03-tag.practice.ipynb")
    assert source(became.path) == "docker logout  # in the practice world"
    assert source(lab / "03-tag.ipynb") == "docker logout localhost:27771"
    publish(lab / "03-tag.ipynb", "docker logout localhost:27771  # with Docker")
    switch(world, PRACTICE)
    assert working_copy.render(lab, world)[1].path.name == "03-tag.docker.ipynb"
    assert source(lab / "03-tag.ipynb") == "docker logout  # in the practice world"
    switch(world, DOCKER)
    working_copy.render(lab, world)
    assert source(lab / "03-tag.ipynb") == "docker logout localhost:27771  # with Docker"
    assert sorted(path.name for path in lab.glob("03-*")) == [
        "03-tag.ipynb",
        "03-tag.practice.ipynb",
    ]


def test_a_page_that_came_back_is_still_the_learner_s(tracked, world, tmp_path):
    lab = tmp_path / "lab"
    working_copy.render(lab, world)
    publish(lab / "03-tag.ipynb", "mine")
    for kind in (DOCKER, PRACTICE):
        switch(world, kind)
        working_copy.render(lab, world)
    assert working_copy.render(lab, world)[1].outcome == "yours"
    publish(tracked / "03-tag.ipynb", "newer")
    assert working_copy.render(lab, world)[1].outcome == "beside"
    assert source(lab / "03-tag.ipynb") == "mine"


def test_a_file_of_that_name_is_never_overwritten(tracked, world, tmp_path):
    lab = tmp_path / "lab"
    working_copy.render(lab, world)
    publish(lab / "03-tag.ipynb", "mine")
    publish(lab / "03-tag.practice.ipynb", "a copy of mine")
    switch(world, DOCKER)
    working_copy.render(lab, world)
    assert source(lab / "03-tag.ipynb") == "mine"
    assert source(lab / "03-tag.practice.ipynb") == "a copy of mine"


def test_a_changed_message_steps_aside_too(tracked, world, tmp_path):
    message = tmp_path / "lab" / "myimage" / "message.txt"
    working_copy.render(tmp_path / "lab", world)
    message.write_text("Second version\n")
    switch(world, DOCKER)
    working_copy.render(tmp_path / "lab", world)
    assert message.read_text() == course_image.MESSAGE
    switch(world, PRACTICE)
    working_copy.render(tmp_path / "lab", world)
    assert message.read_text() == "Second version\n"


def test_the_build_folder_is_labelled_where_other_images_stand_beside_the_course_s(
    tracked, world, tmp_path
):
    dockerfile = tmp_path / "lab" / "myimage" / "Dockerfile"
    for kind, last in ((DOCKER, f"LABEL docker-lessons.world={world.id}"), (PRACTICE, "CMD")):
        switch(world, kind)
        working_copy.render(tmp_path / "lab", world)
        assert dockerfile.read_text().splitlines()[-1].startswith(last)


def test_a_world_without_a_working_copy_has_none_to_bring_up_to_date(tracked, world, tmp_path):
    assert working_copy.render_again(world) is None
    working_copy.render(tmp_path / "lab", world)
    (tmp_path / "lab").rename(tmp_path / "elsewhere")
    assert working_copy.render_again(world) is None


def test_a_page_that_was_filled_in_is_put_aside_for_docker_hub_and_comes_back(
    world: World, tmp_path: Path
):
    pages = tmp_path / "pages"
    working_copy.render(pages, world)
    page = pages / "03-tag.ipynb"
    filled = page.read_text().replace("docker tag ___ ___", "docker tag a b")
    page.write_text(filled)
    world.keep_hub(WhichHub("docker.io", "yourname"))
    outcomes = {one.page: one.outcome for one in working_copy.render(pages, world)}
    assert outcomes["03-tag.ipynb"] == "aside"
    assert "yourname" in (pages / "02-repository.ipynb").read_text()
    assert (pages / "03-tag.practice.ipynb").read_text() == filled
    world.keep_hub(WhichHub())
    working_copy.render(pages, world)
    assert page.read_text() == filled
    assert "yourname" not in (pages / "02-repository.ipynb").read_text()


@pytest.fixture
def in_french(tracked):
    """The course's pages in French, of which the second one is translated."""
    (tracked / "fr").mkdir()
    publish(tracked / "fr" / "03-tag.ipynb", "docker tag ___ ___  # en français")


def test_pages_are_in_the_language_that_it_is_and_in_english_where_it_has_none(
    tracked, in_french, tmp_path
):
    with language.speaking("fr"):
        working_copy.render(tmp_path / "lab", NO_WORLD)
    assert source(tmp_path / "lab" / "00-start.ipynb") == "docker build -t myimage:0.1 myimage"
    assert source(tmp_path / "lab" / "03-tag.ipynb") == "docker tag ___ ___  # en français"
    assert not (tmp_path / "lab" / "fr").exists()


def test_a_page_that_was_filled_in_steps_aside_for_another_language_and_comes_back(
    tracked, in_french, world, tmp_path
):
    lab = tmp_path / "lab"
    working_copy.render(lab, world)
    publish(lab / "03-tag.ipynb", "docker tag mine")
    with language.speaking("fr"):
        became = working_copy.render(lab, world)[1]
        assert (became.outcome, became.path.name) == ("aside", "03-tag.practice.ipynb")
        publish(lab / "03-tag.ipynb", "docker tag à moi")
        switch(world, DOCKER)
        assert working_copy.render(lab, world)[1].path.name == "03-tag.practice-fr.ipynb"
        switch(world, PRACTICE)
        working_copy.render(lab, world)
        assert source(lab / "03-tag.ipynb") == "docker tag à moi"
    working_copy.render(lab, world)
    assert source(lab / "03-tag.ipynb") == "docker tag mine"


def test_a_page_without_a_translation_and_the_build_folder_stay_where_they_are(
    tracked, in_french, world, tmp_path
):
    lab = tmp_path / "lab"
    working_copy.render(lab, world)
    publish(lab / "00-start.ipynb", "mine")
    (lab / "myimage" / "message.txt").write_text("Second version\n")
    with language.speaking("fr"):
        assert working_copy.render(lab, world)[0].outcome == "yours"
    assert source(lab / "00-start.ipynb") == "mine"
    assert (lab / "myimage" / "message.txt").read_text() == "Second version\n"


def test_a_change_of_the_engine_leaves_pages_in_their_language_unless_one_was_chosen(
    tracked, in_french, world, tmp_path
):
    lab = tmp_path / "lab"
    with language.speaking("fr"):
        working_copy.render(lab, world)
    switch(world, DOCKER)
    working_copy.render_again(world)
    assert source(lab / "03-tag.ipynb") == "docker tag ___ ___  # en français"
    with language.speaking("en"):
        working_copy.render_again(world)
    assert source(lab / "03-tag.ipynb") == "docker tag ___ ___"
