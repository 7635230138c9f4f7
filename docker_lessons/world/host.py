"""A small client of the Docker Engine API, with the requests of the lessons and of their solutions.

Source: moby `api/swagger.yaml` (v1.41). The paths have no version, so that engines use their newest one.
"""

from __future__ import annotations

import base64
import contextlib
import io
import json
import re
import tarfile
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp
from yarl import URL

from docker_lessons.language import Later, later
from docker_lessons.oci.reference import short_form
from docker_lessons.trace import OWN_AGENT
from docker_lessons.world.known_layers import LayerContents, of_archive

_TIMEOUT = aiohttp.ClientTimeout(total=None, sock_connect=5, sock_read=60)
_LOOK_TIMEOUT = aiohttp.ClientTimeout(total=None, sock_connect=5, sock_read=8)
"""The timeout of requests that only look: a learner who waits for a verdict must get an answer."""
_NO_CONTENT_TIMEOUT = aiohttp.ClientTimeout(total=None, sock_connect=5, sock_read=None)
SECOND = 1_000_000_000


_WATCHED = {
    "type": ["image", "container"],
    "event": [
        *("tag", "untag", "delete", "pull", "push", "load", "import"),
        *("create", "start", "die", "destroy"),
        *("remove", "died"),  # as Podman's filter calls `delete`, `destroy` and `die`
        "build",  # all that Podman tells of one: no `tag`
    ],
}
"""The filter of the events that are followed; health checks of other containers are events, too."""

_OF_PODMAN = {("container", "died"): "die", ("container", "remove"): "destroy"}
"""What Podman 4.3 calls Docker's actions."""
_PODMANS = "podId"
"""An attribute that only Podman's events have."""
_LIBPOD = "Libpod-API-Version"
"""A header that only Podman's answers have."""
_PODMAN_READS = 7 * SECOND // 20
"""Nanoseconds in which Podman reads what it has written down of its events: it looks four times a second."""
_BARE_ID = re.compile(r"[0-9a-f]{64}")


