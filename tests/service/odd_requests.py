"""Requests over all routes of a world's servers, made up by chance: methods, paths, queries, headers, bodies."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import random
import re
import socket
import tarfile
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from aiohttp import web

from docker_lessons.course_check.hub_visitor import HubVisitor
from docker_lessons.engine import Engine
from docker_lessons.hub import Hub, registry_app, site_app
from docker_lessons.trace import Trace
from docker_lessons.world import World

_SECONDS = 60
_PLACE = re.compile(r"\{(\w+)\}")
_TEXTS = (
    *("", "a", "demousr", "demorep", "welcome", "1.0", "myimage:0.1", "demousr/demorep:1.0"),
    *("0", "1", "-1", "true", "9" * 19, "9" * 5000, "²", "1e400", "NaN", "-0", "0x10"),
    *("\x00", "\ud800", "\udcff", "é", "🐳", "../..", "..", ".", "/", "//", "a/" * 500, "%", "%ff"),
    *("A" * 300, "sha256:" + "a" * 64, "sha512:" + "b" * 128, "sha256:", "sha256:A", "latest@"),
    *("*", "[", "[a-", "*" * 200 + "x", "{", "}", '{"a":', "${a:-", "\\", '"', "'", "\n", "\t"),
    *("2026-13-01T00:00:00Z", "0001-01-01", "1h", "yesterday", "linux/arm64", "foobar"),
    *("repository:demousr/demorep:pull,push", "remove", "http://localhost/x", "git://x"),
)
_KEYS = (
    *(
        "all",
        "artifactType",
        "as",
        "buildargs",
        "container",
        "digest",
        "digest-algorithm",
        "changes",
    ),
    *("dockerfile", "done", "filter", "filters", "force", "from", "fromImage", "fromSrc", "labels"),
    *("last", "limit", "mount", "n", "name", "names", "next", "nocache", "noprune", "ordering"),
    *("page", "page_size", "platform", "pull", "q", "query", "quiet", "remote", "repo", "rm"),
    *("scope", "service", "account", "since", "t", "tag", "target", "until", "version", "message"),
)
_TYPES = (
    *("application/json", "application/x-tar", "application/x-www-form-urlencoded", "text/plain"),
    *(
        "application/octet-stream",
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "",
        "/",
    ),
    *(
        "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.oci.image.index.v1+json",
        "application/vnd.docker.distribution.manifest.v2+json",
    ),
)
_LINES = (
    *("FROM scratch", "FROM nothing:1", "FROM scratch AS a", "FROM a", "ARG a=b", "ENV a=$a$a b=c"),
    *("COPY . /", "COPY f /f", "COPY --from=a / /", "COPY --from=9 / /", "ADD t.tar /", "ADD x* /"),
    *("WORKDIR /a/", "WORKDIR", "USER a", "EXPOSE 80/tcp x", "VOLUME []", "CMD [", 'CMD ["a"]'),
    *(
        "LABEL a=b",
        "LABEL",
        "HEALTHCHECK NONE",
        "STOPSIGNAL x",
        "SHELL []",
        "ONBUILD RUN a",
        "COPPY a",
    ),
    *(
        "RUN a",
        "# escape=`",
        "\\",
        "ENTRYPOINT a ${b:?c}",
        "MAINTAINER é",
        "ENV \x00=a",
        "LABEL \ud800=1",
    ),
)


def routes(folder: Path) -> dict[str, list[tuple[str, str]]]:
    """Returns the method and path of every route of the engine, the registry and the Hub's pages."""
    folder.mkdir()
    trace = Trace()
    engine = Engine(folder / "engine", registry="http://127.0.0.1:1", trace=trace)
    hub = Hub(
        folder / "hub",
        registry_url="http://127.0.0.1:1",
        site_url="http://127.0.0.1:2",
        trace=trace,
    )
    apps = {
        "engine": engine.app(),
        "registry": registry_app(hub),
        "pages": site_app(hub, owner=True),
    }
    found = {name: sorted(set(_routes(app))) for name, app in apps.items()}
    hub.close()
    engine._store.close()
    return found


