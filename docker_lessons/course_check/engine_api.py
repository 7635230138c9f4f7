"""Requests of the course's test itself to an engine: their User-Agent keeps them from counting as a learner's."""

from __future__ import annotations

import http.client
from pathlib import Path
from typing import Any

from docker_lessons.course_check.docker_place import At
from docker_lessons.world.control import converse, exchange
from docker_lessons.world.failure import WorldError
from docker_lessons.world.remote_connection import RemoteConnection

_SECONDS = 60.0


def ask(at: At, method: str, path: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
    """Sends one request; returns the status and the answer, {} if that is no JSON.

    Raises:
        WorldError: When nobody answers.
    """
    try:
        if isinstance(at, Path):
            status, answer = exchange(at, method, path, body, _SECONDS)
        else:
            status, answer = converse(RemoteConnection(at, _SECONDS), method, path, body)
    except (OSError, http.client.HTTPException) as error:
        where = at if isinstance(at, Path) else at.address
        raise WorldError(f"The engine at {where} doesn't answer: {error}") from error
    return status, {} if answer is None else answer
