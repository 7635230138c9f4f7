"""JupyterLab on a world of this test run's own."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.practice import PracticeWorld, practice_world
from tests.widgets.lab import Lab, jupyterlab


@pytest.fixture(scope="module")
def lab_world() -> Iterator[PracticeWorld]:
    """One practice world for the tests of a module, each of which leaves it with other steps done."""
    with practice_world() as world:
        yield world


@pytest.fixture(scope="module")
def module_lab(lab_world: PracticeWorld) -> Iterator[Lab]:
    """JupyterLab as `docker-lessons lab` configures it, in that world."""
    with jupyterlab(lab_world.home, lab_world.home.parent / "pages", lab_world.env) as lab:
        yield lab


@pytest.fixture
def lab(module_lab: Lab, page: Page) -> Iterator[Lab]:
    """The same, without a kernel left over from another test."""
    yield module_lab
    page.close()
    module_lab.shut_kernels()
