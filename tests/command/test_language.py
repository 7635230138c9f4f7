"""In which language a cell speaks."""

import pytest

from docker_lessons import language
from docker_lessons.command.blanks import SENTENCES
from docker_lessons.command.docker_failed import OpenBlank
from docker_lessons.command.magic import run_line
from docker_lessons.world import World
from tests.tongue import speaks


@pytest.fixture
def nothing_kept():
    yield
    language.keep("")


def test_a_cell_speaks_the_language_that_is_kept_with_its_world(
    nothing_kept, short_folder, tmp_path, monkeypatch
):
    world = World(short_folder / "world")
    world.prepare()
    open_blanks = SENTENCES["open-blank"]
    assert not isinstance(open_blanks, str)
    world.keep_language(speaks(tmp_path, {open_blanks["one"]: "Restas docker {line}"}, monkeypatch))
    with pytest.raises(OpenBlank, match="Restas docker tag ___ x"):
        run_line("tag ___ x", world)
