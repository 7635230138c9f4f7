"""The Hub's pages and API, as one application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from docker_lessons.hub.strangers import guard

if TYPE_CHECKING:
    from docker_lessons.hub.hub import Hub


def site_app(hub: Hub, *, owner: bool) -> web.Application:
    """Make the application that listens at the Hub's `site_url` or on the owner's socket."""
    middlewares = [hub.trace.middleware("hub")]
    if not owner:
        middlewares.append(guard(hub.site_url))
    return web.Application(middlewares=middlewares)
