"""Requests to a world's background process over its control socket, by the standard library only.

Each asks for an answer in this process's current language (`Accept-Language`).
"""

import contextlib
import http.client
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docker_lessons import language
from docker_lessons.language import gettext
from docker_lessons.world.directory import World
from docker_lessons.world.failure import WorldError, WorldStopped

USER_AGENT = "docker-lessons"
"""User-Agent of this package's own requests, which are never a learner's action."""


class RefusedError(WorldError):
    """A request that the service refused; `str(error)` is its message, `status` the HTTP status."""

    def __init__(self, sentence: str, status: int) -> None:
        super().__init__(sentence)
        self.status = status


class UnixConnection(http.client.HTTPConnection):
    """An HTTP connection over a unix socket."""

    def __init__(self, path: Path, timeout: float | None) -> None:
        super().__init__("localhost", timeout=timeout)
        self._path = path

    def connect(self) -> None:
        """Opens the socket.

        Raises:
            OSError: When nobody listens there.
        """
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        try:
            self.sock.connect(str(self._path))
        except BaseException:
            self.sock.close()
            raise

    def cut(self) -> None:
        """Ends the connection from another thread; a thread that reads from it sees its end."""
        if self.sock is not None:
            with contextlib.suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


def exchange(
    socket_path: Path, method: str, path: str, body: dict[str, Any] | None, timeout: float
) -> tuple[int, Any]:
    """Sends one request to an engine's socket; returns the status and the JSON value of the answer.

    The value is None if the answer is not JSON. `timeout` is in seconds.

    Raises:
        OSError: When nobody answers.
        http.client.HTTPException: When the answer is not HTTP.
    """
    return converse(UnixConnection(socket_path, timeout), method, path, body)


def converse(
    connection: http.client.HTTPConnection, method: str, path: str, body: dict[str, Any] | None
) -> tuple[int, Any]:
    """Sends one request by a connection and closes it; returns the status and the JSON value of the answer.

    The value is None if the answer is not JSON.

    Raises:
        OSError: When nobody answers.
        http.client.HTTPException: When the answer is not HTTP.
    """
    try:
        connection.request(
            method,
            path,
            body=json.dumps(body) if body is not None else None,
            headers={"User-Agent": USER_AGENT, "Content-Type": "application/json"},
        )
        response = connection.getresponse()
        text = response.read()
    finally:
        connection.close()
    try:
        return response.status, json.loads(text)
    except ValueError:
        return response.status, None


def ask(
    world: World,
    method: str,
    path: str,
    body: dict[str, Any] | None = None,
    timeout: float | None = 60.0,
) -> dict[str, Any]:
    """Sends one request to the service and returns the JSON object of the answer.

    `timeout` is in seconds; None waits without end.

    Raises:
        WorldStopped: When nobody answers.
        RefusedError: When the answer is an error.
    """
    connection = UnixConnection(world.control_socket, timeout)
    try:
        response = _send(connection, method, path, body)
        text = response.read()
    except (OSError, http.client.HTTPException) as error:
        raise stopped(world, error) from error
    finally:
        connection.close()
    answer = _object(text)
    if response.status >= 400:
        raise RefusedError(
            str(answer.get("message", text.decode(errors="replace"))), response.status
        )
    return answer


def lines(world: World, path: str, timeout: float | None = 15.0) -> Iterator[dict[str, Any]]:
    """Yields the JSON lines of an answer (`/watch`) as they come, until it ends or the caller stops.

    `timeout` is the longest time in seconds between two lines.

    Raises:
        WorldStopped: When nobody answers, or the connection breaks.
        RefusedError: When the answer is an error.
    """
    connection = UnixConnection(world.control_socket, timeout)
    try:
        response = _send(connection, "GET", path, None)
        if response.status >= 400:
            text = response.read()
            raise RefusedError(
                str(_object(text).get("message", text.decode(errors="replace"))), response.status
            )
        while line := response.readline():
            yield _object(line)
    except (OSError, http.client.HTTPException) as error:
        raise stopped(world, error) from error
    finally:
        connection.close()


def stopped(world: World, error: Exception | None = None) -> WorldStopped:
    """Returns the error for a world that does not answer, after `error`."""
    if isinstance(error, TimeoutError):
        return WorldStopped(
            gettext(
                "The practice world at {home} isn't answering. Restart it: docker-lessons "
                "stop, then docker-lessons start. No progress is lost.",
                home=world.home,
            )
        )
    return WorldStopped(
        gettext(
            "The practice world has stopped. Start it: docker-lessons start. No progress is lost."
        )
    )


def _send(
    connection: UnixConnection, method: str, path: str, body: dict[str, Any] | None
) -> http.client.HTTPResponse:
    headers = {"User-Agent": USER_AGENT, "Accept-Language": language.current()}
    data = None
    if body is not None:
        data = json.dumps(body).encode()
        headers["Content-Type"] = "application/json"
    connection.request(method, path, body=data, headers=headers)
    return connection.getresponse()


def _object(text: bytes) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {"value": value}
