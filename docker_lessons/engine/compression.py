"""Gzip in blocks: the same bytes always become the same gzip, and two processors work on it.

Every block is compressed by itself and ends at a byte's border, so that what it becomes depends on
nothing but its bytes. Bytes that do not get smaller, as those of a photograph or an archive, are
stored: that costs next to nothing, here and wherever they are inflated. Sources: RFC 1951, sections
3.2.4 and 3.2.3 (stored blocks, the last block), RFC 1952 (header and trailer).
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

BLOCK = 1 << 18
"""How many bytes are compressed by themselves."""

_THREADS = 2
"""How many blocks are compressed at once: more would cost memory, and wait for who reads and hashes."""

_LEVEL = 2
"""isal's compression level (0 to 3), the one that comes near zlib's usual ratio."""
_HEADER = bytes.fromhex("1f8b08000000000000ff")
"""Of a gzip without a name and a time, of an unknown system (RFC 1952, section 2.3)."""
_RAW = -15
_END = b"\x03\x00"
"""An empty last block of deflate."""
_STORED = (1 << 16) - 1
"""The most bytes of one stored block."""
_SAMPLES, _SAMPLE = 16, 1 << 10
_GAIN = 1 / 32
"""What part of a sample compression has to save, so that the block is compressed."""


class Gzip:
    """Gives the gzip of all that is written to it to `write`, in order and in this thread.

    Call it outside of the event loop: it waits for those who compress.
    """

    def __init__(self, write: Callable[[bytes], None]) -> None:
        self._write = write
        self._block = bytearray()
        self._under_way: deque[Future[bytes]] = deque()
        self._crc = 0
        self._size = 0
        write(_HEADER)

    def write(self, data: bytes) -> None:
        """Append `data`."""
        from isal import isal_zlib

        self._crc = isal_zlib.crc32(data, self._crc)
        self._size += len(data)
        view = memoryview(data)
        while view:
            if len(self._block) == BLOCK:
                self._hand_over()
            taken = view[: BLOCK - len(self._block)]
            self._block += taken
            view = view[len(taken) :]

    def close(self) -> None:
        """Write what is left, and the end."""
        while self._under_way:
            self._write(self._under_way.popleft().result())
        self._write(_deflated(bytes(self._block), last=True))
        trailer = self._crc.to_bytes(4, "little") + (self._size % (1 << 32)).to_bytes(4, "little")
        self._write(trailer)

    def _hand_over(self) -> None:
        """Have the block, which is full and not the last one, compressed by another thread."""
        while len(self._under_way) > _THREADS:
            self._write(self._under_way.popleft().result())
        block = bytes(self._block)
        self._block.clear()
        self._under_way.append(_compressors().submit(_deflated, block))


@cache
def _compressors() -> ThreadPoolExecutor:
    """The threads that compress, the same for all."""
    return ThreadPoolExecutor(_THREADS, "compression")


def _deflated(block: bytes, *, last: bool = False) -> bytes:
    """Give the block as deflate; all but the last one end at a byte's border."""
    from isal import isal_zlib

    if _is_dense(block):
        return _stored(block) + (_END if last else b"")
    compressor = isal_zlib.compressobj(level=_LEVEL, wbits=_RAW)
    end = isal_zlib.Z_FINISH if last else isal_zlib.Z_FULL_FLUSH
    return compressor.compress(block) + compressor.flush(end)


def _is_dense(block: bytes) -> bool:
    """Say, from samples of the block, whether compressing it would save next to nothing."""
    from isal import isal_zlib

    if len(block) < _SAMPLES * _SAMPLE:
        return False
    step = len(block) // _SAMPLES
    sample = b"".join(block[start : start + _SAMPLE] for start in range(0, step * _SAMPLES, step))
    return len(isal_zlib.compress(sample, 1, _RAW)) > len(sample) * (1 - _GAIN)


def _stored(block: bytes) -> bytes:
    """Give the block as it is, in the form that deflate has for it."""
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
