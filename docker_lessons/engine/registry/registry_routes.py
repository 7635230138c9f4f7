"""Routes that ask the registry: log-in, search, and what it says of an image.

`POST /auth` asks the registry whether it accepts a user name and password.
Source: moby ``api/swagger.yaml`` (``SystemAuth``, ``ImageSearch``, ``DistributionInspect``)
and its ``registry/auth.go``.
"""

from __future__ import annotations

import re
from http.client import responses
from typing import TYPE_CHECKING, Any

from aiohttp import web

from docker_lessons.engine.api.errors import BadParameter, SystemFailure, Unauthorized
from docker_lessons.engine.api.references import parse_reference
from docker_lessons.engine.api.wire import Route, reply
from docker_lessons.engine.registry.registries import (
    DOCKER_HUB,
    credential,
    domain_of,
    known,
    refuse_tokens,
)
from docker_lessons.oci import docker_hub, gojson
from docker_lessons.trace import note

if TYPE_CHECKING:
    from docker_lessons.engine.registry.registries import Registries

HUB_REGISTRY = f"https://{docker_hub.REGISTRY}/v2/"
"""The address of Docker Hub's registry in dockerd's sentences, and so in ours."""

_REFUSED = 401
_ID = re.compile("(?:sha256:)?[0-9a-f]{64}")


def routes(registries: Registries) -> list[Route]:
    """Returns the routes of log-in and search."""
    registry = _Registry(registries)
    return [
        ("POST", "/auth", registry.log_in),
        ("GET", "/images/search", registry.search),
        ("GET", "/distribution/{name:.*}/json", registry.inspect),
    ]


class _Registry:
    def __init__(self, registries: Registries) -> None:
        self._registries = registries

    async def log_in(self, request: web.Request) -> web.Response:
        from docker_lessons.oci.errors import RegistryError

        document = await _body(request)
        refuse_tokens(document)
        username = str(document.get("username") or "")
        domain = domain_of(str(document.get("serveraddress") or ""))
        note(account=username or None)
        who = known(username, document.get("password"))
        try:
            async with self._registries.client(domain, who) as registry:
                await registry.ping()
        except RegistryError as error:
            if error.status and not error.asked:
                # Of what the registry itself answers, dockerd reports the status alone.
                address, meaning = f"{self._registries.base_url}/v2/", _phrase(error.status)
                kind = Unauthorized if error.status == _REFUSED else SystemFailure
                raise kind(f"login attempt to {address} failed with status: {meaning}") from None
            if error.status == _REFUSED:
                raise Unauthorized(_asked(error.asked, domain) + str(error)) from None
            raise SystemFailure(str(error)) from None
        return reply({"IdentityToken": "", "Status": "Login Succeeded"})

    async def search(self, request: web.Request) -> web.Response:
        from docker_lessons.engine.registry.hub_search import search

        return reply(await search(self._registries, request.query))

    async def inspect(self, request: web.Request) -> web.Response:
        from docker_lessons.engine.registry.distribution import inspect

        name = request.match_info["name"]
        if _ID.fullmatch(name):
            raise SystemFailure("no manifest found for full image ID")
        reference = parse_reference(name).with_default_tag()
        who = credential(request.headers.get("X-Registry-Auth"))
        note(account=who.username if who is not None else None)
        return reply(await inspect(self._registries, reference, who))


def _phrase(status: int) -> str:
    return f"{status} {responses.get(status, '')}".rstrip()


def _asked(asked: str, domain: str) -> str:
    """Returns the refused request as a prefix of the sentence; for Docker Hub, with its real address."""
    if domain in DOCKER_HUB:
        asked = f'Get "{HUB_REGISTRY}"'
    return f"{asked}: " if asked else ""


async def _body(request: web.Request) -> dict[str, Any]:
    text = await request.read()
    try:
        document, _ = gojson.decode(text)
    except gojson.Malformed as error:
        raise BadParameter(str(error)) from None
    if not isinstance(document, dict):
        raise BadParameter("the body is not a JSON object")
    return document
