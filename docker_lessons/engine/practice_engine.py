"""The engine as a whole: its state, its routes, and the web application that serves them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from docker_lessons.engine.api import departure, unsupported
from docker_lessons.engine.api.parameters import checked
from docker_lessons.engine.api.wire import NEWEST, departures, errors, name_of
from docker_lessons.engine.build import build_routes, changes
from docker_lessons.engine.containers import (
    container_routes,
    exec_routes,
    file_routes,
    stream_routes,
)
from docker_lessons.engine.containers.containers import Containers
from docker_lessons.engine.images import image_routes
from docker_lessons.engine.images.image_store import ImageStore
from docker_lessons.engine.registry import registry_routes
from docker_lessons.engine.registry.registries import Registries
from docker_lessons.engine.runtime import root_fs
from docker_lessons.engine.runtime.program_runtime import ProgramRuntime
from docker_lessons.engine.system import empty_routes, event_routes, system_routes
from docker_lessons.engine.transfer import transfer_routes
from docker_lessons.version import __version__

if TYPE_CHECKING:
    from pathlib import Path

    from docker_lessons.engine.api.wire import Route
    from docker_lessons.engine.images.rescue import Rescue
    from docker_lessons.engine.runtime.process import Runtime
    from docker_lessons.trace import Trace

_VERSION = "/v{version:[0-9][0-9.]*}"
_HEADERS = {
    "Api-Version": name_of(NEWEST),
    "Docker-Experimental": "false",
    "Ostype": "linux",
    "Server": f"docker-lessons/{__version__} (linux)",
}


class Engine:
    """A practice engine with its state in `root`.

    `registry` is the address of the only registry that it reaches, its ``docker.io``.
    """

    def __init__(
        self,
        root: Path,
        *,
        registry: str,
        trace: Trace,
        registry_name: str = "",
        authorities: str = "",
        runtime: Runtime | None = None,
    ) -> None:
        """Opens the state, and cleans up after a kill; `runtime` starts the programs of containers.

        `registry_name` and `authorities` as for `Registries`.
        """
        self._store = ImageStore(root)
        self._containers = Containers(self._store, runtime or ProgramRuntime())
        self._registries = Registries(
            registry,
            f"docker-lessons-engine/{__version__}",
            own_name=registry_name,
            authorities=authorities,
        )
        self._trace = trace
        self._scratch = root / "scratch"
        root_fs.remove(
            self._scratch
        )  # with the files of a command that was running, whatever their modes
        self._scratch.mkdir()

    @property
    def rescue(self) -> Rescue | None:
        """What was saved of a damaged database, None if it was not damaged."""
        return self._store.rescue

    def app(self) -> web.Application:
        """Returns the application that serves the Engine API."""
        app = web.Application(
            middlewares=[departures, self._trace.middleware("engine"), errors],
            client_max_size=1 << 24,
        )
        app.on_response_prepare.append(_add_headers)
        app.on_shutdown.append(self._end)
        for route in self._routes():
            method, path, _ = route
            handler = checked(route)
            app.router.add_route(method, path, handler)
            app.router.add_route(method, _VERSION + path, handler)
        return app

    def _routes(self) -> list[Route]:
        store, containers, registries = self._store, self._containers, self._registries
        places = (store, registries, self._trace, self._scratch)
        return [
            *system_routes.routes(store, containers),
            *empty_routes.routes(store),
            *event_routes.routes(store.events),
            *registry_routes.routes(registries),
            *image_routes.routes(store, containers),
            *transfer_routes.routes(*places, changes.changed),
            *build_routes.routes(*places, containers.runtime),
            *container_routes.routes(containers),
            *stream_routes.routes(containers),
            *exec_routes.routes(containers),
            *file_routes.routes(containers, self._scratch, changes.changed),
            *unsupported.routes(),
        ]

    async def _end(self, app: web.Application) -> None:
        await self._containers.close()
        # A stream of events never ends by itself, and would delay the end of the service.
        self._store.events.end()

    async def close(self) -> None:
        """Closes the state; the application must have ended before."""
        self._store.close()


async def _add_headers(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(_HEADERS)
    departure.answering()
