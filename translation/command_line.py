"""The messages of the command line: the help of the group, its commands and their options, and what click says itself."""

from __future__ import annotations

from collections.abc import Iterator

import click

from docker_lessons import language
from docker_lessons.cli import COMMANDS, group, localized


def messages() -> Iterator[tuple[str | tuple[str, str], str, str]]:
    """Yields each message (or both forms of one), the file where it stands, and what it is.

    A docstring is as many messages as it has paragraphs; one whose lines are shown as they are written is one message.
    """
    click_words = "docker_lessons/cli/localized.py"
    for word in (*localized.WORDS, *localized.PLURALS):
        yield word, click_words, "click"
    with language.speaking(language.ENGLISH):
        yield from _of_command(group, "docker_lessons/cli/__init__.py", "docker-lessons --help")
        context = click.Context(group)
        for name in COMMANDS:
            command = group.get_command(context, name)
            assert command is not None
            file = f"docker_lessons/cli/{name.replace('-', '_')}.py"
            yield from _of_command(command, file, f"docker-lessons {name} --help")


def _of_command(command: click.Command, file: str, about: str) -> Iterator[tuple[str, str, str]]:
    for text in (command.help, command.epilog):
        yield from ((one, file, about) for one in localized.paragraphs(text or ""))
    for option in command.params:
        if isinstance(option, localized.Option):
            names = ", ".join(option.opts)
            yield from (
                (one, file, f"{about}: {names}") for one in localized.paragraphs(option.help or "")
            )
