"""Starts and ends the programs of containers, and keeps record of it.

Source: moby ``daemon/start.go``, ``stop.go``, ``kill.go``, ``monitor.go``; its sentences are dockerd 20.10's.
"""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING

from docker_lessons.engine.api import timestamp
from docker_lessons.engine.api.errors import Conflict, SystemFailure
from docker_lessons.engine.api.wire import as_engine_error
from docker_lessons.engine.containers import container as states
from docker_lessons.engine.containers import signals
from docker_lessons.engine.runtime.process import CannotStart, Process

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from docker_lessons.engine.containers.container_table import ContainerTable
    from docker_lessons.engine.containers.live import Live
    from docker_lessons.engine.runtime.process import Running, Runtime

STOP_TIMEOUT = 10
"""The number of seconds that a program has to end by itself, if its container does not say."""
_KILLED_WITHIN = 10.0
_TERMINAL = (24, 80)
_log = logging.getLogger(__name__)


class Lifecycle:
    """Starts and ends containers; `remove` removes one with ``--rm`` that has ended."""

    def __init__(
        self,
        table: ContainerTable,
        runtime: Runtime,
        remove: Callable[[Live], Awaitable[None]],
    ) -> None:
        self._table = table
        self._runtime = runtime
        self._remove = remove
        self._watches: set[asyncio.Task[None]] = set()

    async def start(self, live: Live) -> bool:
        """Starts a container; returns False if it was running already.

        Raises:
            Conflict: When it is paused or being removed.
            CannotStart: When its program cannot be started.
        """
        async with live.lock:
            state = live.container.state
            if state.status == states.PAUSED:
                raise Conflict("cannot start a paused container, try unpause instead")
            if live.container.is_alive:
                return False
            if live.is_being_removed:
                raise Conflict("container is marked for removal and cannot be started")
            live.ended.clear()
            try:
                running = await self._runtime.start(
                    live.root, _process(live), lambda stream, data: _output(live, stream, data)
                )
            except Exception as error:
                live.ended.set()
                await self._failed(live, error)
                raise
            self._began(live, running)
            return True

    def _began(self, live: Live, running: Running) -> None:
        live.running = running
        state = live.container.state
        state.status, state.pid, state.exit_code, state.error = (
            *(states.RUNNING, running.pid),
            *(0, ""),
        )
        state.started = timestamp.rfc3339(time.time_ns())
        state.stopped_by_hand = False
        watch = asyncio.get_running_loop().create_task(self._watch(live, running))
        self._watches.add(watch)
        watch.add_done_callback(self._watches.discard)
        try:
            self._table.write(live.container, [("start", {})])
        except BaseException:
            running.kill(signals.KILL)
            raise
        finally:
            live.streams.begin(running)

    async def _failed(self, live: Live, error: Exception) -> None:
        """Records why a container did not start, and ends the wait of attached clients."""
        live.streams.end()
        live.log.finish()
        state = live.container.state
        state.error = as_engine_error(error).message
        state.exit_code = error.exit_code if isinstance(error, CannotStart) else 128
        self._table.write(live.container)
        if live.container.auto_remove:
            await self._remove(live)
            # Otherwise an old client hears of the failure first, and calls its wait an error.
            await live.all_told()

    async def _watch(self, live: Live, running: Running) -> None:
        code = await running.wait()
        live.log.finish()
        state = live.container.state
        state.status, state.pid, state.exit_code = states.EXITED, 0, code
        state.finished = timestamp.rfc3339(time.time_ns())
        live.running = None
        try:
            self._table.write(live.container, [("die", {"exitCode": str(code)})], freeing=True)
        except Exception:  # noqa: BLE001 - who waits for the end has to be told in any case
            _log.exception("The end of a container could not be written down")
        live.streams.end()
        live.ended.set()
        live.exited(code)
        if live.container.auto_remove:
            try:
                await self._remove(live)
            except Exception:  # noqa: BLE001 - nobody asked, so nobody can be told
                _log.exception("A container that ended could not be removed")

    async def stop(self, live: Live, seconds: int | None, signal: str = "") -> bool:
        """Ends a container, by force if it does not end by itself; returns whether it ran.

        `seconds` is how long it may take (without limit if negative), `signal` the signal that asks it to end;
        None and '' mean what the container's config says.

        Raises:
            BadParameter: When there is no such signal.
        """
        which = signals.number(signal or live.container.config.get("StopSignal") or "TERM")
        if not live.container.is_alive:
            return False
        config = live.container.config
        if seconds is None:
            given = config.get("StopTimeout")
            seconds = STOP_TIMEOUT if given is None else int(given)
        live.container.state.stopped_by_hand = True
        await self._signal(live, which)
        if not await _within(live, None if seconds < 0 else seconds):
            await self._kill(live)
        self._table.log(live.container, "stop")
        return True

    async def kill(self, live: Live, signal: int) -> None:
        """Sends a container a signal; with SIGKILL, waits for its end.

        Raises:
            Conflict: When it does not run.
            SystemFailure: When there is no such signal.
        """
        if not signals.is_known(signal):
            raise SystemFailure(f"The linux daemon does not support signal {signal}")
        if not live.container.is_alive:
            raise Conflict(f"Container {live.container.id} is not running")
        if signal == signals.KILL:
            live.container.state.stopped_by_hand = True
            await self._kill(live)
        else:
            await self._signal(live, signal)

    async def kill_for_good(self, live: Live) -> None:
        """Kills a container that is to be removed."""
        live.container.state.stopped_by_hand = True
        await self._kill(live)

    async def _kill(self, live: Live) -> None:
        await self._signal(live, signals.KILL)
        if not await _within(live, _KILLED_WITHIN):
            raise SystemFailure("tried to kill container, but did not receive an exit event")

    async def _signal(self, live: Live, signal: int) -> None:
        """Sends a signal; a paused container that is asked to end is unpaused. Source: moby ``daemon/kill.go``."""
        if live.running is None:
            return
        live.running.kill(signal)
        self._table.log(live.container, "kill", signal=str(signal))
        asked = live.container.config.get("StopSignal")
        ends = not asked or signals.number(asked) == signal
        if ends and signal != signals.KILL and live.container.state.status == states.PAUSED:
            await self.unpause(live)

    async def restart(self, live: Live, seconds: int | None, signal: str = "") -> None:
        """Stops a container, if it runs, as `stop` does, and starts it."""
        await self.stop(live, seconds, signal)
        await self.start(live)
        self._table.log(live.container, "restart")

    async def pause(self, live: Live) -> None:
        """Pauses the processes of a container, and returns when they are paused.

        Raises:
            Conflict: When it does not run, or is paused already.
        """
        container = live.container
        if live.running is None:
            raise Conflict(f"Container {container.id} is not running")
        if container.state.status == states.PAUSED:
            raise Conflict(f"Container {container.id} is already paused")
        container.state.status = states.PAUSED
        await asyncio.gather(*(each.freeze() for each in live.programs))
        if container.state.status == states.PAUSED:
            self._table.write(container, [("pause", {})])

    async def unpause(self, live: Live) -> None:
        """Lets the processes of a container go on.

        Raises:
            SystemFailure: When they are not paused, with dockerd's sentence.
        """
        container = live.container
        if live.running is None or container.state.status != states.PAUSED:
            raise SystemFailure(f"Container {container.id} is not paused")
        container.state.status = states.RUNNING
        await asyncio.gather(*(each.thaw() for each in live.programs))
        if container.state.status == states.RUNNING:
            self._table.write(container, [("unpause", {})])

    def resize(self, live: Live, height: int, width: int) -> None:
        """Changes the size of a container's terminal.

        Raises:
            Conflict: When it does not run.
        """
        if live.running is None:
            raise Conflict(f"Container {live.container.id} is not running")
        live.terminal_size = (height, width)
        live.running.resize(height, width)
        self._table.log(live.container, "resize", height=str(height), width=str(width))

    async def end_all(self, lives: list[Live], seconds: int) -> None:
        """Ends all containers, since the engine ends."""
        await asyncio.gather(
            *(self.stop(live, seconds) for live in lives if live.container.is_alive),
            return_exceptions=True,
        )
        if self._watches:
            await asyncio.wait(self._watches, timeout=_KILLED_WITHIN)


