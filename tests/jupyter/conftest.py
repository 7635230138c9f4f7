"""A JupyterLab as `docker-lessons lab` starts it, driven over HTTP."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import lab
from tests.lab import Lab
from tests.practice import PracticeWorld


@pytest.fixture
def desk(short_folder: Path) -> Iterator[PracticeWorld]:
    """A desk at which nobody has sat yet; its world is ended afterwards."""
    desk = lab.desk(short_folder)
    yield desk
    desk.run("stop")


@pytest.fixture(scope="module")
def open_lab(shared_lab: Lab) -> Lab:
    """The shared lab, as new: the tests of a module only look, and open pages."""
    shared_lab.begin_anew()
    return shared_lab


@pytest.fixture
def start_lab(desk: PracticeWorld) -> Iterator[Callable[..., Lab]]:
    """Starts labs at the desk; all are ended afterwards."""
    labs: list[Lab] = []

    def start(*arguments: str) -> Lab:
        labs.append(lab.start(desk, desk.home.parent / "pages", *arguments))
        return labs[-1]

    yield start
    for each in labs:
        each.end()
