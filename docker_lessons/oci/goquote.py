"""Texts and characters in quotes, as Go's ``%q`` prints them. Source: Go's ``strconv/quote.go``."""

from __future__ import annotations

_NAMED = {
    "\a": r"\a",
    "\b": r"\b",
    "\f": r"\f",
    "\n": r"\n",
    "\r": r"\r",
    "\t": r"\t",
    "\v": r"\v",
    "\\": r"\\",
}
_LAST = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)


def quoted(text: str) -> str:
    """Returns a text in quotes; a byte of it that is not UTF-8 is a lone surrogate."""
    return f'"{"".join(_escaped(character, chr(34)) for character in text)}"'


def quoted_character(code: int) -> str:
    """Returns the character of a code in single quotes."""
    known = 0 <= code <= _LAST and code not in _SURROGATES
    return f"'{_escaped(chr(code) if known else chr(0xFFFD), chr(39))}'"


def _escaped(character: str, quote: str) -> str:
    code = ord(character)
    if character in _NAMED:
        return _NAMED[character]
    if character == quote:
        return f"\\{quote}"
    if code in _SURROGATES:
        return f"\\x{code - 0xDC00:02x}"
    if character.isprintable():
        return character
    if code < 0x80:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
