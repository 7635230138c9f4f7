"""The templates of the pages, and their filters for times, sizes and digests."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_HERE = Path(__file__).parent
_SHORT = 12
_UNITS = ("B", "kB", "MB", "GB")
_AGO = ((60, "minute"), (3600, "hour"), (86400, "day"))

STATIC = _HERE / "static"
"""The folder of the style sheet and the icon."""


@cache
def templates() -> Environment:
    """Returns the templates, loaded at the first call."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "breakable": breakable,
        "ago": ago,
        "moment": moment,
        "iso": iso,
        "bytes": readable_size,
        "short": short_digest,
        "digest_parts": digest_parts,
    }
    return environment


def ago(when: float, now: float | None = None) -> str:
    """Returns how long ago `when` (seconds since the epoch) was: `3 minutes ago`."""
    seconds = max(0, (time.time() if now is None else now) - when)
    if seconds < _AGO[0][0]:
        return "just now"
    size, unit = next(step for step in reversed(_AGO) if seconds >= step[0])
    number = int(seconds // size)
    return f"{number} {unit}{'' if number == 1 else 's'} ago"


def moment(when: float) -> str:
    """Returns a time in this computer's time zone: `24 November 2026, 07:15`."""
    local = datetime.fromtimestamp(when).astimezone()
    return f"{local.day} {local:%B %Y, %H:%M}"


def iso(when: float) -> str:
    """Returns a time in ISO 8601, in UTC."""
    return datetime.fromtimestamp(when, UTC).isoformat(timespec="seconds")


def readable_size(size: int) -> str:
    """Returns a number of bytes as Docker shows it: powers of a thousand, three digits."""
    number, unit = float(size), _UNITS[0]
    for larger in _UNITS[1:]:
        if number < 1000:
            break
        number, unit = number / 1000, larger
    return f"{size} B" if unit == "B" else f"{number:.3g} {unit}"


def short_digest(digest: str) -> str:
    """Returns the first twelve digits of a digest, as Docker's lists show it."""
    return digest.removeprefix("sha256:")[:_SHORT]


def breakable(name: str) -> Markup:
    """Returns an image's name as HTML that may wrap before the tag, rather than within a word."""
    from markupsafe import Markup, escape

    before, slash, last = str(escape(name)).rpartition("/")
    return Markup(before + slash + last.replace(":", "<wbr>:"))  # noqa: S704  # escaped just above


def digest_parts(digest: str) -> tuple[str, str, str]:
    """Splits a digest into the algorithm with its colon, the first twelve digits and the rest."""
    algorithm, _, encoded = digest.partition(":")
    return f"{algorithm}:", encoded[:_SHORT], encoded[_SHORT:]
