"""The command line `docker-lessons`, whose options, output and exit codes scripts depend on.

Each command is a module of this package with one `command`.  It is imported only when it runs or shows its own help,
so that `start`, `status`, `check` and `--help` answer at once.
"""

import contextlib
import importlib
import sys
from pathlib import Path

import click

from docker_lessons import language
from docker_lessons.cli import localized
from docker_lessons.language import N_, gettext, translated
from docker_lessons.version import __version__
from docker_lessons.world import World
from docker_lessons.world.failure import DirectoryError, WorldError

EPILOG = """\b
Jupyter:     docker-lessons lab
Terminal:    docker-lessons start
             eval "$(docker-lessons env)"
             docker-lessons steps
             docker-lessons check build-image

\b
Exit codes:  0 done, passed or skipped          1 not yet, or not done
             2 usage, or no Docker ID           3 the practice world has a problem
             start and lab only: 4 a port is taken, 5 the folder can't be used,
             6 the disk is full, 7 the world was made or is run by a newer release,
             8 your own Docker can't be used for the course (--engine docker)
             doctor only: 9 something is in the way

\b
Completion:  bash  eval "$(_DOCKER_LESSONS_COMPLETE=bash_source docker-lessons)"
             zsh   eval "$(_DOCKER_LESSONS_COMPLETE=zsh_source docker-lessons)"
             fish  _DOCKER_LESSONS_COMPLETE=fish_source docker-lessons | source

The world is in the folder that DOCKER_LESSONS_HOME names, or else in a folder of your own.
DOCKER_LESSONS_ENGINE chooses the engine for a new world, and for lab and start without --engine;
DOCKER_LESSONS_HUB and DOCKER_LESSONS_ACCOUNT do the same for --hub and --account.
DOCKER_LESSONS_LANG is the language of everything that is said here, such as fr; it beats what --lang chose before.
"""

COMMANDS = {
    "lab": N_("Open the course in JupyterLab."),
    "start": N_("Start the practice world, and return once it answers."),
    "stop": N_("Stop the practice world; nothing is lost."),
    "status": N_("Show whether the practice world is running, and where."),
    "doctor": N_("Find out what's in the way, and how to fix it."),
    "account": N_("Show the practice account and its password."),
    "env": N_("Print what connects a Docker client to the practice world."),
    "steps": N_("List the steps of the course and how far you are."),
    "check": N_("Check a step against the world as it is now."),
    "solve": N_("Do a step, and any steps it needs first."),
    "restore": N_("Restore the folder myimage to the way the course made it."),
    "reset": N_("Start over: empty the practice world (asks first)."),
    "course-check": N_("Test the course itself in throwaway worlds."),
    "docker": N_("Run a docker command in the practice world."),
}
"""Each command's line in `--help`, by its name; its module has the same name, with `_` for `-`."""


class Commands(localized.Group):
    """A group that imports a command when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Returns the names of the commands, in the order in which a learner needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Imports and returns a command, None if there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"{__name__}.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the list of commands without importing any."""
        with formatter.section(translated("Commands")):
            formatter.write_dl([(name, translated(about)) for name, about in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Returns the command that the arguments name, and fails with the most similar name if there is none."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, 1)
            if near:
                ctx.fail(
                    gettext(
                        "There is no command {typed!r}. Did you mean {meant!r}?",
                        typed=args[0],
                        meant=near[0],
                    )
                )
            ctx.fail(gettext("There is no command {typed!r}.", typed=args[0]))
        return super().resolve_command(ctx, args)


@click.group(
    cls=Commands,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
)
@click.version_option(
    __version__,
    message="docker-lessons %(version)s",
    cls=localized.Option,
    help="Show the version and exit.",
)
def group() -> None:
    """Publish a Docker image with your own hands, in a practice world.

    The practice world is a Docker engine and a Docker Hub that are yours alone, on this computer.  You
    need no Docker, no root access and no network, and nothing you do in it leaves this computer.
    If you have Docker, you can use it instead of the practice engine: docker-lessons start --engine docker.
    """


def main() -> None:
    """Runs `docker-lessons`; an error of the world becomes one sentence and an exit code."""
    localized.speak()
    with contextlib.suppress(WorldError):  # told by the command, if it needs the world
        language.keep(World.find().language)
    try:
        group(prog_name="docker-lessons")
    except WorldError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)
    except FileNotFoundError:
        if _is_somewhere():
            raise
        click.echo(
            gettext(
                "The folder that this terminal is in isn't there anymore. Type cd and press Enter, then run the command again."
            ),
            err=True,
        )
        sys.exit(DirectoryError.exit_code)


def _is_somewhere() -> bool:
    """Tells whether the current folder still exists."""
    try:
        Path.cwd()
    except FileNotFoundError:
        return False
    return True
