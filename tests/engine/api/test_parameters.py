"""No parameter is dropped: each one is read, changes nothing for a reason, or is refused with a sentence."""

import base64
import json
import re
import urllib.parse
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from aiohttp import web

from docker_lessons.engine.api import unsupported
from docker_lessons.engine.api.parameters import TABLE, route_name
from docker_lessons.engine.practice_engine import Engine
from docker_lessons.trace import Trace
from tests.engine.api.published import PUBLISHED
from tests.engine.serving import ServedEngine
from tests.engine.stored import tar_of
from tests.servers import PASSWORD

JSON, TAR_TYPE = ({"Content-Type": f"application/{kind}"} for kind in ("json", "x-tar"))
AUTH = base64.urlsafe_b64encode(
    json.dumps({"username": "demousr", "password": PASSWORD}).encode()
).decode()


def plain(route: str) -> str:
    """A route without the names in its path."""
    return re.sub(r"\{\w+\}", "{}", route)


@pytest.fixture
def served(tmp_path) -> set[str]:
    """The routes that this engine does not refuse as a whole."""
    engine = Engine(tmp_path / "engine", registry="http://127.0.0.1:1", trace=Trace())
    refused = {route_name(method, path) for method, path, _ in unsupported.routes()}
    routes = {
        route_name(route.method, route.resource.canonical)
        for route in engine.app().router.routes()
        if route.resource is not None and "{version}" not in route.resource.canonical
    }
    return routes - refused


def test_every_served_route_is_in_the_table_and_no_other(served: set[str]) -> None:
    assert {plain(route) for route in TABLE} == {plain(route) for route in served}


@pytest.mark.parametrize("route", TABLE)
def test_every_parameter_that_docker_publishes_is_in_the_table_and_no_other(route: str) -> None:
    assert TABLE[route].names == PUBLISHED[plain(route)]


@pytest.mark.parametrize("route", TABLE)
def test_a_parameter_has_one_fate(route: str) -> None:
    row = TABLE[route]
    assert len(row.names) == len(row.read) + len(row.without_effect) + len(row.refused)


# What is refused ---------------------------------------------------------------------------------

ASKS = {
    **dict.fromkeys(("manifests", "identity", "verbose"), ("1", "true", "yes")),
    **dict.fromkeys(("memory", "memswap", "cpushares", "cpuperiod", "cpuquota", "shmsize"), ("1",)),
    "cpusetcpus": ("0", "0-3"),
    "cpusetmems": ("0",),
    "networkmode": ("none", "bridge", "container:x", "mynet"),
    "extrahosts": ("a:1.2.3.4", '["a:1.2.3.4"]'),
    "cachefrom": ('["a"]',),
    "ulimits": ('[{"Name":"nofile"}]',),
    "outputs": ('[{"Type":"local"}]',),
    "cgroupparent": ("/x", "none", "0"),
    "remote": ("http://x.invalid/", "0", "git://x.invalid"),
    "session": ("abc",),
    "platform": ("linux/arm64", '{"os":"linux","architecture":"amd64"}', "0"),
    "platforms": ('{"os":"linux","architecture":"amd64"}',),
}
"""Values that ask for something."""
REFUSED = [route for route, row in TABLE.items() if row.refused]


def asking(route: str) -> Iterator[tuple[str, str, str]]:
    """Each refused parameter of a route, a value that asks for something, and the sentence."""
    for name, refused in TABLE[route].refused.items():
        for value in ASKS[name]:
            yield name, value, refused.sentence


def path_of(route: str, query: list[tuple[str, str]]) -> tuple[str, str]:
    method, _, path = route.partition(" ")
    return method, f"{re.sub(r'{[^}]+}', 'a:1', path)}?{urllib.parse.urlencode(query)}"


@pytest.mark.parametrize("route", REFUSED)
def test_a_refused_parameter_is_refused_with_its_sentence(
    practice_engine: ServedEngine, route: str
) -> None:
    for name, value, sentence in asking(route):
        for before in ([], [(name, "")]):
            method, path = path_of(route, [*before, (name, value)])
            for version in ("", "/v1.24", "/v1.44"):
                answer = practice_engine.ask(method, version + path)
                assert answer == (501, {"message": sentence}), (version, path)


DEFAULTS = (
    "memory=0&memswap=0&cpushares=0&cpusetcpus=&cpusetmems=&cpuperiod=0&cpuquota=0&cgroupparent=&shmsize=0"
    "&ulimits=null&networkmode=default&cachefrom=[]&buildargs={}&labels={}&securityopt=null&rm=1&target="
    "&isolation=&remote=&session=&platform=&squash=&pull=&forcerm=&nocache=&q=&dockerfile=&version=&outputs="
)


@pytest.mark.parametrize(
    "query",
    [
        DEFAULTS,
        DEFAULTS.replace("[]", "null").replace("null", "[]", 1),
        "memswap=-1&cpuquota=-1&networkmode=host",
        "memroy=5&NETWORKMODE=none&foo=bar",
    ],
    ids=["what old clients always send", "other empty lists", "no limit", "what nobody knows"],
)
def test_what_asks_for_nothing_is_no_request(practice_engine: ServedEngine, query: str) -> None:
    status, said = practice_engine.build("FROM scratch\nLABEL a=b\n", query)
    assert status == 200, said
    assert "Successfully built" in said


# What is read ------------------------------------------------------------------------------------


