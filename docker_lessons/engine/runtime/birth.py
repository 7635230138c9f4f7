"""When a file was made, which tells it from an earlier file with the same inode number.

Source: statx(2), Linux ``include/uapi/linux/stat.h``.
"""

from __future__ import annotations

import ctypes
import os
import struct
from functools import cache
from pathlib import Path

_HERE, _NO_FOLLOW, _BIRTH = -100, 0x100, 0x800
_SIZE, _AT = 256, 80


def birth_time(path: Path) -> float | None:
    """Returns the time at which a file was made, in seconds since the epoch; None where it is not known."""
    call = _statx()
    if call is None:
        return None
    answer = ctypes.create_string_buffer(_SIZE)
    if call(_HERE, os.fsencode(path), _NO_FOLLOW, _BIRTH, answer) != 0:
        return None
    (known,) = struct.unpack_from("I", answer, 0)
    seconds, nanoseconds = struct.unpack_from("qI", answer, _AT)
    return float(seconds) + nanoseconds / 10**9 if known & _BIRTH else None


@cache
def _statx() -> ctypes._NamedFuncPointer | None:
    try:
        return ctypes.CDLL(None).statx
    except (AttributeError, OSError):
        return None
