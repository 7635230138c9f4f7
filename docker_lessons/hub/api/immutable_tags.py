"""Immutable tags of a repository: which of its tags stay as they were pushed.

Source: Docker's documentation, "Docker HUB API", `UpdateRepositoryImmutableTags` and `VerifyRepositoryImmutableTags`
(content/reference/api/hub/latest.yaml).
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiohttp import web

from docker_lessons.hub.api.documents import repository_document
from docker_lessons.hub.api.errors import ApiRefusal
from docker_lessons.hub.content import InvalidRule, rule

if TYPE_CHECKING:
    from docker_lessons.hub.api.api_call import Act, ApiCall

_REFUSED = web.HTTPBadRequest.status_code


async def _update(call: ApiCall) -> web.Response:
    repository = call.owned()
    body = await call.body(immutable_tags=bool, immutable_tags_rules=list)
    for field in ("immutable_tags", "immutable_tags_rules"):
        if field not in body:
            raise ApiRefusal(_REFUSED, f"{field} is missing")
    rules = body["immutable_tags_rules"]
    if not all(isinstance(one, str) for one in rules):
        raise ApiRefusal(_REFUSED, "immutable_tags_rules must be strings")
    try:
        changed = call.hub.repositories.set_immutable_tags(
            repository, enabled=body["immutable_tags"], rules=rules
        )
    except InvalidRule as error:
        raise ApiRefusal(_REFUSED, str(error)) from None
    return web.json_response(repository_document(changed, call.viewer))


async def _verify(call: ApiCall) -> web.Response:
    repository = call.owned()
    body = await call.body(regex=str)
    try:
        checked = rule(body.get("regex", ""))
    except InvalidRule as error:
        raise ApiRefusal(_REFUSED, str(error)) from None
    found = []
    for tag in call.hub.content.tag_names(repository):
        if checked.matches(tag):
            found.append(tag)
        await asyncio.sleep(0)  # ten thousand tags hold nobody else up
    return web.json_response({"tags": found})


IMMUTABLE_TAGS_ROUTES: tuple[tuple[str, str, Act], ...] = (
    ("PATCH", "namespaces/{namespace}/repositories/{name}/immutabletags", _update),
    ("POST", "namespaces/{namespace}/repositories/{name}/immutabletags/verify", _verify),
)
