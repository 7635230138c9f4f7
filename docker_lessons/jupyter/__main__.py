"""`python -m docker_lessons.jupyter [DIR]`: prepares the course for a Jupyter server that something else starts.

Starts and pins the practice world, with the engine and the Hub that DOCKER_LESSONS_ENGINE and DOCKER_LESSONS_HUB name; renders the
working copy into DIR; writes the configuration folder; prints the shell lines that set a Jupyter server's
environment.  Binder's `start` script evaluates them.
"""

import os
import sys
from pathlib import Path

from docker_lessons import language
from docker_lessons.jupyter import config, working_copy
from docker_lessons.world import World, WorldError, choice, environment


def main(arguments: list[str]) -> int:
    """Prepares the course and prints the lines; returns the exit code, after one sentence when something failed."""
    world = World.find()
    language.keep(world.language)
    try:
        hub = choice.wanted_hub(world, os.environ)
        kind = choice.wanted(os.environ)
        choice.start(world, kind, hub=hub, pin=True, new_ports=True, tell=_tell)
        pages = Path(arguments[0]).absolute() if arguments else working_copy.default_folder()
        working_copy.render(pages, world)
        folder = config.write(world, pages)
    except WorldError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return error.exit_code
    print(environment.shell_lines(config.variables(world, folder)), end="")  # noqa: T201
    return 0


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
