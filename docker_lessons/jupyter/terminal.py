"""The shell of the terminals that open beside a page: in the practice world, in the pages' folder."""

import shlex
import shutil
from pathlib import Path

from docker_lessons.world import World, environment, file

_GREETING = (
    "This terminal is in the practice world: docker reaches your practice engine and nothing else."
)


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
    prompt = r"\[\e[1;32m\]practice\[\e[0m\]:\[\e[1;34m\]\W\[\e[0m\]\$ " if bash else "practice$ "
    lines += [
        environment.shell_lines(world.environment()).rstrip("\n"),
        f'case ":$PATH:" in *:{own}:*) ;; *) export PATH="$PATH":{own} ;; esac',
        f"PS1={shlex.quote(prompt)}",
        "unset PROMPT_COMMAND",
        f"echo {shlex.quote(_GREETING)}",
    ]
    return "\n".join(lines) + "\n"
