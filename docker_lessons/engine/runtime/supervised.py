"""A program under its supervisor, as the engine sees it."""

from __future__ import annotations

import asyncio
import fcntl
import os
import pty
import signal
import socket
import struct
import subprocess
import sys
import termios
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docker_lessons.engine.api.errors import SystemFailure
from docker_lessons.engine.runtime.pipes import Inlet, pour
from docker_lessons.engine.runtime.process import STDERR, STDOUT
from docker_lessons.engine.runtime.supervisor.messages import LENGTH, Messages, packed

if TYPE_CHECKING:
    from docker_lessons.engine.runtime.limits import Limits
    from docker_lessons.engine.runtime.process import Output
    from docker_lessons.engine.runtime.supervisor.job import Job

_CODE = "import sys; sys.path.append(sys.argv[1]); from runtime.supervisor.main import main; main()"
_LIBRARY = Path(__file__).parents[1]
_LEFT_OVER = 5
"""Seconds that are waited for output after every process has ended."""
_FROZEN_WITHIN = 5
"""Seconds that a supervisor is waited for, which needs one at most."""


class Supervised:
    """A program that was started; see `Running`."""

    def __init__(self, job: Job, limits: Limits, output: Output, *, has_stdin: bool) -> None:
        self._job = job
        self._limits = limits
        self._output = output
        self._has_stdin = has_stdin
        self._inlet: Inlet | None = None
        self._terminal = -1
        self._pouring: list[asyncio.Task[None]] = []
        self._code: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._ended: asyncio.Task[int] | None = None
        self._frozen: asyncio.Queue[bool] = asyncio.Queue()
        self.pid = 0

    async def start(self, size: tuple[int, int]) -> None:
        """Starts it.

        Raises:
            SystemFailure: When the system refuses.
        """
        ours, theirs = socket.socketpair()
        streams: list[int] = []
        try:
            streams = self._make_streams(size)
            process = await asyncio.to_thread(
                subprocess.Popen,
                [sys.executable, "-I", "-S", "-c", _CODE, str(_LIBRARY), str(theirs.fileno())],
                stdin=streams[0],
                stdout=streams[1],
                stderr=streams[2],
                env={},
                cwd="/",
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )
        except BaseException:
            ours.close()
            self._close_all()
            raise
        finally:
            theirs.close()
            for descriptor in set(streams):
                os.close(descriptor)
        reader, self._control = await asyncio.open_connection(sock=ours)
        self._say(vars(self._job))
        first = await _message(reader)
        if "pid" not in first:
            self._control.close()
            await asyncio.to_thread(process.wait)
            await self._finish()
            raise SystemFailure(
                f"the program could not be started: {first.get('failed', 'its supervisor ended')}"
            )
        self.pid = int(first["pid"])
        self._ended = asyncio.create_task(self._follow(reader, process))

    def _make_streams(self, size: tuple[int, int]) -> list[int]:
        """Makes the streams, begins to read the program's output, and returns the program's ends."""
        if self._job.terminal:
            self._terminal, theirs = pty.openpty()
            self.resize(*size)
            self._inlet = Inlet(os.dup(self._terminal))
            self._read(os.dup(self._terminal), STDOUT)
            return [theirs, theirs, theirs]
        found: list[int] = []
        if self._has_stdin:
            theirs, ours = os.pipe()
            self._inlet = Inlet(ours)
            found.append(theirs)
        else:
            found.append(os.open(os.devnull, os.O_RDONLY))
        for stream in (STDOUT, STDERR):
            ours, theirs = os.pipe()
            self._read(ours, stream)
            found.append(theirs)
        return found

    def _read(self, descriptor: int, stream: int) -> None:
        work = pour(descriptor, lambda data: self._output(stream, data))
        self._pouring.append(asyncio.create_task(work))

    async def _follow(self, reader: asyncio.StreamReader, process: subprocess.Popen[bytes]) -> int:
        code = 128 + signal.SIGKILL
        try:
            while message := await _message(reader):
                if "code" in message:
                    code = int(message["code"])
                    break
                if "frozen" in message:
                    self._frozen.put_nowait(message["frozen"])
                if "limit" in message:
                    await self._explain(self._limits.explained(message["limit"]))
                if "failed" in message:
                    await self._explain(f"the program was ended: {message['failed']}")
        finally:
            # Without it, the supervisor ends everything and itself.
            self._control.close()
        await asyncio.to_thread(process.wait)
        await self._finish()
        return code

    async def _finish(self) -> None:
        """Hands over what is left of the output, and closes the streams."""
        _, late = await asyncio.wait(self._pouring, timeout=_LEFT_OVER)
        for task in late:
            task.cancel()
        self._close_all()

    async def _explain(self, sentence: str) -> None:
        end = "\r\n" if self._job.terminal else "\n"
        stream = STDOUT if self._job.terminal else STDERR
        waiting = self._output(stream, f"docker-lessons: {sentence}{end}".encode())
        if waiting is not None:
            await waiting

    def _close_all(self) -> None:
        if self._inlet is not None:
            self._inlet.close()
        if self._terminal >= 0:
            os.close(self._terminal)
            self._terminal = -1

    def _say(self, message: dict[str, Any]) -> None:
        self._control.write(packed(message))

    async def write(self, data: bytes) -> None:
        """Writes to its standard input, as fast as it reads."""
        if self._inlet is not None:
            await self._inlet.write(data)

    def close_stdin(self) -> None:
        """Ends its standard input; a terminal has no end."""
        if self._inlet is not None and not self._job.terminal:
            self._inlet.close()

    def resize(self, height: int, width: int) -> None:
        """Changes the size of its terminal."""
        if self._terminal >= 0:
            size = struct.pack("HHHH", height % (1 << 16), width % (1 << 16), 0, 0)
            with suppress(OSError):
                fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, size)

    def kill(self, number: int) -> None:
        """Sends it a signal; SIGKILL ends every process that it started, too."""
        if self._ended is not None and not self._ended.done():
            self._say({"signal": int(number)})

    async def freeze(self) -> None:
        """Pauses it and every process that it started, and returns when they are paused."""
        await self._set_frozen(wanted=True)

    async def thaw(self) -> None:
        """Lets it and every process that it started go on."""
        await self._set_frozen(wanted=False)

    async def _set_frozen(self, *, wanted: bool) -> None:
        if self._ended is None or self._ended.done():
            return
        self._say({"freeze": wanted})
        said = asyncio.create_task(self._says_frozen(wanted))
        await asyncio.wait(
            (said, self._ended), timeout=_FROZEN_WITHIN, return_when=asyncio.FIRST_COMPLETED
        )
        said.cancel()

    async def _says_frozen(self, wanted: bool) -> None:
        while await self._frozen.get() is not wanted:
            pass

    async def wait(self) -> int:
        """Waits until it has ended and its output was handed over, and returns the exit code."""
        assert self._ended is not None
        return await asyncio.shield(self._ended)


async def _message(reader: asyncio.StreamReader) -> dict[str, Any]:
    """Returns the supervisor's next message, an empty one at the end."""
    messages = Messages()
    try:
        head = await reader.readexactly(LENGTH)
        body = await reader.readexactly(int.from_bytes(head, "little"))
    except (OSError, asyncio.IncompleteReadError):
        return {}
    (message,) = messages.read(head + body)
    return message
