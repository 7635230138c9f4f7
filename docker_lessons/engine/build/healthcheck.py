"""HEALTHCHECK: what it puts into an image's config, and its line in the history.

Source: buildkit's ``frontend/dockerfile/instructions`` and moby ``builder/dockerfile/dispatchers.go``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docker_lessons.engine.api import gotime
from docker_lessons.engine.api.errors import BadParameter
from docker_lessons.oci.goquote import quoted, quoted_character

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from docker_lessons.engine.images.image_config import RunConfig

Health = dict[str, Any]
"""The keys of Go's ``container.HealthConfig``."""

_TIMES = {"interval": "Interval", "timeout": "Timeout", "start-period": "StartPeriod"}
_SHORTEST = 1_000_000
_MOST = 2**31 - 1


def read(arguments: Sequence[str], flags: Mapping[str, str], *, is_json: bool) -> Health:
    """Returns the health check of an instruction: its kind and command, and its flags.

    Raises:
        BadParameter: When it is malformed, with dockerd's sentence.
    """
    kind, command = arguments[0].upper(), list(arguments[1:])
    if kind == "NONE":
        if command:
            raise BadParameter("HEALTHCHECK NONE takes no arguments")
        return {"Test": ["NONE"]}
    if kind != "CMD":
        raise BadParameter(f"Unknown type {quoted(kind)} in HEALTHCHECK (try CMD)")
    if not command:
        raise BadParameter("Missing command after HEALTHCHECK CMD")
    health: Health = {"Test": ["CMD" if is_json else "CMD-SHELL", *command]}
    for flag, key in _TIMES.items():
        health[key] = _interval(flag, flags.get(flag, ""))
    health["Retries"] = _retries(flags.get("retries", ""))
    return {key: value for key, value in health.items() if value}


def _interval(flag: str, text: str) -> int:
    if not text:
        return 0
    try:
        found = gotime.duration(text)
    except gotime.Malformed as error:
        raise BadParameter(str(error)) from None
    if found < _SHORTEST:
        raise BadParameter(f"Interval {quoted(flag)} cannot be less than 1ms")
    return found


def _retries(text: str) -> int:
    if not text:
        return 0
    problem = f"strconv.ParseInt: parsing {quoted(text)}"
    if not re.fullmatch(r"[+-]?\d+", text, re.ASCII):
        raise BadParameter(f"{problem}: invalid syntax")
    found = int(text[:30])
    if not -_MOST - 1 <= found <= _MOST:
        raise BadParameter(f"{problem}: value out of range")
    if found < 1:
        raise BadParameter(f"--retries must be at least 1 (not {found})")
    return found


def overridden(config: RunConfig) -> str:
    """Returns the note that the health check of `config` is replaced by another; '' if it has none."""
    test = (config.get("Healthcheck") or {}).get("Test") or ["NONE"]
    if test[0] == "NONE":
        return ""
    return f"Note: overriding previous HEALTHCHECK: [{' '.join(test)}]\n"


def line(health: Health) -> str:
    """Returns the instruction as the history has it."""
    test = " ".join(quoted(word) for word in health["Test"])
    times = " ".join(f'"{gotime.text(health.get(key, 0))}"' for key in _TIMES.values())
    return f"HEALTHCHECK &{{[{test}] {times} {quoted_character(health.get('Retries', 0))}}}"
