"""The syntax of a Dockerfile: its lines are joined and split into instruction, flags and arguments.

Their meaning is in `instruction`. The rules and the sentences are those of Docker's Dockerfile
reference, "Format" and "Parser directives", and of buildkit's ``frontend/dockerfile/parser``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from docker_lessons.engine.api.errors import BadParameter
from docker_lessons.oci import gojson

_WHITESPACE = re.compile(r"[\t\v\f\r ]+")
_DIRECTIVE = re.compile(r"#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*")
_DIRECTIVES = frozenset({"escape", "syntax"})
_JSON_OR_TEXT = frozenset({"cmd", "entrypoint", "run", "shell"})
_JSON_OR_WORDS = frozenset({"add", "copy", "volume"})
_PAIRS = frozenset({"env", "label"})
_PLAIN_WORDS = frozenset({"expose", "from"})
_TEXT = frozenset({"maintainer", "onbuild", "stopsignal", "user", "workdir"})
_MOST_INSTRUCTIONS = 1000
_LONGEST = 65_535


@dataclass(frozen=True)
class Node:
    """One instruction as written; `name` is in lower case, `line` is its first line (from 1).

    `is_json` tells whether the arguments were written as a JSON array (exec form).
    """

    name: str
    original: str
    flags: tuple[str, ...]
    arguments: tuple[str, ...]
    line: int
    is_json: bool = False


@dataclass(frozen=True)
class Document:
    """A whole Dockerfile; `escape` is its escape character."""

    nodes: tuple[Node, ...]
    escape: str
    warnings: tuple[str, ...]


class _Problem(Exception):
    """A line that cannot be parsed; the message says why."""


def parse(text: str, name: str) -> Document:
    """Parses the text of the Dockerfile that the client calls `name`.

    Raises:
        BadParameter: When it is not a Dockerfile, with dockerd's sentence.
    """
    if not text:
        raise BadParameter(f"the Dockerfile ({name}) cannot be empty")
    try:
        return parse_lines(text)
    except BadParameter as problem:
        raise BadParameter(f"failed to parse {name}: {problem.message}") from None


def parse_lines(text: str) -> Document:
    """Parses instructions that are in no file.

    Raises:
        BadParameter: When they aren't instructions, with dockerd's sentence.
    """
    try:
        return _Parser(text).read()
    except _Problem as problem:
        raise BadParameter(str(problem)) from None


class _Parser:
    def __init__(self, text: str) -> None:
        self._lines = text.removeprefix("\ufeff").split("\n")
        if self._lines[-1] == "":
            self._lines.pop()
        self._escape = "\\"
        self._looking_for_directives = True
        self._seen: set[str] = set()

    def read(self) -> Document:
        nodes: list[Node] = []
        warnings: list[str] = []
        number = 0
        while number < len(self._lines):
            start = number + 1
            line = self._lines[number].rstrip("\r").lstrip()
            number += 1
            if len(line) > _LONGEST:
                raise _Problem(f"dockerfile line greater than max allowed size of {_LONGEST}")
            self._directive(line)
            if line.startswith("#"):
                line = ""
            line, goes_on = self._continued(line)
            if not line and not goes_on:
                continue
            has_gap = False
            while goes_on and number < len(self._lines):
                more = self._lines[number].rstrip("\r")
                number += 1
                if more.lstrip().startswith("#"):
                    continue
                if not more.strip():
                    has_gap = True
                    continue
                more, goes_on = self._continued(more)
                line += more
            if has_gap:
                warnings.append(f"[WARNING]: Empty continuation line found in:\n    {line}")
            nodes.append(self._node(line, start))
            if len(nodes) > _MOST_INSTRUCTIONS:
                raise _Problem(f"it has more than {_MOST_INSTRUCTIONS} instructions")
        if warnings:
            warnings.append(
                "[WARNING]: Empty continuation lines will become errors in a future release."
            )
        if not nodes:
            raise _Problem("file with no instructions")
        return Document(tuple(nodes), self._escape, tuple(warnings))

    def _directive(self, line: str) -> None:
        if not self._looking_for_directives:
            return
        match = _DIRECTIVE.fullmatch(line)
        key = match[1].lower() if match else ""
        if match is None or key not in _DIRECTIVES:
            self._looking_for_directives = False
            return
        if key in self._seen:
            raise _Problem(f"only one {key} parser directive can be used")
        self._seen.add(key)
        if key == "escape":
            if match[2] not in ("`", "\\"):
                raise _Problem(f"invalid escape token '{match[2]}' does not match ` or \\")
            self._escape = match[2]

    def _continued(self, line: str) -> tuple[str, bool]:
        """Returns a line without the escape character at its end, and whether it had one."""
        bare = line.rstrip(" \t")
        if not bare.endswith(self._escape) or bare.endswith(self._escape * 2):
            return line, False
        return bare[:-1], True

    def _node(self, line: str, number: int) -> Node:
        name, _, rest = _parted(line.strip())
        name = name.lower()
        flags, rest = _flags(rest)
        rest = rest.strip()
        is_json = False
        arguments: list[str]
        if name in _PAIRS:
            arguments = self._pairs(rest, name.upper())
        elif name == "arg":
            arguments = _words(rest, self._escape)
        elif name in _JSON_OR_TEXT | _JSON_OR_WORDS:
            array = _json_array(rest)
            is_json = array is not None
            if array is not None:
                arguments = array
            elif name in _JSON_OR_WORDS:
                arguments = _WHITESPACE.split(rest) if rest else []
            else:
                arguments = [rest] if rest else []
        elif name in _PLAIN_WORDS:
            arguments = _WHITESPACE.split(rest) if rest else []
        elif name == "healthcheck":
            arguments, is_json = _health(rest)
        elif name in _TEXT:
            arguments = [rest] if rest else []
            if name == "onbuild" and rest:
                self._node(rest, number)  # it is not kept; what is wrong with it is said now
        else:
            arguments = []
        return Node(name, line, flags, tuple(arguments), number, is_json)

    def _pairs(self, rest: str, name: str) -> list[str]:
        words = _words(rest, self._escape)
        if not words:
            return []
        if "=" not in words[0]:
            parts = _WHITESPACE.split(rest, maxsplit=1)
            if len(parts) == 1:
                raise _Problem(f"{name} must have two arguments")
            return parts
        pairs: list[str] = []
        for word in words:
            key, equals, value = word.partition("=")
            if not equals:
                raise _Problem(
                    f'Syntax error - can\'t find = in "{word}". Must be of the form: name=value'
                )
            pairs += [key, value]
        return pairs


def _parted(line: str) -> tuple[str, str, str]:
    match = _WHITESPACE.search(line)
    if match is None:
        return line, "", ""
    return line[: match.start()], match[0], line[match.end() :]


def _flags(rest: str) -> tuple[tuple[str, ...], str]:
    """Returns the leading words that begin with ``--``, and the rest."""
    flags: list[str] = []
    while (rest := rest.lstrip()).startswith("--"):
        quote = ""
        end = 0
        word = ""
        while end < len(rest):
            character = rest[end]
            if not quote and character.isspace():
                break
            if character in "'\"" and quote in ("", character):
                quote = "" if quote else character
            elif character == "\\" and end + 1 < len(rest):
                end += 1
                word += rest[end]
            else:
                word += character
            end += 1
        rest = rest[end:]
        if word == "--":
            break
        flags.append(word)
    return tuple(flags), rest


def _json_array(rest: str) -> list[str] | None:
    """Parses a JSON array of strings; None if the text is not an array."""
    if not rest.startswith("["):
        return None
    try:
        array, _ = gojson.decode(rest)
    except gojson.Malformed:
        return None
    if not all(isinstance(item, str) for item in array):
        raise _Problem("when using JSON array syntax, arrays must be comprised of strings only")
    return list(array)


def _health(rest: str) -> tuple[list[str], bool]:
    """Returns the kind and the command of a HEALTHCHECK, and whether that is a JSON array."""
    kind, _, command = _parted(rest)
    if not kind:
        return [], False
    array = _json_array(command)
    if array is not None:
        return [kind, *array], True
    return ([kind, command] if command else [kind]), False


def _words(rest: str, escape: str) -> list[str]:
    """Splits at spaces outside of quotes; quotes and escapes stay in the words."""
    words: list[str] = []
    word = ""
    quote = ""
    position = 0
    while position < len(rest):
        character = rest[position]
        position += 1
        if not quote and character.isspace():
            if word:
                words.append(word)
            word = ""
            continue
        if character == escape and quote != "'":
            if position == len(rest):
                break
            word += character + rest[position]
            position += 1
            continue
        if quote and character == quote:
            quote = ""
        elif not quote and character in "'\"":
            quote = character
        word += character
    if word:
        words.append(word)
    return words
