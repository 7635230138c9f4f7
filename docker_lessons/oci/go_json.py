"""Go's error messages for invalid JSON, which dockerd passes on. Source: Go's ``encoding/json/scanner.go``."""

from __future__ import annotations

from docker_lessons.oci.goquote import quoted_character

_SPACE = b" \t\r\n"
_DIGITS = b"0123456789"
_HEXADECIMAL = b"0123456789abcdefABCDEF"
_LITERALS = {word[0]: word for word in (b"true", b"false", b"null")}
_CLOSING = dict(zip(b"[{", b"]}", strict=True))
_AFTER = dict(zip(b"[{", ("after array element", "after object key:value pair"), strict=True))
_DEEPEST = 10_000
_END = "unexpected end of JSON input"


class _SyntaxError(Exception):
    """The error at which Go stops reading; `str(error)` is Go's message."""


def why_invalid(text: bytes) -> str:
    """Returns why Go does not read this as JSON, '' if it does."""
    try:
        _Scanner(text).read()
    except _SyntaxError as error:
        return str(error)
    return ""


class _Scanner:
    """Reads one value; as in Go, the end of the text counts as a space."""

    def __init__(self, text: bytes) -> None:
        self._text = text + b" "
        self._at = 0

    def read(self) -> None:
        """Reads the text to its end.

        Raises:
            _SyntaxError: Where it is no JSON.
        """
        inside: list[int] = []
        is_new = self._value(inside)
        while inside:
            self._skip(_SPACE)
            if self._now == _CLOSING[inside[-1]]:
                inside.pop()
                self._at += 1
                is_new = False
            elif is_new or self._in(b","):
                self._at += not is_new
                is_new = self._entry(inside)
            else:
                self._stop(_AFTER[inside[-1]])
        while self._at < len(self._text):
            if not self._in(_SPACE):
                self._stop("after top-level value")
            self._at += 1

    @property
    def _now(self) -> int:
        if self._at == len(self._text):
            raise _SyntaxError(_END)
        return self._text[self._at]

    def _in(self, some: bytes) -> bool:
        return self._now in some

    def _stop(self, where: str) -> None:
        raise _SyntaxError(f"invalid character {quoted_character(self._now)} {where}")

    def _skip(self, some: bytes) -> None:
        while self._in(some):
            self._at += 1

    def _value(self, inside: list[int]) -> bool:
        """Reads a value; of an array or an object only the opening bracket, which is added to `inside`.

        Returns:
            Whether it was such a bracket.
        """
        self._skip(_SPACE)
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
            self._skip(_SPACE)
            if not self._in(b'"'):
                self._stop("looking for beginning of object key string")
            self._string()
            self._skip(_SPACE)
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
