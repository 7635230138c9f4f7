"""The background process that serves a world: started, found and stopped."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from docker_lessons import language
from docker_lessons.language import gettext
from docker_lessons.version import __version__
from docker_lessons.world import file, holder
from docker_lessons.world.directory import World, release
from docker_lessons.world.failure import NewerServiceError, WorldError, WorldStopped, by_exit_code
from docker_lessons.world.remote import Remote
from docker_lessons.world.which_hub import WhichHub

START_SECONDS = 30.0
"""Seconds that a service may take until it answers; on an idle machine it takes less than one."""

STOP_SECONDS = 10.0
"""Seconds that a service may take to end after it was asked to."""

TERMINATE_SECONDS = 3.0
"""Seconds that it may take after SIGTERM, and once more after SIGKILL."""

_CONNECT_SECONDS = 2.0


def start(world: World, pin: bool = True, new_ports: bool = False) -> None:
    """Starts the world's service unless it runs; returns when engine, registry and Hub answer.

    `pin` keeps the service after the last Jupyter server has ended. `new_ports` chooses new ports if
    the kept ones are taken. A service of an older release is ended and replaced.

    Raises:
        WorldError: When it cannot be started; the subclass says why.
    """
    world.prepare()
    running = _running(world) if holder.is_served(world) else None
    if running is None:
        _spawn(world, pin, new_ports)
        return
    version = str(running.get("version", "0"))
    if version == __version__ and _addresses_answer(world):
        if pin:
            try:
                _ask(world, "POST", "/pin")
            except WorldStopped:  # it has begun to end meanwhile
                start(world, pin, new_ports)
        return
    if release(version) > release(__version__):
        raise NewerServiceError(
            gettext(
                "This world is being run by docker-lessons {version}; this is {own}. Use that "
                "release, or stop the world first: docker-lessons stop",
                version=version,
                own=__version__,
            )
        )
    was_pinned = bool(running.get("pinned"))
    stop(world)
    _spawn(world, pin or was_pinned, new_ports)


def stop(world: World) -> bool:
    """Ends the service in an orderly way; returns whether there was one.

    Raises:
        WorldError: When it does not end.
    """
    if not (world.made and holder.is_served(world)):
        return False
    try:
        _ask(world, "POST", "/stop")
    except WorldError:
        asked = False
    else:
        asked = True
    if not (asked and _ends(world, STOP_SECONDS)):
        _force(world)
    return True


def _force(world: World) -> None:
    """Ends a service that didn't end when it was asked to: it loses nothing that it has acknowledged.

    Raises:
        WorldError: When it does not end.
    """
    for number in (signal.SIGTERM, signal.SIGKILL):
        is_known = holder.send(world, number)
        if _ends(world, TERMINATE_SECONDS):  # perhaps by itself: it may have been about to
            return
        if not is_known:
            break
    known = holder.holder(world)
    if known:
        raise WorldError(
            gettext(
                "The service of the world in {home} (process {number}) doesn't end. If the folder is on a shared disk, "
                "stop it on the computer where it was started; otherwise restart this computer. No progress is lost.",
                home=world.home,
                number=known,
            )
        )
    raise WorldError(
        gettext(
            "The service of the world in {home} (a process that isn't known on this computer) doesn't end. If the "
            "folder is on a shared disk, stop it on the computer where it was started; otherwise restart this "
            "computer. No progress is lost.",
            home=world.home,
        )
    )


def _ends(world: World, seconds: float) -> bool:
    """Tells whether the service has ended within `seconds`."""
    deadline = time.monotonic() + seconds
    while holder.is_served(world):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def status(world: World) -> dict[str, Any]:
    """Returns state, addresses and target of a world, whether or not its service runs.

    `state` is `running` or `stopped`; addresses are None before the first start.
    """
    if world.made and holder.is_served(world):
        with contextlib.suppress(WorldStopped):
            return _ask(world, "GET", "/status")
    started = world.made and world.ports()
    return {
        "state": "stopped",
        "engine": f"unix://{world.engine_socket}",
        "engine_kind": world.engine.kind,
        "registry": world.registry_in_use() if started else None,
        "hub": world.hub_in_use() if started else None,
        "hub_kind": world.which_hub.kind,
        "relay": None,
        "target": world.names.target,
    }


def _spawn(world: World, pin: bool, new_ports: bool) -> None:
    """Starts a service that inherits nothing from this process, and waits for its report."""
    reading, writing = os.pipe()
    command = [sys.executable, "-m", "docker_lessons.service", str(world.home)]
    command += ["--report", str(writing)]
    command += ["--pin"] * pin + ["--new-ports"] * new_ports
    command += ["--language", language.current()]  # of what it reports to this process
    with os.fdopen(reading, "rb") as report:
        try:
            _launch(command, writing)
        finally:
            os.close(writing)
        said = report.read()
    if not said:
        raise WorldError(
            gettext(
                "The practice world didn't start. The last messages are in {log}", log=world.log
            )
        )
    answer = json.loads(said)
    if answer.get("busy"):
        _wait_for_other(world, pin)
    elif "error" in answer:
        raise by_exit_code(int(answer["exit_code"]), str(answer["error"]))


def _launch(command: list[str], report: int) -> None:
    """Has the service begin, with no file of this process but the one for its report."""
    launcher = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        pass_fds=(report,),
        env=_environment(),
    )
    launcher.wait(START_SECONDS)  # it forks and ends at once, so that no zombie process is left


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
    """Waits until the service that another process started at the same moment answers.

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
        gettext(
            "The practice world is being started from somewhere else and isn't answering: "
            "see {log}",
            log=world.log,
        )
    )


def _running(world: World) -> dict[str, Any] | None:
    """Returns the status of the service that holds the lock, None if it has ended.

    One that is ending is waited for; one that does not answer for `START_SECONDS` is ended.

    Raises:
        WorldError: When that one does not end.
    """
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            return _ask(world, "GET", "/status")
        except WorldStopped:
            if not holder.is_served(world):
                return None
            if time.monotonic() > deadline:
                _force(world)
                return None
            time.sleep(0.02)


def serves_choice(world: World) -> bool:
    """Tells whether the service uses the engine and the Hub in `world.json`, which may have been changed since."""
    serving = file.read_json(world.service_record) or {}
    try:
        return (
            world.engine_socket.readlink() == world.engine.socket
            and Remote.parse(serving.get("remote")) == world.engine.remote
            and WhichHub.parse(serving.get("hub")) == world.which_hub
        )
    except OSError:
        return False


def _addresses_answer(world: World) -> bool:
    """Tells whether engine and Hub answer; a clean-up of temporary files may have removed a socket."""
    ports = world.ports() or ()
    if not serves_choice(world):
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


def _ask(world: World, method: str, path: str) -> dict[str, Any]:
    from docker_lessons.world import control  # http.client takes longer to import than all this

    return control.ask(world, method, path, timeout=5.0)
