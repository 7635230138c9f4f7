"""Sizes and ages as Docker writes them (github.com/docker/go-units)."""

from datetime import UTC, datetime

_UNITS = ("B", "kB", "MB", "GB", "TB", "PB")
_ID = 12
"""Characters of a shortened ID."""


def size(count: float, precision: int = 3) -> str:
    """Writes a number of bytes, in units of 1000: `14B`, `9.73kB`."""
    unit = 0
    while count >= 1000 and unit < len(_UNITS) - 1:
        count /= 1000
        unit += 1
    return f"{count:.{precision}g}{_UNITS[unit]}"


def age(since: datetime) -> str:
    """Writes how long ago something was: `2 minutes ago`."""
    seconds = (datetime.now(UTC) - since).total_seconds()
    minutes, hours = int(seconds / 60), int(seconds / 3600 + 0.5)
    if seconds < 1:
        text = "Less than a second"
    elif seconds < 2:
        text = "1 second"
    elif seconds < 60:
        text = f"{int(seconds)} seconds"
    elif minutes == 1:
        text = "About a minute"
    elif minutes < 60:
        text = f"{minutes} minutes"
    elif hours == 1:
        text = "About an hour"
    elif hours < 48:
        text = f"{hours} hours"
    elif hours < 24 * 7 * 2:
        text = f"{hours // 24} days"
    elif hours < 24 * 30 * 2:
        text = f"{hours // 24 // 7} weeks"
    elif hours < 24 * 365 * 2:
        text = f"{hours // 24 // 30} months"
    else:
        text = f"{int(seconds / 3600) // 24 // 365} years"
    return f"{text} ago"


def short_id(identifier: str) -> str:
    """Returns an ID's first twelve characters, without `sha256:`."""
    return identifier.rpartition(":")[2][:_ID]
