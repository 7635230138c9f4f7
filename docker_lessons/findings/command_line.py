"""A docker command line, read as the docker client reads it.

The client's parser is cobra with pflag (https://pkg.go.dev/github.com/spf13/pflag): its own options stand
before the command, `-it` is `-i -t`, a value follows as the next word, as `--tag=NAME`, `-t=NAME` or `-tNAME`,
and `--` ends the options. Nothing is refused here: an option that a command does not have takes no value.
"""

from __future__ import annotations

import functools
import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from docker_lessons.findings.docker_options import (
    COMMANDS,
    GROUPS,
    OPERANDS_END_OPTIONS,
    SHORT_NAMES,
    OptionKind,
    global_kinds,
    kinds,
)


@dataclass(frozen=True)
class Option:
    """One option of a line. `at` and `value_at` are positions in the line's words, from 0."""

    name: str
    """Its long name, `--tag` for `-t` too; as it was typed, where the command has no such option."""
    typed: str
    """Its name as it was typed, such as `-t`, without a value."""
    value: str | None
    """What was given to it, None for an option alone."""
    at: int
    value_at: int | None
    known: bool
    """Whether the command has such an option."""
    lacks_value: bool
    """Whether it takes a value and the line ends before one."""


@dataclass(frozen=True)
class CommandLine:
    """A docker command line, taken apart."""

    words: tuple[str, ...]
    """The whole line, with `docker` and what stands in front of it."""
    sudo: bool
    """Whether `sudo` stands in front."""
    global_options: tuple[Option, ...]
    """The client's own options, before the command."""
    command: tuple[str, ...]
    """The command as it was typed: `("image", "ls")`; empty where there is none."""
    verb: str
    """The command's short name: `images` for `image ls` and `image list`, `run` for `container run`."""
    options: tuple[Option, ...]
    operands: tuple[str, ...]
    """What the command is about; behind the image of `run`, also its program's own words."""

    @property
    def text(self) -> str:
        """The line as it was typed, with one space between words."""
        return " ".join(self.words)

    @property
    def engine_option(self) -> str:
        """The option, as it was typed, with which the line itself names the engine that it goes to; '' for none."""
        named = (one.typed for one in self.global_options if one.name in ("--host", "--context"))
        return next(named, "")

    def has(self, name: str) -> bool:
        """Tells whether an option was given, by its long name."""
        return any(option.name == name for option in self.options)

    def values(self, name: str) -> list[str]:
        """Returns the values of an option, by its long name; the client uses the last where it uses one."""
        return [o.value for o in self.options if o.name == name and o.value is not None]

    def value(self, name: str) -> str | None:
        """Returns the last value of an option, by its long name; None where it has none."""
        return next(reversed(self.values(name)), None)


def parse(words: Iterable[str]) -> CommandLine:
    """Reads a line; `docker`, or `sudo docker`, in front may be left out."""
    line = tuple(words)
    start = _program_length(line)
    global_options, operands = _read(line, start, global_kinds(), operands_end=True)
    command, verb = _command(operands)
    at = len(line) - len(operands) + len(command)
    options, rest = _read(
        line, at, kinds_of(command, verb), operands_end=verb in OPERANDS_END_OPTIONS
    )
    return CommandLine(
        words=line,
        sudo=line[:1] == ("sudo",),
        global_options=global_options,
        command=command,
        verb=verb,
        options=options,
        operands=rest,
    )


@functools.lru_cache(maxsize=256)
def parse_text(text: str) -> CommandLine:
    """Reads a line as a shell splits it.

    Raises:
        ValueError: When a quote is not closed.
    """
    return parse(shlex.split(text))


def _program_length(line: Sequence[str]) -> int:
    """Counts the words of `docker`, with `sudo` and its options in front."""
    at = 0
    if line[:1] == ("sudo",):
        at = 1
        while at < len(line) and line[at].startswith("-"):
            at += 1
    return at + 1 if line[at : at + 1] == ("docker",) else at


def _command(words: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """Returns the command's words and its short name."""
    two = tuple(words[:2])
    if len(two) == 2 and not two[1].startswith("-"):
        first, second = two
        if (first, second) in SHORT_NAMES:
            return two, SHORT_NAMES[first, second]
        if first in GROUPS:
            return two, second
    return tuple(words[:1]), "".join(words[:1])


def kinds_of(command: tuple[str, ...], verb: str) -> Mapping[str, OptionKind]:
    """Returns the options of a command by each of their names; `verb` is its short name."""
    whole = " ".join(command)
    return kinds(whole if whole in COMMANDS else verb)


def _read(
    line: Sequence[str], at: int, known: Mapping[str, OptionKind], *, operands_end: bool
) -> tuple[tuple[Option, ...], tuple[str, ...]]:
    """Reads options and operands of `line` from `at` on, by pflag's rules."""
    options: list[Option] = []
    operands: list[str] = []
    while at < len(line):
        word = line[at]
        if word == "--":
            return tuple(options), (*operands, *line[at + 1 :])
        if not word.startswith("-") or word == "-":
            if operands_end:
                return tuple(options), tuple(line[at:])
            operands.append(word)
            at += 1
            continue
        found = _long(line, at, known) if word.startswith("--") else _short(line, at, known)
        options += found
        at = max(at, *(option.value_at or 0 for option in found)) + 1
    return tuple(options), tuple(operands)


def _long(line: Sequence[str], at: int, known: Mapping[str, OptionKind]) -> list[Option]:
    """Reads `--tag NAME`, `--tag=NAME` or `--quiet`."""
    name, equals, value = line[at].partition("=")
    return [_option(line, at, name, value if equals else None, known.get(name))]


def _short(line: Sequence[str], at: int, known: Mapping[str, OptionKind]) -> list[Option]:
    """Reads `-t NAME`, `-t=NAME`, `-tNAME`, or several letters in one word, of which the last may take a value."""
    found: list[Option] = []
    letters = line[at][1:]
    while letters:
        name, letters = f"-{letters[0]}", letters[1:]
        kind = known.get(name)
        value = None
        if len(letters) > 1 and letters[0] == "=":
            value, letters = letters[1:], ""
        elif kind and kind.takes_value and letters:
            value, letters = letters, ""
        found.append(_option(line, at, name, value, kind, last=not letters))
    return found


def _option(
    line: Sequence[str],
    at: int,
    name: str,
    value: str | None,
    kind: OptionKind | None,
    *,
    last: bool = True,
) -> Option:
    """Makes the option in the word at `at`, whose value may be the next word."""
    takes_next = last and value is None and kind is not None and kind.takes_value
    value_at = None if value is None else at
    if takes_next and at + 1 < len(line):
        value, value_at = line[at + 1], at + 1
    return Option(
        name=kind.long if kind else name,
        typed=name,
        value=value,
        at=at,
        value_at=value_at,
        known=kind is not None,
        lacks_value=takes_next and value is None,
    )
