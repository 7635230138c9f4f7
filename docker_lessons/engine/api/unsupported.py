"""Paths of the Engine API that this engine does not serve: each answers 501 with a sentence.

What a served path refuses is elsewhere: parameters and headers in `parameters`, the options of `docker run`, which
come in the body, in `containers.host_config`.

Source: the paths of moby ``api/swagger.yaml``, version 1.44.
"""

from __future__ import annotations

from aiohttp import web

from docker_lessons.engine.api.errors import NotFound, NotImplementedHere, Unavailable
from docker_lessons.engine.api.wire import Route

BUILDKIT = (
    "BuildKit is not part of the practice engine, which has the classic builder: set "
    "DOCKER_BUILDKIT=0 in the environment and build again"
)
"""The refusal of a request for BuildKit."""

_BECAUSE = {
    "networks": "its containers use this computer's network",
    "volumes": "its containers keep their files in themselves, and go with them",
    "plugins": "it has no plugins",
}
_SWARM = "it is a single engine, not a swarm"

_NOT_A_MANAGER = (
    'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect '
    "this node to swarm and try again."
)
_NONE_OF = {
    "volumes": "get {}: no such volume",
    "plugins": 'plugin "{}" not found',
}
_SWARM_KINDS = ("nodes", "services", "tasks", "secrets", "configs")

_PATHS = """
POST /networks/create
POST /networks/{id}/connect
POST /networks/{id}/disconnect
POST /volumes/create
PUT /volumes/{id}
GET /plugins/privileges
POST /plugins/pull
POST /plugins/create
POST /plugins/{id}/enable
POST /plugins/{id}/disable
POST /plugins/{id}/upgrade
POST /plugins/{id}/push
POST /plugins/{id}/set
GET /nodes
DELETE /nodes/{id}
POST /nodes/{id}/update
GET /swarm
POST /swarm/init
POST /swarm/join
POST /swarm/leave
POST /swarm/update
GET /swarm/unlockkey
POST /swarm/unlock
GET /services
POST /services/create
DELETE /services/{id}
POST /services/{id}/update
GET /services/{id}/logs
GET /tasks
GET /tasks/{id}/logs
GET /secrets
POST /secrets/create
DELETE /secrets/{id}
POST /secrets/{id}/update
GET /configs
POST /configs/create
DELETE /configs/{id}
POST /configs/{id}/update
"""


def routes() -> list[Route]:
    """Returns the routes that are refused."""
    lines = (line.split() for line in _PATHS.split("\n") if line)
    return [
        ("POST", "/session", _buildkit),
        ("POST", "/grpc", _buildkit),
        # `docker inspect NAME` tries each kind of object in turn, and goes on only after "not found".
        ("GET", "/plugins/{id:.+}/json", finds_none),
        ("GET", "/volumes/{id:.+}", finds_none),
        *(("GET", f"/{kind}/{{id:[^/]+}}", _no_swarm) for kind in _SWARM_KINDS),
        *((method, path.replace("{id}", "{id:.+}"), _refuse) for method, path in lines),
    ]


def reason(path: str) -> str:
    """Returns why a path is refused."""
    kind = path.split("/")[1]
    return BUILDKIT if kind in ("session", "grpc") else _BECAUSE.get(kind, _SWARM)


async def _buildkit(request: web.Request) -> web.Response:
    raise NotImplementedHere(BUILDKIT)


def _kind(request: web.Request) -> str:
    path = request.path
    if "version" in request.match_info:
        path = path[path.index("/", 1) :]
    return path.split("/")[1]


async def finds_none(request: web.Request) -> web.Response:
    """Answers a question about something that this engine doesn't have."""
    raise NotFound(_NONE_OF[_kind(request)].format(request.match_info["id"]))


async def _no_swarm(request: web.Request) -> web.Response:
    raise Unavailable(_NOT_A_MANAGER)


async def _refuse(request: web.Request) -> web.Response:
    raise NotImplementedHere(
        f"the practice engine does not do {request.method} {request.path}: "
        f"{reason(f'/{_kind(request)}')}"
    )
