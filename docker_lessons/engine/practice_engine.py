"""The engine as a whole: its state, its routes, and the web application that serves them."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from aiohttp import web

from docker_lessons.engine.api import unsupported
from docker_lessons.engine.api.wire import NEWEST, departures, errors, name_of
from docker_lessons.engine.build import build_routes
from docker_lessons.engine.containers import container_routes
from docker_lessons.engine.containers.containers import Containers
from docker_lessons.engine.images import image_routes
from docker_lessons.engine.images.image_store import ImageStore
from docker_lessons.engine.registry import registry_routes
from docker_lessons.engine.registry.registries import Registries
from docker_lessons.engine.system import event_routes, system_routes
from docker_lessons.engine.transfer import transfer_routes
from docker_lessons.version import __version__

if TYPE_CHECKING:
    from pathlib import Path

    from docker_lessons.engine.api.wire import Route
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
        """Opens the state, and cleans up after a kill."""
        self._store = ImageStore(root)
        self._containers = Containers()
        self._registries = Registries(registry, f"docker-lessons-engine/{__version__}")
        self._trace = trace
        self._scratch = root / "scratch"
        shutil.rmtree(self._scratch, ignore_errors=True)
        self._scratch.mkdir()

    def app(self) -> web.Application:
        """Returns the application that serves the Engine API."""
        app = web.Application(
            middlewares=[departures, self._trace.middleware("engine"), errors],
            client_max_size=1 << 24,
        )
        app.on_response_prepare.append(_add_headers)
        app.on_shutdown.append(self._end_events)
        for method, path, handler in self._routes():
            app.router.add_route(method, path, handler)
            app.router.add_route(method, _VERSION + path, handler)
        return app

    def _routes(self) -> list[Route]:
        store, containers, registries = self._store, self._containers, self._registries
        return [
            *system_routes.routes(store, containers),
            *event_routes.routes(store.events),
            *registry_routes.routes(registries),
            *image_routes.routes(store, containers),
            *transfer_routes.routes(store, registries, self._trace, self._scratch),
            *build_routes.routes(store, registries, self._trace, self._scratch),
            *container_routes.routes(store),
            *unsupported.routes(),
        ]

    async def _end_events(self, app: web.Application) -> None:
        # A stream of events never ends by itself, and would delay the end of the service.
        self._store.events.end()

    async def close(self) -> None:
        """Closes the state; the application must have ended before."""
        self._store.close()


async def _add_headers(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(_HEADERS)
