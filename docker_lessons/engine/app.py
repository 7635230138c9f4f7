"""The engine as a whole: its store, its routes, and the web application that serves them."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from aiohttp import web

from docker_lessons import __version__
from docker_lessons.engine import auth, build, containers, images, system, unsupported
from docker_lessons.engine.registries import Registries
from docker_lessons.engine.store import ImageStore
from docker_lessons.engine.wire import NEWEST, Parts, departures, errors, name_of

if TYPE_CHECKING:
    from pathlib import Path

    from docker_lessons.trace import Trace

_VERSION = "/v{version:[0-9][0-9.]*}"
_HEADERS = {
    "Api-Version": name_of(NEWEST),
    "Docker-Experimental": "false",
    "Ostype": "linux",
    "Server": f"docker-lessons/{__version__} (linux)",
}


class Engine:
    """A practice engine with its state in `root`; `registry` is the address of its ``docker.io``."""

    def __init__(self, root: Path, *, registry: str, trace: Trace) -> None:
        """Open the state, and clean up after a kill."""
        self._store = ImageStore(root)
        scratch = root / "scratch"
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir()
        agent = f"docker-lessons-engine/{__version__}"
        self._parts = Parts(self._store, Registries(registry, agent), trace, scratch)

    def app(self) -> web.Application:
        """Return the application that serves the Engine API."""
        app = web.Application(
            middlewares=[departures, self._parts.trace.middleware("engine"), errors],
            client_max_size=1 << 24,
        )
        app.on_response_prepare.append(_add_headers)
        app.on_shutdown.append(self._end_events)
        for method, path, handler in (
            *system.routes(self._parts),
            *auth.routes(self._parts),
            *images.routes(self._parts),
            *build.routes(self._parts),
            *containers.routes(self._parts),
            *unsupported.routes(),
        ):
            app.router.add_route(method, path, handler)
            app.router.add_route(method, _VERSION + path, handler)
        return app

    async def _end_events(self, app: web.Application) -> None:
        # A stream of events never ends by itself, and would hold up the end of the service.
        self._store.events.end()

    async def close(self) -> None:
        """Close the state; the application has ended before."""
        self._store.close()


async def _add_headers(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(_HEADERS)
