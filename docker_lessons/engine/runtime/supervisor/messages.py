"""Messages between the engine and a supervisor: both are the same Python, and each trusts the other."""

from __future__ import annotations

import marshal

TYPE_CHECKING = False  # as in `typing`, whose import takes its time
if TYPE_CHECKING:
    from typing import Any

LENGTH = 4
"""The bytes of a message's length, with which it begins."""


def packed(message: dict[str, Any]) -> bytes:
    """Returns a message as it is sent."""
    data = marshal.dumps(message)
    return len(data).to_bytes(LENGTH, "little") + data


class Messages:
    """The messages in the bytes that arrive, which may be cut anywhere."""

    def __init__(self) -> None:
        self._data = b""

    def read(self, data: bytes) -> list[dict[str, Any]]:
        """Adds `data` to what was received, and returns the messages that are complete now."""
        self._data += data
        found: list[dict[str, Any]] = []
        while len(self._data) >= LENGTH:
            end = LENGTH + int.from_bytes(self._data[:LENGTH], "little")
            if len(self._data) < end:
                break
            found.append(marshal.loads(self._data[LENGTH:end]))  # noqa: S302 - from ourselves
            self._data = self._data[end:]
        return found
