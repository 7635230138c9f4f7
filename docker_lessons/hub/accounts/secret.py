"""The Hub's own key: in an owner-only file, made once, from which every signature comes."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

_BYTES = 32


class Secret:
    """A random key, and keys for one purpose each that are derived from it."""

    def __init__(self, path: Path) -> None:
        """Read the key at `path`, or make it there."""
        try:
            key = path.read_bytes()
        except FileNotFoundError:
            key = b""
        if len(key) != _BYTES:
            key = secrets.token_bytes(_BYTES)
            made = path.with_suffix(".new")
            made.unlink(missing_ok=True)
            descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(key)
            made.replace(path)
        self._key = key

    def __repr__(self) -> str:
        return "Secret()"

    def key(self, purpose: str) -> bytes:
        """Give the key for `purpose`, always the same one."""
        return hmac.digest(self._key, purpose.encode(), hashlib.sha256)

    def sign(self, purpose: str, text: str) -> str:
        """Give a signature of `text` that is worth nothing for another purpose."""
        return hmac.new(self.key(purpose), text.encode(), hashlib.sha256).hexdigest()
