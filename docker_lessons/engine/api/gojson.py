"""JSON as Go's ``encoding/json`` writes it, and its error messages for JSON that it cannot read.

dockerd passes these messages on to the client. Python's parser does the reading; this module only
finds the message when that fails.
Source: Go's ``encoding/json``, ``encode.go``, ``scanner.go`` and ``decode.go``.
"""

from __future__ import annotations

import json
import re
from typing import Any

_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
_LITERALS = {"t": "true", "f": "false", "n": "null"}
_SPACE = " \t\r\n"
_ESCAPED = frozenset('bfnrtu\\/"')
_HTML_ESCAPES = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}


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
    """Returns the text with a U+FFFD for each byte of a name that is not UTF-8, as Go writes it."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def decode(text: str) -> Any:
    """Returns the first document in a text, as Go's ``json.Decoder`` reads it.

    Raises:
        Malformed: When the text does not begin with a whole document.
    """
    try:
        return json.JSONDecoder().raw_decode(text.lstrip(_SPACE))[0]
    except (ValueError, RecursionError):
        raise Malformed(_complaint(text) or ("unexpected EOF" if text.strip() else "EOF")) from None


def unmarshal(text: str) -> Any:
    """Returns the one document that a text consists of, as Go's ``json.Unmarshal`` reads it.

    Raises:
        Malformed: When the text is not JSON, or more follows the document.
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Malformed(_complaint(text) or "unexpected end of JSON input") from None


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


def _complaint(text: str) -> str:
    """Returns Go's message for the first character that is wrong, '' if the text ends too early."""
    try:
        _Reader(text).document()
    except EOFError:
        return ""
    except RecursionError:
        return "exceeded max depth"
    except Malformed as error:
        return str(error)
    return ""


class _Reader:
    """Scanner that reads a text until it is no longer JSON, or to its end."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def document(self) -> None:
        self._value()
        self._next()
        self._stop("after top-level value")

    def _value(self) -> None:
        first = self._next()
        if first in "{[":
            self._members(first)
        elif first == '"':
            self._string()
        elif first in _LITERALS:
            self._literal(_LITERALS[first])
        elif number := _NUMBER.match(self._text, self._at):
            self._at = number.end()
        else:
            self._stop("looking for beginning of value")

    def _members(self, opening: str) -> None:
        """Reads an object or an array."""
        end, what = ("}", "object key:value pair") if opening == "{" else ("]", "array element")
        self._at += 1
        if self._next() == end:
            self._at += 1
            return
        while True:
            if opening == "{":
                self._key()
            self._value()
            character = self._next()
            if character not in {",", end}:
                self._stop(f"after {what}")
            self._at += 1
            if character == end:
                return

    def _key(self) -> None:
        if self._next() != '"':
            self._stop("looking for beginning of object key string")
        self._string()
        if self._next() != ":":
            self._stop("after object key")
        self._at += 1

    def _string(self) -> None:
        self._at += 1
        while (character := self._here()) != '"':
            if character < " ":
                self._stop("in string literal")
            self._at += 1
            if character == "\\":
                if self._here() not in _ESCAPED:
                    self._stop("in string escape code")
                self._at += 1
        self._at += 1

    def _literal(self, literal: str) -> None:
        for expected in literal:
            if self._here() != expected:
                self._stop(f"in literal {literal} (expecting '{expected}')")
            self._at += 1

    def _here(self) -> str:
        if self._at >= len(self._text):
            raise EOFError
        return self._text[self._at]

    def _next(self) -> str:
        while self._here() in _SPACE:
            self._at += 1
        return self._here()

    def _stop(self, where: str) -> None:
        raise Malformed(f"invalid character {_quoted(self._here())} {where}")


def _quoted(character: str) -> str:
    named = {"'": r"'\''", "\n": r"'\n'", "\t": r"'\t'", "\r": r"'\r'", "\\": r"'\\'"}
    return named.get(character, f"'{character}'")
