"""Programs that are started in a running container besides its own: ``docker exec``.

Source: moby ``daemon/exec.go`` and ``api/swagger.yaml`` (tag Exec).
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from docker_lessons.engine.api.errors import BadParameter, Conflict, NotFound, NotImplementedHere
from docker_lessons.engine.containers import container as states
from docker_lessons.engine.containers.streams import Streams
from docker_lessons.engine.runtime.process import CannotStart, Process

if TYPE_CHECKING:
    from docker_lessons.engine.containers.container_table import ContainerTable
    from docker_lessons.engine.containers.live import Live
    from docker_lessons.engine.runtime.process import Running, Runtime

_KEPT = 100
"""How many programs that have ended are remembered for each container."""
_NOT_STARTED = 126
_OF_A_START, _OF_AN_EXEC = (
    "failed to create shim task: OCI runtime create failed: runc create failed: ",
    "OCI runtime exec failed: exec failed: ",
)
_log = logging.getLogger(__name__)


@dataclass
class Exec:
    """A program that was, or is to be, started in a container; `asked` has the keys of the API."""

    id: str
    live: Live
    asked: dict[str, Any]
    command: list[str]
    streams: Streams = field(default_factory=Streams)
    running: Running | None = None
    has_started: bool = False
    pid: int = 0
    exit_code: int | None = None

    @property
    def terminal(self) -> bool:
        """Whether it has a terminal."""
        return bool(self.asked.get("Tty"))

    def document(self) -> dict[str, Any]:
        """Returns what `inspect` says of it."""
        program, *arguments = self.command
        process: dict[str, Any] = {
            "tty": self.terminal,
            "entrypoint": program,
            "arguments": arguments,
            "privileged": False,
        }
        if self.asked.get("User"):
            process["user"] = self.asked["User"]
        return {
            "ID": self.id,
            "Running": self.running is not None,
            "ExitCode": self.exit_code,
            "ProcessConfig": process,
            "OpenStdin": bool(self.asked.get("AttachStdin")),
            "OpenStderr": bool(self.asked.get("AttachStderr")),
            "OpenStdout": bool(self.asked.get("AttachStdout")),
            "CanRemove": False,
            "ContainerID": self.live.container.id,
            "DetachKeys": "",
            "Pid": self.pid,
        }


class Execs:
    """The programs that were started in containers besides their own, since the engine started."""

    def __init__(self, table: ContainerTable, runtime: Runtime) -> None:
        self._table = table
        self._runtime = runtime
        self._execs: dict[str, Exec] = {}
        self._watches: set[asyncio.Task[None]] = set()

    def create(self, live: Live, name: str, asked: dict[str, Any]) -> Exec:
        """Prepares a program for a container; `name` is the name by which the client asked for the container.

        Raises:
            BadParameter: When no program is named.
            Conflict: When the container does not run.
            NotImplementedHere: When privileges are asked for.
        """
        command = asked.get("Cmd") or []
        if not command or not all(isinstance(word, str) for word in command):
            raise BadParameter("No exec command specified")
        if asked.get("Privileged"):
            raise NotImplementedHere(
                "the practice engine cannot do --privileged: its containers are programs of this "
                "computer, with nothing between them and it; leave the option out, or use your own "
                "Docker"
            )
        _check_runs(live, name)
        exec_ = Exec(secrets.token_hex(32), live, asked, command)
        self._execs[exec_.id] = exec_
        self._forget_the_oldest(live)
        self._log(exec_, f"exec_create: {_line(command)}")
        return exec_

    def _forget_the_oldest(self, live: Live) -> None:
        of_it = [one for one in self._execs.values() if one.live is live and not one.running]
        for one in of_it[:-_KEPT]:
            del self._execs[one.id]

    def find(self, text: str) -> Exec:
        """Returns the program with this ID.

        Raises:
            NotFound: When there is none, or its container is gone.
        """
        exec_ = self._execs.get(text)
        if exec_ is None or exec_.live.removed.is_set():
            self._execs.pop(text, None)
            raise NotFound(f"No such exec instance: {text}")
        return exec_

    def check_startable(self, exec_: Exec) -> None:
        """Checks that a program was not started before.

        Raises:
            Conflict: When it was, or its container does not run.
        """
        if exec_.has_started:
            what = "is already running" if exec_.running else "has already run"
            raise Conflict(f"Error: Exec command {exec_.id} {what}")
        _check_runs(exec_.live, exec_.live.container.id)

    async def start(self, exec_: Exec, size: tuple[int, int]) -> None:
        """Starts a program.

        Raises:
            CannotStart: When it cannot be started.
        """
        exec_.has_started = True
        live, config = exec_.live, exec_.live.container.config
        self._log(exec_, f"exec_start: {_line(exec_.command)}")
        environment = {**live.container.environment}
        for item in exec_.asked.get("Env") or ():
            name, equals, value = item.partition("=")
            if equals:
                environment[name] = value
        if exec_.terminal:
            environment = {"TERM": "xterm", **environment}
        process = Process(
            exec_.command,
            environment,
            exec_.asked.get("WorkingDir") or config.get("WorkingDir") or "/",
            exec_.asked.get("User") or config.get("User") or "",
            terminal=exec_.terminal,
            terminal_size=size,
            stdin=bool(exec_.asked.get("AttachStdin")),
            host_name=config.get("Hostname") or "",
        )
        try:
            running = await self._runtime.start(
                live.root, process, exec_.streams.feed, beside=live.running
            )
        except CannotStart as error:
            exec_.exit_code = _NOT_STARTED
            exec_.streams.end()
            error.message = error.message.replace(_OF_A_START, _OF_AN_EXEC)
            raise
        except BaseException:
            exec_.exit_code = _NOT_STARTED
            exec_.streams.end()
            raise
        exec_.running, exec_.pid = running, running.pid
        exec_.streams.begin(running)
        live.execs[exec_.id] = running
        watch = asyncio.get_running_loop().create_task(self._watch(exec_, running))
        self._watches.add(watch)
        watch.add_done_callback(self._watches.discard)

    async def _watch(self, exec_: Exec, running: Running) -> None:
        exec_.exit_code = await running.wait()
        exec_.running = None
        del exec_.live.execs[exec_.id]
        if not exec_.live.removed.is_set():
            try:
                self._log(exec_, "exec_die", exitCode=str(exec_.exit_code))
            except Exception:  # noqa: BLE001 - who is attached has to see the end in any case
                _log.exception("The end of a program could not be written down")
        exec_.streams.end()

    def _log(self, exec_: Exec, action: str, **more: str) -> None:
        self._table.log(exec_.live.container, action, execID=exec_.id, **more)


def _line(command: list[str]) -> str:
    """Returns a command as events show it: a space follows the program, even without arguments."""
    return f"{command[0]} {' '.join(command[1:])}"


def _check_runs(live: Live, name: str) -> None:
    container = live.container
    if live.running is None:
        raise Conflict(f"Container {container.id} is not running")
    if container.state.status == states.PAUSED:
        raise Conflict(f"Container {name} is paused, unpause the container before exec")
