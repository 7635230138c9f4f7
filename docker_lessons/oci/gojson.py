"""JSON as Go's ``encoding/json`` reads and writes it, and its error messages, which dockerd passes on.

Python's parser does the reading; the scanner only finds the message when that fails.
Source: Go's ``encoding/json``, ``encode.go``, ``decode.go``, ``scanner.go`` and ``stream.go``.
"""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from docker_lessons.oci.goquote import quoted_character

_SPACE = " \t\r\n"
_SPACE_BYTES = _SPACE.encode()
_DIGITS = b"0123456789"
_HEXADECIMAL = b"0123456789abcdefABCDEF"
_LITERALS = {word[0]: word for word in (b"true", b"false", b"null")}
_CLOSING = dict(zip(b"[{", b"]}", strict=True))
_AFTER = dict(zip(b"[{", ("after array element", "after object key:value pair"), strict=True))
_DEEPEST = 10_000
_END = "unexpected end of JSON input"
_HTML_ESCAPES = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\.",
    re.DOTALL,
)
"""An escape; half of a surrogate pair, which stands for no character, is the group."""

_READ_AS = "\ufffd"
"""What Go reads, and writes, for a byte that is not UTF-8 and for half of a surrogate pair."""


class Malformed(ValueError):
    """A text that is not JSON; the message is Go's."""


def encode(document: object) -> str:
    """Returns the JSON that Go's encoder writes: without spaces, and with ``<``, ``>`` and ``&`` escaped."""
    text = valid(json.dumps(document, separators=(",", ":"), ensure_ascii=False))
    for plain, escaped in _HTML_ESCAPES.items():
        if plain in text:
            text = text.replace(plain, escaped)
    return text


def valid(text: str) -> str:
    """Returns the text with a U+FFFD for each byte that is not UTF-8, which Python has as a surrogate."""
    return _SURROGATE.sub(_READ_AS, text)


def text_of(data: bytes) -> str:
    """Returns bytes as text, with a U+FFFD for each byte that is not UTF-8."""
    return valid(data.decode("utf-8", "surrogateescape"))


def decode(data: str | bytes) -> tuple[Any, str]:
    """Returns the first document, as Go's ``json.Decoder`` reads it, and what follows.

    Raises:
        Malformed: When it is not whole.
    """
    text = _readable(data).lstrip(_SPACE)
    if not text:
        raise Malformed("EOF")
    try:
        document, end = _DECODER.raw_decode(text)
    except (ValueError, RecursionError) as error:
        scanner = _Scanner(_bytes(data))
        try:
            scanner.value()
        except Malformed:
            if scanner.is_at_end:
                raise Malformed("unexpected EOF") from None
            raise
        raise _beyond(error) from None
    return document, text[end:].lstrip(_SPACE)


def unmarshal(data: str | bytes) -> Any:
    """Returns the one document that there is, as Go's ``json.Unmarshal`` reads it.

    Raises:
        Malformed: When it is not JSON, or more follows the document.
    """
    try:
        return _DECODER.decode(_readable(data))
    except (ValueError, RecursionError) as error:
        _Scanner(_bytes(data)).read()
        raise _beyond(error) from None


def why_invalid(text: bytes) -> str:
    """Returns why Go does not read this as JSON, '' if it does."""
    try:
        _Scanner(text).read()
    except Malformed as error:
        return str(error)
    return ""


def mismatch(value: object, wanted: str, field: str = "") -> str:
    """Returns Go's message for a value of the wrong type: `wanted` is the Go type, `field` the struct's field."""
    into = f"Go struct field {field} of type" if field else "Go value of type"
    return f"json: cannot unmarshal {_kind(value)} into {into} {wanted}"


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, str):
        return "string"
    if isinstance(value, list):
        return "array"
    return "object" if isinstance(value, dict) else "number"


def _readable(data: str | bytes) -> str:
    """Returns what Python reads as Go reads `data`."""
    text = valid(data) if isinstance(data, str) else text_of(data)
    return _ESCAPE.sub(lambda escape: _READ_AS if escape[1] else escape[0], text)


def _bytes(data: str | bytes) -> bytes:
    return valid(data).encode() if isinstance(data, str) else data


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)
"""Python's parser, without the NaN and the Infinity that are no JSON."""


