"""The lessons of a world, begun once its servers answer.

A start is over when engine, registry and Hub answer; the lessons take as long again to import and to look at the
world for the first time.  Nothing is missed meanwhile: the engine keeps its events, and the trace its requests.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from aiohttp import web

from docker_lessons.language import gettext

if TYPE_CHECKING:
    from docker_lessons.lessons.course import Course
    from docker_lessons.lessons.definition import CourseDefinition
    from docker_lessons.trace import Trace
    from docker_lessons.world import World

_STREAMS = ("/watch",)
"""Answers that have begun when something fails, so that no other one can follow."""

_PATIENCE = 3.0
"""Seconds that the lessons get to begin when the service is to end."""

_log = logging.getLogger(__name__)


class Lessons:
    """The course of one world. A request for it on the control socket waits until it has begun."""

    def __init__(
        self,
        definition: Callable[[], CourseDefinition],
        world: World,
        trace: Trace,
        relay_trouble: Callable[[], str] = str,
    ) -> None:
        """Gets the course's definition by calling `definition`, which takes as long as importing its steps.

        `relay_trouble` is asked why the relay does not listen.
        """
        self._relay_trouble = relay_trouble
        self._definition = definition
        self._routes: list[web.RouteDef] = []
        self._world = world
        self._trace = trace
        self._may_begin = asyncio.Event()
        self._beginning = asyncio.get_running_loop().create_task(self._begin())

    def begin(self) -> None:
        """Has the course begin; until then nothing is imported for it."""
        self._may_begin.set()

    async def begun(self) -> None:
        """Returns when the course has begun, or could not."""
        await asyncio.wait({self._beginning})

    def routes(self) -> list[web.RouteDef]:
        """Returns a route for every path of the control socket that has no other."""
        return [web.route("*", "/{path:.*}", self._answer)]

    def poke(self) -> None:
        """Has the course look again, as soon as it has begun."""
        if self._beginning.done() and not self._beginning.cancelled():
            course = self._beginning.result()
            if course is not None:
                course.poke()

    async def close(self) -> None:
        """Ends the course; one that a silent engine keeps from beginning is cancelled."""
        if not self._may_begin.is_set():
            self._beginning.cancel()
        done, _ = await asyncio.wait({self._beginning}, timeout=_PATIENCE)
        if not done:
            self._beginning.cancel()
            await asyncio.wait({self._beginning}, timeout=_PATIENCE)
        elif not self._beginning.cancelled() and (course := self._beginning.result()) is not None:
            await course.close()

    async def _begin(self) -> Course | None:
        await self._may_begin.wait()
        try:
            # Imported in a thread, so that requests to the engine or the Hub are answered meanwhile.
            await asyncio.to_thread(importlib.import_module, "docker_lessons.lessons.course")
            definition = await asyncio.to_thread(self._definition)
            from docker_lessons.lessons.course import Course
            from docker_lessons.lessons.routes import routes

            course = Course(definition, self._world, self._trace, self._relay_trouble)
            async with contextlib.AsyncExitStack() as unless_begun:
                unless_begun.push_async_callback(course.close)
                await course.start()
                unless_begun.pop_all()
            self._routes = routes(course)
        except Exception:  # noqa: BLE001  # whatever it is, engine and Hub go on
            _log.exception("the lessons could not begin")
            return None
        return course

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        course = await asyncio.shield(self._beginning)
        if course is None:
            said = gettext(
                "The lessons couldn't begin. The details are in {log}", log=self._world.log
            )
            return _refusal(500, said)
        for route in self._routes:
            if (route.method, route.path) == (request.method, request.path):
                return await self._answered(route, request)
        said = gettext(
            "The service of this world knows no {method} {path}.",
            method=request.method,
            path=request.path,
        )
        return _refusal(404, said)

    async def _answered(self, route: web.RouteDef, request: web.Request) -> web.StreamResponse:
        try:
            answer: web.StreamResponse = await route.handler(request)
        except (web.HTTPException, ConnectionError):
            raise
        except Exception:  # whatever it is, a learner gets a sentence
            if request.path in _STREAMS:
                raise
            _log.exception("%s %s failed", request.method, request.path)
            said = gettext(
                "The lessons failed at that, which isn't your fault. The details are in {log}",
                log=self._world.log,
            )
            return _refusal(500, said)
        return answer


def _refusal(status: int, sentence: str) -> web.Response:
    return web.json_response({"message": sentence}, status=status)
