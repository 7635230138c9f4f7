"""The errors of a world, each with a message for people and an exit code for scripts."""

from typing import ClassVar


class WorldError(Exception):
    """A failure of the practice world, not of the learner; `str(error)` says what to do about it."""

    exit_code: ClassVar[int] = 3


class WorldStopped(WorldError):
    """A world whose service does not answer."""


class PortTakenError(WorldError):
    """A port of this world on which another program listens."""

    exit_code = 4


class DirectoryError(WorldError):
    """A directory that is somebody else's, read-only, or has other files than a world's."""

    exit_code = 5


class DiskFullError(WorldError):
    """A disk without room for the world's files."""

    exit_code = 6


class NewerServiceError(WorldError):
    """A world that a newer release made or serves; an older one must not write to it."""

    exit_code = 7


class EngineError(WorldError):
    """An engine that cannot be used for the course."""

    exit_code = 8


class HubChoiceError(WorldError):
    """A Hub or an account that cannot be chosen; a mistake in usage."""

    exit_code = 2


class RegistryAwayError(WorldError):
    """A registry of the learner's own choice that cannot be used: it does not answer, or not as a registry does."""

    exit_code = 8


class HubAwayError(WorldError):
    """A Hub that can't be seen, so that nothing is known of what is to be done there."""


class YoursAloneError(WorldError):
    """Something in the learner's own account that the course leaves to the learner."""

    exit_code = 1


def by_exit_code(code: int, sentence: str) -> WorldError:
    """Returns the error with this exit code, by which a service reports why it did not start."""
    kinds: tuple[type[WorldError], ...] = (
        PortTakenError,
        DirectoryError,
        DiskFullError,
        NewerServiceError,
        EngineError,
    )
    return next((kind for kind in kinds if kind.exit_code == code), WorldError)(sentence)
