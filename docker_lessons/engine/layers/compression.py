"""Gzip in blocks: two threads compress, a third one writes, and the same bytes always give the same gzip.

Each block is compressed independently and ends at a byte boundary, so that its compressed form depends
on its bytes alone. Bytes that do not compress, as those of a photograph or an archive, are stored: that
costs almost nothing, here and wherever they are decompressed. Sources: RFC 1951, sections 3.2.4 and
3.2.3 (stored blocks, the last block), RFC 1952 (header and trailer).
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

BLOCK = 1 << 18
"""The size of a block in bytes."""

_THREADS = 2
"""The number of blocks compressed at once: more cost memory, and reading and hashing do not keep up."""

_LEVEL = 2
"""isal's compression level (0 to 3); at 2, the ratio is close to zlib's default."""
_HEADER = bytes.fromhex("1f8b08000000000000ff")
"""A gzip header without name and time, of an unknown system (RFC 1952, section 2.3)."""
_RAW = -15
_END = b"\x03\x00"
"""An empty last block of deflate."""
_STORED = (1 << 16) - 1
"""The largest stored block in bytes."""
_SAMPLES, _SAMPLE = 16, 1 << 10
_GAIN = 1 / 32
"""The part of a sample that compression has to save for the block to be compressed."""


class Gzip:
    """A gzip writer: passes the gzip of everything written to it to `write`, in order; a context manager.

    A thread of its own writes all blocks but the last one. What `write` raises is raised by a later `write`, or by `close`.
    It waits for its threads, so it must not be used in the event loop.
    """

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write = write
        self._pieces: list[memoryview] = []
        self._held = 0
        self._under_way: deque[Future[None]] = deque()
        self._in_order = ThreadPoolExecutor(1, "gzip")
        self._crc = 0
        self._size = 0
        write(_HEADER)

    def write(self, data: bytes) -> None:
        """Appends `data`."""
        from isal import isal_zlib

        self._crc = isal_zlib.crc32(data, self._crc)
        self._size += len(data)
        view = memoryview(data)
        while view:
            if self._held == BLOCK:
                self._hand_over()
            taken = view[: BLOCK - self._held]
            self._pieces.append(taken)
            self._held += len(taken)
            view = view[len(taken) :]

    def close(self) -> None:
        """Writes what is left, and the trailer."""
        self._wait_for(0)
        self._write(_deflated(self._take_block(), last=True))
        trailer = self._crc.to_bytes(4, "little") + (self._size % (1 << 32)).to_bytes(4, "little")
        self._write(trailer)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._in_order.shutdown(cancel_futures=True)

    def _take_block(self) -> bytes:
        block = b"".join(self._pieces)
        self._pieces.clear()
        self._held = 0
        return block

    def _hand_over(self) -> None:
        """Passes the full block, which is not the last one, to a compressing thread, and has the result written in its turn."""
        self._wait_for(_THREADS)
        compressed = _compressors().submit(_deflated, self._take_block())
        self._under_way.append(self._in_order.submit(self._pass_on, compressed))

    def _pass_on(self, compressed: Future[bytes]) -> None:
        self._write(compressed.result())

    def _wait_for(self, number: int) -> None:
        """Waits until at most `number` blocks are under way."""
        while len(self._under_way) > number:
            self._under_way.popleft().result()


@cache
def _compressors() -> ThreadPoolExecutor:
    """Returns the compressing threads, which all writers share."""
    return ThreadPoolExecutor(_THREADS, "compression")


def _deflated(block: bytes, *, last: bool = False) -> bytes:
    """Returns the block as deflate; every block but the last ends at a byte boundary."""
    from isal import isal_zlib

    if _is_dense(block):
        return _stored(block) + (_END if last else b"")
    compressor = isal_zlib.compressobj(level=_LEVEL, wbits=_RAW)
    end = isal_zlib.Z_FINISH if last else isal_zlib.Z_FULL_FLUSH
    return compressor.compress(block) + compressor.flush(end)


def _is_dense(block: bytes) -> bool:
    """Returns whether compressing the block would save almost nothing, judged by samples of it."""
    from isal import isal_zlib

    if len(block) < _SAMPLES * _SAMPLE:
        return False
    step = len(block) // _SAMPLES
    sample = b"".join(block[start : start + _SAMPLE] for start in range(0, step * _SAMPLES, step))
    return len(isal_zlib.compress(sample, 1, _RAW)) > len(sample) * (1 - _GAIN)


def _stored(block: bytes) -> bytes:
    """Returns the block as deflate's stored blocks."""
    parts: list[bytes] = []
    for start in range(0, len(block), _STORED):
        part = block[start : start + _STORED]
        length = len(part)
        parts += (
            b"\0",
            length.to_bytes(2, "little"),
            (length ^ 0xFFFF).to_bytes(2, "little"),
            part,
        )
    return b"".join(parts)
