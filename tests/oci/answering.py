"""A registry that answers as a test says, and keeps what it was asked."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from multidict import MultiMapping
from yarl import URL

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Asked:
    """A request: its method, its path with the query, letter for letter, its headers and its body."""

    method: str
    place: str
    headers: Mapping[str, str]
    body: bytes

    def __str__(self) -> str:
        return f"{self.method} {self.place}"

    @property
    def query(self) -> MultiMapping[str]:
        return URL(self.place, encoded=True).query


class AnsweringRegistry:
    """Accepts whatever no test has an answer for, and whoever comes, until `wants_tokens`."""

    def __init__(self) -> None:
        app = web.Application(client_max_size=0)
        app.router.add_route("*", "/{path:.*}", self._answer)
        self.server = TestServer(app)
        self.asked: list[Asked] = []
        """All requests, but for those for a token and those that were sent back for one."""
        self.scopes: list[list[str]] = []
        """The scopes of each token that was asked for."""
        self._answers: dict[str, Handler] = {}
        self._else: Handler = accepts
        self._tokens: Callable[[list[str]], web.Response] | None = None

    @property
    def url(self) -> str:
        return str(self.server.make_url("/")).rstrip("/")

    @property
    def lines(self) -> list[str]:
        """The method and place of each request."""
        return [str(one) for one in self.asked]

    def last(self, method: str) -> Asked:
        """The last request with this method."""
        return [one for one in self.asked if one.method == method][-1]

    def answers(
        self,
        asked: str,
        status: int = 200,
        body: Any = b"",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Gives this answer to ``GET /v2/``, with or without a query; `body` is bytes or becomes JSON."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()

        async def answer(_: web.Request) -> web.Response:
            return web.Response(status=status, body=data, headers=headers)

        self.handles(asked, answer)

    def refuses(self, asked: str, status: int, code: str = "") -> None:
        """Gives this refusal to ``GET /v2/``, in the specification's form."""
        self.answers(asked, status, {"errors": [{"code": code, "message": "no"}]})

    def handles(self, asked: str, handler: Handler) -> None:
        """Has `handler` answer ``GET /v2/``, with or without a query."""
        self._answers[asked] = handler

    def handles_all(self, handler: Handler) -> None:
        """Has `handler` answer whatever has no other answer."""
        self._else = handler

    def wants_tokens(self, tokens: Callable[[list[str]], web.Response]) -> None:
        """Sends back who brings no token; `tokens` makes the answer to who asks for one, from the scopes."""
        self._tokens = tokens

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        if self._tokens is not None:
            if request.path == "/token":
                self.scopes.append(request.query.getall("scope", []))
                return self._tokens(self.scopes[-1])
            if not request.headers.get("Authorization", "").startswith("Bearer "):
                challenge = f'Bearer realm="{self.url}/token",service="registry.example"'
                return web.Response(status=401, headers={"WWW-Authenticate": challenge})
        body = await request.read()
        asked = Asked(request.method, request.raw_path, request.headers, body)
        self.asked.append(asked)
        for name in (str(asked), f"{request.method} {request.path}"):
            if name in self._answers:
                return await self._answers[name](request)
        return await self._else(request)


async def accepts(_: web.Request) -> web.Response:
    """A handler that accepts whatever it is."""
    return web.Response(status=202, body=b"{}", headers={"Location": "/upload/1"})


def cut_off(first: bytes) -> Handler:
    """A handler that hangs up after the first bytes of what it announced."""

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": str(len(first) + 1)})
        await response.prepare(request)
        await response.write(first)
        assert request.transport is not None
        request.transport.close()
        return response

    return answer


def falls_silent(first: bytes) -> Handler:
    """A handler that sends nothing more after the first bytes of what it announced."""

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": str(len(first) + 1)})
        await response.prepare(request)
        await response.write(first)
        await asyncio.sleep(60)  # the server ends it as soon as the client is gone
        return response

    return answer


async def hangs_up(request: web.Request) -> web.StreamResponse:
    """A handler that hangs up instead of an answer."""
    assert request.transport is not None
    request.transport.close()
    return web.Response()
