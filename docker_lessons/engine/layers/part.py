"""Parts of an open file: the content of a tar's members, read where it is."""

from __future__ import annotations

import io
import os
from typing import IO, BinaryIO, cast


class Part:
    """Opens a part of a file when it is called, any number of times at once."""

    __slots__ = ("_file", "_offset", "_size")

    def __init__(self, file: IO[bytes], offset: int, size: int) -> None:
        """Takes `size` bytes from `offset` on of a file that stays open as long as the part is used."""
        self._file = file
        self._offset = offset
        self._size = size

    def __call__(self) -> BinaryIO:
        """Opens it."""
        return cast("BinaryIO", io.BufferedReader(_Slice(self._file, self._offset, self._size)))


class _Slice(io.RawIOBase):
    """A part of a file, with a reading position of its own."""

    def __init__(self, file: IO[bytes], offset: int, size: int) -> None:
        self._file = file
        self._offset = offset
        self._size = size
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._size}[whence]
        self._position = max(0, start + offset)
        return self._position

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast("bytearray", buffer))
        left = max(0, self._size - self._position)
        data = os.pread(self._file.fileno(), min(len(view), left), self._offset + self._position)
        view[: len(data)] = data
        self._position += len(data)
        return len(data)
