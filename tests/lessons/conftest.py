"""Stages: throwaway worlds with hands, as the course's own test has them."""

from collections.abc import Iterator

import pytest

from docker_lessons.course_check import daemon as own_daemon
from docker_lessons.course_check.stage import Stage


@pytest.fixture
def stage() -> Iterator[Stage]:
    """A world of this test's own, running, with the build folder laid out."""
    with Stage() as made:
        made.begin("build-image", before=None)
        yield made


@pytest.fixture(scope="session")
def somebodys_docker() -> Iterator[own_daemon.Daemon]:
    """A real dockerd of this test run's."""
    if reason := own_daemon.why_not():
        pytest.skip(f"needs root (a dockerd of one's own): {reason}")
    with own_daemon.Daemon() as daemon:
        yield daemon


@pytest.fixture
def own(somebodys_docker: own_daemon.Daemon) -> Iterator[Stage]:
    """A world whose lessons work with a real dockerd; what else is on that is missed if it has gone afterwards."""
    with Stage(daemon=somebodys_docker) as made:
        made.begin("build-image", before=None)
        yield made
