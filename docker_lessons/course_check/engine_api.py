"""Requests of the course's test itself to an engine: their User-Agent keeps them from counting as a learner's."""

from __future__ import annotations

import contextlib
import http.client
from pathlib import Path
from typing import Any

from docker_lessons.course_check.docker_place import At
from docker_lessons.world.control import USER_AGENT, UnixConnection, converse
from docker_lessons.world.failure import WorldError
from docker_lessons.world.host import is_in_containerd
from docker_lessons.world.known_layers import LayerContents, of_archive
from docker_lessons.world.remote_connection import RemoteConnection

_SECONDS = 60.0


def ask(at: At, method: str, path: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
    """Sends one request; returns the status and the answer, {} if that is no JSON.

    Raises:
        WorldError: When nobody answers.
    """
    try:
        status, answer = converse(_connection(at), method, path, body)
    except (OSError, http.client.HTTPException) as error:
        where = at if isinstance(at, Path) else at.address
        raise WorldError(f"The engine at {where} doesn't answer: {error}") from error
    return status, {} if answer is None else answer


def keeps_images_in_containerd(at: At) -> bool:
    """Tells whether an engine's images are in containerd's image store, as Docker Desktop's are.

    Raises:
        WorldError: When nobody answers.
    """
    return is_in_containerd(ask(at, "GET", "/info")[1])


def layers(at: At, image: str) -> tuple[LayerContents, ...]:
    """Returns what each layer of a small image holds; nothing where the engine can't say.

    Raises:
        WorldError: When nobody answers.
    """
    with contextlib.closing(_connection(at)) as connection:
        try:
            connection.request("GET", f"/images/{image}/get", headers={"User-Agent": USER_AGENT})
            archive = connection.getresponse().read()
        except (OSError, http.client.HTTPException) as error:
            raise WorldError(f"The engine doesn't answer: {error}") from error
    try:
        return of_archive(archive)
    except ValueError:
        return ()


def _connection(at: At) -> http.client.HTTPConnection:
    return UnixConnection(at, _SECONDS) if isinstance(at, Path) else RemoteConnection(at, _SECONDS)
