"""The addresses of the API and their handlers."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

from aiohttp import web

from docker_lessons.hub.accounts import (
    WRITE,
    LogIn,
    TooManyTries,
    UnusableToken,
    WrongPassword,
)
from docker_lessons.hub.api.access_tokens import ACCESS_TOKEN_ROUTES
from docker_lessons.hub.api.api_call import ApiCall
from docker_lessons.hub.api.call_limit import CallLimit
from docker_lessons.hub.api.documents import (
    account_document,
    repository_document,
    repository_entry,
    search_result,
    tag_document,
)
from docker_lessons.hub.api.errors import ApiRefusal, TooManyRequests, not_found
from docker_lessons.hub.api.immutable_tags import IMMUTABLE_TAGS_ROUTES
from docker_lessons.hub.api.unsupported import UNSUPPORTED_ROUTES
from docker_lessons.hub.content import ORDERINGS, RepositoryExists, TagImmutable
from docker_lessons.hub.valid_names import InvalidName
from docker_lessons.trace import note

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler

    from docker_lessons.hub.api.api_call import Act
    from docker_lessons.hub.content import Repository, Tag
    from docker_lessons.hub.hub import Hub

_WRONG = "Incorrect authentication credentials"


def add_api(app: web.Application, hub: Hub) -> None:
    """Adds the API to an application."""
    limit = CallLimit(hub.limits)
    for method, address, act in _ROUTES:
        place = f"/v2/{address}{{slash:/?}}"
        if method == "GET":
            # This adds HEAD, too, which the API has for repositories and tags.
            app.router.add_get(place, _handler(hub, act, limit))
        else:
            app.router.add_route(method, place, _handler(hub, act, limit))


def _handler(hub: Hub, act: Act, limit: CallLimit) -> Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        who = request.remote or ""
        try:
            call = ApiCall(hub, request)
            who = call.account or who
            limit.count(who)
            response = await act(call)
        except ApiRefusal as refusal:
            response = refusal.response()
        response.headers.update(limit.headers(who))
        return response

    return handle


# Accounts


async def _log_in(call: ApiCall) -> web.Response:
    body = await call.body(username=str, password=str)
    log_in = await _verified(call, body.get("username", ""), body.get("password", ""))
    return web.json_response({"token": _token(call, log_in)})


async def _make_token(call: ApiCall) -> web.Response:
    body = await call.body(identifier=str, secret=str)
    log_in = await _verified(call, body.get("identifier", ""), body.get("secret", ""))
    return web.json_response({"access_token": _token(call, log_in)})


def _token(call: ApiCall, log_in: LogIn) -> str:
    access_token = log_in.access_token
    return call.hub.tokens.for_api(log_in.account, access_token.uuid if access_token else None)


async def _verified(call: ApiCall, name: str, secret: str) -> LogIn:
    note(account=name)
    try:
        return await call.hub.credentials.verify(name, secret)
    except WrongPassword:
        raise ApiRefusal(web.HTTPUnauthorized.status_code, _WRONG) from None
    except UnusableToken as error:
        raise ApiRefusal(web.HTTPUnauthorized.status_code, str(error)) from None
    except TooManyTries as error:
        raise TooManyRequests(str(error), math.ceil(time.time()) + error.wait) from None


async def _account(call: ApiCall) -> web.Response:
    account = call.hub.accounts.find(call.request.match_info["namespace"])
    if account is None:
        raise ApiRefusal(web.HTTPNotFound.status_code, "object not found")
    return web.json_response(account_document(account))


# Repositories


async def _list_repositories(call: ApiCall) -> web.Response:
    namespace = call.request.match_info["namespace"]
    ordering = call.request.query.get("ordering", "-last_updated")
    if ordering not in ORDERINGS:
        raise ApiRefusal(
            web.HTTPBadRequest.status_code,
            f"Invalid ordering value. Must be one of: {', '.join(ORDERINGS)}",
        )
    if call.hub.accounts.find(namespace) is None:
        raise not_found(namespace, "")
    wanted = call.request.query.get("name", "")
    found = [
        repository
        for repository in call.hub.repositories.seen_by(
            call.viewer, namespace=namespace, ordering=ordering
        )
        if wanted in repository.name
    ]

    def read(first: int, number: int) -> list[dict[str, object]]:
        return [repository_entry(one, call.viewer) for one in found[first : first + number]]

    return web.json_response(call.paged(len(found), read))


async def _create_repository(call: ApiCall) -> web.Response:
    account = call.member(WRITE)
    body = await call.body(
        name=str, namespace=str, description=str, full_description=str, is_private=bool
    )
    for namespace in (call.request.match_info.get("namespace"), body.get("namespace")):
        if namespace not in {None, account}:
            raise ApiRefusal(
                web.HTTPForbidden.status_code,
                f"{account} doesn't have permission to create repositories in the namespace {namespace}",
            )
    try:
        repository = call.hub.repositories.create(
            account,
            body.get("name", ""),
            is_private=body.get("is_private", False),
            description=body.get("description", ""),
            full_description=body.get("full_description", ""),
        )
    except (InvalidName, RepositoryExists) as error:
        raise ApiRefusal(web.HTTPBadRequest.status_code, str(error)) from None
    return _repository(call, repository, web.HTTPCreated.status_code)


async def _get_repository(call: ApiCall) -> web.Response:
    return _repository(call, call.seen())


async def _change_repository(call: ApiCall) -> web.Response:
    repository = call.owned()
    body = await call.body(description=str, full_description=str, is_private=bool)
    try:
        repository = call.hub.repositories.describe(
            repository,
            description=body.get("description"),
            full_description=body.get("full_description"),
        )
    except InvalidName as error:
        raise ApiRefusal(web.HTTPBadRequest.status_code, str(error)) from None
    if "is_private" in body:
        repository = call.hub.repositories.set_private(repository, is_private=body["is_private"])
    return _repository(call, repository)


async def _set_privacy(call: ApiCall) -> web.Response:
    repository = call.owned()
    body = await call.body(is_private=bool)
    if "is_private" not in body:
        raise ApiRefusal(web.HTTPBadRequest.status_code, "is_private is missing")
    return _repository(
        call, call.hub.repositories.set_private(repository, is_private=body["is_private"])
    )


async def _delete_repository(call: ApiCall) -> web.Response:
    call.hub.repositories.delete(call.owned())
    call.hub.content.collect()
    return web.Response(status=web.HTTPAccepted.status_code)


def _repository(call: ApiCall, repository: Repository, status: int = 200) -> web.Response:
    return web.json_response(repository_document(repository, call.account), status=status)


# Tags


async def _list_tags(call: ApiCall) -> web.Response:
    repository = call.seen()

    def read(first: int, number: int) -> list[dict[str, object]]:
        tags = call.hub.content.tags(repository, first, number)
        return [_tag(call, repository, tag) for tag in tags]

    return web.json_response(call.paged(repository.tags, read))


async def _get_tag(call: ApiCall) -> web.Response:
    repository = call.seen()
    tag = call.hub.content.tag(repository, call.request.match_info["tag"])
    if tag is None:
        raise not_found(repository.namespace, repository.name)
    return web.json_response(_tag(call, repository, tag))


async def _delete_tag(call: ApiCall) -> web.Response:
    repository = call.owned()
    try:
        found = call.hub.content.delete_tag(repository, call.request.match_info["tag"])
    except TagImmutable as error:
        raise ApiRefusal(
            web.HTTPForbidden.status_code,
            f"the tag {error.tag} is immutable and cannot be deleted",
        ) from None
    if not found:
        raise not_found(repository.namespace, repository.name)
    return web.Response(status=web.HTTPNoContent.status_code)


def _tag(call: ApiCall, repository: Repository, tag: Tag) -> dict[str, object]:
    pusher = call.hub.accounts.find(tag.pusher)
    return tag_document(tag, repository, pusher.id if pusher else 0)


async def _search(call: ApiCall) -> web.Response:
    text = call.request.query.get("query", "")
    found = call.hub.repositories.seen_by(None, text=text, ordering="-pull_count")

    def read(first: int, number: int) -> list[dict[str, object]]:
        return [search_result(repository) for repository in found[first : first + number]]

    return web.json_response(call.paged(len(found), read))


_NEW = "namespaces/{namespace}/repositories"
_OLD = "repositories/{namespace}"

_ROUTES: tuple[tuple[str, str, Act], ...] = (
    *UNSUPPORTED_ROUTES,
    ("POST", "users/login", _log_in),
    ("POST", "auth/token", _make_token),
    ("GET", "users/{namespace}", _account),
    ("GET", "search/repositories", _search),
    *ACCESS_TOKEN_ROUTES,
    *IMMUTABLE_TAGS_ROUTES,
    ("POST", "repositories", _create_repository),
    ("POST", _NEW, _create_repository),
    ("POST", _OLD, _create_repository),
    ("POST", _OLD + "/{name}/privacy", _set_privacy),
    *(
        (method, address + place, act)
        for address in (_NEW, _OLD)
        for method, place, act in (
            ("GET", "", _list_repositories),
            ("GET", "/{name}", _get_repository),
            ("PATCH", "/{name}", _change_repository),
            ("DELETE", "/{name}", _delete_repository),
            ("GET", "/{name}/tags", _list_tags),
            ("GET", "/{name}/tags/{tag}", _get_tag),
            ("DELETE", "/{name}/tags/{tag}", _delete_tag),
        )
    ),
)
