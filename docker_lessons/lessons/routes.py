"""What the course answers on a world's control socket, as JSON."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import time
from collections.abc import AsyncIterator
from typing import Any, Protocol

from aiohttp import web

from docker_lessons import language
from docker_lessons.language import gettext
from docker_lessons.lessons.definition import CourseDefinition
from docker_lessons.lessons.judgement import unwritable
from docker_lessons.lessons.step import Step
from docker_lessons.lessons.verdict import Verdict
from docker_lessons.lessons.view import Command
from docker_lessons.lessons.wording import verdict
from docker_lessons.oci import gojson
from docker_lessons.oci.errors import RegistryError
from docker_lessons.world.failure import EngineError, HubAwayError, YoursAloneError
from docker_lessons.world.host import HostError
from docker_lessons.world.hub_client import HubError
from docker_lessons.world.names import Names

_TAIL = 4000
"""Characters of a command's output that are remembered."""

_LONGEST_ANSWER = 1000


class Answering(Protocol):
    """What a course does for those who ask; see `course.Course`."""

    definition: CourseDefinition

    @property
    def names(self) -> Names: ...  # noqa: D102
    def outline(self) -> dict[str, Any]: ...  # noqa: D102
    def lines(self) -> AsyncIterator[bytes]: ...  # noqa: D102
    async def check(self, step: Step, answer: str | None, *, by_hand: bool) -> Verdict: ...  # noqa: D102
    async def solve(self, step: Step) -> tuple[list[str], Verdict]: ...  # noqa: D102
    def speak(self, chosen: str) -> None: ...  # noqa: D102
    def commanded(self, command: Command) -> None: ...  # noqa: D102
    async def forget(self) -> None: ...  # noqa: D102


def routes(course: Answering) -> list[web.RouteDef]:
    """Returns the routes, for one course."""

    async def get_course(request: web.Request) -> web.Response:
        del request
        return web.json_response(course.outline())

    async def get_watch(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/x-ndjson"})
        await response.prepare(request)
        with contextlib.suppress(ConnectionError):  # a reader who went away
            async for line in course.lines():
                await response.write(line)
        return response

    async def post_check(request: web.Request) -> web.Response:
        body = await _asked(request)
        step, answer = _step(course, body), body.get("answer")
        try:
            said = await course.check(
                step,
                None if answer is None else str(answer)[:_LONGEST_ANSWER],
                by_hand=body.get("by_hand", True) is not False,
            )
        except sqlite3.Error as error:
            said = verdict(unwritable(step, str(error)), step, course.names)
        return web.json_response(said.document())

    async def post_solve(request: web.Request) -> web.Response:
        step = _step(course, await _asked(request))
        try:
            did, said = await course.solve(step)
        except (HostError, HubError, RegistryError, sqlite3.Error) as error:
            return _refused(502, gettext("That didn't work: {reason}", reason=error))
        except (EngineError, HubAwayError, YoursAloneError) as error:
            return _refused(409, str(error))
        return web.json_response({"step": step.id, "did": did, "verdict": said.document()})

    async def post_commands(request: web.Request) -> web.Response:
        body = await _asked(request)
        said = f"{body.get('stdout_tail', '')}\n{body.get('stderr_tail', '')}"
        course.commanded(
            Command(
                time.time(),
                tuple(str(word) for word in body.get("argv") or ()),
                int(body.get("exit_code") or 0),
                said[-_TAIL:],
            )
        )
        return web.json_response({})

    async def post_language(request: web.Request) -> web.Response:
        wanted = str((await _asked(request)).get("language") or "")
        chosen = language.known(wanted) or ""
        if wanted and not chosen:
            return _refused(400, gettext("The course doesn't speak {language}.", language=wanted))
        course.speak(chosen)
        return web.json_response({"language": chosen})

    async def post_reset(request: web.Request) -> web.Response:
        del request
        await course.forget()
        return web.json_response({})

    return [
        web.get("/course", get_course),
        web.get("/watch", get_watch),
        web.post("/check", post_check),
        web.post("/solve", post_solve),
        web.post("/commands", post_commands),
        web.post("/language", post_language),
        web.post("/reset", post_reset),
    ]


async def _asked(request: web.Request) -> dict[str, Any]:
    """Returns the JSON object in the body, in which half of a character is U+FFFD, so that all of it can be kept."""
    try:
        document = gojson.unmarshal(await request.read())
    except gojson.Malformed as error:
        raise web.HTTPBadRequest(
            text=json.dumps({"message": str(error)}), content_type="application/json"
        ) from None
    return document if isinstance(document, dict) else {}


def _step(course: Answering, body: dict[str, Any]) -> Step:
    step = course.definition.by_id.get(str(body.get("step")))
    if step is None:
        raise web.HTTPNotFound(
            text=json.dumps(
                {"message": gettext("There is no step {step}.", step=body.get("step"))}
            ),
            content_type="application/json",
        )
    return step


def _refused(status: int, sentence: str) -> web.Response:
    return web.json_response({"message": sentence}, status=status)
