"""Variables in a Dockerfile: ``$name``, ``${name}``, ``${name:-word}``, ``${name:+word}``.

The rules and the sentences are those of Docker's Dockerfile reference, "Environment replacement", and
of buildkit's ``frontend/dockerfile/shell``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from docker_lessons.engine.api.errors import BadParameter

_SPACES = re.compile(r"\s+")
_SPECIAL = "@*#?-$!0"
_LONGEST = 1 << 20
_DEEPEST = 100
_SHOWN = 1000


def expand(text: str, variables: Mapping[str, str], escape: str = "\\") -> str:
    """Returns a word with its variables replaced and its quotes removed.

    Raises:
        BadParameter: When a quote or a brace is not closed, with dockerd's sentence; or when it is longer or deeper
            than anything that people write.
    """
    return _Reader(text, variables, escape).read_all()[0]


def expand_words(text: str, variables: Mapping[str, str], escape: str = "\\") -> list[str]:
    """Returns the words of a text, split at spaces, with their variables replaced.

    Raises:
        BadParameter: When a quote or a brace is not closed, with dockerd's sentence; or when it is longer or deeper
            than anything that people write.
    """
    return _Reader(text, variables, escape).read_all()[1]


class _Broken(Exception):
    """A word that cannot be parsed; the message says why."""


class _Words:
    """The finished words, and the one that is being read."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self._pieces: list[str] = []

    def add(self, text: str) -> None:
        """Adds text in which a space separates words."""
        first, *others = _SPACES.split(text)
        self.add_raw(first)
        for other in others:
            self.finish()
            self.add_raw(other)

    def add_raw(self, text: str) -> None:
        """Adds text in which a space is a character like any other."""
        self._pieces.append(text)

    def finish(self) -> list[str]:
        word = "".join(self._pieces)
        self._pieces.clear()
        if word:
            self.done.append(word)
        return self.done


class _Reader:
    def __init__(self, text: str, variables: Mapping[str, str], escape: str) -> None:
        self._text = text
        self._position = 0
        self._variables = variables
        self._escape = escape
        self._depth = 0
        self._length = 0

    def read_all(self) -> tuple[str, list[str]]:
        try:
            return self._read("")
        except _Broken as error:
            shown = self._text if len(self._text) <= _SHOWN else f"{self._text[:_SHOWN]}..."
            quoted = shown.replace("\\", "\\\\").replace('"', '\\"')
            raise BadParameter(f'failed to process "{quoted}": {error}') from None

    def _peek(self) -> str:
        return self._text[self._position : self._position + 1]

    def _next(self) -> str:
        character = self._peek()
        self._position += 1
        return character

    def _read(self, stop: str) -> tuple[str, list[str]]:
        result = ""
        words = _Words()
        while character := self._peek():
            if character == stop:
                self._next()
                return result, words.finish()
            if character == "$":
                value = self._dollar()
                words.add(value)
            elif character in "'\"":
                value = self._single() if character == "'" else self._double()
                words.add_raw(value)
            else:
                value = self._next()
                if value == self._escape:
                    value = self._next()
                    words.add_raw(value)
                else:
                    words.add(value)
            self._count(value)
            result += value
        if stop:
            raise _Broken(f"unexpected end of statement while looking for matching {stop}")
        return result, words.finish()

    def _count(self, value: str) -> None:
        """Refuses a text that its variables make too long."""
        self._length += len(value)
        if self._length > _LONGEST:
            raise _Broken(f"with its variables it has more than {_LONGEST} characters")

    def _single(self) -> str:
        self._next()
        end = self._text.find("'", self._position)
        if end < 0:
            raise _Broken("unexpected end of statement while looking for matching single-quote")
        value = self._text[self._position : end]
        self._position = end + 1
        return value

    def _double(self) -> str:
        self._next()
        result = ""
        while character := self._peek():
            if character == '"':
                self._next()
                return result
            if character == "$":
                value = self._dollar()
                self._count(value)
                result += value
                continue
            self._next()
            if character == self._escape and self._peek() in ('"', "$", self._escape):
                character = self._next()
            result += character
        raise _Broken("unexpected end of statement while looking for matching double-quote")

    def _dollar(self) -> str:
        self._next()
        if self._peek() != "{":
            name = self._name()
            return self._variables.get(name, "") if name else "$"
        self._next()
        if not self._peek():
            raise _Broken("syntax error: missing '}'")
        if self._peek() in "{}:":
            raise _Broken("syntax error: bad substitution")
        name = self._name()
        after = self._next()
        if after == "}":
            return self._variables.get(name, "")
        if after == "?":
            return self._demanded(name, self._alternative(), may_be_empty=True)
        if after != ":":
            raise _Broken("missing ':' in substitution")
        modifier = self._next()
        word = self._alternative()
        value = self._variables.get(name, "")
        if modifier == "+":
            return word if value else ""
        if modifier == "-":
            return value or word
        if modifier == "?":
            return self._demanded(name, word, may_be_empty=False)
        raise _Broken(f"unsupported modifier ({modifier}) in substitution")

    def _alternative(self) -> str:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _Broken(f"more than {_DEEPEST} variables are inside each other")
        try:
            return self._read("}")[0]
        except _Broken:
            if not self._peek():
                raise _Broken("syntax error: missing '}'") from None
            raise
        finally:
            self._depth -= 1

    def _demanded(self, name: str, message: str, *, may_be_empty: bool) -> str:
        if name not in self._variables:
            raise _Broken(f"{name}: {message or 'is not allowed to be unset'}")
        value = self._variables[name]
        if not value and not may_be_empty:
            raise _Broken(f"{name}: {message or 'is not allowed to be empty'}")
        return value

    def _name(self) -> str:
        start = self._position
        first = self._peek()
        if first and first.isdigit():
            while self._peek().isdigit():
                self._position += 1
        elif first and first in _SPECIAL:
            self._position += 1
        else:
            while (character := self._peek()) and (character.isalnum() or character == "_"):
                self._position += 1
        return self._text[start : self._position]
