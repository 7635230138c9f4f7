"""The command line `docker-lessons`, whose options, output and exit codes scripts depend on.

Each command is a module of this package with one `command`.  It is imported only when it runs or shows its own help,
so that `start`, `status`, `check` and `--help` answer at once.
"""

import importlib
import sys

import click

from docker_lessons.version import __version__
from docker_lessons.world.failure import WorldError

EPILOG = """\b
Begin:       docker-lessons lab
By terminal: docker-lessons start
             eval "$(docker-lessons env)"
             docker-lessons steps
             docker-lessons check build-image

\b
Exit codes:  0 done, or passed, or skipped      1 not yet, or not done
             2 usage                            3 the practice world is the matter
             of start and lab besides: 4 a port is taken, 5 the folder cannot be
             used, 6 the disk is full, 7 a newer release made or serves the world,
             8 your own Docker cannot be used for the course (--engine docker)

\b
Completion:  bash  eval "$(_DOCKER_LESSONS_COMPLETE=bash_source docker-lessons)"
             zsh   eval "$(_DOCKER_LESSONS_COMPLETE=zsh_source docker-lessons)"
             fish  _DOCKER_LESSONS_COMPLETE=fish_source docker-lessons | source

The world is the folder that DOCKER_LESSONS_HOME names, else one for each user.  DOCKER_LESSONS_ENGINE chooses
the engine where lab and start are given no --engine, and for a new world.
"""

COMMANDS = {
    "lab": "Open the course in JupyterLab.",
    "start": "Start the practice world; return when it answers.",
    "stop": "End the practice world's service; nothing is lost.",
    "status": "Say whether the practice world runs, and where.",
    "account": "Show the practice account and its password.",
    "env": "Print what leads a Docker client into the practice world.",
    "steps": "List the steps of the course and how far you are.",
    "check": "Check a step against the world as it is now.",
    "solve": "Do a step, and what is missing before it.",
    "reset": "Begin again: empty the practice world (asks first).",
    "course-check": "Test the course itself in throwaway worlds.",
    "docker": "Run a docker command in the practice world.",
}
"""Each command's line in `--help`, by its name; its module has the same name, with `_` for `-`."""


class Commands(click.Group):
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
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Returns the command that the arguments name, and fails with the most similar name if there is none."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, 1)
            meant = f" Did you mean {near[0]!r}?" if near else ""
            ctx.fail(f"There is no command {args[0]!r}.{meant}")
        return super().resolve_command(ctx, args)


@click.group(
    cls=Commands,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
)
@click.version_option(__version__, message="docker-lessons %(version)s")
def group() -> None:
    """Publish a Docker image with your own hands, in a practice world.

    The practice world is a Docker engine and a Docker Hub of your own on this computer: no Docker, no
    root and no network needed, and nothing that you do in it leaves it.  Who has a Docker can take it in
    the practice engine's place: docker-lessons start --engine docker.
    """


def main() -> None:
    """Runs `docker-lessons`; an error of the world becomes one sentence and an exit code."""
    try:
        group(prog_name="docker-lessons")
    except WorldError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)
