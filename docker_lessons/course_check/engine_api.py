"""What the course's test itself asks of an engine: known by its agent, it counts as nobody's act."""

from __future__ import annotations

import http.client
import json
from pathlib import Path
from typing import Any

from docker_lessons.world.control import USER_AGENT, UnixConnection
from docker_lessons.world.failure import WorldError

_SECONDS = 60.0


def ask(
    socket: Path, method: str, path: str, body: dict[str, Any] | None = None
) -> tuple[int, Any]:
    """Send one request; returns the status and the answer, {} if that is no JSON.

    Raises: WorldError when nobody answers.
    """
    connection = UnixConnection(socket, _SECONDS)
    try:
        connection.request(
            method,
            path,
            body=json.dumps(body) if body is not None else None,
            headers={"User-Agent": USER_AGENT, "Content-Type": "application/json"},
        )
        response = connection.getresponse()
        text = response.read()
    except (OSError, http.client.HTTPException) as error:
        raise WorldError(f"The engine at {socket} does not answer: {error}") from error
    finally:
        connection.close()
    try:
        return response.status, json.loads(text)
    except ValueError:
        return response.status, {}
