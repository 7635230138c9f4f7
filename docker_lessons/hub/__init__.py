"""The practice Hub: a registry with accounts, tokens, an API and pages, on this computer alone.

It serves what Docker Hub serves, in the same shapes: the OCI distribution protocol with token
authentication, the Hub API, and pages to sign in, create a repository and look at its tags. It is
not Docker Hub, sends nothing anywhere and knows nothing of lessons or of the engine that pushes to
it. It imports `oci` and `trace`, and nothing else of ours.
"""

from docker_lessons.hub.hub import Hub

__all__ = ["Hub"]
