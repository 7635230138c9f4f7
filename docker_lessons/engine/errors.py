"""What the engine refuses, each refusal with dockerd's status code and sentence.

Source: moby ``api/swagger.yaml`` (``ErrorResponse``) and what dockerd 20.10 answers.
"""

from __future__ import annotations

import errno

_DISK_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
"""The system's error numbers for a disk, or somebody's share of it, that is full."""


class EngineError(Exception):
    """A refusal: `message` is the whole sentence that the client shows."""

    status = 500

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class BadParameter(EngineError):
    """The request is not what it should be (400)."""

    status = 400


class Unauthorized(EngineError):
    """The registry does not accept the credential (401)."""

    status = 401


class Forbidden(EngineError):
    """Nobody may do this (403)."""

    status = 403


class NotFound(EngineError):
    """There is nothing of this name (404)."""

    status = 404


class Conflict(EngineError):
    """The state of the engine forbids it (409)."""

    status = 409


class SystemFailure(EngineError):
    """The engine or the registry failed, or answered what dockerd reports as 500."""

    status = 500


class NotImplementedHere(EngineError):
    """Docker can do this, the practice engine cannot (501)."""

    status = 501


class Unavailable(EngineError):
    """The engine is not in a state in which it could (503)."""

    status = 503


def disk_full() -> EngineError:
    """Give the refusal for want of room, with the system's words in it that clients look for."""
    return SystemFailure(
        "the disk is full, so nothing was stored (no space left on device); "
        "make room on it and try again"
    )


def explained(error: OSError) -> EngineError:
    """Turn a failure of the system into a sentence for people."""
    if error.errno in _DISK_FULL:
        return disk_full()
    return SystemFailure(f"the practice engine could not use its files: {error}")
