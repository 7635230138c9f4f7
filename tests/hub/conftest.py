"""A Hub that really listens: one for a whole run, empty for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hub.running import RunningHub


@pytest.fixture(scope="session")
def running_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    """The Hub of this run; a test takes `hub`."""
    running = RunningHub(tmp_path_factory.mktemp("hub") / "hub")
    yield running
    running.stop()


@pytest.fixture
def hub(running_hub: RunningHub) -> RunningHub:
    """A Hub with the accounts demousr and teacherdemo and no repository."""
    running_hub.empty()
    return running_hub


@pytest.fixture
def own_hub(tmp_path: Path) -> Iterator[RunningHub]:
    """A Hub of this test's own, for what cannot be undone by emptying it."""
    running = RunningHub(tmp_path / "hub")
    yield running
    running.stop()
