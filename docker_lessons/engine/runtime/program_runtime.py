"""The runtime: finds out how programs can be run here, and starts them."""

from __future__ import annotations

import asyncio
import os
import platform
import signal
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakSet

from docker_lessons.engine.api.errors import EngineError, NotImplementedHere
from docker_lessons.engine.runtime import executable, network_files, users, ways
from docker_lessons.engine.runtime.directory import ensure_directory
from docker_lessons.engine.runtime.limits import from_environment
from docker_lessons.engine.runtime.process import Process
from docker_lessons.engine.runtime.supervised import Supervised
from docker_lessons.engine.runtime.supervisor.job import Job
from docker_lessons.engine.runtime.trampoline import FAILED, program

if TYPE_CHECKING:
    from docker_lessons.engine.runtime.process import Output, Running
    from docker_lessons.engine.runtime.ways import Way

_ENOUGH = 20
"""Seconds for one try."""


class ProgramRuntime:
    """Starts programs in the way that works here; see `Runtime`."""

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        self._environ = environ
        self._limits = from_environment(environ)
        self._found: asyncio.Task[Way | None] | None = None
        self._running: WeakSet[Supervised] = WeakSet()
        self._ending: set[asyncio.Task[None]] = set()
        self.name = self.limitation = ""
        self.why_not = "it has not been tried yet whether programs can be run here"

    async def probe(self) -> None:
        """Finds out how programs can be run here, the first time; `name` and `why_not` tell of it then."""
        if self._found is None:
            self._found = asyncio.create_task(self._find())
        await asyncio.shield(self._found)

    async def _find(self) -> Way | None:
        tried = ways.known(self._environ)
        for way in tried:
            if await self._works(way):
                self.name, self.why_not, self.limitation = way.name, "", way.limitation
                return way
        self.why_not = _why_not(self._environ, [way.name for way in tried])
        return None

    async def _works(self, way: Way) -> bool:
        """Tells whether programs can be run that way: a trampoline for a missing program must end with `FAILED`."""
        said = bytearray()
        with tempfile.TemporaryDirectory(prefix="docker-lessons-") as place:
            folder = Path(place)
            root = folder / "files"
            for name in ("dev", "proc", "sys"):
                (root / name).mkdir(parents=True)
            start = root / "start"
            try:
                start.write_bytes(program(platform.machine()))
            except KeyError:
                return False
            start.chmod(0o755)
            process = Process(["start", "/start", "start", "/nothing"])
            job = await asyncio.to_thread(self._job, root, process, 0, "/start")
            try:
                running = await self._run(way, job, process, lambda _, data: said.extend(data))
                code = await asyncio.wait_for(running.wait(), _ENOUGH)
            except (EngineError, OSError, TimeoutError):
                return False
            return code == FAILED and not said

    async def start(
        self, root: Path, process: Process, output: Output, beside: Running | None = None
    ) -> Supervised:
        """Starts a process whose files are those below `root`; see `Runtime.start`."""
        await self.probe()
        assert self._found is not None
        way = self._found.result()
        if way is None:
            raise NotImplementedHere(self.why_not)
        other = beside.pid if beside is not None else 0
        job = await asyncio.to_thread(self._job, root, process, other)
        running = await self._run(way, job, process, output)
        if beside is not None:
            ending = asyncio.create_task(_end_with(running, beside))
            self._ending.add(ending)
            ending.add_done_callback(self._ending.discard)
        return running

    async def _run(self, way: Way, job: Job, process: Process, output: Output) -> Supervised:
        job = await asyncio.to_thread(way.prepared, job, Path(job.root).parent)
        running = Supervised(job, self._limits, output, has_stdin=process.stdin)
        await running.start(process.terminal_size)
        self._running.add(running)
        return running

    async def close(self) -> None:
        """Ends all that runs."""
        for each in list(self._running):
            each.kill(signal.SIGKILL)
        for each in list(self._running):
            await each.wait()

    def _job(self, root: Path, process: Process, beside: int, path: str = "") -> Job:
        user = users.find(root, process.user)
        ensure_directory(root, process.directory)
        environment = dict(process.environment)
        if not environment.get("HOME"):
            environment["HOME"] = user.home
        found = executable.find(root, path or process.arguments[0], environment, process.directory)
        return Job(
            root=str(root),
            path=found.path,
            trouble=found.trouble,
            is_static=found.is_static,
            arguments=list(process.arguments),
            environment=[f"{name}={value}" for name, value in environment.items() if name],
            directory=process.directory or "/",
            uid=user.uid,
            gid=user.gid,
            groups=list(user.groups),
            terminal=process.terminal,
            files=network_files.written(root, process.host_name),
            host_name=process.host_name,
            beside=beside,
            limits=self._limits.watched(),
        )


async def _end_with(running: Supervised, other: Running) -> None:
    """Ends a process when another one has."""
    ends = [asyncio.ensure_future(each.wait()) for each in (running, other)]
    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    running.kill(signal.SIGKILL)


NOT_WANTED = f"programs are not run here: {ways.SETTING} is {ways.NONE}"
NOT_LINUX = (
    "programs of an image cannot be run here: they are made for Linux, and this computer runs "
)
NO_WAY = (
    "programs of an image cannot be run here: this computer allows no user namespaces, and has neither "
    "proot nor bubblewrap that work; install proot (Debian, Ubuntu: apt install proot) and start again"
)


def _why_not(environ: Mapping[str, str], tried: list[str]) -> str:
    wanted = environ.get(ways.SETTING, "")
    if wanted == ways.NONE:
        return NOT_WANTED
    if wanted:
        return f"programs cannot be run here by {wanted}, which {ways.SETTING} asks for"
    if platform.system() != "Linux":
        return f"{NOT_LINUX}{platform.system()}"
    return NO_WAY
