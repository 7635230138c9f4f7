"""How an engine on a network is reached: by TCP, with TLS or without, or over ssh."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Remote:
    """The address of an engine that has no socket on this computer."""

    address: str
    """A URL, `tcp://HOST[:PORT]` or `ssh://[USER@]HOST[:PORT][/SOCKET]`, without a password."""
    certificates: Path | None = None
    """The folder of ca.pem, cert.pem and key.pem; None where no TLS is spoken."""
    verify: bool = True
    """Whether the engine's certificate is checked against ca.pem."""

    @property
    def is_ssh(self) -> bool:
        """Whether it is reached over ssh."""
        return self.address.startswith("ssh://")

    def document(self) -> dict[str, Any]:
        """Returns the JSON object for `world.json`."""
        folder = str(self.certificates) if self.certificates else None
        return {"address": self.address, "certificates": folder, "verify": self.verify}

    @classmethod
    def parse(cls, document: Any) -> Remote | None:
        """Returns what `document` describes, None for an engine with a socket on this computer.

        Raises:
            KeyError: When the address is missing.
        """
        if not isinstance(document, dict):
            return None
        folder = document.get("certificates")
        return cls(
            str(document["address"]),
            Path(folder) if folder else None,
            bool(document.get("verify", True)),
        )
