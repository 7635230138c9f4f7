"""The Hub's own key: a file for its owner only, made once, from which all signing keys are derived."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

_BYTES = 32


class Secret:
    """A random key, and the keys derived from it, one for each purpose."""

    def __init__(self, path: Path) -> None:
        """Reads the key at `path`, or makes one there."""
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
        """Returns the key for `purpose`, 32 bytes; the same one each time."""
        return hmac.digest(self._key, purpose.encode(), hashlib.sha256)

    def sign(self, purpose: str, text: str) -> str:
        """Returns a signature of `text`, in hexadecimal, that is valid for this purpose only."""
        return hmac.new(self.key(purpose), text.encode(), hashlib.sha256).hexdigest()
