"""The addresses of the registry, and how a refusal is answered."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from aiohttp import web

from docker_lessons.hub.accounts import Scope
from docker_lessons.hub.database import DamagedDatabase
from docker_lessons.hub.registry.authorization import Authorization
from docker_lessons.hub.registry.blob_routes import BlobRoutes
from docker_lessons.hub.registry.errors import Refusal, disk_full
from docker_lessons.hub.registry.legacy_search import legacy_search
from docker_lessons.hub.registry.manifest_routes import ManifestRoutes
from docker_lessons.hub.registry.pull_limit import PullLimit
from docker_lessons.hub.registry.rights import Rights
from docker_lessons.hub.registry.token_endpoint import TokenEndpoint
from docker_lessons.hub.registry.uploads import Uploads
from docker_lessons.oci.store import DiskFull
from docker_lessons.trace import CLIENT_WENT_AWAY

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler

    from docker_lessons.hub.hub import Hub

_log = logging.getLogger(__name__)


def add_registry(app: web.Application, hub: Hub) -> None:
    """Adds the registry's routes and the middleware that answers refusals.

    Uploads in flight end with the application.
    """
    rights = Rights(hub.accounts, hub.repositories)
    authorization = Authorization(
        hub.tokens, hub.access_tokens, rights, realm=f"{hub.registry_url}/token"
    )
    uploads = Uploads(hub.content)
    blobs = BlobRoutes(authorization, hub.content, uploads)
    pull_limit = PullLimit(hub.limits, hub.accounts)
    manifests = ManifestRoutes(
        authorization, hub.database, hub.repositories, hub.content, pull_limit
    )
    token = TokenEndpoint(hub.credentials, rights, hub.tokens)

    async def version(request: web.Request) -> web.Response:
        authorization.grant(request)
        return web.json_response({})

    async def catalog(request: web.Request) -> web.Response:
        raise authorization.deny(request, Scope("registry", "catalog", ("*",)))

    async def search(request: web.Request) -> web.Response:
        return legacy_search(hub.repositories, request)

    async def close_uploads(_: web.Application) -> None:
        uploads.close()

    add = app.router
    add.add_get("/v2/", version)
    add.add_get("/v2", version)
    add.add_get("/v2/_catalog", catalog)
    add.add_get("/token", token.get)
    add.add_post("/token", token.post)
    add.add_get("/v1/search", search)
    uploading = "/v2/{name:.+}/blobs/uploads"
    add.add_post(uploading + "{slash:/?}", blobs.begin)
    add.add_patch(uploading + "/{upload}", blobs.append)
    add.add_put(uploading + "/{upload}", blobs.finish)
    add.add_get(uploading + "/{upload}", blobs.status, allow_head=False)
    add.add_delete(uploading + "/{upload}", blobs.cancel)
    add.add_get("/v2/{name:.+}/blobs/{digest}", blobs.get)
    add.add_delete("/v2/{name:.+}/blobs/{digest}", blobs.delete)
    add.add_get("/v2/{name:.+}/manifests/{reference}", manifests.get)
    add.add_put("/v2/{name:.+}/manifests/{reference}", manifests.put)
    add.add_delete("/v2/{name:.+}/manifests/{reference}", manifests.delete)
    add.add_get("/v2/{name:.+}/tags/list", manifests.tags)
    add.add_get("/v2/{name:.+}/referrers/{digest}", manifests.referrers)
    app.middlewares.append(_refusals)
    app.on_cleanup.append(close_uploads)
    app.on_response_prepare.append(_api_version)


async def _api_version(_: web.Request, response: web.StreamResponse) -> None:
    response.headers["Docker-Distribution-Api-Version"] = "registry/2.0"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Server"] = "practice-hub"


@web.middleware
async def _refusals(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except Refusal as refusal:
        return refusal.response()
    except web.HTTPNotFound:
        return Refusal("UNSUPPORTED", "there is nothing at this address", status=404).response()
    except web.HTTPMethodNotAllowed as error:
        return Refusal("UNSUPPORTED", headers={"Allow": error.headers["Allow"]}).response()
    except web.HTTPException:
        raise
    except DiskFull as error:
        return disk_full(error).response()
    except DamagedDatabase as error:
        return Refusal("UNKNOWN", str(error)).response()
    except ConnectionError:
        return web.Response(status=CLIENT_WENT_AWAY)
    except Exception:  # noqa: BLE001 - whatever it was, the client gets an answer
        # The log names the route, never a header or a body.
        _log.exception("The registry failed at %s %s", request.method, request.path)
        return Refusal("UNKNOWN").response()
