"""What a program may use up, as settings, and the sentence for each that it broke."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass

_UNITS = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}
_AMOUNT = re.compile(r"(\d+)([kmg]?)b?", re.IGNORECASE)
_SETTING = "DOCKER_LESSONS_RUN_{}"


@dataclass(frozen=True)
class Limits:
    """Limits of one container; 0 means no limit. `time` is in seconds, `memory` and `disk` are in bytes."""

    time: int = 24 * 60 * 60
    processes: int = 500
    memory: int = 2 << 30
    disk: int = 2 << 30

    def watched(self) -> dict[str, float]:
        """Returns them as a supervisor reads them."""
        return {name: float(value) for name, value in asdict(self).items()}

    def explained(self, name: str) -> str:
        """Returns the sentence for a limit that was broken."""
        amount = getattr(self, name)
        setting = _SETTING.format(name.upper())
        match name:
            case "time":
                what = f"the program was ended after {amount} second{'s'[: amount != 1]}"
            case "processes":
                what = f"the program was ended because it ran more than {amount} processes"
            case "memory":
                what = f"the program was ended because it used more than {_shown(amount)} of memory"
            case _:
                what = f"the program was ended because it stored more than {_shown(amount)}"
        return f"{what}; {setting} sets this limit"


def from_environment(environ: Mapping[str, str] = os.environ) -> Limits:
    """Returns the limits that the environment sets, and the defaults for missing or unreadable ones."""
    names = ("time", "processes", "memory", "disk")
    found = {name: amount for name in names if (amount := setting(name, environ)) is not None}
    return Limits(**found)


def setting(name: str, environ: Mapping[str, str] = os.environ) -> int | None:
    """Returns the amount that the environment sets for a limit; None where it sets none."""
    match = _AMOUNT.fullmatch(environ.get(_SETTING.format(name.upper()), "").strip())
    return int(match[1]) * _UNITS[match[2].lower()] if match else None


def _shown(size: int) -> str:
    for unit, name in ((1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")):
        if size >= unit:
            return f"{size / unit:.3g} {name}"
    return f"{size} bytes"
