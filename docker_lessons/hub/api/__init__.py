"""The Docker Hub API, as far as a learner's account can use it.

Source: Docker's documentation, "Docker HUB API" (content/reference/api/hub/latest.yaml), and the
older addresses below `/v2/repositories/` that clients still use.
"""

from docker_lessons.hub.api.errors import ApiRefusal
from docker_lessons.hub.api.routes import add_api

__all__ = ["ApiRefusal", "add_api"]
