"""What Docker's Engine API has and this engine does not: each path answers 501 with a sentence.

Source: the paths of moby ``api/swagger.yaml``, version 1.44.
"""

from __future__ import annotations

from aiohttp import web

from docker_lessons.engine.build import BUILDKIT
from docker_lessons.engine.errors import NotImplementedHere
from docker_lessons.engine.wire import Route

_BECAUSE = {
    "containers": "it runs no containers",
    "exec": "it runs no containers",
    "images": "it gets images by build, pull and load",
    "build": "its build cache is the images that it lists",
    "commit": "it runs no containers that could be turned into an image",
    "networks": "it runs no containers, and so it has no networks",
    "volumes": "it runs no containers, and so it has no volumes",
    "plugins": "it has no plugins",
    "distribution": "it looks at images of a registry only by pulling them",
}
_SWARM = "it is one engine alone, and no swarm"

_PATHS = """
POST /containers/prune
POST /exec/{id}/start
POST /exec/{id}/resize
GET /exec/{id}/json
POST /build/prune
POST /build/cancel
POST /commit
GET /networks
POST /networks/create
POST /networks/prune
GET /networks/{id}
DELETE /networks/{id}
POST /networks/{id}/connect
POST /networks/{id}/disconnect
GET /volumes
POST /volumes/create
POST /volumes/prune
GET /volumes/{id}
PUT /volumes/{id}
DELETE /volumes/{id}
GET /plugins
GET /plugins/privileges
POST /plugins/pull
POST /plugins/create
GET /plugins/{id}/json
DELETE /plugins/{id}
POST /plugins/{id}/enable
POST /plugins/{id}/disable
POST /plugins/{id}/upgrade
POST /plugins/{id}/push
POST /plugins/{id}/set
GET /nodes
GET /nodes/{id}
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
GET /services/{id}
DELETE /services/{id}
POST /services/{id}/update
GET /services/{id}/logs
GET /tasks
GET /tasks/{id}
GET /tasks/{id}/logs
GET /secrets
POST /secrets/create
GET /secrets/{id}
DELETE /secrets/{id}
POST /secrets/{id}/update
GET /configs
POST /configs/create
GET /configs/{id}
DELETE /configs/{id}
POST /configs/{id}/update
GET /distribution/{id}/json
"""


def routes() -> list[Route]:
    """Return the routes of this module."""
    lines = (line.split() for line in _PATHS.split("\n") if line)
    return [
        ("POST", "/session", _buildkit),
        ("POST", "/grpc", _buildkit),
        *((method, path.replace("{id}", "{id:.+}"), _refuse) for method, path in lines),
    ]


async def _buildkit(request: web.Request) -> web.Response:
    raise NotImplementedHere(BUILDKIT)


async def _refuse(request: web.Request) -> web.Response:
    path = request.path
    if "version" in request.match_info:
        path = path[path.index("/", 1) :]
    because = _BECAUSE.get(path.split("/")[1], _SWARM)
    raise NotImplementedHere(f"the practice engine does not do {request.method} {path}: {because}")
