"""The shell of the terminals beside a page, which works in the practice world and in the pages' folder."""

import shlex
import shutil
from pathlib import Path

from docker_lessons.language import N_, gettext
from docker_lessons.world import World, environment, file

_PRACTICE = N_(
    "This terminal is in the practice world: docker reaches your practice engine and nothing else."
)
_PRACTICE_ENGINE = N_("In this terminal, docker reaches your practice engine.")
_OWN = N_(
    "This terminal belongs to the course, and docker reaches your own Docker: what you remove here is really gone.\n"
    "docker-lessons status shows which names the course uses."
)
_REAL_HUB = N_(
    "You publish to the real Docker Hub, as {account}: what you push there, everybody can see."
)
_OWN_REGISTRY = N_("You publish to the registry {registry}.")
_STOPPED = N_(
    "The practice world has stopped, so docker can't reach anything. Start it: docker-lessons start"
)

_WHERE = """\
_docker_lessons_engine() {{
  if [ {engine} -ef {practice} ]; then echo practice; elif [ -L {engine} ]; then echo docker; else echo {stopped}; fi
}}
case $(_docker_lessons_engine) in
  practice) echo {in_practice} ;;
  docker) echo {in_own} ;;
  *) echo {in_none} ;;
esac
"""
"""Shell code for the engine's name in the prompt, as `--engine` has it.

It looks at each prompt, since a change of the engine restarts no terminal, and uses built-ins alone.
"""


def shell_command(world: World, folder: Path) -> list[str]:
    """Writes the shell's start-up file into `folder`, and returns the command for Jupyter's terminals.

    The shell is no login shell: those run /etc/profile, which sets PATH again on many systems.  The start-up file
    reads the learner's own first, since that one may name another engine.
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
    real = world.which_hub.is_real
    place = "$(_docker_lessons_engine)"
    prompt = rf"\[\e[1;32m\]{place}\[\e[0m\]:\[\e[1;34m\]\W\[\e[0m\]\$ " if bash else f"{place}$ "
    where = _WHERE.format(
        engine=shlex.quote(str(world.engine_socket)),
        practice=shlex.quote(str(world.practice_socket)),
        stopped=shlex.quote(gettext("stopped")),
        in_practice=shlex.quote(_said(world, _PRACTICE_ENGINE if real else _PRACTICE)),
        in_own=shlex.quote(_said(world, _OWN)),
        in_none=shlex.quote(gettext(_STOPPED)),
    )
    lines += [
        environment.shell_lines(world.environment()).rstrip("\n"),
        f'case "$PATH" in {own}:*) ;; *) export PATH={own}:"$PATH" ;; esac',
        "unalias docker 2>/dev/null",
        where + f"PS1={shlex.quote(prompt)}",
        "unset PROMPT_COMMAND",
    ]
    return "\n".join(lines) + "\n"


def _said(world: World, where: str) -> str:
    hub = world.which_hub
    lines = [gettext(where)]
    if hub.is_real:
        sentence = _REAL_HUB if hub.has_pages else _OWN_REGISTRY
        lines.append(gettext(sentence, account=hub.account, registry=hub.registry))
    return "\n".join(lines)
