"""What a registry, or something in its place, answers in no form that Docker knows: told as dockerd tells it."""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from docker_lessons.findings.docker_answers import what_docker_said
from tests import programs
from tests.engine.serving import Loop, ServedEngine

PAGE = "<html><body><h1>{}</h1></body></html>\n"


@dataclass(frozen=True)
class Refusal:
    """One answer to every request, and what the course makes of what dockerd says of it."""

    status: int
    text: str
    kind: str
    cause: str


REFUSALS = [
    Refusal(503, PAGE.format("503 Service Unavailable"), "text/html", "registry-error"),
    Refusal(500, "", "text/plain", "registry-error"),
    Refusal(502, "no upstream", "text/plain", "registry-error"),
    Refusal(504, PAGE.format("504 Gateway Time-out"), "text/html", "registry-error"),
    Refusal(429, "Too Many Requests (HAP429).\n", "text/plain", "rate-limit"),
    Refusal(429, json.dumps({"details": "slow down"}), "application/json", "rate-limit"),
    Refusal(403, PAGE.format("Blocked “here”"), "text/html", "answer-not-usable"),
    Refusal(404, PAGE.format("404 Not Found"), "text/html", "answer-not-usable"),
    Refusal(400, "", "text/plain", "answer-not-usable"),
    Refusal(451, json.dumps({"errors": []}), "application/json", "answer-not-usable"),
    Refusal(403, "'quoted'", "text/plain", "answer-not-usable"),
    Refusal(403, "«fermé»", "text/plain", "answer-not-usable"),
    Refusal(403, "[]", "application/json", "answer-not-usable"),
    Refusal(403, "null", "application/json", "answer-not-usable"),
    Refusal(403, '{"a": ', "application/json", "answer-not-usable"),
    Refusal(403, "  \n", "text/plain", "answer-not-usable"),
    Refusal(403, "[" * 20_000, "application/json", "answer-not-usable"),
    Refusal(503, json.dumps({"errors": [{"code": "UNAVAILABLE", "message": "back at noon"}]}), "application/json", "registry-error"),
    Refusal(404, "404 page not found\n", "text/plain", "answer-not-usable"),
    Refusal(404, "not found", "text/plain", "answer-not-usable"),
    Refusal(403, "forbidden", "text/plain", "answer-not-usable"),
    Refusal(403, '{"a" 1}', "application/json", "answer-not-usable"),
    Refusal(403, "[1 2]", "application/json", "answer-not-usable"),
    Refusal(403, '{"a": 1,}', "application/json", "answer-not-usable"),
    Refusal(403, '"a\\u12g4"', "application/json", "answer-not-usable"),
    Refusal(403, "1.x \ufeff\x01\x7f", "text/plain", "answer-not-usable"),
    Refusal(404, json.dumps({"message": "not here"}), "application/json", "answer-not-usable"),
    Refusal(403, json.dumps({"errors": 5}), "application/json", "answer-not-usable"),
    Refusal(403, json.dumps({"errors": ["DENIED"]}), "application/json", "answer-not-usable"),
    Refusal(403, json.dumps({"errors": [{"code": 5}]}), "application/json", "answer-not-usable"),
]  # fmt: skip


CHALLENGES = [
    "Bearer",
    'Bearer service="x"',
    'Bearer realm="",service="x"',
    'Bearer realm="/token",service="x"',
    'Bearer realm="token"',
    'Bearer realm="//127.0.0.1:1/token"',
    'Bearer realm="ftp://host/token"',
    'Bearer realm="mailto:demousr@host"',
    'Bearer realm="http:///token"',
]
"""Each names no server of tokens that could be asked."""


class Place:
    """A server that answers every request with one refusal; `/v2/` only if `from_the_start`."""

    def __init__(self) -> None:
        self.refusal = REFUSALS[0]
        self.from_the_start = False
        self.challenge = ""
        """What it says to whoever asks anything; '' for nothing, and the refusal."""
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        self.server = TestServer(app)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server.port}"

    async def _answer(self, request: web.Request) -> web.Response:
        if self.challenge:
            return web.Response(status=401, headers={"WWW-Authenticate": self.challenge})
        if request.path == "/v2/" and not self.from_the_start:
            return web.json_response({})
        one = self.refusal
        return web.Response(status=one.status, text=one.text, content_type=one.kind)


@pytest.fixture(scope="module")
def place(loop: Loop) -> Iterator[Place]:
    made = Place()
    loop.run(made.server.start_server())
    yield made
    loop.run(made.server.close())


@pytest.fixture
def served(loop: Loop, short_folder: Path, place: Place) -> Iterator[ServedEngine]:
    """An engine whose registry is that place."""
    engine = ServedEngine(loop, short_folder / "engine", f"http://{place.host}")
    yield engine
    engine.stop()


def said(address: str, place: Place, verb: str) -> str:
    """What the client prints."""
    words = {
        "pull": ["pull", f"{place.host}/d/r:1"],
        "login": ["login", "-u", "demousr", "--password-stdin", place.host],
    }
    place.from_the_start = verb == "login"
    command = [programs.docker_cli(programs.DOCKER_CLIS[1]), "--host", address, *words[verb]]
    done = subprocess.run(
        command, input="a password", capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode
    return done.stdout + done.stderr


@pytest.mark.parametrize("verb", ["pull", "login"])
@pytest.mark.slow
def test_it_is_told_as_by_dockerd_and_the_course_knows_it(
    dockerd: str, served: ServedEngine, place: Place, verb: str
) -> None:
    for refusal in REFUSALS:
        place.refusal = refusal
        theirs, ours = said(dockerd, place, verb), said(served.address, place, verb)
        assert ours == theirs
        known = what_docker_said(verb, theirs)
        assert known is not None, theirs
        assert known.cause == refusal.cause, theirs


@pytest.mark.parametrize("challenge", CHALLENGES)
def test_a_challenge_that_cannot_be_met_is_told_as_by_dockerd(
    dockerd: str, served: ServedEngine, place: Place, challenge: str
) -> None:
    place.challenge = challenge
    theirs, ours = said(dockerd, place, "pull"), said(served.address, place, "pull")
    place.challenge = ""
    assert ours == theirs
    known = what_docker_said("pull", theirs)
    assert known is not None
    assert known.cause == "no-place-to-log-in"