def _beyond(error: Exception) -> Malformed:
    """Returns the error for JSON that Go would read: Python ends at fewer levels, and at 4,300 digits."""
    if isinstance(error, RecursionError):
        return Malformed("exceeded max depth")
    return Malformed("json: cannot unmarshal number into Go value of type float64")


class _Scanner:
    """Reads one value; as in Go, the end of the text counts as a space."""

    def __init__(self, text: bytes) -> None:
        self._text = text + b" "
        self._at = 0

    @property
    def is_at_end(self) -> bool:
        """Whether the whole text was read."""
        return self._at >= len(self._text) - 1

    def read(self) -> None:
        """Reads the text to its end.

        Raises:
            Malformed: Where it is no JSON.
        """
        self.value()
        while self._at < len(self._text):
            if not self._in(_SPACE_BYTES):
                self._stop("after top-level value")
            self._at += 1

    def value(self) -> None:
        """Reads the value at the beginning of the text.

        Raises:
            Malformed: Where it is no JSON.
        """
        inside: list[int] = []
        is_new = self._value(inside)
        while inside:
            self._skip(_SPACE_BYTES)
            if self._now == _CLOSING[inside[-1]]:
                inside.pop()
                self._at += 1
                is_new = False
            elif is_new or self._in(b","):
                self._at += not is_new
                is_new = self._entry(inside)
            else:
                self._stop(_AFTER[inside[-1]])

    @property
    def _now(self) -> int:
        if self._at == len(self._text):
            raise Malformed(_END)
        return self._text[self._at]

    def _in(self, some: bytes) -> bool:
        return self._now in some

    def _stop(self, where: str) -> None:
        raise Malformed(f"invalid character {quoted_character(self._now)} {where}")

    def _skip(self, some: bytes) -> None:
        while self._in(some):
            self._at += 1

    def _value(self, inside: list[int]) -> bool:
        """Reads a value; of an array or an object only the opening bracket, which is added to `inside`.

        Returns:
            Whether it was such a bracket.
        """
        self._skip(_SPACE_BYTES)
        first = self._now
        if first in _CLOSING:
            if len(inside) == _DEEPEST:
                self._stop("exceeded max depth")
            inside.append(first)
            self._at += 1
            return True
        if first in b'"':
            self._string()
        elif first in _LITERALS:
            self._literal(_LITERALS[first])
        elif first in b"-0123456789":
            self._number()
        else:
            self._stop("looking for beginning of value")
        return False

    def _entry(self, inside: list[int]) -> bool:
        """Reads an element of an array, or a key of an object and its value; returns what `_value` does."""
        if inside[-1] in b"{":
            self._skip(_SPACE_BYTES)
            if not self._in(b'"'):
                self._stop("looking for beginning of object key string")
            self._string()
            self._skip(_SPACE_BYTES)
            if not self._in(b":"):
                self._stop("after object key")
            self._at += 1
        return self._value(inside)

    def _literal(self, word: bytes) -> None:
        for expected in word:
            if self._now != expected:
                self._stop(f"in literal {word.decode()} (expecting '{chr(expected)}')")
            self._at += 1

    def _string(self) -> None:
        self._at += 1
        while not self._in(b'"'):
            if self._now < 0x20:
                self._stop("in string literal")
            escaped = self._in(b"\\")
            self._at += 1
            if escaped:
                self._escape()
        self._at += 1

    def _escape(self) -> None:
        if not self._in(b'bfnrt\\/"u'):
            self._stop("in string escape code")
        digits = 4 if self._in(b"u") else 0
        self._at += 1
        for _ in range(digits):
            if not self._in(_HEXADECIMAL):
                self._stop("in \\u hexadecimal character escape")
            self._at += 1

    def _number(self) -> None:
        if self._in(b"-"):
            self._at += 1
        if self._in(b"0"):
            self._at += 1
        else:
            self._digits("in numeric literal")
        if self._in(b"."):
            self._at += 1
            self._digits("after decimal point in numeric literal")
        if self._in(b"eE"):
            self._at += 1
            if self._in(b"+-"):
                self._at += 1
            self._digits("in exponent of numeric literal")

    def _digits(self, where: str) -> None:
        if not self._in(_DIGITS):
            self._stop(where)
        self._skip(_DIGITS)
