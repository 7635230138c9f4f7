"""A program to be started in the files of an image, and the one that runs.

Source: OCI runtime specification, config.md ("Process").
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from docker_lessons.engine.api.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence
    from pathlib import Path

    Output = Callable[[int, bytes], Awaitable[None] | None]
    """What takes the output of a process: the stream, and the bytes. While it waits, no more is read."""

STDOUT, STDERR = 1, 2
"""The streams of a process, as its output names them."""


@dataclass(frozen=True)
class Process:
    """What to start.

    `user` is what ``USER`` says: a name or a number, with a group behind a colon; '' for root.
    `terminal_size` is height and width, for one with a terminal. `host_name` is what the program sees as
    its host's name, where that can be had.
    """

    arguments: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    directory: str = "/"
    user: str = ""
    terminal: bool = False
    terminal_size: tuple[int, int] = (24, 80)
    stdin: bool = False
    host_name: str = ""


class Running(Protocol):
    """A process that was started; all its methods are called on the event loop."""

    @property
    def pid(self) -> int:
        """Its process ID on this computer."""

    async def write(self, data: bytes) -> None:
        """Writes to its standard input, as fast as it reads."""

    def close_stdin(self) -> None:
        """Ends its standard input."""

    def resize(self, height: int, width: int) -> None:
        """Changes the size of its terminal."""

    def kill(self, signal: int) -> None:
        """Sends it a signal; SIGKILL ends every process that it started, too."""

    async def freeze(self) -> None:
        """Pauses it and every process that it started, and returns when they are paused."""

    async def thaw(self) -> None:
        """Lets it and every process that it started go on."""

    async def wait(self) -> int:
        """Waits until it has ended and its output was handed over.

        Returns the exit code, or 128 plus the signal's number where a signal ended it.
        """


class CannotStart(EngineError):
    """A program that is not there or cannot be run; `exit_code` is Docker's, 127 or 126."""

    status = 400

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code


class Runtime(Protocol):
    """What starts processes here."""

    @property
    def name(self) -> str:
        """How programs are run here: ``proot``, ``bubblewrap``...; '' where they cannot be."""

    @property
    def why_not(self) -> str:
        """Why programs cannot be run here, as a sentence for people; '' where they can."""

    @property
    def limitation(self) -> str:
        """Which programs cannot be run here although others can, as a sentence for people; '' where all can."""

    async def start(
        self, root: Path, process: Process, output: Output, beside: Running | None = None
    ) -> Running:
        """Starts a process whose files are those below `root`; `output` takes what it writes.

        `beside` is a process of the same container, as for ``docker exec``: the new process sees the
        same processes, and ends when `beside` does. What belongs to the container, such as its ``/etc/hosts``, is
        kept beside `root`.

        Raises:
            CannotStart: When the program is not there, or cannot be run.
        """

    async def probe(self) -> None:
        """Finds out how programs can be run here, the first time; `name` and `why_not` tell of it then."""

    async def close(self) -> None:
        """Ends all that runs."""
