"""The shell of the terminals that open beside a page: in the practice world, in the pages' folder."""

import shlex
import shutil
from pathlib import Path

from docker_lessons.world import World, environment, file

_PRACTICE = (
    "This terminal is in the practice world: docker reaches your practice engine and nothing else."
)
_OWN = (
    "This terminal belongs to the course, and docker reaches your own Docker: what you remove here is gone there.\n"
    "docker-lessons status says which names the course uses."
)
_STOPPED = (
    "The practice world is stopped, and docker reaches nothing. Start it: docker-lessons start"
)

_WHERE = """\
_docker_lessons_engine() {{
  if [ {engine} -ef {practice} ]; then echo practice; elif [ -L {engine} ]; then echo docker; else echo stopped; fi
}}
case $(_docker_lessons_engine) in
  practice) echo {in_practice} ;;
  docker) echo {in_own} ;;
  *) echo {in_none} ;;
esac
"""
"""Asked anew at each prompt, by what the shell has built in: a switch of the engine restarts no terminal."""

_LOG_IN = """\
docker() {{
  if [ "$1" = login ]; then {own}/docker-lessons docker "$@"; else command docker "$@"; fi
}}
"""
"""A client whose engine is silent takes a password to the real Docker Hub; our own word asks the engine first."""


def shell_command(world: World, folder: Path) -> list[str]:
    """The command for Jupyter's terminals; writes the start-up file that it reads.

    A login shell would run /etc/profile, which on many systems sets PATH anew, and a learner's own start-up
    file may name another engine: ours reads theirs first and has the last word.
    """
    startup = folder / "terminal.sh"
    bash = shutil.which("bash")
    file.write(startup, _startup(world, bash is not None).encode(), 0o600)
    if bash:
        return [bash, "--rcfile", str(startup), "-i"]
    return ["/usr/bin/env", f"ENV={startup}", "/bin/sh", "-i"]


def _startup(world: World, bash: bool) -> str:
    own = shlex.quote(str(world.bin))
    lines = ["[ -r ~/.bashrc ] && . ~/.bashrc"] if bash else []
    place = "$(_docker_lessons_engine)"
    prompt = rf"\[\e[1;32m\]{place}\[\e[0m\]:\[\e[1;34m\]\W\[\e[0m\]\$ " if bash else f"{place}$ "
    where = _WHERE.format(
        engine=shlex.quote(str(world.engine_socket)),
        practice=shlex.quote(str(world.practice_socket)),
        in_practice=shlex.quote(_PRACTICE),
        in_own=shlex.quote(_OWN),
        in_none=shlex.quote(_STOPPED),
    )
    lines += [
        environment.shell_lines(world.environment()).rstrip("\n"),
        f'case ":$PATH:" in *:{own}:*) ;; *) export PATH="$PATH":{own} ;; esac',
        "unalias docker 2>/dev/null",
        where + _LOG_IN.format(own=own) + f"PS1={shlex.quote(prompt)}",
        "unset PROMPT_COMMAND",
    ]
    return "\n".join(lines) + "\n"
