"""The relay of a service, if there is one: kept for the engine in use, or tried on one that may be chosen."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from docker_lessons.service import listeners
from docker_lessons.service.bridge import Bridge
from docker_lessons.world import World
from docker_lessons.world.engine import Engine

if TYPE_CHECKING:
    from collections.abc import Callable

    from docker_lessons.service.relay import Relay

_SECONDS: Final = 20.0
"""Seconds that a start waits for a relay."""


class Relays:
    """Holds one relay at most."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._relay: Relay | None = None
        self.changed: Callable[[], None] = lambda: None
        """Called when the relay's trouble changes."""
        self._stack = contextlib.AsyncExitStack()

    async def keep(self, engine: Engine, socket: Path) -> None:
        """Has a relay on an engine, to which `socket` leads; returns when it listens, or is known not to."""
        from docker_lessons.service.relay import Relay

        await self.end()
        self._relay = Relay(engine, socket, self._world, self._tell)
        self._stack.push_async_callback(self._relay.close)
        await self._relay.settled(_SECONDS)

    async def attempt(self, engine: Engine) -> None:
        """Has a relay on an engine that is not in use, as `keep` does."""
        await self.end()
        if engine.remote is None:
            await self.keep(engine, engine.socket)
            return
        path = self._world.sockets / "trial.sock"
        listener = listeners.unix_listener(path)
        bridge = Bridge(engine.remote)
        await bridge.serve(listener)
        await self.keep(engine, path)
        # Ended in this order: the relay, by the bridge.
        before = self._stack.pop_all()
        self._stack.callback(path.unlink, missing_ok=True)
        self._stack.push_async_callback(bridge.close)
        self._stack.push_async_callback(before.aclose)

    def _tell(self) -> None:
        self.changed()

    async def end(self) -> None:
        """Ends the relay."""
        self._relay = None
        await self._stack.aclose()

    close = end

    @property
    def trouble(self) -> str:
        """Why the relay does not listen; '' if it does, or where there is none."""
        return "" if self._relay is None else self._relay.trouble

    def document(self) -> dict[str, Any] | None:
        """Returns the relay's container and why it does not listen, '' if it does; None where there is no relay."""
        relay = self._relay
        return None if relay is None else {"container": relay.name, "trouble": relay.trouble}
