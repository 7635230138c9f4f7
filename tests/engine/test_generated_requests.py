"""Requests that nobody thought of, over all routes: each is answered, none with a failure of the engine's."""

from __future__ import annotations

import json
import logging
import random
import re
import socket
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from docker_lessons.engine.api.parameters import TABLE
from tests.engine.containers.shell_image import build_shell
from tests.engine.serving import ServedEngine

if TYPE_CHECKING:
    from collections.abc import Iterator

NUMBER = 150
WAITS = re.compile(r"/(?:wait|attach|logs|start|restart|stop|events)\?")
"""Requests whose answer ends when something else does."""

ODD = [
    *(
        "",
        " ",
        ".",
        "..",
        "/",
        "//",
        "a",
        "A/B",
        "a:1",
        "a:1@",
        "c",
        "0",
        "-1",
        "1.5",
        "²",
        "9" * 400,
    ),
    *("\x00", "\ud800", "\udcff", "é", "%", "%2e%2e", "<b>", "a" * 3000, "a/" * 200, "../" * 50),
    *(
        "sha256:",
        "sha256:" + "0" * 64,
        "sha512:x",
        "(a+)+$",
        "[",
        "[a-",
        "{}",
        "null",
        "true",
        "x=y",
    ),
    *(
        "2030-01-01T00:00:00Z",
        "1h",
        "-5m",
        "1e400",
        "NaN",
        "\u202e",
        "\r\nX: y",
        "localhost:1/a",
        "K=V",
    ),
]
BODY = {
    "Image": "a:1",
    "Cmd": ["sh", "-c", "busybox sleep 1"],
    "Entrypoint": ["sh", "-c"],
    "Env": ["A=b"],
    "Labels": {"a": "b"},
    "User": "1:1",
    "WorkingDir": "/",
    "Hostname": "h",
    "StopSignal": "TERM",
    "StopTimeout": 1,
    "Tty": False,
    "OpenStdin": True,
    "ExposedPorts": {"80/tcp": {}},
    "Healthcheck": {"Test": ["NONE"]},
    "Shell": ["x"],
    "OnBuild": [],
    "HostConfig": {"NetworkMode": "host", "AutoRemove": False, "LogConfig": {"Type": "json-file"}},
    "NetworkingConfig": {"EndpointsConfig": {}},
    "DetachKeys": "ctrl-a",
    "ConsoleSize": [1, 1],
    "Detach": False,
    "AttachStdout": True,
    "Privileged": False,
    "username": "demousr",
    "password": "x",
    "serveraddress": "",
    "RestartPolicy": {"Name": "no"},
}


RUNNING = b'{"Image": "a:1", "Cmd": ["sh", "-c", "while :; do busybox sleep 0.1; done"]}'
JSON = {"Content-Type": "application/json"}


