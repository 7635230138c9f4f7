"""The processes of a container, as `ps` of this computer shows them. Source: moby ``daemon/top_unix.go``."""

from __future__ import annotations

import asyncio
import shlex
import shutil
from typing import TYPE_CHECKING, Any

from docker_lessons.engine.api.errors import Conflict, NotImplementedHere, SystemFailure
from docker_lessons.engine.containers import container as states
from docker_lessons.engine.runtime.supervisor.family import descendants

if TYPE_CHECKING:
    from docker_lessons.engine.containers.live import Live

_USUAL = "-ef"


async def processes(live: Live, options: str) -> dict[str, Any]:
    """Returns the list of a container's processes; `options` are those of `ps`.

    Raises:
        Conflict: When it does not run.
        NotImplementedHere: When this computer has no `ps`.
        SystemFailure: When `ps` does not know the options, with its words, or can't be given them.
    """
    container = live.container
    if live.running is None or container.state.status == states.RESTARTING:
        raise Conflict(f"Container {container.id} is not running")
    program = shutil.which("ps")
    if program is None:
        raise NotImplementedHere(
            "the practice engine asks `ps` for the processes of a container, and this computer has "
            "none; install it (Debian, Ubuntu: apt install procps)"
        )
    wanted = await asyncio.to_thread(_family, [each.pid for each in live.programs])
    try:
        words = shlex.split(options or _USUAL)
    except ValueError:
        words = options.split()
    if "\0" in options:
        raise SystemFailure(f"ps: fork/exec {program}: invalid argument")
    ps = await asyncio.create_subprocess_exec(
        program,
        *words,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, error = await ps.communicate()
    if ps.returncode:
        first = error.decode("utf-8", "replace").strip().split("\n")[0]
        raise SystemFailure(f"ps: {first}")
    return _table(out.decode("utf-8", "replace").rstrip("\n").split("\n"), wanted)


def _table(lines: list[str], wanted: frozenset[int]) -> dict[str, Any]:
    titles = lines[0].split()
    if "PID" not in titles:
        raise SystemFailure("Couldn't find PID field in ps output")
    at = titles.index("PID")
    rows = []
    for line in lines[1:]:
        fields = line.split(maxsplit=len(titles) - 1)
        if len(fields) > at and fields[at].isdigit() and int(fields[at]) in wanted:
            rows.append(fields)
    return {"Processes": rows, "Titles": titles}


def _family(programs: list[int]) -> frozenset[int]:
    """Returns these processes and all that they started, and so on."""
    started = (relative.pid for program in programs for relative in descendants(program))
    return frozenset({*programs, *started})
