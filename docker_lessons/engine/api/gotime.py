"""Times and durations as Go's ``time`` package reads them, and its error messages for those that it cannot read.

dockerd passes these messages on to the client. Source: Go's ``time``, ``format.go``.
"""

from __future__ import annotations

import calendar
import re
from datetime import UTC, datetime, timezone
from typing import NoReturn

SECOND = 1_000_000_000
"""The number of nanoseconds in a second."""

_UNITS = {
    "h": 3600 * SECOND,
    "m": 60 * SECOND,
    "s": SECOND,
    "ms": 1_000_000,
    "us": 1000,
    "\u00b5s": 1000,
    "\u03bcs": 1000,
    "ns": 1,
}
_PART = re.compile(r"(\d*+)(?:\.(\d*+))?([^.\d]*+)", re.ASCII)
_LONGEST, _DIGITS = 2**63, 20
"""What Go's durations hold, and how many digits may count for that."""
_ELEMENTS = re.compile(r"2006|01|02|15|04|05|\.999999999|Z07:00")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Malformed(ValueError):
    """A text that is not a time or a duration; the message is Go's."""


def duration(text: str) -> int:
    """Parses a duration, ``1h30m`` or ``-1.5s``, into nanoseconds.

    Raises:
        Malformed: When it isn't one.
    """
    unsigned = text[1:] if text[:1] in ("+", "-") else text
    total = position = 0
    while position < len(unsigned) and unsigned != "0":
        part = _PART.match(unsigned, position)
        if part is None or not (part[1] or part[2]) or len(part[1]) > _DIGITS:
            raise Malformed(f'time: invalid duration "{text}"')
        if not part[3]:
            raise Malformed(f'time: missing unit in duration "{text}"')
        if part[3] not in _UNITS:
            raise Malformed(f'time: unknown unit "{part[3]}" in duration "{text}"')
        unit, fraction = _UNITS[part[3]], (part[2] or "")[:_DIGITS]
        total += int(part[1] or 0) * unit + int(fraction or 0) * unit // 10 ** len(fraction)
        position = part.end()
    if not unsigned or total >= _LONGEST:
        raise Malformed(f'time: invalid duration "{text}"')
    return -total if text.startswith("-") else total


def text(nanoseconds: int) -> str:
    """Formats a duration: ``1h0m1.5s``, ``100ms``, ``0s``."""
    sign, rest = ("-", -nanoseconds) if nanoseconds < 0 else ("", nanoseconds)
    if rest < SECOND:
        unit = next((unit for unit in ("ms", "\u00b5s", "ns") if rest >= _UNITS[unit]), "s")
        return f"{sign}{_decimal(rest, _UNITS[unit])}{unit}"
    hours, rest = divmod(rest, _UNITS["h"])
    minutes, rest = divmod(rest, _UNITS["m"])
    before = f"{hours}h{minutes}m" if hours else f"{minutes}m" if minutes else ""
    return f"{sign}{before}{_decimal(rest, SECOND)}s"


def _decimal(number: int, unit: int) -> str:
    whole, rest = divmod(number, unit)
    digits = str(rest).rjust(len(str(unit)) - 1, "0").rstrip("0") if rest else ""
    return f"{whole}.{digits}" if digits else str(whole)


def parse(layout: str, text: str, zone: timezone) -> int:
    """Parses a time into nanoseconds since the epoch, by a layout such as ``2006-01-02T15:04:05Z07:00``.

    `zone` is that of a time without one.

    Raises:
        Malformed: When the text does not have this form.
    """
    return _Reading(layout, text, zone).nanoseconds()


class _Reading:
    def __init__(self, layout: str, text: str, zone: timezone) -> None:
        self._layout = layout
        self._text = self._rest = text
        self._zone = zone
        self._parts = {"2006": 0, "01": 1, "02": 1, "15": 0, "04": 0, "05": 0}
        self._fraction = self._west = 0

    def nanoseconds(self) -> int:
        position = 0
        for element in _ELEMENTS.finditer(self._layout):
            self._literal(self._layout[position : element.start()])
            self._element(element[0])
            position = element.end()
        if self._rest:
            self._out_of_form(f': extra text: "{self._rest}"')
        year, month, day, hour, minute, second = self._parts.values()
        if not 1 <= day <= self._days(year, month):
            self._out_of_form(": day out of range")
        years = 0
        if not year:  # Go has a year 0, as long as 2000
            year, years = 2000, 730_485
        moment = datetime(year, month, day, hour, minute, second, tzinfo=self._zone) - _EPOCH
        seconds = (moment.days - years) * 86_400 + moment.seconds + self._west
        return seconds * SECOND + self._fraction

    @staticmethod
    def _days(year: int, month: int) -> int:
        return calendar.monthrange(year or 2000, month)[1]

    def _literal(self, text: str) -> None:
        for character in text:
            if not self._rest.startswith(character):
                self._cannot_parse(text)
            self._rest = self._rest[1:]

    def _element(self, element: str) -> None:
        if element == ".999999999":
            if digits := re.match(r"\.(\d{1,9})", self._rest):
                self._fraction = int(digits[1].ljust(9, "0"))
                self._rest = self._rest[digits.end() :]
        elif element == "Z07:00":
            self._offset()
        else:
            self._number(element)

    def _number(self, element: str) -> None:
        form = {"2006": r"\d{4}", "15": r"\d{1,2}"}.get(element, r"\d\d")
        digits = re.match(form, self._rest, re.ASCII)
        if digits is None:
            self._cannot_parse(element)
        number = int(digits[0])
        self._rest = self._rest[digits.end() :]
        limits = {
            "01": ("month", range(1, 13)),
            "15": ("hour", range(24)),
            "04": ("minute", range(60)),
            "05": ("second", range(60)),
        }
        name, allowed = limits.get(element, ("", range(10_000)))
        if number not in allowed:
            self._out_of_form(f": {name} out of range")
        self._parts[element] = number

    def _offset(self) -> None:
        if self._rest.startswith("Z"):
            self._rest = self._rest[1:]
            self._zone = UTC
            return
        match = re.match(r"([+-])(\d\d):(\d\d)", self._rest, re.ASCII)
        if match is None:
            self._cannot_parse("Z07:00")
        seconds = int(match[2]) * 3600 + int(match[3]) * 60
        self._zone, self._west = UTC, seconds if match[1] == "-" else -seconds
        self._rest = self._rest[match.end() :]

    def _cannot_parse(self, element: str) -> NoReturn:
        self._out_of_form(f' as "{self._layout}": cannot parse "{self._rest}" as "{element}"')

    def _out_of_form(self, problem: str) -> NoReturn:
        raise Malformed(f'parsing time "{self._text}"{problem}')
