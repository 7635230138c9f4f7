"""Requests of the course's test itself to an engine: their User-Agent keeps them from counting as a learner's."""

from __future__ import annotations

import http.client
from pathlib import Path
from typing import Any

from docker_lessons.world.control import exchange
from docker_lessons.world.failure import WorldError

_SECONDS = 60.0


def ask(
    socket: Path, method: str, path: str, body: dict[str, Any] | None = None
) -> tuple[int, Any]:
    """Sends one request; returns the status and the answer, {} if that is no JSON.

    Raises:
        WorldError: When nobody answers.
    """
    try:
        status, answer = exchange(socket, method, path, body, _SECONDS)
    except (OSError, http.client.HTTPException) as error:
        raise WorldError(f"The engine at {socket} doesn't answer: {error}") from error
    return status, {} if answer is None else answer
