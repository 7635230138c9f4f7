"""Ask the learner's own Docker what a choice of engine and `reset` must know, over its socket and at once.

Each question has an end: a Docker that says nothing must not hold a learner up.  Imported only where one is
asked, since `http.client` takes longer to load than all else that a start in the practice world needs.
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
"""How long an engine may take to say who it is and what it has."""

REACH_SECONDS = 12.0
"""How long it may take to find out whether it reaches a registry."""

_OLDEST_API = (1, 24)


def version(engine: Engine) -> dict[str, Any]:
    """What it says of itself (`GET /version`).  Raises: EngineError when the course cannot use it."""
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
    """Make sure that the engine reaches the practice registry: `POST /auth` asks that and keeps nothing.

    The credential is the world's own, and our agent asks, so it is no learner's act.  Raises: EngineError.
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
    """All its images (`GET /images/json`).  Raises: EngineError."""
    status, rows = _ask(engine, "GET", "/images/json")
    if status != HTTPStatus.OK or not isinstance(rows, list):
        raise EngineError(f"Your Docker does not list its images: {_message(rows, status)}.")
    return rows


def remove(engine: Engine, name: str) -> str:
    """`docker rmi NAME`, never by force; returns why it was refused, or an empty text.  Raises: EngineError."""
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
    """Status and JSON of one answer; None where it is no JSON."""
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