class Recorded(Mapping[str, str]):
    """Parameters or headers of a request that remember which of them somebody read."""

    def __init__(self, found: Any, seen: set[str]) -> None:
        self._found = found
        self._seen = seen

    def __getitem__(self, name: str) -> str:
        self._seen.add(name)
        return self._found[name]

    def __contains__(self, name: object) -> bool:
        self._seen.add(str(name))
        return name in self._found

    def get(self, name: str, default: Any = None) -> Any:
        self._seen.add(name)
        return self._found.get(name, default)

    def getall(self, name: str, default: Any = None) -> Any:
        self._seen.add(name)
        return self._found.getall(name, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The parameters that some route has read."""
    seen: set[str] = set()
    query, headers = web.Request.query, web.Request.headers

    monkeypatch.setattr(
        web.Request,
        "query",
        property(lambda self: Recorded(query.__get__(self), seen)),
        raising=False,
    )
    monkeypatch.setattr(
        web.Request,
        "headers",
        property(lambda self: Recorded(headers.__get__(self), seen)),
        raising=False,
    )
    return seen


TAR = tar_of({"f": b"f"}).getvalue()
REQUESTS: dict[str, tuple[tuple[str, bytes], ...]] = {
    "GET /images/search": (("/images/search?term=a", b""),),
    "GET /images/json": (("/v1.24/images/json", b""), ("/images/json", b"")),
    "POST /images/{name}/tag": (("/images/a:1/tag?repo=a&tag=2", b""),),
    "POST /images/create": (
        ("/images/create?fromImage=demousr/a&tag=1", b""),
        ("/images/create?fromSrc=-&repo=b", TAR),
    ),
    "GET /images/get": (("/images/get?names=a:1", b""),),
    "POST /images/load": (("/images/load", TAR),),
    "POST /build": (("/build?version=1", tar_of({"Dockerfile": b"FROM demousr/b\n"}).getvalue()),),
    "GET /events": (("/events?until=2", b""),),
    "GET /networks/{name}": (("/networks/none", b""),),
    "GET /system/df": (("/system/df?type=image", b""),),
    **{
        route: (
            (route.partition(" ")[2].replace("{name}", "a1").replace("{id}", "x") + query, body),
        )
        for route, query, body in (
            ("POST /containers/create", "", b'{"Image":"a:1","Cmd":["x"]}'),
            ("DELETE /containers/{name}", "", b""),
            ("GET /containers/{name}/json", "", b""),
            ("POST /containers/{name}/stop", "", b""),
            ("POST /containers/{name}/restart", "", b""),
            ("POST /containers/{name}/kill", "", b""),
            ("POST /containers/{name}/rename", "?name=a2", b""),
            ("POST /containers/{name}/attach", "", b""),
            ("GET /containers/{name}/logs", "?stdout=1", b""),
            ("POST /containers/{name}/wait", "", b""),
            ("POST /containers/{name}/resize", "?h=1&w=1", b""),
            ("GET /containers/{name}/top", "", b""),
            ("HEAD /containers/{name}/archive", "?path=/", b""),
            ("GET /containers/{name}/archive", "?path=/", b""),
            ("PUT /containers/{name}/archive", "?path=/", TAR),
            ("POST /exec/{id}/resize", "?h=1&w=1", b""),
        )
    },
    "POST /commit": (("/commit?container=a1&repo=b", b"{}"),),
}
"""Requests that come so far in a route that it has read everything, where the bare route does not."""


@pytest.mark.parametrize("route", TABLE)
def test_a_route_reads_what_the_table_says_and_nothing_else(
    practice_engine: ServedEngine, read: set[str], route: str
) -> None:
    practice_engine.build("FROM scratch\nLABEL a=b\n", "t=a:1")
    asked_for = json.dumps({"Image": "a:1", "Cmd": ["x"]}).encode()
    practice_engine.ask("POST", "/containers/create?name=a1", asked_for, JSON)
    read.clear()
    method, path = path_of(route, [])
    for asked, body in REQUESTS.get(route, ((path.replace("networks/a:1", "networks/none"), b""),)):
        practice_engine.ask(
            method,
            asked,
            body,
            {**(JSON if body.startswith(b"{") else TAR_TYPE), "X-Registry-Auth": AUTH},
            raw=True,
        )
    wanted = {name for name in read if name in PUBLISHED[plain(route)] or name.startswith("X-")}
    assert wanted == set(TABLE[route].read)


# In a form ------------------------------------------------------------------------------------------

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize(
    ("path", "form", "expected"),
    [
        ("/images/a:1/tag", b"repo=form&tag=2", 201),
        ("/images/a:1/tag?repo=form&tag=UP", b"tag=3", 201),
        ("/images/a:1/tag?repo=UP", b"repo=form", 201),
        ("/images/a:1/tag?repo=form", b"tag=%20", 400),
        ("/images/a:1/tag?repo=form", b"\xff", 201),
        ("/images/a:1/tag?repo=form", b"tag=%zz", 400),
        ("/images/a:1/push", b"platform=linux%2Farm64", 501),
        ("/images/prune", b"filters=%7B", 400),
        ("/images/create", b"fromImage=UP", 400),
        ("/images/a:1/tag", b"repo=" + b"x" * (10 << 20), 400),
        ("/images/a:1/tag", b"repo=form" + b"&a" * 500_000, 400),
    ],
)
def test_a_parameter_in_a_form_counts_before_the_same_in_the_path(
    practice_engine: ServedEngine, path: str, form: bytes, expected: int
) -> None:
    practice_engine.build("FROM scratch\nLABEL a=b\n", "t=a:1")
    status, said = practice_engine.ask("POST", path, form, FORM)
    assert status == expected, said


def test_an_archive_that_a_client_calls_a_form_is_an_archive(practice_engine: ServedEngine) -> None:
    context = tar_of({"Dockerfile": b"FROM scratch\nLABEL a=b\n"}).getvalue()
    assert practice_engine.ask("POST", "/build?t=a:1", context, FORM)[0] == 200
