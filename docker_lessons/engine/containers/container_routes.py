"""Routes of containers: there are none, and the engine says so in dockerd's words.

Source: moby ``api/swagger.yaml`` (tag Container).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from docker_lessons.engine.api.errors import BadParameter, NotFound, NotImplementedHere
from docker_lessons.engine.api.filters import Filters
from docker_lessons.engine.api.wire import Route, body_json, reply

if TYPE_CHECKING:
    from docker_lessons.engine.images.image_store import ImageStore

RUNS_NOTHING = (
    "this practice engine runs no containers: it builds, tags, pushes and pulls images; "
    "to run {} use a Docker of your own"
)
"""The refusal of a request to run an image."""

_OF_ONE = {
    "GET": ("json", "top", "logs", "changes", "export", "stats", "archive", "attach/ws"),
    "POST": (
        "resize",
        "start",
        "stop",
        "restart",
        "kill",
        "update",
        "rename",
        "pause",
        "unpause",
        "attach",
        "wait",
        "exec",
        "copy",
    ),
    "HEAD": ("archive",),
    "PUT": ("archive",),
}


def routes(store: ImageStore) -> list[Route]:
    """Returns the routes of containers."""
    containers = _Containers(store)
    return [
        ("GET", "/containers/json", containers.list),
        ("POST", "/containers/create", containers.create),
        ("DELETE", "/containers/{name:.*}", containers.none),
        ("POST", "/commit", containers.none),
        *(
            (method, f"/containers/{{name:[^/]+}}/{act}", containers.none)
            for method, acts in _OF_ONE.items()
            for act in acts
        ),
    ]


class _Containers:
    def __init__(self, store: ImageStore) -> None:
        self._store = store

    async def list(self, request: web.Request) -> web.Response:
        Filters.parse(request.query.get("filters", ""))
        return reply([])

    async def none(self, request: web.Request) -> web.Response:
        name = request.match_info.get("name", request.query.get("container", ""))
        start = f"Cannot kill container: {name}: " if request.path.endswith("/kill") else ""
        raise NotFound(f"{start}No such container: {name}")

    async def create(self, request: web.Request) -> web.Response:
        document = await body_json(request)
        name = document.get("Image")
        if not document or name is None:
            raise BadParameter("Config cannot be empty in order to create a container")
        image = self._store.resolve(str(name)) if name else None
        if image is None:
            raise BadParameter("no image is given, and no container can be made without one")
        raise NotImplementedHere(RUNS_NOTHING.format(name))