class HostError(Exception):
    """A refusal of the engine with its HTTP `status`, 0 if it did not answer; `str` is the message."""

    def __init__(self, message: str | Later, status: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.status = status


@dataclass(frozen=True)
class Event:
    """An event of the engine (`GET /events`)."""

    time: int
    """Nanoseconds since the epoch."""
    type: str
    action: str
    id: str
    """`Actor.ID`: an image ID, or for a pull or push the name."""
    name: str
    """`Actor.Attributes.name`."""
    attributes: tuple[tuple[str, str], ...] = ()

    @property
    def seconds(self) -> float:
        """The time in seconds since the epoch."""
        return self.time / SECOND

    @classmethod
    def parse(cls, line: bytes) -> Event:
        """Parses one line of Docker's or Podman's stream; what Podman words differently is given in Docker's form."""
        document = json.loads(line)
        actor = document.get("Actor") or {}
        attributes = actor.get("Attributes") or {}
        kind = str(document.get("Type", ""))
        action = str(document.get("Action") or document.get("status") or "")
        name = short_form(str(attributes.get("name", "")))
        identifier = str(actor.get("ID") or document.get("id") or "")
        if kind == "image" and _BARE_ID.fullmatch(identifier):
            identifier = name if action == "push" else f"sha256:{identifier}"
        elif kind == "image" and not identifier and _BARE_ID.fullmatch(name):
            identifier = f"sha256:{name}"
        return cls(
            time=int(document.get("timeNano") or document.get("time", 0) * SECOND),
            type=kind,
            action=_OF_PODMAN.get((kind, action), action),
            id=identifier or name,
            name=name,
            attributes=tuple(sorted((str(k), str(v)) for k, v in attributes.items())),
        )


class HostClient:
    """A client of the engine behind a unix socket; an asynchronous context manager.

    Every method raises `HostError` when the engine refuses or does not answer.
    """

    def __init__(self, socket: Path) -> None:
        self._socket = socket
        self._session: aiohttp.ClientSession | None = None
        self.tells_late = False
        """Whether it is Podman, as far as was seen: what it has just done is among its events a moment later."""

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            # A kept connection would still work after the socket is removed.
            connector=aiohttp.UnixConnector(str(self._socket), force_close=True),
            timeout=_TIMEOUT,
            headers={"User-Agent": OWN_AGENT},
            read_bufsize=1 << 16,
        )
        return self

    async def __aexit__(self, *error: object) -> None:
        if self._session is not None:
            await self._session.close()

    # Requests that only look

    async def images(self) -> list[dict[str, Any]]:
        """Returns what `docker images` shows (`GET /images/json`)."""
        rows = list(await self._json("GET", "/images/json"))
        for row in rows:
            for names in ("RepoTags", "RepoDigests"):
                row[names] = [short_form(name) for name in row.get(names) or ()]
        return rows

    async def image(self, name: str) -> dict[str, Any]:
        """Returns what `docker image inspect` shows."""
        return dict(await self._json("GET", f"/images/{name}/json"))

    async def layers(self, name: str) -> tuple[LayerContents, ...]:
        """Returns what each layer of an image holds (`GET /images/NAME/get`); for small images only.

        Raises:
            HostError: When the engine refuses, or answers no image.
        """
        async with self._request("GET", f"/images/{name}/get", {}) as response:
            try:
                return of_archive(await response.read())
            except ValueError as error:
                raise HostError(str(error), response.status) from error

    async def containers(self) -> list[dict[str, Any]]:
        """Returns what `docker ps -a` shows."""
        return list(await self._json("GET", "/containers/json", {"all": "1"}))

    async def version(self) -> dict[str, Any]:
        """Returns what `docker version` shows of the engine."""
        return dict(await self._json("GET", "/version"))

    async def info(self) -> dict[str, Any]:
        """Returns what `docker info` shows."""
        return dict(await self._json("GET", "/info"))

    async def events(self, since: int, until: int) -> list[Event]:
        """Returns the events from `since` to `until`, both included, in nanoseconds since the epoch."""
        lines = [] if self.tells_late else await self._event_lines(since, until)
        if self.tells_late:
            # Podman stops at `until`, also in the middle of what it has written down by then.
            lines = await self._event_lines(since, until + _PODMAN_READS)
        heard = [Event.parse(line) for line in lines if line]
        return [one for one in heard if one.time <= until and await self._is_true(one)]

    async def _event_lines(self, since: int, until: int) -> list[bytes]:
        """Returns an engine's events, a line each, and notes whether it is Podman."""
        query = {"since": stamp(since), "until": stamp(until)}
        async with self._request("GET", "/events", query) as response:
            self.tells_late = _LIBPOD in response.headers
            return (await response.read()).splitlines()

    @contextlib.asynccontextmanager
    async def follow(self, since: int) -> AsyncIterator[AsyncIterator[Event]]:
        """Yields an iterator of the events of images and containers from `since` on, as they come.

        When the `with` block begins, the stream is open, so that no later event is missed. `since` is
        in nanoseconds since the epoch.
        """
        query = {"since": stamp(since), "filters": json.dumps(_WATCHED)}
        async with self._request("GET", "/events", query, timeout=_NO_CONTENT_TIMEOUT) as response:
            yield self._events(response)

    async def _events(self, response: aiohttp.ClientResponse) -> AsyncIterator[Event]:
        try:
            async for line in response.content:
                if line.strip() and await self._is_true(event := Event.parse(line)):
                    yield event
        except aiohttp.ClientError as error:
            raise HostError(str(error)) from error

    async def _is_true(self, event: Event) -> bool:
        """Tells whether an event is true: Podman also says `delete` of an image that only lost a name."""
        if event.action != "delete" or _PODMANS not in dict(event.attributes):
            return True
        try:
            await self.image(event.id)
        except HostError as error:
            return error.status == HTTPStatus.NOT_FOUND
        return False

    # Requests that change something

    async def build(self, folder: Path, tag: str, *, cached: bool = True) -> None:
        """Does what `docker build -t TAG FOLDER` does, with the classic builder; `--no-cache` if not `cached`."""
        query = {"t": tag, "rm": "1", "forcerm": "1", "version": "1"}
        query |= {} if cached else {"nocache": "1"}
        headers = {"Content-Type": "application/x-tar"}
        await self._stream("POST", "/build", query, data=_packed(folder), headers=headers)

    async def tag(self, source: str, name: str) -> None:
        """Does what `docker tag SOURCE NAME` does."""
        repository, _, tag = name.rpartition(":")
        await self._json("POST", f"/images/{source}/tag", {"repo": repository, "tag": tag})

    async def push(self, name: str, username: str, password: str, server: str) -> None:
        """Does what `docker push NAME` does with a credential for `server`, a key of `auths`."""
        repository, _, tag = name.rpartition(":")
        headers = {"X-Registry-Auth": _auth(username, password, server)}
        await self._stream("POST", f"/images/{repository}/push", {"tag": tag}, headers=headers)

    async def pull(self, name: str) -> None:
        """Does what `docker pull NAME` does, without a credential."""
        repository, _, tag = name.rpartition(":")
        await self._stream("POST", "/images/create", {"fromImage": repository, "tag": tag})

    async def remove(self, name: str, *, force: bool = False) -> None:
        """Does what `docker rmi NAME` does, or `docker rmi --force NAME`."""
        await self._json("DELETE", f"/images/{name}", {"force": "1"} if force else {})

    async def run(self, image: str, *command: str) -> None:
        """Does what `docker run --rm IMAGE COMMAND` does, without the output."""
        own = {"Cmd": list(command)} if command else {}
        made = await self.create_container("", {"Image": image, **own})
        try:
            await self.start_container(made)
            await self._json("POST", f"/containers/{made}/wait", {"condition": "not-running"})
        finally:
            # Not by AutoRemove, which may remove the container before `wait` asks for it.
            await self.remove_container(made)

    async def load(self, archive: bytes) -> None:
        """Does what `docker load` does."""
        headers = {"Content-Type": "application/x-tar"}
        await self._stream("POST", "/images/load", {"quiet": "1"}, data=archive, headers=headers)

    async def create_container(self, name: str, document: dict[str, Any]) -> str:
        """Does what `docker create` does, and returns the container's ID; with '' the engine gives the name."""
        query = {"name": name} if name else {}
        made = await self._json("POST", "/containers/create", query, json_body=document)
        return str(made["Id"])

    async def start_container(self, name: str) -> None:
        """Does what `docker start NAME` does."""
        await self._json("POST", f"/containers/{name}/start")

    async def remove_container(self, name: str) -> None:
        """Does what `docker rm -f NAME` does."""
        await self._json("DELETE", f"/containers/{name}", {"force": "1"})

    # How requests are sent

    async def _json(
        self,
        method: str,
        path: str,
        query: dict[str, str] | None = None,
        json_body: dict[str, Any] | None = None,
    ) -> Any:
        async with self._request(method, path, query or {}, json_body=json_body) as response:
            data = await response.read()
            return json.loads(data) if data.strip() else {}

    async def _stream(
        self,
        method: str,
        path: str,
        query: dict[str, str],
        *,
        data: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        """Reads a stream of JSON lines to its end and raises the error that is in it, if there is one."""
        async with self._request(method, path, query, data=data, headers=headers) as response:
            for line in (await response.read()).splitlines():
                message = json.loads(line) if line.strip() else {}
                if "error" in message:
                    raise HostError(str(message["error"]), 500)

    def _request(
        self,
        method: str,
        path: str,
        query: dict[str, str],
        *,
        json_body: dict[str, Any] | None = None,
        data: bytes | None = None,
        headers: dict[str, str] | None = None,
        timeout: aiohttp.ClientTimeout | None = None,
    ) -> _Response:
        if self._session is None:
            raise RuntimeError("a HostClient is used with `async with`")
        url = URL(f"http://docker{path}").with_query(query)
        timeout = timeout or (_LOOK_TIMEOUT if method == "GET" else _TIMEOUT)
        return _Response(
            self._session.request(
                method, url, json=json_body, data=data, headers=headers, timeout=timeout
            )
        )


class _Response:
    """An answer; all its failures are `HostError`."""

    def __init__(self, request: Any) -> None:
        self._request = request

    async def __aenter__(self) -> aiohttp.ClientResponse:
        try:
            response: aiohttp.ClientResponse = await self._request.__aenter__()
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise HostError(later("The engine does not answer.")) from error
        if response.status >= 400:
            text = await response.text()
            await self._request.__aexit__(None, None, None)
            try:
                sentence = str(json.loads(text)["message"])
            except (ValueError, KeyError, TypeError):
                sentence = text
            raise HostError(sentence, response.status)
        return response

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._request.__aexit__(kind, error, traceback)
        if isinstance(error, (aiohttp.ClientError, OSError, TimeoutError)):
            raise HostError(later("The engine broke off its answer.")) from error


def is_in_containerd(info: Mapping[str, Any]) -> bool:
    """Tells from what `docker info` shows whether an engine's images are in containerd's image store.

    Source: moby, `daemon/info.go`, since 24.0.
    """
    return ["driver-type", "io.containerd.snapshotter.v1"] in (info.get("DriverStatus") or ())


def stamp(time: int) -> str:
    """Returns a time in nanoseconds in the API's form: seconds with nine decimals."""
    return f"{time // SECOND}.{time % SECOND:09d}"


def _auth(username: str, password: str, server: str) -> str:
    document = {"username": username, "password": password, "serveraddress": server}
    return base64.urlsafe_b64encode(json.dumps(document).encode()).decode()


def _packed(folder: Path) -> bytes:
    """Returns the build context as the client sends it: relative names, owner and group 0."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path in sorted(folder.rglob("*")):
            archive.add(path, path.relative_to(folder).as_posix(), False, filter=_owned_by_root)
    return buffer.getvalue()


def _owned_by_root(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mtime = int(entry.mtime)
    return entry
