"""click in the reader's language: help of commands and options, and click's own words.

click keeps a command's help, its epilog and its options' help as they were written, and reads them when they are shown.
So the classes here translate them at that moment: a docstring paragraph by paragraph, each paragraph one message.
For its own words (`Usage:`, `Missing argument`), click calls `gettext`, which each of its modules has under the name
`_`; `speak` puts ours there.  Python's own would choose the catalogue by the environment alone, which neither `--lang`
nor a practice world's language changes.
"""

from __future__ import annotations

import functools
import inspect
import re
from importlib import import_module
from typing import Final

import click

from docker_lessons.language import current, translated
from docker_lessons.language.catalogue import catalogue

WORDS: Final = (
    "ADDRESS",
    "Aborted!",
    "COMMAND [ARGS]...",
    "Choose from:\n\t{choices}",
    "Commands",
    "Could not open file {filename!r}: {message}",
    "Error: {message}",
    "INTEGER RANGE",
    "Invalid value for {param_hint}: {message}",
    "Invalid value: {message}",
    "Missing argument",
    "Missing command.",
    "Missing option",
    "No such option {name!r}.",
    "Option {name!r} does not take a value.",
    "Options",
    "STEP",
    "Show this message and exit.",
    "TEXT",
    "Try '{command} {option}' for help.",
    "Usage:",
    "directory",
    "default: {default}",
    "{name} {filename!r} is a file.",
    "{value!r} is not a valid {number_type}.",
    "{value} is not in the range {range}.",
)
"""The messages of click's that our commands can show, and what stands for a value in a line of usage.

Source: click 8.2 to 8.5; one that a release words otherwise is shown in English.
"""

PLURALS: Final = (
    ("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    ("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
)
"""The same where the number of something matters."""

_MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types")
_AS_WRITTEN = "\b"
"""A line of its own that begins a paragraph whose lines click keeps."""


def speak() -> None:
    """Has click say its own words in the current language, from now on."""
    for name in _MODULES:
        module = import_module(f"click.{name}")
        for word, ours in (("_", translated), ("ngettext", _plural)):
            if hasattr(module, word):
                setattr(module, word, ours)


def paragraphs(text: str) -> list[str]:
    """Returns the messages of a help text, one per paragraph: as one line, unless it is shown as written."""
    return [_message(each) for each in _parts(text)]


def in_paragraphs(text: str) -> str:
    """Returns a help text in the current language, as click reads it."""
    return "\n\n".join(
        f"{_AS_WRITTEN}\n{translated(_message(each))}"
        if each.startswith(_AS_WRITTEN)
        else translated(_message(each))
        for each in _parts(text)
    )


def _parts(text: str) -> list[str]:
    return [part.strip("\n") for part in re.split(r"\n[ ]*\n", inspect.cleandoc(text))]


def _message(part: str) -> str:
    if part.startswith(_AS_WRITTEN):
        return part.removeprefix(_AS_WRITTEN).strip("\n")
    return " ".join(part.split())


def _plural(one: str, many: str, number: int) -> str:
    """Returns the singular or plural form for a number; click itself fills in the placeholders."""
    return catalogue(current()).ngettext(one, many, number)


class _Told:
    """A text that is kept as it was written, and read in the current language."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._kept = f"_written_{name}"

    def __get__(self, one: object, owner: type | None = None) -> str | None:
        written: str | None = vars(one).get(self._kept)
        return in_paragraphs(written) if written else written

    def __set__(self, one: object, text: str | None) -> None:
        vars(one)[self._kept] = text


class Option(click.Option):
    """An option whose help is told in the current language."""

    help = _Told()

    def make_metavar(self, ctx: click.Context) -> str:
        """Returns what stands for the option's value: `TEXT`."""
        return translated(super().make_metavar(ctx))


class Argument(click.Argument):
    """An argument whose name is told in the current language."""

    def make_metavar(self, ctx: click.Context) -> str:
        """Returns what stands for the argument in a line of usage: `STEP`."""
        return translated(super().make_metavar(ctx))


class Command(click.Command):
    """A command whose help is told in the current language."""

    help = _Told()
    epilog = _Told()
    short_help = _Told()

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Returns what follows the command's name in its line of usage."""
        return [translated(piece) for piece in super().collect_usage_pieces(ctx)]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Returns the option --help, which click makes once, with its help in the current language."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = translated("Show this message and exit.")
        return option


class Group(Command, click.Group):
    """A group whose help is told in the current language."""


option = functools.partial(click.option, cls=Option)
argument = functools.partial(click.argument, cls=Argument)
command = functools.partial(click.command, cls=Command)
