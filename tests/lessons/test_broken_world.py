"""The Hub alone is gone, while engine and lessons go on: told apart from a learner's mistake."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from aiohttp import web

from docker_lessons.engine import Engine
from docker_lessons.hub import Hub
from docker_lessons.lessons import chapter
from docker_lessons.lessons.course import Course
from docker_lessons.service import seed
from docker_lessons.trace import Trace
from docker_lessons.world import World
from tests.programs import free_port


class Parts:
    """Engine, Hub and lessons of one world, in this process, each with a listener of its own."""

    def __init__(self, home: Path) -> None:
        self.world = World.find(home)
        self._stack = AsyncExitStack()
        self._hub_runners: list[web.AppRunner] = []

    async def start(self) -> None:
        self.world.prepare()
        registry, site = free_port(), free_port()
        self.world.keep_ports(registry, site)
        trace = Trace()
        hub = Hub(
            self.world.home / "hub",
            registry_url=self.world.registry_url,
            site_url=self.world.hub_url,
            trace=trace,
        )
        self._stack.callback(hub.close)
        seed.seed(hub, self.world, chapter.SEED)
        engine = Engine(self.world.home / "engine", registry=self.world.registry_url, trace=trace)
        self._stack.push_async_callback(engine.close)
        for app, port in ((hub.registry_app(), registry), (hub.site_app(owner=False), site)):
            self._hub_runners.append(await self._serve(app, port))
        await self._serve(engine.app(), self.world.engine_socket)
        self.course = Course(chapter.definition(), self.world, trace)
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


@pytest.fixture
async def parts(short_folder: Path) -> AsyncIterator[Parts]:
    made = Parts(short_folder / "world")
    await made.start()
    yield made
    await made.close()


@pytest.mark.parametrize("step", ["create-repository", "log-in", "push", "see-tag", "pull-back"])
async def test_steps_of_the_hub_could_not_be_checked(parts: Parts, step: str) -> None:
    await parts.course.solve(chapter.definition().by_id["log-in"])
    await parts.stop_hub()
    verdict = await parts.course.check(chapter.definition().by_id[step], None)
    assert (verdict.verdict, verdict.cause) == ("could not check", "hub-unreachable")
    assert "not your doing" in verdict.text


@pytest.mark.parametrize("step", ["build-image", "list-images", "tag"])
async def test_steps_of_the_host_go_on(parts: Parts, step: str) -> None:
    await parts.course.solve(chapter.definition().by_id["tag"])
    await parts.stop_hub()
    assert (await parts.course.check(chapter.definition().by_id[step], None)).passed
