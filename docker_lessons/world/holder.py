"""The process that holds a world's lock: who it is, and its end.

The lock's file names it: the holder itself writes that file, which stays until the next holder. The service's record,
however, is removed first when a service ends, so that one that hangs after that would have no name. A signal goes to
one process of this computer that is known to be the holder, and to nothing else: a 0 or a negative number would mean
groups of processes.
"""

import contextlib
import fcntl
import json
import os
import platform
import signal
from pathlib import Path

from docker_lessons.world import file
from docker_lessons.world.directory import World

_SERVICE = b"docker_lessons.service"


def sign(descriptor: int) -> None:
    """Writes this process into the lock's file, which it has open and locked as `descriptor`."""
    record = json.dumps({"pid": os.getpid(), "computer": platform.node()}).encode()
    with contextlib.suppress(OSError):  # a full disk is noticed where it matters
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, record, 0)


def is_served(world: World) -> bool:
    """Tells whether a service holds the world's lock.

    Raises:
        WorldError: When the lock's file cannot be opened.
    """
    try:
        descriptor = os.open(world.lock, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise file.explain(error, world.lock) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(descriptor)


def holder(world: World) -> int | None:
    """Returns the ID of the process that serves the world, None if there is none or it is not known."""
    try:
        known = json.loads(world.lock.read_bytes())
    except (OSError, ValueError):
        known = None
    if not isinstance(known, dict) or known.get("computer") != platform.node():
        return None
    number = known.get("pid")
    if not isinstance(number, int) or number <= 1 or number == os.getpid():
        return None
    return number if _is_a_service(number) and is_served(world) else None


def send(world: World, number: signal.Signals) -> bool:
    """Sends a signal to the process that serves the world; returns whether it is known which one."""
    found = holder(world)
    if found is None:
        return False
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(found, number)
    return True


def _is_a_service(number: int) -> bool:
    """Tells whether the process can be a service, where the system says how it was started (Linux)."""
    try:
        return _SERVICE in Path(f"/proc/{number}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return not Path("/proc/self").exists()
