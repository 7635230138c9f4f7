"""`docker-lessons docker`: any docker command, in this world, in a terminal or a script."""

import sys

import click

from docker_lessons.cli import localized


@localized.command(
    context_settings={
        "ignore_unknown_options": True,
        "allow_interspersed_args": False,
        "help_option_names": [],  # `--help` is Docker's to answer
    },
    add_help_option=False,
)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def command(words: tuple[str, ...]) -> None:
    """Run a docker command in the practice world."""
    from docker_lessons.command import run

    sys.exit(run(["docker", *words], in_terminal=True))
