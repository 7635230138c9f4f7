"""A registry of one repository whose answers, right or wrong, a test writes."""

import asyncio
import json

from aiohttp import web

from docker_lessons.engine.images.platforms import here
from docker_lessons.oci.digest import sha256
from tests import programs


class WrittenRegistry:
    """A registry of one repository, whose answers a test writes; nothing in it is verified."""

    def __init__(self):
        self.blobs: dict[str, bytes] = {}
        self.manifests: dict[str, tuple[str, bytes]] = {}
        self.host = f"127.0.0.1:{programs.free_port()}"
        self.held = ""
        """The digest of a blob of which only the first thousand bytes go out, until `released`."""
        self.reached, self.released = asyncio.Event(), asyncio.Event()

    def add(self, data, digest=None):
        digest = digest or sha256(data)
        self.blobs[digest] = data
        return digest

    def add_image(
        self, layers, media_type, *, diff_ids=None, os_name="linux", architecture=None, blobs=None
    ):
        """Add an image of these tars, and return its manifest's descriptor."""
        diff_ids = diff_ids or [sha256(layer) for layer in layers]
        config = json.dumps(
            {
                "os": os_name,
                "architecture": architecture or here().architecture,
                "rootfs": {"type": "layers", "diff_ids": diff_ids},
            }
        ).encode()
        blobs = blobs or layers
        manifest = {
            "schemaVersion": 2,
            "mediaType": media_type,
            "config": {
                "mediaType": "application/vnd.oci.image.config.v1+json",
                "size": len(config),
                "digest": self.add(config),
            },
            "layers": [
                {
                    "mediaType": "application/vnd.oci.image.layer.v1.tar",
                    "size": len(blob),
                    "digest": self.add(blob),
                }
                for blob in blobs
            ],
        }
        if "docker" in media_type:
            manifest["config"]["mediaType"] = "application/vnd.docker.container.image.v1+json"
        data = json.dumps(manifest).encode()
        self.manifests[sha256(data)] = (media_type, data)
        return {"mediaType": media_type, "size": len(data), "digest": sha256(data)}

    def tag(self, name, digest):
        self.manifests[name] = self.manifests[digest]

    async def manifest(self, request):
        found = self.manifests.get(request.match_info["reference"])
        if found is None:
            return web.json_response(
                {"errors": [{"code": "MANIFEST_UNKNOWN", "message": "manifest unknown"}]},
                status=404,
            )
        return web.Response(
            body=found[1],
            content_type=found[0],
            headers={"Docker-Content-Digest": sha256(found[1])},
        )

    async def blob(self, request):
        data = self.blobs[request.match_info["digest"]]
        response = web.StreamResponse(headers={"Content-Length": str(len(data))})
        await response.prepare(request)
        await response.write(data[:1000])
        if self.held == request.match_info["digest"]:
            self.reached.set()
            await self.released.wait()
        await response.write(data[1000:])
        return response

    async def start(self):
        """Listen."""
        app = web.Application()
        app.router.add_get("/v2/", self.version)
        app.router.add_get("/v2/d/r/manifests/{reference}", self.manifest)
        app.router.add_get("/v2/d/r/blobs/{digest}", self.blob)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        await web.TCPSite(self._runner, *self.host.split(":")).start()

    async def stop(self):
        """Listen no more."""
        await self._runner.cleanup()

    async def version(self, request):
        return web.json_response({})
