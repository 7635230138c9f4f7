"""Times in the Engine API: nanoseconds since the epoch, and RFC 3339.

Source: Go's ``time.RFC3339Nano`` and moby's ``api/types/time`` (the `since` and `until` parameters).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from docker_lessons.engine.api.errors import BadParameter

SECOND = 1_000_000_000
"""The number of nanoseconds in a second."""

ZERO = "0001-01-01T00:00:00Z"
"""Go's zero time, which stands for a time that was never set."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_RFC3339 = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9})\d*)?(Z|z|[+-]\d\d:\d\d)"
)
_DURATION = re.compile(r"(\d+(?:\.\d+)?)(h|ms|us|µs|ns|m|s)")
_UNITS = {
    "h": 3600 * SECOND,
    "m": 60 * SECOND,
    "s": SECOND,
    "ms": 1_000_000,
    "us": 1000,
    "µs": 1000,
    "ns": 1,
}


def rfc3339(nanoseconds: int) -> str:
    """Formats nanoseconds since the epoch in UTC; the fraction has no trailing zeros."""
    seconds, rest = divmod(nanoseconds, SECOND)
    moment = (_EPOCH + timedelta(seconds=seconds)).replace(tzinfo=None)
    fraction = f".{rest:09}".rstrip("0") if rest else ""
    return f"{moment.isoformat()}{fraction}Z"


def nanoseconds(text: str) -> int:
    """Parses an RFC 3339 time into nanoseconds since the epoch; anything else gives Go's zero time."""
    match = _RFC3339.fullmatch(text)
    if match is None:
        return nanoseconds(ZERO)
    year, month, day, hour, minute, second = (int(part) for part in match.groups()[:6])
    moment = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC) - _EPOCH
    whole = moment.days * 86_400 + moment.seconds
    zone = match[8]
    if zone not in "Zz":
        offset = int(zone[1:3]) * 3600 + int(zone[4:6]) * 60
        whole += offset if zone[0] == "-" else -offset
    return whole * SECOND + int((match[7] or "0").ljust(9, "0"))


def parameter(text: str) -> int | None:
    """Parses a `since` or `until` parameter, ``SECONDS[.FRACTION]``, into nanoseconds; None for an empty text.

    Raises:
        BadParameter: When it is not a number, with dockerd's sentence.
    """
    if not text:
        return None
    seconds, _, fraction = text.partition(".")
    for part in (seconds, fraction or "0"):
        if not re.fullmatch(r"[+-]?\d+", part):
            raise BadParameter(f'strconv.ParseInt: parsing "{part}": invalid syntax')
    return int(seconds) * SECOND + int(fraction.ljust(9, "0")[:9] or "0")


def before(text: str, now: int) -> int:
    """Parses the `until` filter of a prune: an RFC 3339 time, seconds since the epoch, or a duration ago.

    `now` and the result are nanoseconds since the epoch.

    Raises:
        BadParameter: When it is none of them.
    """
    if _RFC3339.fullmatch(text):
        return nanoseconds(text)
    parts = _DURATION.findall(text)
    if parts and "".join(number + unit for number, unit in parts) == text:
        return now - int(sum(float(number) * _UNITS[unit] for number, unit in parts))
    moment = parameter(text)
    return now if moment is None else moment
