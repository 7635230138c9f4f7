"""`%docker`, and lines of a cell that begin with `docker`, in an IPython kernel."""

import sys
from typing import TYPE_CHECKING, Any, cast

from docker_lessons import language
from docker_lessons.command import blanks, history, kit, nearly, transformer
from docker_lessons.command.attendance import nobody_there
from docker_lessons.command.docker_failed import DockerFailed
from docker_lessons.command.execution import execute, interrupted, note_sudo
from docker_lessons.command.shell_words import split
from docker_lessons.command.stream import Notes
from docker_lessons.world import World
from docker_lessons.world.failure import WorldError

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


def load(shell: "InteractiveShell") -> None:
    """Makes `docker` a word in the cells of `shell`; loading it twice changes nothing."""
    from IPython.core import magic

    for name, function in (("docker", _docker(shell)), ("nearly_docker", _nearly_docker)):
        unfilled: Any = magic.no_var_expand(function)  # or IPython would fill in `{{.ID}}`
        cast("Any", shell).register_magic_function(unfilled, magic_name=name)
    # Behind the tidying of indentation and prompts, and before IPython looks for magics of its own:
    # an apostrophe or a ? in a docker line is nothing to it.
    if transformer.transform not in shell.input_transformers_cleanup:
        shell.input_transformers_cleanup.append(transformer.transform)


def unload(shell: "InteractiveShell") -> None:
    """Undoes `load`."""
    if transformer.transform in shell.input_transformers_cleanup:
        shell.input_transformers_cleanup.remove(transformer.transform)
    for name in ("docker", "nearly_docker"):
        shell.magics_manager.magics["line"].pop(name, None)


def run_line(line: str, world: World | None = None) -> None:
    """Runs one typed line, without the word `docker`.

    Raises:
        DockerFailed: When the line fails; its text is the sentence for the learner.
    """
    world = world or World.find()
    language.keep(world.language)
    try:
        _run(line, world)
    except WorldError as error:
        raise DockerFailed(str(error), error.exit_code) from None
    except KeyboardInterrupt:  # before a client was started, or after it ended
        ended = interrupted()
        raise DockerFailed(ended.sentence, ended.exit_code) from None


def _run(line: str, world: World) -> None:
    if blanks.has_blank(line):
        if not nobody_there():
            raise blanks.open_blank(line)
        line = blanks.filled(line, world)
    words = split(line)
    if words[:1] == ["sudo"]:
        note_sudo(" ".join(words), world)
        raise nearly.explained(" ".join(words))
    if words[:1] == ["docker"]:
        raise nearly.docker_twice(words[1:])
    err = Notes(sys.stderr, sys.stdout)
    outcome = execute(words, world=world, ask_aloud=input, out=sys.stdout, err=err)
    if outcome.exit_code:
        raise DockerFailed(outcome.sentence, outcome.exit_code)
    if outcome.sentence:
        print(outcome.sentence)  # noqa: T201  # a cell's output is where it belongs


def _docker(shell: "InteractiveShell") -> Any:
    def docker(line: str) -> None:
        """Runs a docker command in the course's world: `%docker images`, or simply `docker images`."""
        history.forget_password(shell, line)
        run_line(line)

    return docker


def _nearly_docker(line: str) -> None:
    """Runs a line of the kit's own, or raises the error that says how to write a line that is nearly a docker line."""
    if kit.runs_in_a_cell(line):
        kit.run(line, sys.stdout)
        return
    world = World.find()
    language.keep(world.language)
    if "sudo" in line.split()[:3]:
        note_sudo(line, world)
    raise nearly.explained(line)
