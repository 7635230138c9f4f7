"""The one table of every parameter of every served route, in its address or headers, and what happens with it.

A parameter is read by its route, has no effect for a reason given here, or is refused with a sentence
as soon as it asks for anything. `checked` enforces the refusals wherever routes are registered. Parameters
that Docker itself does not know are ignored, as by dockerd; ``docs/engine.md`` is made from this table.

Source: moby ``api/swagger.yaml``, versions 1.24 to 1.55.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docker_lessons.engine.api.errors import NotImplementedHere
from docker_lessons.engine.api.unsupported import BUILDKIT
from docker_lessons.engine.api.wire import with_form

if TYPE_CHECKING:
    from aiohttp import web

    from docker_lessons.engine.api.wire import Handler, Route

_TEXT = frozenset({""})
_FLAG = frozenset({"", "0", "no", "false", "none"})
_NUMBER = frozenset({"", "0"})
_QUOTA = frozenset({"", "0", "-1"})
_LIST = frozenset({"", "null", "[]"})
_NETWORK = frozenset({"", "default", "host"})
"""For each kind of parameter, the values that ask for nothing, some of which clients always send."""


@dataclass(frozen=True)
class Refused:
    """The refusal of a parameter, unless it has a `harmless` value, which asks for nothing."""

    sentence: str
    harmless: frozenset[str] = _TEXT

    def check(self, values: list[str]) -> None:
        """Checks that no value asks for anything.

        Raises:
            NotImplementedHere: When one does.
        """
        if any(value.strip().lower() not in self.harmless for value in values):
            raise NotImplementedHere(self.sentence)


@dataclass(frozen=True)
class Row:
    """What a route does with its parameters, by name; headers begin with ``X-``."""

    read: tuple[str, ...] = ()
    without_effect: Mapping[str, str] = field(default_factory=dict)
    """Parameters that change nothing here, each with the reason."""
    refused: Mapping[str, Refused] = field(default_factory=dict)

    @property
    def names(self) -> set[str]:
        """Every parameter of the route."""
        return {*self.read, *self.without_effect, *self.refused}


_ONE_PLATFORM = Refused(
    "an image on the practice engine has one platform and is one manifest: leave out the platform"
)
_NO_MANIFESTS = Refused(
    "the practice engine keeps one manifest of an image, not the list that it was chosen from: leave out manifests",
    _FLAG,
)
_PUBLIC_SEARCH = "the search shows what is public, to everybody alike"
_META = "headers for the registry of Docker before 1.6; the practice Hub reads none"
_NEWER = "what is pruned is nothing, however much room is asked for"

_ATTACH = ("detachKeys", "logs", "stream", "stdin", "stdout", "stderr")
_NO_STATS = "containers are not measured, and the route says so"
_NO_WEBSOCKET = "clients attach without a websocket, and the route says so"


def _limit(option: str, harmless: frozenset[str]) -> Refused:
    return Refused(
        f"the practice engine can't limit what a build uses: leave out {option}", harmless
    )


_BUILD = Row(
    read=(
        *("dockerfile", "t", "q", "nocache", "pull", "rm", "forcerm", "buildargs", "labels"),
        *("target", "platform", "version", "isolation", "securityopt", "squash"),
        "X-Registry-Config",
    ),
    without_effect={"buildid": "it names a build of BuildKit, so that it can be cancelled"},
    refused={
        "session": Refused(BUILDKIT),
        "outputs": Refused(BUILDKIT, _LIST),
        "remote": Refused(
            "builds from a URL are not possible here: the practice engine connects only to the "
            "practice Hub; build from a folder"
        ),
        "cachefrom": Refused(
            "the practice engine's cache is every image that is here, and it can't leave any out: "
            "leave out --cache-from",
            _LIST,
        ),
        "networkmode": Refused(
            "a build on the practice engine has the network of this computer: leave out --network",
            _NETWORK,
        ),
        "extrahosts": Refused(
            "the practice engine adds no hosts to a build: leave out --add-host", _LIST
        ),
        "memory": _limit("--memory", _NUMBER),
        "memswap": _limit("--memory-swap", _QUOTA),
        "cpushares": _limit("--cpu-shares", _NUMBER),
        "cpusetcpus": _limit("--cpuset-cpus", _TEXT),
        "cpusetmems": _limit("--cpuset-mems", _TEXT),
        "cpuperiod": _limit("--cpu-period", _NUMBER),
        "cpuquota": _limit("--cpu-quota", _QUOTA),
        "cgroupparent": _limit("--cgroup-parent", _TEXT),
        "shmsize": _limit("--shm-size", _NUMBER),
        "ulimits": _limit("--ulimit", _LIST),
    },
)

TABLE: Mapping[str, Row] = {
    "GET /_ping": Row(),
    "HEAD /_ping": Row(),
    "GET /version": Row(),
    "GET /info": Row(),
    "GET /system/df": Row(
        ("type",),
        refused={
            "verbose": Refused(
                "the practice engine tells its disk usage in one form: leave out verbose", _FLAG
            )
        },
    ),
    "GET /events": Row(("since", "until", "filters")),
    "POST /auth": Row(),
    "GET /images/search": Row(
        ("term", "limit", "filters"),
        {"X-Registry-Auth": _PUBLIC_SEARCH, "X-Meta-*": _META},
    ),
    "GET /images/json": Row(
        ("all", "filters", "filter", "shared-size"),
        {"digests": "the digests are always there; the client chooses whether it shows them"},
        {
            "manifests": _NO_MANIFESTS,
            "identity": Refused(
                "the practice engine keeps no signatures with an image: leave out identity", _FLAG
            ),
        },
    ),
    "POST /images/prune": Row(("filters",)),
    "GET /images/{name}/json": Row(refused={"manifests": _NO_MANIFESTS, "platform": _ONE_PLATFORM}),
    "GET /images/{name}/history": Row(refused={"platform": _ONE_PLATFORM}),
    "POST /images/{name}/tag": Row(("repo", "tag")),
    "DELETE /images/{name}": Row(("force", "noprune"), refused={"platforms": _ONE_PLATFORM}),
    "POST /images/create": Row(
        (
            *("fromImage", "fromSrc", "repo", "tag", "message", "changes", "platform"),
            "X-Registry-Auth",
        ),
        {"X-Meta-*": _META},
    ),
    "POST /images/{name}/push": Row(
        ("tag", "X-Registry-Auth"), {"X-Meta-*": _META}, {"platform": _ONE_PLATFORM}
    ),
    "GET /images/get": Row(("names",), refused={"platform": _ONE_PLATFORM}),
    "GET /images/{name}/get": Row(refused={"platform": _ONE_PLATFORM}),
    "POST /images/load": Row(("quiet",), refused={"platform": _ONE_PLATFORM}),
    "GET /distribution/{name}/json": Row(("X-Registry-Auth",)),
    "POST /build": _BUILD,
    "POST /build/prune": Row(
        ("filters", "keep-storage"),
        {
            "all": "there is no cache of BuildKit's, so that all of it is nothing",
            **dict.fromkeys(("reserved-space", "max-used-space", "min-free-space"), _NEWER),
        },
    ),
    "POST /build/cancel": Row(("id",)),
    "POST /containers/create": Row(("name", "platform")),
    "GET /containers/json": Row(("all", "limit", "size", "filters")),
    "POST /containers/prune": Row(("filters",)),
    "DELETE /containers/{name}": Row(
        ("force", "link"), {"v": "a container has no volumes that could go with it"}
    ),
    "GET /containers/{name}/json": Row(("size",)),
    "POST /containers/{name}/start": Row(
        without_effect={"detachKeys": "who attaches says itself which keys detach"}
    ),
    "POST /containers/{name}/stop": Row(("t", "signal")),
    "POST /containers/{name}/restart": Row(("t", "signal")),
    "POST /containers/{name}/kill": Row(("signal",)),
    "POST /containers/{name}/rename": Row(("name",)),
    "POST /containers/{name}/pause": Row(),
    "POST /containers/{name}/unpause": Row(),
    "POST /containers/{name}/update": Row(),
    "GET /containers/{name}/stats": Row(
        without_effect=dict.fromkeys(("stream", "one-shot"), _NO_STATS)
    ),
    "POST /containers/{name}/attach": Row(_ATTACH),
    "GET /containers/{name}/attach/ws": Row(without_effect=dict.fromkeys(_ATTACH, _NO_WEBSOCKET)),
    "GET /containers/{name}/logs": Row(
        ("follow", "stdout", "stderr", "since", "until", "timestamps", "tail")
    ),
    "POST /containers/{name}/wait": Row(("condition",)),
    "POST /containers/{name}/resize": Row(("h", "w")),
    "GET /containers/{name}/top": Row(("ps_args",)),
    "POST /containers/{name}/exec": Row(),
    "POST /exec/{id}/start": Row(),
    "POST /exec/{id}/resize": Row(("h", "w")),
    "GET /exec/{id}/json": Row(),
    "HEAD /containers/{name}/archive": Row(("path",)),
    "GET /containers/{name}/archive": Row(("path",)),
    "PUT /containers/{name}/archive": Row(("path", "noOverwriteDirNonDir", "copyUIDGID")),
    "GET /containers/{name}/export": Row(),
    "GET /containers/{name}/changes": Row(),
    "POST /commit": Row(("container", "repo", "tag", "comment", "author", "pause", "changes")),
    "GET /volumes": Row(("filters",)),
    "POST /volumes/prune": Row(("filters",)),
    "DELETE /volumes/{id}": Row(("force",)),
    "GET /networks": Row(("filters",)),
    "GET /networks/{id}": Row(("verbose", "scope")),
    "DELETE /networks/{id}": Row(),
    "POST /networks/prune": Row(("filters",)),
    "GET /plugins": Row(("filters",)),
    "DELETE /plugins/{id}": Row(
        without_effect={"force": "there is no plugin that could be in use"}
    ),
}
"""What each served route does with its parameters."""


_ARCHIVES = frozenset({"POST /build", "POST /images/load"})
"""Routes whose body is an archive, whatever type a client such as curl gives it."""


def route_name(method: str, path: str) -> str:
    """Returns a route's name in the table: ``GET /images/{name}/json``."""
    return f"{method} {re.sub(r':[^{}]+', '', path)}"


def checked(route: Route) -> Handler:
    """Returns the route's handler, preceded by a check that refuses parameters as the table says.

    A parameter that comes in a form is read like one in the path.
    """
    method, path, handler = route
    named = route_name(method, path)
    row = TABLE.get(named, Row())

    async def checking(request: web.Request) -> web.StreamResponse:
        if named not in _ARCHIVES:
            request = await with_form(request)
        sent = request.rel_url.query
        for name, refused in row.refused.items():
            refused.check(sent.getall(name, []))
        return await handler(request)

    return checking if row.names else handler
