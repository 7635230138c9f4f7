"""Engine, Hub and lessons of one world, in the test's own process, with a listener for each."""

from collections.abc import Iterable
from contextlib import AsyncExitStack
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from docker_lessons.engine import Engine
from docker_lessons.hub import Hub, registry_app, site_app
from docker_lessons.lessons.course import Course
from docker_lessons.lessons.definition import CourseDefinition
from docker_lessons.lessons.routes import routes
from docker_lessons.service import seed
from docker_lessons.service.reader import in_the_readers_language
from docker_lessons.trace import Trace
from docker_lessons.world import World
from tests.programs import free_port


class Parts:
    """A world whose lessons are a course of the test's choice."""

    def __init__(self, home: Path, definition: CourseDefinition) -> None:
        self.world = World.find(home)
        self.definition = definition
        self.trace = Trace()
        self._stack = AsyncExitStack()
        self._hub_runners: list[web.AppRunner] = []

    async def start(self) -> None:
        self.world.prepare()
        registry, site = free_port(), free_port()
        self.world.keep_ports(registry, site)
        hub = Hub(
            self.world.home / "hub",
            registry_url=self.world.registry_url,
            site_url=self.world.hub_url,
            trace=self.trace,
        )
        self._stack.callback(hub.close)
        seed.seed(hub, self.world, self.definition.seed)
        engine = Engine(
            self.world.home / "engine", registry=self.world.registry_url, trace=self.trace
        )
        self._stack.push_async_callback(engine.close)
        for app, port in ((registry_app(hub), registry), (site_app(hub, owner=False), site)):
            self._hub_runners.append(await self._serve(app, port))
        await self._serve(engine.app(), self.world.engine_socket)
        self.course = Course(self.definition, self.world, self.trace)
        await self.course.start()
        self._stack.push_async_callback(self.course.close)

    async def stop_hub(self) -> None:
        for runner in self._hub_runners:
            await runner.cleanup()

    async def close(self) -> None:
        await self._stack.aclose()

    async def _serve(self, app: web.Application, place: int | Path) -> web.AppRunner:
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        self._stack.push_async_callback(runner.cleanup)
        if isinstance(place, Path):
            await web.UnixSite(runner, str(place)).start()
        else:
            await web.TCPSite(runner, "127.0.0.1", place).start()
        return runner

    async def control(
        self, served: Iterable[web.RouteDef] | None = None
    ) -> TestClient[web.Request, web.Application]:
        """What answers on the control socket: the course, or other routes."""
        app = web.Application(middlewares=[in_the_readers_language])
        app.add_routes(routes(self.course) if served is None else served)
        client = TestClient(TestServer(app))
        await client.start_server()
        self._stack.push_async_callback(client.close)
        return client
