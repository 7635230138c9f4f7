"""Refusals of the engine, each with dockerd's status code and sentence.

Source: moby ``api/swagger.yaml`` (``ErrorResponse``) and what dockerd 20.10 answers.
"""

from __future__ import annotations

import errno

_DISK_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
"""The system's error numbers for a full disk and a used-up quota."""


class EngineError(Exception):
    """A refused request; `message` is the whole sentence that the client shows.

    `code` is the exit code for a client whose progress stream ends with this error; None leaves it to the client.
    """

    status = 500
    code: int | None = None

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class BadParameter(EngineError):
    """A request that is malformed (400)."""

    status = 400


class Unauthorized(EngineError):
    """A credential that the registry does not accept (401)."""

    status = 401


class Forbidden(EngineError):
    """A request that is never allowed (403)."""

    status = 403


class NotFound(EngineError):
    """A name that means nothing here (404)."""

    status = 404


class Conflict(EngineError):
    """A request that the state of the engine forbids (409)."""

    status = 409


class SystemFailure(EngineError):
    """A failure of the engine or the registry, or what else dockerd answers with 500."""

    status = 500


class NotImplementedHere(EngineError):
    """A request that Docker can serve and the practice engine cannot (501)."""

    status = 501


class Unavailable(EngineError):
    """A request that needs an engine in another mode, such as a swarm manager (503)."""

    status = 503


def disk_full() -> EngineError:
    """Returns the refusal for a full disk; it contains the system's words, which clients look for."""
    return SystemFailure(
        "the disk is full, so nothing was stored (no space left on device); "
        "make room on it and try again"
    )


def explained(error: OSError) -> EngineError:
    """Returns the refusal that explains a failure of the operating system."""
    if error.errno in _DISK_FULL:
        return disk_full()
    return SystemFailure(f"the practice engine could not use its files: {error}")
