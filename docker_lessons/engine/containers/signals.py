"""Signals by name and by number, as clients write them. Source: moby ``pkg/signal``."""

from __future__ import annotations

import re
import signal

from docker_lessons.engine.api.errors import BadParameter

KILL = int(signal.SIGKILL)
_REALTIME_FIRST, _REALTIME_LAST = 34, 64
_NAMES = {
    **{one.name.removeprefix("SIG"): int(one) for one in signal.Signals},
    "CLD": int(signal.SIGCHLD),
    "IOT": int(signal.SIGABRT),
    "POLL": int(signal.SIGIO),
    "STKFLT": 16,
    "RTMIN": _REALTIME_FIRST,
    "RTMAX": _REALTIME_LAST,
    **{f"RTMIN+{count}": _REALTIME_FIRST + count for count in range(1, 16)},
    **{f"RTMAX-{count}": _REALTIME_LAST - count for count in range(1, 15)},
}


def number(text: str) -> int:
    """Returns the number of a signal: ``9``, ``KILL``, ``sigkill``, ``RTMIN+3``.

    Raises:
        BadParameter: When there is no such signal, with dockerd's sentence.
    """
    if re.fullmatch(r"[+-]?\d+", text, re.ASCII):
        found = int(text[:8])
        if found == 0:
            raise BadParameter(f"Invalid signal: {text}")
        return found
    name = text.upper().removeprefix("SIG")
    if name not in _NAMES:
        raise BadParameter(f"Invalid signal: {text}")
    return _NAMES[name]


def name(which: int) -> str:
    """Returns the name of a signal, without ``SIG``; its number where it has none."""
    try:
        return signal.Signals(which).name.removeprefix("SIG")
    except ValueError:
        return str(which)


def is_known(which: int) -> bool:
    """Returns whether Linux has a signal of this number."""
    return which in _NAMES.values()
