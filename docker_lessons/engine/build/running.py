"""The commands of ``RUN``: each runs in the files of the image so far, and what it changes is a layer.

Source: moby ``builder/dockerfile/dispatchers.go`` (``dispatchRun``), ``containerbackend.go``.
"""

from __future__ import annotations

import asyncio
import codecs
import signal
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from docker_lessons.engine.api.errors import BadParameter, EngineError, NotImplementedHere
from docker_lessons.engine.images.model import short
from docker_lessons.engine.runtime import changes, root_fs, users
from docker_lessons.engine.runtime.directory import ensure_directory
from docker_lessons.engine.runtime.process import STDERR, STDOUT, Process

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from docker_lessons.engine.api.progress_stream import Progress
    from docker_lessons.engine.build.build_cache import BuildCache
    from docker_lessons.engine.images.image_config import RunConfig
    from docker_lessons.engine.images.model import Image
    from docker_lessons.engine.layers.layer import Layer
    from docker_lessons.engine.runtime.process import Output, Running, Runtime
    from docker_lessons.oci.store import BlobStore

_PAUSE = 0.5
"""Seconds between two looks whether anybody waits for a command."""
_RED, _PLAIN = "\x1b[91m", "\x1b[0m"


class CommandFailed(EngineError):
    """A command that ended with another exit code than 0."""

    def __init__(self, command: Sequence[str], code: int) -> None:
        super().__init__(f"The command '{' '.join(command)}' returned a non-zero code: {code}")
        self.code = code


class Commands:
    """Runs the commands of a build."""

    def __init__(
        self,
        runtime: Runtime,
        cache: BuildCache,
        blobs: BlobStore,
        scratch: Path,
        is_given_up: Callable[[], bool],
    ) -> None:
        """`scratch` is the folder in which the files are while a command runs.

        `is_given_up` tells that the build's client has gone away.
        """
        self._runtime = runtime
        self._cache = cache
        self._blobs = blobs
        self._scratch = scratch
        self._is_given_up = is_given_up

    async def check(self, command: Sequence[str]) -> None:
        """Checks that a command can be run.

        Raises:
            NotImplementedHere: When no command can be run here, with the reason.
            BadParameter: When the command is empty.
        """
        await self._runtime.probe()
        why_not = self._runtime.why_not or self._runtime.limitation
        if why_not:
            raise NotImplementedHere(
                f"the command of RUN cannot be started: {' '.join(command)}: "
                f"{why_not}; copy finished files with COPY, or build this "
                "Dockerfile with your own Docker"
            )
        if not command:
            raise BadParameter("No command specified")

    async def run(
        self,
        image: Image | None,
        config: RunConfig,
        command: Sequence[str],
        environment: Mapping[str, str],
        container: str,
        progress: Progress,
    ) -> Layer | None:
        """Runs a command in the files of `image` and returns the layer of what it changed.

        Raises:
            CommandFailed: When it fails.
            EngineError: When it cannot be started.
        """
        volumes = sorted(config.get("Volumes") or ())
        with tempfile.TemporaryDirectory(dir=self._scratch) as place:
            folder = Path(place) / "container"
            try:
                root = await self._make(folder, image)
                await asyncio.to_thread(_make_volumes, root, volumes)
                process = Process(
                    arguments=command,
                    environment={"HOSTNAME": short(container), **environment},
                    directory=str(config.get("WorkingDir") or "/"),
                    user=str(config.get("User") or ""),
                    host_name=short(container),
                )
                running = await self._runtime.start(root, process, _output(progress))
                code = await self._ended(running)
                if code:
                    raise CommandFailed(command, code)
                return await asyncio.to_thread(self._layer, root, process.user, volumes)
            finally:
                await asyncio.to_thread(root_fs.remove, folder)

    async def _make(self, folder: Path, image: Image | None) -> Path:
        """Lays the files of an image, unless the build is given up meanwhile."""
        layers = self._cache.layers_of(image)
        given_up = threading.Event()

        def make() -> Path:
            return root_fs.make(
                folder, layers, self._blobs, lambda: given_up.is_set() or self._is_given_up()
            )

        making = asyncio.create_task(asyncio.to_thread(make))
        try:
            return await asyncio.shield(making)
        except asyncio.CancelledError:
            given_up.set()
            await asyncio.wait([making])
            raise
        except root_fs.Stopped:
            raise ConnectionResetError("the client went away before it was done") from None

    async def _ended(self, running: Running) -> int:
        """Waits for a command; ends it when the build is given up."""
        waiting = asyncio.ensure_future(running.wait())
        try:
            while not (await asyncio.wait([waiting], timeout=_PAUSE))[0]:
                if self._is_given_up():
                    raise ConnectionResetError("the client went away before it was done")
        finally:
            if not waiting.done():
                running.kill(signal.SIGKILL)
                await waiting
        return waiting.result()

    def _layer(self, root: Path, user: str, volumes: list[str]) -> Layer | None:
        who = users.find(root, user)
        entries = changes.layer_of(root, (who.uid, who.gid), volumes)
        return self._cache.pack(entries) if entries else None


def _make_volumes(root: Path, volumes: Sequence[str]) -> None:
    for path in volumes:
        ensure_directory(root, path)


def _output(progress: Progress) -> Output:
    """Returns a function that writes a command's output as dockerd does, standard error in red."""
    decoders = {
        stream: codecs.getincrementaldecoder("utf-8")(errors="replace")
        for stream in (STDOUT, STDERR)
    }

    async def tell(stream: int, data: bytes) -> None:
        text = decoders[stream].decode(data)
        if text:
            await progress.stream(f"{_RED}{text}{_PLAIN}" if stream == STDERR else text)

    return tell