class Generator:
    """Makes requests, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311
        self.names = ["a:1", "a", "c1", "nope"]

    def request(self) -> tuple[str, str, bytes, dict[str, str]]:
        route = self.random.choice(list(TABLE))
        method, _, address = route.partition(" ")
        known = [name for name in sorted(TABLE[route].names) if not name.startswith("X-")]
        path = re.sub(r"\{\w+\}", lambda _: self.name(), address)
        query = [f"{name}={self.parameter(name)}" for name in known if self.random.random() < 0.4]
        return method, f"{path}?{'&'.join(query)}", self.body(), self.headers()

    def name(self) -> str:
        return escaped(self.random.choice(self.names if self.random.random() < 0.8 else ODD))

    def parameter(self, name: str) -> str:
        if name == "filters" and self.random.random() < 0.9:
            kinds = (
                "label",
                "reference",
                "name",
                "id",
                "status",
                "until",
                "type",
                "before",
                "since",
            )
            return escaped(json.dumps({self.random.choice(kinds): [self.text()]}))
        return self.name() if self.random.random() < 0.3 else escaped(self.text())

    def text(self) -> str:
        return self.random.choice(ODD)

    def value(self, depth: int = 0) -> Any:
        kind = self.random.randrange(9 if depth < 3 else 7)
        if kind < 7:
            return self.random.choice((None, True, 0, -1, 1.5, 2**70, self.text(), self.text()))
        if kind == 7:
            return [self.value(depth + 1) for _ in range(self.random.randrange(4))]
        return {self.text(): self.value(depth + 1) for _ in range(self.random.randrange(4))}

    def changed(self, value: Any) -> Any:
        """A value with something odd in its place, or inside of it."""
        if isinstance(value, dict) and value and self.random.random() < 0.7:
            key = self.random.choice(list(value))
            return {**value, key: self.changed(value[key])}
        if isinstance(value, dict):
            return {**value, self.text(): self.value()}
        if isinstance(value, list) and self.random.random() < 0.7:
            return [*value, self.random.choice((self.text(), self.value()))]
        return (
            self.text() if isinstance(value, str) and self.random.random() < 0.7 else self.value()
        )

    def body(self) -> bytes:
        kind = self.random.randrange(10)
        if kind == 0:
            return b""
        if kind == 1:
            return self.random.randbytes(600)
        names = self.random.sample(list(BODY), 6)
        document = {name: BODY[name] for name in (*names, "Image", "Cmd")}
        for _ in range(self.random.randrange(3)):
            document = self.changed(document)
        return json.dumps(document).encode()

    def headers(self) -> dict[str, str]:
        kinds = ("application/json", "application/json", "application/x-tar", "text/plain", "")
        made = {"Content-Type": self.random.choice(kinds)}
        for name in ("X-Registry-Auth", "X-Registry-Config", "User-Agent", "Range"):
            if self.random.random() < 0.2:
                made[name] = re.sub(r"[^\x20-\xff]", "", self.text())[:500].strip()
        return made


def answer(
    engine: ServedEngine, method: str, path: str, body: bytes, headers: dict[str, str]
) -> str:
    """What the engine answers; of an answer that goes on, the beginning."""
    lines = [f"{method} {path} HTTP/1.1", "Host: d", f"Content-Length: {len(body)}"]
    lines += ["Connection: close", *(f"{name}: {value}" for name, value in headers.items())]
    parts = []
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(0.2 if WAITS.search(path) else 20)
        client.connect(str(engine.socket))
        try:
            client.sendall("\r\n".join([*lines, "", ""]).encode("utf-8", "replace") + body)
            while part := client.recv(1 << 16):
                parts.append(part)
        except TimeoutError:
            assert WAITS.search(path), f"no answer to {method} {path}"
        except ConnectionError:
            pass
    return b"".join(parts).decode("utf-8", "replace")


def escaped(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe=":")


@pytest.mark.parametrize(
    "seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(2, 60))]
)
def test_no_generated_request_makes_the_engine_fail(
    practice_engine: ServedEngine, seed: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR, "docker_lessons")
    caplog.set_level(logging.CRITICAL, "aiohttp")  # that a line is too long
    made = Generator(seed)
    build_shell(practice_engine, "a:1")
    assert practice_engine.ask("POST", "/containers/create?name=c1", RUNNING, JSON)[0] == 201
    assert practice_engine.ask("POST", "/containers/c1/start")[0] == 204
    failed = []
    for _ in range(NUMBER):
        method, path, body, headers = made.request()
        caplog.clear()
        said = answer(practice_engine, method, path, body, headers)
        if caplog.records or "please report it" in said:
            failed.append((method, path[:300], body[:300], headers, said[:300], caplog.text[-600:]))
        ids = [*re.findall(r'"Id":"(\w+)"', said), *(one["Id"] for one in listed(practice_engine))]
        made.names = [*made.names[:4], *ids[:6]]
    assert failed == []


def listed(engine: ServedEngine) -> Iterator[dict[str, Any]]:
    """Whatever the engine has, as it lists it; each is shown."""
    for path in ("/info", "/version", "/system/df", "/events?since=1&until=2"):
        assert engine.ask("GET", path, raw=True)[0] == 200, path
    for kind in ("images", "containers"):
        status, found = engine.ask("GET", f"/{kind}/json?all=1")
        assert status == 200, found
        for one in found:
            assert engine.ask("GET", f"/{kind}/{one['Id']}/json")[0] == 200
        yield from found
