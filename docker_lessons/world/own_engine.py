"""Requests to the learner's own Docker for the choice of an engine and for `reset`.

Each has a timeout, so that a Docker that does not answer keeps nobody waiting. The module is imported
only when it is needed, since `http.client` takes longer to load than the rest of a start.
Source: moby `api/swagger.yaml` (v1.41).
"""

from __future__ import annotations

import http.client
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from docker_lessons.world.account import Account
from docker_lessons.world.control import exchange
from docker_lessons.world.engine import Engine
from docker_lessons.world.failure import EngineError
from docker_lessons.world.own_docker import PRACTISE

SECONDS = 4.0
"""The timeout for questions about the engine and its images, in seconds."""

REACH_SECONDS = 12.0
"""The timeout for the question whether it reaches a registry, in seconds."""

_OLDEST_API = (1, 24)


def version(engine: Engine) -> dict[str, Any]:
    """Returns the engine's answer to `GET /version`.

    Raises:
        EngineError: When it does not answer, or cannot be used for the course.
    """
    status, told = _ask(engine, "GET", "/version")
    if status != HTTPStatus.OK or not isinstance(told, dict) or "ApiVersion" not in told:
        raise EngineError(
            f"{engine.socket} ({engine.chosen_by}) answers, but not as a Docker engine does (HTTP {status}). "
            + PRACTISE
        )
    newest = tuple(int(part) for part in str(told["ApiVersion"]).split(".") if part.isdigit())
    if newest < _OLDEST_API or told.get("Os", "linux") != "linux":
        raise EngineError(
            f"Your Docker ({told.get('Version')}, {told.get('Os')}, API {told['ApiVersion']}) cannot "
            f"build the course's image: a Linux engine of the last ten years is needed. {PRACTISE}"
        )
    return told


def reach(engine: Engine, account: Account, registry: str) -> None:
    """Checks that the engine reaches the practice registry, by `POST /auth`, which stores nothing.

    The credential is the world's own; the User-Agent marks the request as not the learner's.

    Raises:
        EngineError: When the engine does not answer or does not reach the registry.
    """
    asked = {
        "username": account.username,
        "password": account.password,
        "serveraddress": registry,
    }
    status, told = _ask(engine, "POST", "/auth", asked, REACH_SECONDS)
    if status != HTTPStatus.OK:
        raise EngineError(
            f"Your Docker ({engine.chosen_by}) does not reach the practice registry at {registry}: "
            f"{_message(told, status)}. Most often such an engine lives in a machine of its own, as those of Docker "
            "Desktop, Colima and Rancher Desktop do, and there localhost is another computer. Docker Engine, installed "
            f"in this very Linux (or in this WSL), would reach it. {PRACTISE}"
        )


def images(engine: Engine) -> list[dict[str, Any]]:
    """Returns all images of the engine (`GET /images/json`).

    Raises:
        EngineError: When it does not list them.
    """
    status, rows = _ask(engine, "GET", "/images/json")
    if status != HTTPStatus.OK or not isinstance(rows, list):
        raise EngineError(f"Your Docker does not list its images: {_message(rows, status)}.")
    return rows


def remove(engine: Engine, name: str) -> str:
    """Does what `docker rmi NAME` does, without force; returns why it was refused, '' if it was not.

    Raises:
        EngineError: When the engine does not answer.
    """
    status, told = _ask(engine, "DELETE", f"/images/{quote(name, safe='/:')}", seconds=60.0)
    return "" if status in (HTTPStatus.OK, HTTPStatus.NOT_FOUND) else _message(told, status)


def _message(told: Any, status: int) -> str:
    message = told.get("message") if isinstance(told, dict) else None
    return str(message or f"HTTP {status}").strip().rstrip(".")


def _ask(
    engine: Engine,
    method: str,
    path: str,
    body: dict[str, str] | None = None,
    seconds: float = SECONDS,
) -> tuple[int, Any]:
    """Returns the status and the JSON value of the answer, None if it is not JSON."""
    try:
        return exchange(engine.socket, method, path, body, seconds)
    except (OSError, http.client.HTTPException) as error:
        raise EngineError(f"{_unanswered(engine, error, seconds)} {PRACTISE}") from error


def _unanswered(engine: Engine, error: Exception, seconds: float) -> str:
    place = f"{engine.socket} ({engine.chosen_by})"
    if isinstance(error, PermissionError):
        return (
            f"You may not use your Docker's socket {place}: it belongs to root and to a group, often called docker. "
            "Have yourself added to that group (sudo usermod -aG docker $USER), then log out and in again: a window "
            "that is open already does not notice."
        )
    if isinstance(error, FileNotFoundError):
        return f"Your Docker has no socket at {place}. Is Docker installed on this computer, and started?"
    if isinstance(error, (TimeoutError, BlockingIOError)):
        return f"Your Docker at {place} takes a connection and says nothing, for {seconds:.0f} seconds now. Restart it."
    if isinstance(error, http.client.HTTPException) and not isinstance(error, ConnectionError):
        return f"What answers at {place} is no Docker engine: it does not speak HTTP."
    return f"Your Docker does not answer at {place}: {getattr(error, 'strerror', None) or error}. Is it started?"
