"""The background process that serves a world: started, found and stopped."""

import contextlib
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from docker_lessons.version import __version__
from docker_lessons.world import file
from docker_lessons.world.directory import World, release
from docker_lessons.world.failure import NewerServiceError, WorldError, WorldStopped, by_exit_code

START_SECONDS = 30.0
"""Seconds that a service may take until it answers; on an idle machine it takes less than one."""

STOP_SECONDS = 15.0
"""Seconds that a service may take to end after it was asked to."""

_CONNECT_SECONDS = 2.0


def start(world: World, pin: bool = True, new_ports: bool = False) -> None:
    """Starts the world's service unless it runs; returns when engine, registry and Hub answer.

    `pin` keeps the service after the last Jupyter server has ended. `new_ports` chooses new ports if
    the kept ones are taken. A service of an older release is ended and replaced.

    Raises:
        WorldError: When it cannot be started; the subclass says why.
    """
    world.prepare()
    running = _running(world) if _is_served(world) else None
    if running is None:
        _spawn(world, pin, new_ports)
        return
    version = str(running.get("version", "0"))
    if version == __version__ and _addresses_answer(world):
        if pin:
            _ask(world, "POST", "/pin")
        return
    if release(version) > release(__version__):
        raise NewerServiceError(
            f"docker-lessons {version} serves this world; this is {__version__}. "
            f"Use that release, or end it first: docker-lessons stop"
        )
    was_pinned = bool(running.get("pinned"))
    stop(world)
    _spawn(world, pin or was_pinned, new_ports)


def stop(world: World) -> bool:
    """Ends the service in an orderly way; returns whether there was one.

    Raises:
        WorldError: When it does not end.
    """
    if not (world.made and _is_served(world)):
        return False
    try:
        _ask(world, "POST", "/stop")
    except WorldError:  # it does not answer, so it gets a signal
        _terminate(world)
    deadline = time.monotonic() + STOP_SECONDS
    while _is_served(world):
        if time.monotonic() > deadline:
            raise WorldError(
                f"The service (process {_pid(world)}) was asked to end and did not within "
                f"{STOP_SECONDS:.0f} seconds. End it: kill -9 {_pid(world)}. No progress is lost."
            )
        time.sleep(0.02)
    return True


def status(world: World) -> dict[str, Any]:
    """Returns state, addresses and target of a world, whether or not its service runs.

    `state` is `running` or `stopped`; addresses are None before the first start.
    """
    if world.made and _is_served(world):
        with contextlib.suppress(WorldStopped):
            return _ask(world, "GET", "/status")
    ports = world.ports() if world.made else None
    return {
        "state": "stopped",
        "engine": f"unix://{world.engine_socket}",
        "engine_kind": world.engine.kind,
        "registry": f"http://127.0.0.1:{ports[0]}" if ports else None,
        "hub": f"http://127.0.0.1:{ports[1]}" if ports else None,
        "target": world.names.target,
    }


def _spawn(world: World, pin: bool, new_ports: bool) -> None:
    """Starts a service that inherits nothing from this process, and waits for its report."""
    reading, writing = os.pipe()
    command = [sys.executable, "-m", "docker_lessons.service", str(world.home)]
    command += ["--report", str(writing)]
    command += ["--pin"] * pin + ["--new-ports"] * new_ports
    with os.fdopen(reading, "rb") as report:
        try:
            launcher = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                pass_fds=(writing,),
                env=_environment(),
            )
        finally:
            os.close(writing)
        launcher.wait(START_SECONDS)  # it forks and ends at once, so that no zombie process is left
        said = report.read()
    if not said:
        raise WorldError(f"The practice world did not start. What it said last: {world.log}")
    answer = json.loads(said)
    if answer.get("busy"):
        _wait_for_other(world, pin)
    elif "error" in answer:
        raise by_exit_code(int(answer["exit_code"]), str(answer["error"]))


def _environment() -> dict[str, str]:
    """Returns this process's variables, with the folder of this package on PYTHONPATH.

    Two memory arenas are enough for the service's threads; glibc would make eight for each processor
    and return little of their memory.
    """
    variables = {"MALLOC_ARENA_MAX": "2"} | dict(os.environ)
    package_parent = str(Path(__file__).absolute().parents[2])
    if package_parent in sys.path[1:]:
        return variables
    paths = [package_parent, *filter(None, [os.environ.get("PYTHONPATH")])]
    return variables | {"PYTHONPATH": os.pathsep.join(paths)}


def _wait_for_other(world: World, pin: bool) -> None:
    """Waits until the service answers that another process started at the same moment.

    Raises:
        WorldError: When it does not.
    """
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            _ask(world, "POST" if pin else "GET", "/pin" if pin else "/status")
        except WorldStopped:
            time.sleep(0.02)
        else:
            return
    raise WorldError(
        f"The practice world is being started elsewhere and does not answer: {world.log}"
    )


def _running(world: World) -> dict[str, Any] | None:
    """Returns the status of the service that holds the lock, None if it has just ended.

    Raises:
        WorldStopped: When it does not answer for `START_SECONDS`.
    """
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            return _ask(world, "GET", "/status")
        except WorldStopped:
            if not _is_served(world):
                return None
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def serves_engine(world: World) -> bool:
    """Tells whether the service uses the engine in `world.json`, which may have been changed since."""
    try:
        return world.engine_socket.readlink() == world.engine.socket
    except OSError:
        return False


def _addresses_answer(world: World) -> bool:
    """Tells whether engine and Hub answer; a clean-up of temporary files may have removed a socket."""
    ports = world.ports() or ()
    if not serves_engine(world):
        return False
    try:
        for place in (world.practice_socket, world.hub_socket):
            with contextlib.closing(socket.socket(socket.AF_UNIX)) as connection:
                connection.connect(str(place))
        for port in ports:
            socket.create_connection(("127.0.0.1", port), timeout=_CONNECT_SECONDS).close()
    except OSError:
        return False
    return True


def _is_served(world: World) -> bool:
    """Tells whether a service holds the world's lock."""
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


def _terminate(world: World) -> None:
    if pid := _pid(world):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)


def _pid(world: World) -> int:
    kept = file.read_json(world.service_record) or {}
    return int(kept.get("pid", 0))


def _ask(world: World, method: str, path: str) -> dict[str, Any]:
    from docker_lessons.world import control  # http.client takes longer to import than all this

    return control.ask(world, method, path, timeout=5.0)
