"""The log of a container: what it wrote, line by line, in files with a limit.

Each line is a JSON object, as dockerd's driver `json-file` writes it. When a file is full, it replaces the
older one, whose lines are lost, so that a program that never ends does not fill the disk.
Source: moby ``daemon/logger/jsonfilelog`` and ``daemon/logger/copier.go``.
"""

from __future__ import annotations

import asyncio
import json
import logging
import threading
import time
from dataclasses import dataclass
from json.encoder import encode_basestring_ascii
from typing import IO, TYPE_CHECKING

from docker_lessons.engine.api import timestamp
from docker_lessons.engine.runtime.process import STDERR, STDOUT
from docker_lessons.oci import gojson

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable
    from pathlib import Path

_NAMES = {STDOUT: "stdout", STDERR: "stderr"}
_STREAMS = {name: stream for stream, name in _NAMES.items()}
_LONGEST = 1 << 14
"""The number of bytes of a line that are written together."""
_BLOCK = 1 << 17
_MUCH = 1 << 12
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Line:
    """A line of a log; `written` is when it was written, in RFC 3339."""

    stream: int
    written: str
    text: bytes

    @property
    def time(self) -> int:
        """When it was written, in nanoseconds since the epoch."""
        return timestamp.nanoseconds(self.written)


class LogFile:
    """The log in the folder of a container; it keeps at most `limit` bytes."""

    def __init__(self, folder: Path, limit: int) -> None:
        self._path, self._older = folder / "log.json", folder / "log.1.json"
        self._limit = limit // 2
        self._file: IO[bytes] | None = None
        self._size = 0
        self._unfinished: dict[int, bytes] = {}
        self._turn = threading.Lock()
        self._turns = 0
        self._news = asyncio.Event()

    def write(self, stream: int, data: bytes) -> Awaitable[None] | None:
        """Takes what the program wrote; a line is kept once it is complete.

        What is returned has to be awaited: a large piece is written in a thread, so that it holds nobody up.
        """
        if len(data) >= _MUCH:
            return self._written(stream, data)
        self._write(stream, data)
        self._tell()
        return None

    async def _written(self, stream: int, data: bytes) -> None:
        await asyncio.to_thread(self._write, stream, data)
        self._tell()

    def _write(self, stream: int, data: bytes) -> None:
        with self._turn:
            pending = self._unfinished.pop(stream, b"") + data
            end = pending.rfind(b"\n") + 1
            rest = pending[end:]
            text = b""
            if end:
                whole = pending[: end - 1].split(b"\n")
                text = _written_lines(stream, [line + b"\n" for line in whole])
            while len(rest) >= _LONGEST:
                text += _written_lines(stream, [rest[:_LONGEST]])
                rest = rest[_LONGEST:]
            if rest:
                self._unfinished[stream] = rest
            if text:
                self._append(text)

    def finish(self) -> None:
        """Keeps what was written without an end of line, and closes the file."""
        with self._turn:
            for stream, rest in self._unfinished.items():
                self._append(_written_lines(stream, [rest]))
            self._unfinished.clear()
            if self._file is not None:
                self._file.close()
            self._file = None
        self._tell()

    def _append(self, text: bytes) -> None:
        try:
            if self._file is None:
                self._file = self._path.open("ab", buffering=0)
                self._size = self._file.tell()
            if self._size and self._size + len(text) > self._limit:
                self._file.close()
                self._file = None
                self._path.replace(self._older)
                self._turns += 1
                self._file = self._path.open("ab", buffering=0)
                self._size = 0
            self._size += self._file.write(text)
        except OSError as error:
            # The program goes on: who is attached sees what it writes.
            _log.warning("A line of a container's log is lost: %s", error)

    def _tell(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    async def blocks(
        self, *, tail: int | None, follow: asyncio.Event | None
    ) -> AsyncIterator[list[Line]]:
        """Yields the last `tail` lines (None: all lines), and with `follow`, the new ones until that event is set.

        Lines come several at a time, and nothing more is read ahead, so that a slow reader costs nothing.
        """
        skip = max(0, await asyncio.to_thread(self._count) - tail) if tail is not None else 0
        turn, files = self._turns, self._opened()
        try:
            while True:
                # Asked before the reading: what is written meanwhile is found by the next round.
                ended, news = follow is None or follow.is_set(), self._news
                turned = self._turns - turn
                for file in files:
                    while lines := await asyncio.to_thread(_block, file):
                        if skip < len(lines):
                            yield lines[skip:]
                        skip = max(0, skip - len(lines))
                if turned or not files:
                    was_read = bool(files)
                    for file in files:
                        file.close()
                    turns, turn, files = self._turns - turn, self._turns, self._opened()
                    if turns == 1 and was_read:
                        files.pop(0).close()  # it was read before it became the older one
                    if files:
                        continue
                if ended:
                    return
                await _either(news, follow)
        finally:
            for file in files:
                file.close()

    def _opened(self) -> list[IO[bytes]]:
        found: list[IO[bytes]] = []
        for path in (self._older, self._path):
            try:
                found.append(path.open("rb"))
            except FileNotFoundError:
                continue
        return found

    def _count(self) -> int:
        count = 0
        for file in self._opened():
            with file:
                while block := file.read(_BLOCK):
                    count += block.count(b"\n")
        return count


async def _either(news: asyncio.Event, over: asyncio.Event | None) -> None:
    """Waits until one of the two is set."""
    waits = [asyncio.ensure_future(event.wait()) for event in (news, over) if event is not None]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()


def _block(file: IO[bytes]) -> list[Line]:
    """Returns the next lines of a file, none at its end; a line that is not whole is left there."""
    while text := file.read(_BLOCK):
        end = text.rfind(b"\n") + 1
        if not end and len(text) < _BLOCK:
            file.seek(-len(text), 1)
            return []
        if end:
            file.seek(end - len(text), 1)
            found = [_parsed(line) for line in text[:end].splitlines()]
            if lines := [line for line in found if line is not None]:
                return lines
    return []


def _written_lines(stream: int, lines: list[bytes]) -> bytes:
    """Returns the text of a log with these lines, all with the current time."""
    moment = timestamp.rfc3339(time.time_ns())
    end = f',"stream":"{_NAMES[stream]}","time":"{moment}"}}\n'
    return "".join(
        [f'{{"log":{encode_basestring_ascii(gojson.text_of(line))}{end}' for line in lines]
    ).encode()


def _parsed(text: bytes) -> Line | None:
    """Reads a line of the file; None for one that a kill cut short."""
    try:
        document = json.loads(text)
        stream = _STREAMS[document["stream"]]
        return Line(stream, str(document["time"]), document["log"].encode())
    except (ValueError, LookupError, TypeError):
        return None
