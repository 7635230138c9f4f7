"""A container while the engine lives: its record, its streams and log, and who waits for its end."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from docker_lessons.engine.containers.log_file import LogFile
from docker_lessons.engine.containers.streams import Streams
from docker_lessons.engine.runtime import root_fs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from docker_lessons.engine.containers.container import Container
    from docker_lessons.engine.runtime.process import Running

_TOLD_WITHIN = 1.0


class Live:
    """A container and what goes on with it; its files are in `folder`."""

    def __init__(self, container: Container, folder: Path, log_limit: int) -> None:
        self.container = container
        self.folder = folder
        self.streams = Streams()
        self.log = LogFile(folder, log_limit)
        self.lock = asyncio.Lock()
        """Held while it is started or removed."""
        self.running: Running | None = None
        self.terminal_size = (0, 0)
        """Height and width that a client asked for; (0, 0) for none."""
        self.is_being_removed = False
        self.execs: dict[str, Running] = {}
        """The programs that were started in it besides its own, by their IDs."""
        self.ended = asyncio.Event()
        """Set while it does not run."""
        self.ended.set()
        self.removed = asyncio.Event()
        """Set when it is gone."""
        self._exits: set[asyncio.Future[int]] = set()
        self._waiting = 0
        self._all_told = asyncio.Event()
        self._all_told.set()

    @property
    def keeps_log(self) -> bool:
        """Whether what it writes is kept for ``docker logs``."""
        driver: str = (self.container.host_config.get("LogConfig") or {}).get("Type") or "json-file"
        return driver != "none"

    @property
    def programs(self) -> list[Running]:
        """What runs in it: its own program, and those beside it."""
        return [] if self.running is None else [self.running, *self.execs.values()]

    @property
    def root_folder(self) -> Path:
        """The folder of its root file system, and of what belongs to it."""
        return self.folder / "root"

    @property
    def root(self) -> Path:
        """Its root directory on this computer."""
        return self.root_folder / root_fs.FILES

    def next_exit(self) -> asyncio.Future[int]:
        """Returns a future of the exit code of this run, or of the next one."""
        exit_ = asyncio.get_running_loop().create_future()
        self._exits.add(exit_)
        exit_.add_done_callback(self._exits.discard)
        return exit_

    @contextmanager
    def waited_for(self) -> Iterator[None]:
        """Counts a client that waits for the end, until it has its answer."""
        self._waiting += 1
        self._all_told.clear()
        try:
            yield
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._all_told.set()

    async def all_told(self) -> None:
        """Waits until every client that waited for the end has its answer, or for a second if one doesn't take it."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._all_told.wait(), _TOLD_WITHIN)

    def exited(self, code: int) -> None:
        """Tells everyone who waits for the end."""
        for exit_ in list(self._exits):
            if not exit_.done():
                exit_.set_result(code)
