"""The Hub's pages, for a browser without JavaScript, and beside them its API.

Two applications are made of it: one for the loopback listener, one for the owner's socket behind
Jupyter's proxy. All links are relative, so that the pages work under any address.
"""

from docker_lessons.hub.site.app import site_app

__all__ = ["site_app"]
