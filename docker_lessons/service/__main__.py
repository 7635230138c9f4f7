"""`python -m docker_lessons.service HOME [--report FD] [--pin] [--new-ports] [--language LANGUAGE]`.

With `--report` it detaches at once from the process that started it (new session, no inherited descriptor but that
one) and writes one line of JSON there when it is ready, or why it is not, in the language that was asked for. Without
`--report` it serves in the foreground.
"""

import contextlib
import errno
import fcntl
import gc
import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

from docker_lessons import language
from docker_lessons.language import gettext
from docker_lessons.world import World, WorldError, file, holder

_LOCK_SECONDS = 0.5
_MANY_FILES = 65536


def main(arguments: list[str]) -> int:
    """Serves the world; returns the exit code of the process."""
    home, *options = arguments
    world = World.find(home)
    descriptor = int(options[options.index("--report") + 1]) if "--report" in options else None
    if descriptor is not None:
        if os.fork():
            os._exit(0)  # the starting process waits for this one, so that no zombie is left
        os.setsid()
    os.umask(0o077)
    _allow_many_files()
    report = Report(descriptor)
    if "--language" in options:
        language.prefer(options[options.index("--language") + 1])
    try:
        world.prepare()
        world.speak()
        if not lock(world):
            report.send({"busy": True})
            return 0
        return _serve(world, report, pinned="--pin" in options, new_ports="--new-ports" in options)
    except WorldError as error:
        report.send({"error": str(error), "exit_code": error.exit_code})
        return error.exit_code
    except Exception as error:  # noqa: BLE001  # the starting process gets a sentence for any error
        known = _explained(error, world)
        report.send({"error": str(known), "exit_code": known.exit_code})
        _note(world)
        return known.exit_code


def _allow_many_files() -> None:
    """Lets this process have as many files and connections open as it may; the usual 1,024 are soon used up."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MANY_FILES if hard == resource.RLIM_INFINITY else min(hard, _MANY_FILES)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


class Report:
    """The one line that the starting process waits for."""

    def __init__(self, descriptor: int | None) -> None:
        self._descriptor = descriptor

    def send(self, line: dict[str, Any]) -> None:
        """Writes the line and closes the descriptor; a second call does nothing."""
        if self._descriptor is None:
            return
        with contextlib.suppress(OSError):  # the starting process was killed
            os.write(self._descriptor, json.dumps(line).encode() + b"\n")
        os.close(self._descriptor)
        self._descriptor = None


def lock(world: World) -> bool:
    """Takes the world's lock for the life of this process; returns False when another service has it.

    A process that only asks whether the world is served holds the lock for a moment, so this one tries again for
    `_LOCK_SECONDS`.
    """
    with file.explained(world.lock):
        descriptor = os.open(world.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    deadline = time.monotonic() + _LOCK_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                os.close(descriptor)
                return False
            time.sleep(0.005)
        else:
            holder.sign(descriptor)
            return True


def _serve(world: World, report: Report, *, pinned: bool, new_ports: bool) -> int:
    gc.disable()  # nothing to collect while modules are imported
    import asyncio

    from docker_lessons.oci import trust
    from docker_lessons.service import log
    from docker_lessons.service.composition import Service

    log.open_log(world.log)
    gc.enable()
    service = Service(world, pinned=pinned, new_ports=new_ports)

    def ready() -> None:
        report.send({"ready": True})
        language.prefer(None)

    with trust.without_netrc():
        asyncio.run(service.run(ready))
    return 0


def _explained(error: Exception, world: World) -> WorldError:
    """Returns the error with the sentence for what went wrong while starting."""
    text = str(error)
    if isinstance(error, OSError) and error.errno:
        return file.explain(error, Path(error.filename) if error.filename else world.home / "files")
    if "database or disk is full" in text:
        return file.explain(OSError(errno.ENOSPC, text), world.home / "memory")
    if "readonly database" in text:
        return file.explain(OSError(errno.EROFS, text), world.home / "memory")
    return WorldError(
        gettext(
            "The practice world didn't start ({error}). The details are in {log}",
            error=f"{type(error).__name__}: {text}",
            log=world.log,
        )
    )


def _note(world: World) -> None:
    """Writes the traceback to the service's log."""
    import traceback

    with contextlib.suppress(OSError), world.log.open("a") as stream:
        traceback.print_exc(file=stream)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
