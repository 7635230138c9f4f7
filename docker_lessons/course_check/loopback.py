"""A service without loopback: its unix sockets answer, its Hub and registry cannot be reached.

The service is started in a network namespace of its own, in which loopback is down at first; `ip_nonlocal_bind`
lets it bind to that address all the same. Source: Linux man pages unshare(2), setns(2), ip(7).
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from collections.abc import Iterator
from pathlib import Path

_NEW_NETWORK = 0x40000000  # CLONE_NEWNET


def why_not() -> str:
    """Returns why no service can be started so here, '' if one can."""
    if sys.platform != "linux":
        return "needs Linux (for a network namespace of its own)"
    return "" if os.geteuid() == 0 else "needs root (for a network namespace of its own)"


@contextlib.contextmanager
def missing() -> Iterator[None]:
    """Leaves the processes that this thread starts in the `with` block without loopback.

    Raises:
        OSError: When the system gives no network namespace.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    own = os.open("/proc/self/ns/net", os.O_RDONLY | os.O_CLOEXEC)
    try:
        _succeed(libc.unshare(_NEW_NETWORK))
        try:
            Path("/proc/sys/net/ipv4/ip_nonlocal_bind").write_text("1")
            yield
        finally:
            _succeed(libc.setns(own, _NEW_NETWORK))
    finally:
        os.close(own)


def _succeed(result: int) -> None:
    if result:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
