"""The Hub's pages, which work without JavaScript: it only adds a button that copies.

All links are relative, so that the pages work at any address: at the loopback listener, and behind
Jupyter's proxy.
"""

from docker_lessons.hub.site import tongue
from docker_lessons.hub.site.routes import add_pages
from docker_lessons.hub.site.visit import NotSignedIn, Refused, Visit

__all__ = ["NotSignedIn", "Refused", "Visit", "add_pages", "tongue"]