def _process(live: Live) -> Process:
    container = live.container
    config = container.config
    environment = {"HOSTNAME": config.get("Hostname") or "", **container.environment}
    if container.terminal:
        environment = {"TERM": "xterm", **environment}
    height, width = live.terminal_size
    if not (height and width):
        height, width = container.host_config.get("ConsoleSize") or (0, 0)
    return Process(
        container.command,
        environment,
        config.get("WorkingDir") or "/",
        config.get("User") or "",
        terminal=container.terminal,
        terminal_size=(height, width) if height and width else _TERMINAL,
        stdin=bool(config.get("OpenStdin")),
        host_name=config.get("Hostname") or "",
    )


def _output(live: Live, stream: int, data: bytes) -> Awaitable[None] | None:
    logging_ = live.log.write(stream, data) if live.keeps_log else None
    feeding = live.streams.feed(stream, data)
    if logging_ is None or feeding is None:
        return logging_ or feeding
    return _both(logging_, feeding)


async def _both(first: Awaitable[None], second: Awaitable[None]) -> None:
    await first
    await second


async def _within(live: Live, seconds: float | None) -> bool:
    """Waits for the end of a container; returns whether it came in time."""
    try:
        await asyncio.wait_for(live.ended.wait(), seconds)
    except TimeoutError:
        return False
    return True
