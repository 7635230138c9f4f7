"""A registry with a password, beside the one without, and one that answers as a test says."""

from collections.abc import AsyncIterator

import pytest

from docker_lessons.oci.client import Credential
from tests import servers
from tests.oci.answering import AnsweringRegistry

CREDENTIAL = Credential("demousr", servers.PASSWORD)


@pytest.fixture
def locked_registry(locked_registry_server: servers.RegistryServer) -> str:
    """The base URL of an empty real registry that only `CREDENTIAL` opens, by Basic authentication."""
    locked_registry_server.empty()
    return locked_registry_server.url


@pytest.fixture
async def answering() -> AsyncIterator[AnsweringRegistry]:
    """A registry of this test's own, in its event loop."""
    registry = AnsweringRegistry()
    async with registry.server:
        yield registry
