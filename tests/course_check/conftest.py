"""The worlds that a worker's scenarios share: one for each engine, and one daemon."""

from collections.abc import Iterator

import pytest

from tests.course_check.playing import Worlds


@pytest.fixture(scope="session")
def worlds(request: pytest.FixtureRequest) -> Iterator[Worlds]:
    """The worlds of a worker's scenarios, each started by the first that needs it."""
    made = Worlds(by_command=request.config.getoption("--soak"))
    yield made
    made.close()
