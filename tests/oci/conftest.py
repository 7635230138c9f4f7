"""A registry with a password, beside the one without."""

import pytest
from hypothesis import HealthCheck, settings

from docker_lessons.oci.client import Credential
from tests import servers

settings.register_profile(
    "patient", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # a slow machine is no fault
settings.load_profile("patient")

CREDENTIAL = Credential("demousr", servers.PASSWORD)


@pytest.fixture
def locked_registry(locked_registry_server: servers.RegistryServer) -> str:
    """The base URL of an empty real registry that only `CREDENTIAL` opens, by Basic authentication."""
    locked_registry_server.empty()
    return locked_registry_server.url
