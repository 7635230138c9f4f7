"""Worlds in this process, and stages: throwaway worlds with hands, as the course's own test has them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from docker_lessons.course_check.daemon import Daemon
from docker_lessons.course_check.stage import Stage
from docker_lessons.lessons import chapter
from docker_lessons.world.engine import DOCKER, PRACTICE
from tests.course_check.playing import Worlds
from tests.lessons.parts import Parts


@pytest.fixture
async def parts(short_folder: Path) -> AsyncIterator[Parts]:
    """A world in this process, with the chapter's course."""
    made = Parts(short_folder / "world", chapter.definition())
    await made.start()
    yield made
    await made.close()


@pytest.fixture
def stage(worlds: Worlds) -> Stage:
    """A world that runs and is as new, with the build folder laid out; others had it before."""
    made = worlds.give(PRACTICE)
    made.begin("build-image", before=None)
    return made


@pytest.fixture(scope="session")
def somebodys_docker(worlds: Worlds) -> Daemon:
    """A real dockerd of this test run's, with somebody else's things on it."""
    return worlds.daemon()


@pytest.fixture
def own(worlds: Worlds) -> Stage:
    """A world, as new, whose lessons work with that dockerd; what else is on it is missed if it has gone afterwards."""
    made = worlds.give(DOCKER)
    made.begin("build-image", before=None)
    return made
