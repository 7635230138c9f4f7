"""The engine about itself: ping, version, info, disk usage, events.

Source: moby ``api/swagger.yaml`` (tag System).
"""

from __future__ import annotations

import asyncio
import os
import platform
import time
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from docker_lessons import __version__
from docker_lessons.engine import listing, timestamp
from docker_lessons.engine.config import architecture
from docker_lessons.engine.errors import BadParameter
from docker_lessons.engine.filters import Filters
from docker_lessons.engine.progress import go_json
from docker_lessons.engine.wire import (
    NEWEST,
    OLDEST,
    Parts,
    Route,
    name_of,
    reply,
    version_of,
)
from docker_lessons.oci.docker_hub import INDEX_SERVER

NAME = "docker-lessons practice engine"
"""How the engine calls itself, so that nobody takes it for Docker's."""

_LOOK = 5.0
"""Seconds after which a stream of events looks whether its reader is still there."""
_BUILDER_SIZE = (1, 42)


def routes(parts: Parts) -> list[Route]:
    """Return the routes of this module."""
    system = _System(parts)
    return [
        ("GET", "/_ping", system.ping),
        ("HEAD", "/_ping", system.ping),
        ("GET", "/version", system.version),
        ("GET", "/info", system.info),
        ("GET", "/system/df", system.disk_usage),
        ("GET", "/events", system.events),
    ]


class _System:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._started = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f000+00:00")

    async def ping(self, request: web.Request) -> web.Response:
        response = web.Response(
            text="" if request.method == "HEAD" else "OK",
            headers={"Cache-Control": "no-cache, no-store, must-revalidate", "Pragma": "no-cache"},
        )
        # 1: the classic builder. A client then does not ask for BuildKit by itself.
        response.headers["Builder-Version"] = "1"
        return response

    async def version(self, request: web.Request) -> web.Response:
        about = {
            "ApiVersion": name_of(NEWEST),
            "Arch": architecture(),
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
        store = self._parts.store
        index = {"Name": "docker.io", "Mirrors": [], "Secure": True, "Official": True}
        return reply(
            {
                "ID": store.identity,
                "Containers": 0,
                "ContainersRunning": 0,
                "ContainersPaused": 0,
                "ContainersStopped": 0,
                "Images": len(store.images()),
                "Driver": listing.DRIVER,
                "DriverStatus": [],
                "Plugins": {"Volume": [], "Network": [], "Authorization": None, "Log": []},
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
                "LoggingDriver": "none",
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
                "Runtimes": {},
                "DefaultRuntime": "",
                "Swarm": {"LocalNodeState": "inactive", "ControlAvailable": False},
                "LiveRestoreEnabled": False,
                "Isolation": "",
                "InitBinary": "",
                "SecurityOptions": [],
                "Warnings": None,
            }
        )

    async def disk_usage(self, request: web.Request) -> web.Response:
        store, version = self._parts.store, version_of(request)
        answer: dict[str, Any] = {
            "LayersSize": listing.layers_size(store),
            "Images": listing.summaries(store, Filters({}), version, everything=False, usage=True),
            "Containers": [],
            "Volumes": [],
            "BuildCache": [],
        }
        if version < _BUILDER_SIZE:
            answer["BuilderSize"] = 0
        return reply(answer)

    async def events(self, request: web.Request) -> web.StreamResponse:
        since = timestamp.parameter(request.query.get("since", ""))
        until = timestamp.parameter(request.query.get("until", ""))
        if until is not None and until < (since or 0):
            raise BadParameter(
                f"`since` time ({request.query.get('since', '')}) cannot be after "
                f"`until` time ({request.query['until']})"
            )
        filters = Filters.parse(request.query.get("filters", ""))
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        log = self._parts.store.events
        news, unsubscribe = log.subscribe()
        try:
            # dockerd shows the past only to who asks for it, by `since` or by `until`.
            last = log.last()
            if since is not None or until is not None:
                past = log.between(since or 0, until if until is not None else time.time_ns())
                for event in past:
                    if event.passes(filters):
                        await response.write(go_json(event.document()).encode() + b"\n")
                last = max([last, *(event.number for event in past)])
            while not log.ended and (until is None or time.time_ns() < until):
                pause = _LOOK
                if until is not None:
                    pause = min(pause, max(until - time.time_ns(), 0) / timestamp.SECOND)
                try:
                    await asyncio.wait_for(news.wait(), pause)
                except TimeoutError:
                    if request.transport is None or request.transport.is_closing():
                        break
                    continue
                news.clear()
                for event in log.after(last):
                    last = event.number
                    if event.passes(filters):
                        await response.write(go_json(event.document()).encode() + b"\n")
        finally:
            unsubscribe()
        await response.write_eof()
        return response


def _memory() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError):
        return 0
