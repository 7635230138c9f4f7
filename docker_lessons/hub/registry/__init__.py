"""The registry: the OCI distribution protocol with token authentication, over the Hub's content.

Specification: opencontainers/distribution-spec 1.1; token authentication, error codes of log-ins
and the legacy search as Docker Hub and distribution have them.
"""

from docker_lessons.hub.registry.app import registry_app

__all__ = ["registry_app"]
