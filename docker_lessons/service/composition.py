"""Engine, Hub and lessons of one world, wired together and served until somebody ends it."""

import asyncio
import contextlib
import functools
import logging
import os
import signal
import socket
from collections.abc import Callable
from pathlib import Path

from aiohttp import web

from docker_lessons.engine import Engine
from docker_lessons.hub import Hub, registry_app, site_app
from docker_lessons.lessons import chapter
from docker_lessons.service import fairness, listeners, seed
from docker_lessons.service.bridge import Bridge
from docker_lessons.service.control import Control
from docker_lessons.service.lessons import Lessons
from docker_lessons.service.notices import notices
from docker_lessons.service.reader import in_the_readers_language
from docker_lessons.service.relays import Relays
from docker_lessons.service.site import Site
from docker_lessons.trace import Trace
from docker_lessons.version import __version__
from docker_lessons.world import World, file

_SHUTDOWN_SECONDS = 2.0
"""How long requests in flight may go on after the service was asked to end."""

_log = logging.getLogger(__name__)


class Service:
    """The servers of one world. The caller holds the world's lock."""

    def __init__(self, world: World, *, pinned: bool, new_ports: bool) -> None:
        self._world = world
        self._pinned = pinned
        self._new_ports = new_ports
        self._ended = asyncio.Event()

    async def run(self, ready: Callable[[], None]) -> None:
        """Serves the world; calls `ready` once every address answers, and returns after an orderly end."""
        world = self._world
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._ended.set)
        async with contextlib.AsyncExitStack() as stack:
            stack.callback(_remove_socket_folder, world)
            stack.callback(world.service_record.unlink, missing_ok=True)
            # Read first: who chooses others meanwhile sees it by the record and the link.
            in_use, which_hub = world.engine, world.which_hub
            serving = {
                "pid": os.getpid(),
                "version": __version__,
                "hub": which_hub.document(),
                "remote": in_use.remote.document() if in_use.remote else None,
            }
            file.write_json(world.service_record, serving)
            registry, site = listeners.port_listeners(world, self._new_ports)
            trace = Trace()
            hub = Hub(
                world.home / "hub",
                registry_url=world.registry_url,
                site_url=world.hub_url,
                trace=trace,
                shown_password=lambda: (world.account().username, world.account().password),
                prefix=world.names.prefix,
            )
            stack.callback(hub.close)
            seed.seed(hub, world, chapter.SEED)
            engine = Engine(
                world.home / "engine",
                registry=world.registry_in_use(),
                registry_name=which_hub.registry,
                authorities=which_hub.authorities,
                trace=trace,
            )
            stack.push_async_callback(engine.close)
            about_start = functools.partial(notices, hub.rescue, engine.rescue)
            if said := about_start():
                file.write_json(world.service_record, {**serving, "notices": said})
            await self._serve(stack, registry_app(hub), registry)
            await self._serve(stack, site_app(hub, owner=False), site)
            owners_site = site_app(hub, owner=True)
            await self._serve(stack, owners_site, self._unix(stack, world.hub_socket))
            await self._serve(stack, engine.app(), self._unix(stack, world.practice_socket))
            if in_use.remote is not None:
                bridge = Bridge(in_use.remote)
                stack.push_async_callback(bridge.close)
                await bridge.serve(self._unix(stack, world.remote_socket))
            listeners.link(world.engine_socket, in_use.socket)
            stack.callback(world.engine_socket.unlink, missing_ok=True)
            relays = Relays(world)
            stack.push_async_callback(relays.close)
            if in_use.relay and not which_hub.is_real:
                await relays.keep(in_use, in_use.socket)
            control = Control(
                world,
                trace,
                relays,
                pinned=self._pinned,
                ended=self._ended,
                notices=about_start,
            )
            lessons = Lessons(chapter.definition, world, trace, lambda: relays.trouble)
            relays.changed = lessons.poke
            app = web.Application(middlewares=[in_the_readers_language])
            app.add_routes([*control.routes(), *lessons.routes()])
            await self._serve(stack, app, self._unix(stack, world.control_socket))
            stack.push_async_callback(
                lessons.close
            )  # ends who watches, before the server waits for them
            stack.callback(control.close)
            fairness.prefer_short()
            collecting = loop.create_task(fairness.collect(lessons.begun))
            stack.callback(collecting.cancel)
            control.started()
            _log.info(
                "docker-lessons %s serves %s as process %d", __version__, world.home, os.getpid()
            )
            ready()
            lessons.begin()
            await self._ended.wait()
            _log.info("ending")

    async def _serve(
        self, stack: contextlib.AsyncExitStack, app: web.Application, listener: socket.socket
    ) -> None:
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=_SHUTDOWN_SECONDS)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await Site(runner, listener).start()

    def _unix(self, stack: contextlib.AsyncExitStack, path: Path) -> socket.socket:
        listener = listeners.unix_listener(path)
        stack.callback(path.unlink, missing_ok=True)
        return listener


def _remove_socket_folder(world: World) -> None:
    """Removes the folder that was made for the sockets alone, where there is one."""
    if world.sockets != world.home:
        with contextlib.suppress(OSError):
            world.sockets.rmdir()
