"""A stage: a throwaway world with hands, as the course's own test has it."""

from collections.abc import Iterator

import pytest

from docker_lessons.course_check.stage import Stage


@pytest.fixture
def stage() -> Iterator[Stage]:
    """A world of this test's own, running, with the build folder laid out."""
    with Stage() as made:
        made.begin("build-image", before=None)
        yield made
