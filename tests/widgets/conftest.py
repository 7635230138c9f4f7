"""A notebook in the course's JupyterLab, for the tests of a file; its cells, and what they show, are each test's own."""

from collections.abc import Iterator

import pytest

from tests.browsers import Browsers
from tests.lab import Lab
from tests.practice import PracticeWorld, empty
from tests.widgets.notebook import Notebook


@pytest.fixture(scope="module")
def open_notebook(browsers: Browsers, shared_lab: Lab) -> Iterator[Notebook]:
    """A notebook with a kernel, in the shared lab, which is as new."""
    shared_lab.begin_anew()
    with browsers.window(shared_lab) as window:
        yield Notebook.open_in(window, shared_lab)
    shared_lab.close_pages()


@pytest.fixture
def notebook(open_notebook: Notebook) -> Iterator[Notebook]:
    """The same, alone in its window, its kernel idle."""
    yield open_notebook
    open_notebook.tidy()


@pytest.fixture
def lab_world(shared_lab: Lab) -> PracticeWorld:
    """The shared lab's world, with nothing done in it."""
    empty(shared_lab.world)
    return shared_lab.practice
