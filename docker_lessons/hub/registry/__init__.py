"""The registry: the OCI distribution protocol with token authentication, over the Hub's content.

Sources: opencontainers/distribution-spec 1.1; for token authentication, the error codes of log-ins
and the legacy search, Docker Hub and distribution/distribution.
"""

from docker_lessons.hub.registry.routes import add_registry

__all__ = ["add_registry"]
