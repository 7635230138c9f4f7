"""The Hub's API, as Docker publishes it for Docker Hub, for what a learner's account can do.

Source: Docker's documentation, "Docker HUB API" (content/reference/api/hub/latest.yaml), and the
older addresses under `/v2/repositories/` that clients still use.
"""

from docker_lessons.hub.api.routes import add_api

__all__ = ["add_api"]
