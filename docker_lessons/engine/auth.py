"""Log-in: `POST /auth` asks the registry whether it takes a user name and password.

Source: moby ``api/swagger.yaml`` (``SystemAuth``) and its ``registry/auth.go``.
"""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from docker_lessons.engine.errors import BadParameter, SystemFailure, Unauthorized
from docker_lessons.engine.registries import DOCKER_HUB, domain_of, known
from docker_lessons.engine.wire import Parts, Route, reply
from docker_lessons.oci import docker_hub
from docker_lessons.trace import note

HUB_REGISTRY = f"https://{docker_hub.REGISTRY}/v2/"
"""Where dockerd asks Docker Hub; its sentences name it, and so do ours."""

_REFUSED = 401


def routes(parts: Parts) -> list[Route]:
    """Return the routes of this module."""
    auth = _Auth(parts)
    return [("POST", "/auth", auth.log_in)]


class _Auth:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def log_in(self, request: web.Request) -> web.Response:
        from docker_lessons.oci.errors import RegistryError

        document = await _body(request)
        username = str(document.get("username") or "")
        domain = domain_of(str(document.get("serveraddress") or ""))
        note(account=username or None)
        who = known(username, document.get("password"))
        try:
            async with self._parts.registries.client(domain, who) as registry:
                await registry.ping()
        except RegistryError as error:
            if error.status == _REFUSED and not error.asked:
                # A registry without tokens: dockerd gives no more than the status.
                address = f"{self._parts.registries.base_url}/v2/"
                raise Unauthorized(
                    f"login attempt to {address} failed with status: 401 Unauthorized"
                ) from None
            if error.status == _REFUSED:
                raise Unauthorized(_asked(error.asked, domain) + str(error)) from None
            raise SystemFailure(str(error)) from None
        return reply({"IdentityToken": "", "Status": "Login Succeeded"})


def _asked(asked: str, domain: str) -> str:
    """Name the request that was refused; for Docker Hub by the address that dockerd has for it."""
    if domain in DOCKER_HUB:
        asked = f'Get "{HUB_REGISTRY}"'
    return f"{asked}: " if asked else ""


async def _body(request: web.Request) -> dict[str, Any]:
    text = await request.read()
    try:
        document = json.loads(text)
    except ValueError:
        raise BadParameter("EOF" if not text else "the body is not JSON") from None
    if not isinstance(document, dict):
        raise BadParameter("the body is not a JSON object")
    return document
