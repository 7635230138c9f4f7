"""Disk space that is kept in reserve, so that something can still be deleted when the disk is full.

A deletion has to be written down before it frees anything: the database needs room for that.
"""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SIZE = 512 << 10
"""Bytes that are kept."""


class Reserve:
    """A file at `path` that only takes up space."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._users = 0
        self._fill()

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Frees the space for what the `with` block writes, and reserves it again afterwards."""
        with self._lock:
            self._users += 1
            with suppress(OSError):
                os.truncate(self._path, 0)
        try:
            yield
        finally:
            with self._lock:
                self._users -= 1
                if not self._users:
                    self._fill()

    def _fill(self) -> None:
        """Reserves the space, or as much of it as is free."""
        with suppress(OSError):
            if not self._path.exists() or self._path.stat().st_size < SIZE:
                self._path.write_bytes(bytes(SIZE))
