"""What a real dockerd made of a test's case: on record, so that ours is held to it without asking dockerd each time.

Every fourth case asks dockerd all the same, and `make soak` asks it of all of them. `RECORD_DOCKERD=1 pytest --soak`
writes what dockerd makes of them now.
"""

import json
import os
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

RECORD = Path(__file__).with_name("dockerd_made.json")
_EVERY = 4


class DockerdMade:
    """What dockerd made of one case. `dockerd` starts one, or gives the one that runs, and returns its address."""

    def __init__(self, case: str, dockerd: Callable[[], str], *, asks: bool) -> None:
        self._case = case
        self._dockerd = dockerd
        self._asks = asks or is_asked_anew(case)

    def __call__(self, ask: Callable[[str], Any]) -> Any:
        """Returns what is on record, as JSON has it; `ask` gets it from the daemon at an address, if that is asked."""
        known = recorded()
        if self._asks:
            made = plain(ask(self._dockerd()))
            if os.environ.get("RECORD_DOCKERD") == "1":
                known[self._case] = made
                text = json.dumps(known, indent=1, sort_keys=True)
                RECORD.write_text(f"{text}\n", "utf-8")
            assert made == known.get(self._case), "dockerd makes something else than is on record"
        assert self._case in known, (
            f"nothing of dockerd's is on record: RECORD_DOCKERD=1 pytest --soak -k '{self._case}'"
        )
        return known[self._case]


def case_of(test: pytest.Function) -> str:
    """Returns what a test's case is called on record."""
    return f"{test.originalname}[{test.callspec.id}]"


def is_asked_anew(case: str) -> bool:
    """Tells whether dockerd is asked in each run."""
    return zlib.crc32(case.encode()) % _EVERY == 0


def recorded() -> dict[str, Any]:
    """Returns all that is on record, by case."""
    found: dict[str, Any] = json.loads(RECORD.read_text("utf-8")) if RECORD.exists() else {}
    return found


def plain(made: Any) -> Any:
    """Returns a value as JSON has it: bytes as text, the many alike ones of a big file as their number."""
    return json.loads(json.dumps(made, default=_text))


def _text(value: Any) -> str:
    if not isinstance(value, bytes):
        raise TypeError(f"{value!r} can't be put on record")
    if len(value) > 1000 and len(set(value)) == 1:
        return f"{len(value)} times {value[:1]!r}"
    return value.decode("latin-1")
