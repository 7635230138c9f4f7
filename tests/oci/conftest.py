"""A registry with a password, beside the one without."""

import pytest

from docker_lessons.oci.client import Credential
from tests import servers

CREDENTIAL = Credential("demousr", servers.PASSWORD)


@pytest.fixture
def locked_registry(locked_registry_server: servers.RegistryServer) -> str:
    """The base URL of an empty real registry that only `CREDENTIAL` opens, by Basic authentication."""
    locked_registry_server.empty()
    return locked_registry_server.url
