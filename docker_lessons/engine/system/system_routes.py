"""Routes about the engine itself: ping, version, info, disk usage.

Source: moby ``api/swagger.yaml`` (tag System).
"""

from __future__ import annotations

import asyncio
import os
import platform
import time
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

from aiohttp import web

from docker_lessons.engine.api import timestamp
from docker_lessons.engine.api.errors import BadParameter
from docker_lessons.engine.api.filters import Filters
from docker_lessons.engine.api.wire import (
    NEWEST,
    OLDEST,
    Route,
    name_of,
    reply,
    version_of,
)
from docker_lessons.engine.images import listing, platforms
from docker_lessons.engine.images.image_use import ImageUses
from docker_lessons.oci.docker_hub import INDEX_SERVER
from docker_lessons.version import __version__

if TYPE_CHECKING:
    from docker_lessons.engine.images.image_store import ImageStore

NAME = "docker-lessons practice engine"
"""The name of this engine, which tells it apart from Docker's."""

_ISOLATES_NOTHING = (
    "WARNING: containers run as programs of this computer, by {}: nothing isolates them from it"
)
_RUNS_NOTHING = "WARNING: {}"
_LOGS = ["json-file"]
_BUILDER_SIZE = _BY_TYPE = (1, 42)
_USED = ("container", "image", "volume", "build-cache")
"""What takes up space, each a `type` of ``GET /system/df``."""


class ContainersHere(ImageUses, Protocol):
    """What the engine's answers about itself need from its containers."""

    async def way(self) -> str:
        """Returns how programs are run here, '' where they cannot be."""

    @property
    def why_not(self) -> str:
        """Why programs cannot be run here, as a sentence for people, once `way` has found out; '' where they can."""

    async def with_sizes(self) -> list[dict[str, Any]]:
        """Returns the list of all containers with their sizes."""


def routes(store: ImageStore, containers: ContainersHere) -> list[Route]:
    """Returns the routes about the engine itself."""
    system = _System(store, containers)
    return [
        ("GET", "/_ping", system.ping),
        ("HEAD", "/_ping", system.ping),
        ("GET", "/version", system.version),
        ("GET", "/info", system.info),
        ("GET", "/system/df", system.disk_usage),
    ]


class _System:
    def __init__(self, store: ImageStore, containers: ContainersHere) -> None:
        self._store = store
        self._containers = containers
        self._started = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f000+00:00")

    async def ping(self, request: web.Request) -> web.Response:
        response = web.Response(
            text="" if request.method == "HEAD" else "OK",
            headers={"Cache-Control": "no-cache, no-store, must-revalidate", "Pragma": "no-cache"},
        )
        # 1 stands for the classic builder: clients then do not ask for BuildKit by default.
        response.headers["Builder-Version"] = "1"
        return response

    async def version(self, request: web.Request) -> web.Response:
        about = {
            "ApiVersion": name_of(NEWEST),
            "Arch": platforms.here().architecture,
            "BuildTime": self._started,
            "GitCommit": "",
            "GoVersion": "",
            "KernelVersion": platform.release(),
            "MinAPIVersion": name_of(OLDEST),
            "Os": "linux",
        }
        details = {**about, "Experimental": "false", "PythonVersion": platform.python_version()}
        engine = {"Name": "Engine", "Version": __version__, "Details": details}
        return reply(
            {"Platform": {"Name": NAME}, "Components": [engine], "Version": __version__, **about}
        )

    async def info(self, request: web.Request) -> web.Response:
        store = self._store
        way = await self._containers.way()
        states = Counter(use.state for use in self._containers.image_uses())
        index = {"Name": "docker.io", "Mirrors": [], "Secure": True, "Official": True}
        return reply(
            {
                "ID": store.identity,
                "Containers": states.total(),
                "ContainersRunning": states["running"],
                "ContainersPaused": states["paused"],
                "ContainersStopped": states.total() - states["running"] - states["paused"],
                "Images": store.count(),
                "Driver": listing.DRIVER,
                "DriverStatus": [],
                "Plugins": {
                    "Volume": [],
                    "Network": [],
                    "Authorization": None,
                    "Log": _LOGS if way else [],
                },
                "MemoryLimit": True,
                "SwapLimit": True,
                "CpuCfsPeriod": True,
                "CpuCfsQuota": True,
                "CPUShares": True,
                "CPUSet": True,
                "PidsLimit": True,
                "IPv4Forwarding": True,
                "BridgeNfIptables": True,
                "BridgeNfIp6tables": True,
                "OomKillDisable": True,
                "Debug": False,
                "NFd": 0,
                "NGoroutines": 0,
                "SystemTime": timestamp.rfc3339(time.time_ns()),
                "LoggingDriver": "json-file" if way else "none",
                "CgroupDriver": "none",
                "NEventsListener": 0,
                "KernelVersion": platform.release(),
                "OperatingSystem": NAME,
                "OSType": "linux",
                "OSVersion": "",
                "Architecture": platform.machine(),
                "IndexServerAddress": INDEX_SERVER,
                "RegistryConfig": {
                    "AllowNondistributableArtifactsCIDRs": [],
                    "AllowNondistributableArtifactsHostnames": [],
                    "InsecureRegistryCIDRs": ["127.0.0.0/8"],
                    "IndexConfigs": {"docker.io": index},
                    "Mirrors": [],
                },
                "NCPU": os.cpu_count() or 1,
                "MemTotal": _memory(),
                "GenericResources": None,
                "DockerRootDir": str(store.root),
                "HttpProxy": "",
                "HttpsProxy": "",
                "NoProxy": "",
                "Name": platform.node(),
                "Labels": [],
                "ExperimentalBuild": False,
                "ServerVersion": __version__,
                "Runtimes": {way: {"path": way}} if way else {},
                "DefaultRuntime": way,
                "Swarm": {"LocalNodeState": "inactive", "ControlAvailable": False},
                "LiveRestoreEnabled": False,
                "Isolation": "",
                "InitBinary": "",
                "SecurityOptions": [],
                "Warnings": [
                    _ISOLATES_NOTHING.format(way)
                    if way
                    else _RUNS_NOTHING.format(self._containers.why_not)
                ],
            }
        )

    async def disk_usage(self, request: web.Request) -> web.Response:
        store, version = self._store, version_of(request)
        wanted: tuple[str, ...] = _USED
        if version >= _BY_TYPE and "type" in request.query:
            wanted = tuple(request.query.getall("type"))
        for kind in wanted:
            if kind not in _USED:
                raise BadParameter(f"unknown object type: {kind}")
        images = None
        if "image" in wanted:
            images = await asyncio.to_thread(
                listing.summaries,
                *(store, Filters({}), version),
                everything=False,
                shared_size=True,
                uses=self._containers,
            )
        answer: dict[str, Any] = {
            "LayersSize": listing.layers_size(store) if images is not None else 0,
            "Images": images,
            "Containers": await self._containers.with_sizes() if "container" in wanted else None,
            "Volumes": [] if "volume" in wanted else None,
            "BuildCache": [] if "build-cache" in wanted else None,
        }
        if version < _BUILDER_SIZE:
            answer["BuilderSize"] = 0
        return reply(answer)


def _memory() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError):
        return 0
