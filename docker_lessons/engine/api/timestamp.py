"""Times in the Engine API: nanoseconds since the epoch, and RFC 3339.

Source: Go's ``time.RFC3339Nano`` and moby's ``api/types/time`` (the `since` and `until` parameters).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from docker_lessons.engine.api import gotime
from docker_lessons.engine.api.errors import BadParameter

SECOND = gotime.SECOND
"""The number of nanoseconds in a second."""

ZERO = "0001-01-01T00:00:00Z"
"""Go's zero time, which stands for a time that was never set."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_RFC3339 = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9})\d*)?(Z|z|[+-]\d\d:\d\d)"
)
_DASHES_WITH_ZONE = 3
_MOST_SECONDS, _MOST_DIGITS = 2**63, 4000
"""What Go's integers hold, and what Python reads as a number."""


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
    try:
        moment = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC) - _EPOCH
    except ValueError:  # the 13th month
        return nanoseconds(ZERO)
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
    seconds, dot, fraction = text.partition(".")
    for part in (seconds, *([fraction] if dot else [])):
        if not re.fullmatch(r"[+-]?\d+", part, re.ASCII):
            raise BadParameter(f'strconv.ParseInt: parsing "{part}": invalid syntax')
        if len(part) > _MOST_DIGITS or not -_MOST_SECONDS <= int(part) < _MOST_SECONDS:
            raise BadParameter(f'strconv.ParseInt: parsing "{part}": value out of range')
    return int(seconds) * SECOND + int(fraction.ljust(9, "0")[:9] or "0")


def before(text: str, now: int) -> int:
    """Parses the `until` filter of a prune: a date or time, seconds since the epoch, or a duration ago.

    A time without a zone is one of this computer's zone. `now` and the result are nanoseconds since the
    epoch.

    Raises:
        BadParameter: When it isn't any of them, with dockerd's sentence.
    """
    try:
        ago = gotime.duration(text)
    except gotime.Malformed:
        pass
    else:
        if text != "0":
            return (now - ago) // SECOND * SECOND
    local = not (set(text) & set("zZ+") or text.count("-") == _DASHES_WITH_ZONE)
    try:
        return gotime.parse(_layout(text, local=local), text, _local_zone(now))
    except gotime.Malformed as error:
        if "-" in text:
            raise BadParameter(str(error)) from None
    try:
        moment = parameter(text)
    except BadParameter:
        moment = None
    if moment is None:
        raise BadParameter(f'failed to parse value as time or duration: "{text}"')
    return moment


def _layout(text: str, *, local: bool) -> str:
    """Returns Go's layout for a time of this form; `local` tells that it has no zone."""
    zone = "" if local else "Z07:00"
    if "." in text:
        return f"2006-01-02T15:04:05.999999999{zone}"
    if "T" not in text:
        return f"2006-01-02{zone}"
    colons = text.count(":")
    if not local and not set(text) & set("zZ") and colons:
        colons -= 1
    return ("2006-01-02T15", "2006-01-02T15:04", "2006-01-02T15:04:05")[min(colons, 2)] + zone


def _local_zone(now: int) -> timezone:
    return timezone(datetime.fromtimestamp(now // SECOND).astimezone().utcoffset() or timedelta())
