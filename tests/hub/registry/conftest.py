"""A client with a token for everything in one repository."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.hub.registry_client import Client

if TYPE_CHECKING:
    from tests.hub.running import RunningHub


@pytest.fixture
def client(hub: RunningHub) -> Client:
    return Client(hub)