def _routes(app: web.Application) -> list[tuple[str, str]]:
    return [
        (route.method, route.resource.canonical)
        for route in app.router.routes()
        if route.resource is not None
    ]


@dataclass(frozen=True)
class OddRequest:
    """A request as bytes, and the server that gets it."""

    server: str
    method: str
    path: str
    data: bytes


class Chance:
    """Makes requests up; the same seed makes the same ones."""

    def __init__(self, seed: int, found: dict[str, list[tuple[str, str]]], world: World) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - requests, not secrets
        self._routes = found
        self._secret = world.account().password
        self._known = {
            "engine": ["Host: engine"],
            "registry": [f"Host: {world.registry_url.partition('//')[2]}", _pushes(world)],
            "pages": [f"Host: {world.hub_url.partition('//')[2]}", f"Origin: {world.hub_url}"],
        }
        self._session, self._form_token, self._bearer = _signed_in(world)

    def request(self) -> OddRequest:
        """Returns the next request."""
        server = self._chance.choice(sorted(self._routes))
        method, path = self._chance.choice(self._routes[server])
        if self._chance.random() < 0.1:
            method = self._chance.choice(["GET", "PUT", "POST", "PATCH", "DELETE", "HEAD", "X"])
        path = _PLACE.sub(lambda match: self._filled(match[1]), path)
        keys = self._chance.choices(_KEYS, k=self._chance.choice([0, 0, 1, 1, 2, 3, 6]))
        query = "&".join(f"{key}={self._escaped(self._value(key))}" for key in keys)
        whole = path + (f"?{query}" if query else "")
        body = self._body() if method not in {"GET", "HEAD"} or self._chance.random() < 0.1 else b""
        headers = self._headers(server, body)
        head = f"{method} {whole} HTTP/1.1\r\n".encode("ascii", "replace")
        return OddRequest(server, method, whole, head + headers + b"\r\n" + body)

    def _text(self) -> str:
        return self._chance.choice(_TEXTS)

    def _escaped(self, text: str) -> str:
        if self._chance.random() < 0.05:
            return text.encode("ascii", "replace").decode().replace(" ", "+").replace("\n", "")
        return quote(text.encode("utf-8", "surrogatepass"), safe="/:@")

    def _filled(self, name: str) -> str:
        if name == "slash":
            return self._chance.choice(["", "/"])
        usual = {
            "version": "1.44",
            "namespace": "demousr",
            "name": self._chance.choice(["demorep", "demousr/demorep", "myimage:0.1", "welcome"]),
            "tag": "1.0",
            "reference": "1.0",
            "digest": "sha256:" + hashlib.sha256(b"{}").hexdigest(),
        }.get(name, "a")
        return usual if self._chance.random() < 0.6 else self._escaped(self._text() or "x")

    def _value(self, key: str) -> str:
        if key == "filters" and self._chance.random() < 0.7:
            name = self._chance.choice(["until", "label", "dangling", "reference", "before", "x"])
            return json.dumps(
                {name: self._chance.choice([[self._text()], {self._text(): True}, 1])}
            )
        if key in {"buildargs", "labels"} and self._chance.random() < 0.7:
            return json.dumps({self._text(): self._chance.choice([None, self._text(), 1, []])})
        return self._text()

    def _headers(self, server: str, body: bytes) -> bytes:
        lines = ["Connection: close"]
        lines += self._known[server] if self._chance.random() < 0.97 else ["Host: x"]
        if server == "pages":
            lines += [one for one in (self._session, self._bearer) if self._chance.random() < 0.7]
        if self._chance.random() < 0.8:
            lines.append(f"Content-Type: {self._chance.choice(_TYPES)}")
        if self._chance.random() < 0.1:
            pair = base64.b64encode(f"demousr:{self._secret}".encode()).decode()
            lines.append(f"Authorization: Basic {pair}")
        elif self._chance.random() < 0.3:
            lines.append(
                f"Authorization: {self._chance.choice(['Bearer a.b.c', 'Basic =', 'Basic', 'X'])}"
            )
        if self._chance.random() < 0.3:
            secret = {"username": "demousr", "password": self._secret}
            packed = base64.b64encode(json.dumps(secret).encode()).decode()
            lines.append(
                f"X-Registry-Auth: {self._chance.choice([packed, 'e30=', '=', 'bnVsbA==', 'WzFd'])}"
            )
        if self._chance.random() < 0.2:
            name = self._chance.choice(
                ["Range", "Content-Range", "Accept", "If-None-Match", "Cookie"]
            )
            lines.append(
                f"{name}: {self._chance.choice(['bytes=0-', 'bytes=9-1', '0-1', '*/*', '=', '9' * 500])}"
            )
        if self._chance.random() < 0.9:
            lines.append(f"Content-Length: {len(body)}")
        elif body:
            lines.append(f"Content-Length: {len(body) + self._chance.choice([0, -1])}")
        return "".join(f"{line}\r\n" for line in lines).encode()

    def _body(self) -> bytes:
        made = (self._json, self._json, self._tar, self._noise, self._form, self._manifest)
        return self._chance.choice(made)()

    def _noise(self) -> bytes:
        return self._chance.randbytes(self._chance.choice([0, 1, 100, 10_000]))

    def _form(self) -> bytes:
        keys = ("form_token", "namespace", "name", "visibility", "description", "confirmation")
        known = {"form_token": self._form_token, "namespace": "demousr", "confirmation": "demorep"}
        if self._chance.random() < 0.8:
            return "&".join(
                f"{key}={self._escaped(known.get(key) or self._text())}" for key in keys
            ).encode()
        return "&".join(
            f"{key}={quote(self._text().encode('utf-8', 'surrogatepass'))}" for key in _KEYS[::5]
        ).encode()

    def _json(self) -> bytes:
        depth = self._chance.choice([0, 0, 0, 3, 5000])
        text = json.dumps(self._document(3))
        text = "[" * depth + text + "]" * depth
        return text.encode()[: self._chance.choice([None, None, None, 10])]

    def _document(self, depth: int) -> object:
        leaf = self._chance.choice([None, True, 1, -1, 10**30, 1.5, 2**63, "a", self._text()])
        if depth == 0 or self._chance.random() < 0.2:
            return leaf
        if self._chance.random() < 0.3:
            return [self._document(depth - 1) for _ in range(self._chance.randrange(4))]
        names = (
            "repo",
            "name",
            "namespace",
            "username",
            "password",
            "identifier",
            "secret",
            "scopes",
        )
        keys = self._chance.choices([*names, "is_private", "Config", "Image", "Cmd", "auths"], k=3)
        return {key: self._document(depth - 1) for key in keys}

    def _manifest(self) -> bytes:
        part = {
            "mediaType": self._chance.choice(
                [self._text(), "application/vnd.oci.image.layer.v1.tar+gzip"]
            ),
            "digest": self._chance.choice(
                ["sha256:" + hashlib.sha256(b"{}").hexdigest(), self._text()]
            ),
            "size": self._chance.choice([2, 0, -1, 2**63, 10**30, "2", None, 1.5]),
        }
        document = {
            "schemaVersion": self._chance.choice([2, 1, "2"]),
            "mediaType": self._chance.choice(_TYPES),
            "config": self._chance.choice([part, part, self._document(1)]),
            "layers": self._chance.choice([[part], [], [part, part], self._document(2)]),
            "manifests": self._chance.choice([None, [part], self._document(2)]),
            "annotations": self._chance.choice([None, {"a": self._text()}, self._document(1)]),
        }
        return json.dumps(document).encode()

    def _tar(self) -> bytes:
        whole = io.BytesIO()
        form = self._chance.choice([tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
        with tarfile.open(fileobj=whole, mode="w", format=form) as tar:
            for _ in range(self._chance.choice([1, 2, 5])):
                self._member(tar)
        data = bytearray(whole.getvalue())
        for _ in range(self._chance.choice([0, 0, 0, 1, 8])):
            data[self._chance.randrange(len(data))] = self._chance.randrange(256)
        data = data[: self._chance.choice([None, None, None, 700])]
        return gzip.compress(data, 1) if self._chance.random() < 0.2 else bytes(data)

    def _member(self, tar: tarfile.TarFile) -> None:
        lines = self._chance.choices(_LINES, k=self._chance.choice([1, 2, 6]))
        dockerfile = "\n".join([self._chance.choice(["FROM scratch", lines[0]]), *lines])
        named = {
            "Dockerfile": dockerfile.encode("utf-8", "replace"),
            ".dockerignore": self._text().encode("utf-8", "replace"),
            "manifest.json": json.dumps(
                [{"Config": "c.json", "RepoTags": [self._text()], "Layers": ["l"]}]
            ).encode(),
            "c.json": json.dumps({"rootfs": self._document(2), "os": "linux"}).encode(),
            "index.json": self._manifest(),
            "l": b"",
            "f": b"x",
        }
        name = self._chance.choice([*named, "Dockerfile", "Dockerfile"])
        member = tarfile.TarInfo(self._chance.choice([name, name, name, self._text() or "y"]))
        content = named[name]
        member.size = len(content)
        member.mtime = (
            self._chance.choice([0, 1, 2**40, -1]) if tar.format == tarfile.PAX_FORMAT else 0
        )
        if self._chance.random() < 0.2:
            member.type = self._chance.choice(
                [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, b"3", b"x"]
            )
            member.linkname, member.size = self._chance.choice(["f", "..", "/", name]), 0
        try:
            tar.addfile(member, io.BytesIO(content))
        except (ValueError, UnicodeError):  # this form has no room for it
            return


def _pushes(world: World) -> str:
    """Returns the header with which the account pulls, pushes and deletes in its repository."""
    account = world.account()
    pair = base64.b64encode(f"{account.username}:{account.password}".encode()).decode()
    place = (
        f"{world.registry_url}/token?service=x&scope=repository:demousr/demorep:pull,push,delete"
    )
    request = urllib.request.Request(place, headers={"Authorization": f"Basic {pair}"})
    with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
        return f"Authorization: Bearer {json.loads(answer.read())['token']}"


def _signed_in(world: World) -> tuple[str, str, str]:
    """Returns the cookies of a browser that is signed in, the token of its forms, and the API's header."""
    visitor = HubVisitor(world)
    visitor.create("demorep")
    cookies = "; ".join(f"{one.name}={one.value}" for one in visitor.cookies)
    token = visitor.form_token("repositories/create")
    return f"Cookie: {cookies}", token, f"Authorization: Bearer {visitor.bearer()}"


def addresses(world: World) -> dict[str, tuple[str, int] | str]:
    """Returns where each server of a world listens."""
    ports = {"registry": world.registry_url, "pages": world.hub_url}
    return {
        "engine": str(world.practice_socket),
        **{name: ("127.0.0.1", int(url.rpartition(":")[2])) for name, url in ports.items()},
    }


def answered(request: OddRequest, address: tuple[str, int] | str) -> tuple[int, bytes]:
    """Sends a request; returns the status and the beginning of the answer.

    Raises:
        TimeoutError: When there is no answer.
    """
    family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
    with socket.socket(family) as connection:
        connection.settimeout(_SECONDS)
        connection.connect(address)
        try:
            connection.sendall(request.data)
            answer = b""
            while piece := connection.recv(1 << 16):
                answer += piece[: max(0, 100_000 - len(answer))]
                if "/events" in request.path:
                    break  # a stream without end
        except (ConnectionError, BrokenPipeError):
            pass
    head, _, rest = answer.partition(b"\r\n\r\n")
    words = head.split(b" ", 2)
    return (int(words[1]) if len(words) > 1 and words[1].isdigit() else 0), rest
