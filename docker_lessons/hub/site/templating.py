"""The templates of the pages in the visitor's language, and their filters for times, sizes and digests."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from docker_lessons.language import N_, gettext, ngettext, translated, written

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_HERE = Path(__file__).parent
_SHORT = 12
_THOUSAND = 1000
_UNITS = (N_("{number} kB"), N_("{number} MB"), N_("{number} GB"))
_MINUTE, _HOUR, _DAY = 60, 3600, 86400

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
        extensions=["jinja2.ext.i18n"],
    )
    environment.policies["ext.i18n.trimmed"] = True
    # Messages are HTML; what stands in their placeholders is escaped.
    environment.install_gettext_callables(translated, ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.filters |= {
        "breakable": breakable,
        "ago": ago,
        "moment": moment,
        "iso": iso,
        "bytes": readable_size,
        "short": short_digest,
        "digest_parts": digest_parts,
        "translated": translated,
    }
    return environment


def ago(when: float, now: float | None = None) -> str:
    """Returns how long ago `when` (seconds since the epoch) was: `3 minutes ago`."""
    seconds = max(0, (time.time() if now is None else now) - when)
    if seconds < _MINUTE:
        return gettext("just now")
    if seconds < _HOUR:
        return ngettext("{number} minute ago", "{number} minutes ago", int(seconds // _MINUTE))
    if seconds < _DAY:
        return ngettext("{number} hour ago", "{number} hours ago", int(seconds // _HOUR))
    return ngettext("{number} day ago", "{number} days ago", int(seconds // _DAY))


def moment(when: float) -> str:
    """Returns a time in this computer's time zone: `24 November 2026, 07:15`."""
    local = datetime.fromtimestamp(when).astimezone()
    return gettext("{date}, {time}", date=written.date(local), time=written.time(local))


def iso(when: float) -> str:
    """Returns a time in ISO 8601, in UTC."""
    return datetime.fromtimestamp(when, UTC).isoformat(timespec="seconds")


def readable_size(size: int) -> str:
    """Returns a number of bytes as Docker shows it: powers of a thousand, three digits."""
    if size < _THOUSAND:
        return gettext("{number} B", number=size)
    number, unit = size / _THOUSAND, 0
    while number >= _THOUSAND and unit < len(_UNITS) - 1:
        number, unit = number / _THOUSAND, unit + 1
    return gettext(_UNITS[unit], number=written.number(float(f"{number:.3g}")))


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
