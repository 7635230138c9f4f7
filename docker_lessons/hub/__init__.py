"""The practice Hub: a registry with accounts, tokens, an API and pages, on this computer alone.

It serves what Docker Hub serves, in the same shapes: the OCI distribution protocol with token
authentication, the Docker Hub API, and pages to sign in, create a repository and look at its tags.
It is not Docker Hub, sends nothing to other computers, and knows nothing of lessons or of the engine
that pushes to it. Of this package it imports `language`, `oci` and `trace` only.

`Hub` is the state that everything shares, over the rooms `accounts` and `content`; the rooms
`registry`, `api` and `site` answer requests from it; `serving` makes the web applications of them.
"""

from docker_lessons.hub.hub import Hub
from docker_lessons.hub.serving import registry_app, site_app

__all__ = ["Hub", "registry_app", "site_app"]
