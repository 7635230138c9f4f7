"""Routes for what this engine lacks, apart from what Docker always has: volumes, networks, caches.

A query is answered as by a daemon that has nothing else, rather than refused.
Source: moby ``api/swagger.yaml`` (tags Volume, Network, Plugin) and what dockerd 20.10 answers.
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

from aiohttp import web

from docker_lessons.engine.api import gotime, timestamp
from docker_lessons.engine.api.errors import BadParameter, EngineError, Forbidden, NotFound
from docker_lessons.engine.api.filters import Filters
from docker_lessons.engine.api.wire import Route, flag, reply
from docker_lessons.oci.digest import sha256

if TYPE_CHECKING:
    from docker_lessons.engine.images.image_store import ImageStore

_NETWORKS = {"none": "null", "host": "host"}
"""The networks of a daemon that has no others, each with its driver."""
_NETWORK_FILTERS = frozenset({"dangling", "driver", "id", "label", "name", "scope", "type"})
_BOOLEANS = frozenset(
    ["", "1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False"]
)
"""What Go reads as true or false, and nothing at all."""
_VOLUME_FILTERS = frozenset({"dangling", "driver", "label", "name"})
_PLUGIN_FILTERS = frozenset({"capability", "enabled"})
_CACHE_FILTERS = frozenset(
    (
        *("until", "unused-for", "id", "label", "label!", "type", "parent", "description"),
        *("inuse", "shared", "private"),
    )
)


def routes(store: ImageStore) -> list[Route]:
    """Returns the routes of what this engine doesn't have."""
    empty = _Empty(store)
    return [
        ("GET", "/volumes", empty.volumes),
        ("POST", "/volumes/prune", empty.prune_volumes),
        ("DELETE", "/volumes/{id:.+}", empty.remove_volume),
        ("GET", "/networks", empty.networks),
        ("GET", "/networks/{id:.+}", empty.network),
        ("DELETE", "/networks/{id:.+}", empty.remove_network),
        ("POST", "/networks/prune", empty.prune_networks),
        ("GET", "/plugins", empty.plugins),
        ("DELETE", "/plugins/{id:.+}", empty.remove_plugin),
        ("POST", "/build/prune", empty.prune_caches),
        ("POST", "/build/cancel", empty.cancel_build),
    ]


class _Empty:
    def __init__(self, store: ImageStore) -> None:
        created = timestamp.rfc3339(time.time_ns())
        self._networks = [
            _network(name, sha256(f"{store.identity} {name}".encode())[7:], created)
            for name in _NETWORKS
        ]

    async def volumes(self, request: web.Request) -> web.Response:
        filters = _filters(request, "error reading volume filters: ")
        filters.validate(_VOLUME_FILTERS)
        filters.boolean("dangling")
        return reply({"Volumes": [], "Warnings": None})

    async def prune_volumes(self, request: web.Request) -> web.Response:
        _filters(request).validate(frozenset({"label", "label!"}))
        return reply({"VolumesDeleted": [], "SpaceReclaimed": 0})

    async def remove_volume(self, request: web.Request) -> web.Response:
        if flag(request, "force"):
            return web.Response(status=204)
        raise NotFound(f"get {request.match_info['id']}: no such volume")

    async def networks(self, request: web.Request) -> web.Response:
        filters = _filters(request)
        filters.validate(_NETWORK_FILTERS)
        for kind in filters.get("type"):
            if kind not in ("builtin", "custom"):
                raise BadParameter(f"invalid filter: 'type'='{kind}'")
        try:
            dangling = filters.boolean("dangling")
        except BadParameter:
            raise BadParameter(
                'invalid value for filter \'dangling\', must be "true" (or "1"), or "false" '
                '(or "0")'
            ) from None
        return reply(
            [
                network
                for network in self._networks
                if not dangling
                and filters.exact("type", "builtin")
                and filters.exact("driver", network["Driver"])
                and filters.exact("scope", network["Scope"])
                and filters.labels("label", network["Labels"])
                and _contains(filters, "name", network["Name"])
                and _contains(filters, "id", network["Id"])
            ]
        )

    async def network(self, request: web.Request) -> web.Response:
        name, verbose = request.match_info["id"], request.query.get("verbose", "")
        if verbose not in _BOOLEANS:
            raise BadParameter(
                f"invalid value for verbose: {verbose}: "
                f'strconv.ParseBool: parsing "{verbose}": invalid syntax'
            )
        network = self._found(name)
        if request.query.get("scope", "") not in ("", network["Scope"]):
            raise NotFound(f"network {name} not found")
        return reply(network)

    async def remove_network(self, request: web.Request) -> web.Response:
        name = self._found(request.match_info["id"])["Name"]
        raise Forbidden(f"{name} is a pre-defined network and cannot be removed")

    def _found(self, text: str) -> dict[str, Any]:
        for network in self._networks:
            if text == network["Name"] or (text and network["Id"].startswith(text)):
                return network
        raise NotFound(f"network {text} not found")

    async def prune_networks(self, request: web.Request) -> web.Response:
        _filters(request).check_prune(time.time_ns())
        return reply({"NetworksDeleted": None})

    async def plugins(self, request: web.Request) -> web.Response:
        filters = _filters(request)
        filters.validate(_PLUGIN_FILTERS)
        filters.boolean("enabled")
        return reply([])

    async def remove_plugin(self, request: web.Request) -> web.Response:
        raise NotFound(f'plugin "{request.match_info["id"]}" not found')

    async def prune_caches(self, request: web.Request) -> web.Response:
        """Answers like a daemon without a build cache: the classic builder's cache is its images."""
        filters = _filters(request, "could not parse filters: ")
        kept = request.query.get("keep-storage", "")
        if kept and not re.fullmatch(r"[+-]?\d+", kept):
            raise BadParameter(
                f"keep-storage is in bytes and expects an integer, got {kept}: "
                f'strconv.Atoi: parsing "{kept}": invalid syntax'
            )
        try:
            filters.validate(_CACHE_FILTERS)
            for text in (*filters.get("until"), *filters.get("unused-for")):
                gotime.duration(text)
        except EngineError as error:
            raise type(error)(f"failed to prune build cache: {error.message}") from None
        except gotime.Malformed as error:
            raise BadParameter(
                'failed to prune build cache: "until" filter expects a duration '
                f"(e.g., '24h'): {error}"
            ) from None
        return reply({"CachesDeleted": None, "SpaceReclaimed": 0})

    async def cancel_build(self, request: web.Request) -> web.Response:
        if not request.query.get("id"):
            raise BadParameter("build ID not provided")
        return web.Response()


def _filters(request: web.Request, start: str = "") -> Filters:
    try:
        return Filters.parse(request.query.get("filters", ""))
    except BadParameter as error:
        raise BadParameter(f"{start}{error.message}") from None


def _contains(filters: Filters, field: str, value: str) -> bool:
    wanted = filters.get(field)
    return not wanted or any(text in value for text in wanted)


def _network(name: str, identity: str, created: str) -> dict[str, Any]:
    return {
        "Name": name,
        "Id": identity,
        "Created": created,
        "Scope": "local",
        "Driver": _NETWORKS[name],
        "EnableIPv6": False,
        "IPAM": {"Driver": "default", "Options": None, "Config": []},
        "Internal": False,
        "Attachable": False,
        "Ingress": False,
        "ConfigFrom": {"Network": ""},
        "ConfigOnly": False,
        "Containers": {},
        "Options": {},
        "Labels": {},
    }
