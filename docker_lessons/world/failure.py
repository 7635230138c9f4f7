"""What can be the matter with a world, each with a sentence for people and an exit code for scripts."""

from typing import ClassVar


class WorldError(Exception):
    """The practice world, not the learner, is the matter; `str(error)` says what to do about it."""

    exit_code: ClassVar[int] = 3


class WorldStopped(WorldError):
    """Nobody answers at the world's addresses."""


class PortTakenError(WorldError):
    """Another program listens on a port that this world keeps."""

    exit_code = 4


class DirectoryError(WorldError):
    """The world's directory is somebody else's, read-only, or holds something that is no world."""

    exit_code = 5


class DiskFullError(WorldError):
    """There is no room left for the world's files."""

    exit_code = 6


class NewerServiceError(WorldError):
    """A newer release of the package made or serves this world; an older one must not write to it."""

    exit_code = 7


class EngineError(WorldError):
    """The learner's own Docker cannot be used for the course."""

    exit_code = 8


def by_exit_code(code: int, sentence: str) -> WorldError:
    """The error that has this exit code: how a starting service hands its failure to who started it."""
    kinds: tuple[type[WorldError], ...] = (
        PortTakenError,
        DirectoryError,
        DiskFullError,
        NewerServiceError,
        EngineError,
    )
    return next((kind for kind in kinds if kind.exit_code == code), WorldError)(sentence)
