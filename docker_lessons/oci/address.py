"""What an address of a registry is made of, as text: cheap to import, for a command line's start too."""

from __future__ import annotations

import re

_LOOPBACK = re.compile(r"localhost|127(?:\.\d{1,3}){3}|\[?::1\]?", re.ASCII)
_PORT = re.compile(r"[0-9]{1,5}")
_HIGHEST_PORT = 65_535


def is_loopback(host: str) -> bool:
    """Tells whether a host's name or address, without a port, is this computer's; IPv6 with brackets or without."""
    return _LOOPBACK.fullmatch(host) is not None


def port_of(text: str) -> int | None:
    """Returns `text` as a port number, None if it isn't one, as with digits of another script."""
    port = int(text) if _PORT.fullmatch(text) else 0
    return port if 0 < port <= _HIGHEST_PORT else None
