"""The addresses of the API and their handlers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from docker_lessons.hub.accounts import TooManyTries, WrongPassword
from docker_lessons.hub.api.api_call import ApiCall
from docker_lessons.hub.api.documents import (
    account_document,
    repository_document,
    repository_entry,
    search_result,
    tag_document,
)
from docker_lessons.hub.api.errors import ApiRefusal, not_found
from docker_lessons.hub.content import ORDERINGS, RepositoryExists
from docker_lessons.hub.valid_names import InvalidName
from docker_lessons.trace import note

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiohttp.typedefs import Handler

    from docker_lessons.hub.content import Repository, Tag
    from docker_lessons.hub.hub import Hub

    Act = Callable[[ApiCall], Awaitable[web.Response]]

_WRONG = "Incorrect authentication credentials"


def add_api(app: web.Application, hub: Hub) -> None:
    """Adds the API to an application."""
    for method, address, act in _ROUTES:
        place = f"/v2/{address}{{slash:/?}}"
        if method == "GET":
            # This adds HEAD, too, which the API has for repositories and tags.
            app.router.add_get(place, _handler(hub, act))
        else:
            app.router.add_route(method, place, _handler(hub, act))


def _handler(hub: Hub, act: Act) -> Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        return await act(ApiCall(hub, request))

    return handle


# Accounts


async def _log_in(call: ApiCall) -> web.Response:
    body = await call.body(username=str, password=str)
    name = await _authenticated(call, body.get("username", ""), body.get("password", ""))
    return web.json_response({"token": call.hub.tokens.for_api(name)})


async def _make_token(call: ApiCall) -> web.Response:
    body = await call.body(identifier=str, secret=str)
    name = await _authenticated(call, body.get("identifier", ""), body.get("secret", ""))
    return web.json_response({"access_token": call.hub.tokens.for_api(name)})


async def _authenticated(call: ApiCall, name: str, password: str) -> str:
    note(account=name)
    try:
        return (await call.hub.accounts.authenticate(name, password)).name
    except WrongPassword:
        raise ApiRefusal(web.HTTPUnauthorized.status_code, _WRONG) from None
    except TooManyTries as error:
        raise ApiRefusal(web.HTTPTooManyRequests.status_code, str(error)) from None


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
        repository_entry(repository, call.account)
        for repository in call.hub.repositories.seen_by(
            call.account, namespace=namespace, ordering=ordering
        )
        if wanted in repository.name
    ]
    return web.json_response(call.paged(found))


async def _create_repository(call: ApiCall) -> web.Response:
    account = call.member()
    body = await call.body(
        name=str, namespace=str, description=str, full_description=str, is_private=bool
    )
    namespace = call.request.match_info.get("namespace") or body.get("namespace", account)
    if namespace != account or body.get("namespace", namespace) != namespace:
        raise ApiRefusal(
            web.HTTPForbidden.status_code,
            f"{account} may not create repositories in the namespace {namespace}",
        )
    try:
        repository = call.hub.repositories.create(
            namespace,
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
    tags = [_tag(call, repository, tag) for tag in call.hub.content.tags(repository)]
    return web.json_response(call.paged(tags))


async def _get_tag(call: ApiCall) -> web.Response:
    repository = call.seen()
    tag = call.hub.content.tag(repository, call.request.match_info["tag"])
    if tag is None:
        raise not_found(repository.namespace, repository.name)
    return web.json_response(_tag(call, repository, tag))


async def _delete_tag(call: ApiCall) -> web.Response:
    repository = call.owned()
    if not call.hub.content.delete_tag(repository, call.request.match_info["tag"]):
        raise not_found(repository.namespace, repository.name)
    return web.Response(status=web.HTTPNoContent.status_code)


def _tag(call: ApiCall, repository: Repository, tag: Tag) -> dict[str, object]:
    pusher = call.hub.accounts.find(tag.pusher)
    return tag_document(tag, repository, pusher.id if pusher else 0)


async def _search(call: ApiCall) -> web.Response:
    text = call.request.query.get("query", "")
    found = call.hub.repositories.seen_by(None, text=text, ordering="-pull_count")
    return web.json_response(call.paged([search_result(repository) for repository in found]))


_NEW = "namespaces/{namespace}/repositories"
_OLD = "repositories/{namespace}"

_ROUTES: tuple[tuple[str, str, Act], ...] = (
    ("POST", "users/login", _log_in),
    ("POST", "auth/token", _make_token),
    ("GET", "users/{namespace}", _account),
    ("GET", "search/repositories", _search),
    ("POST", "repositories", _create_repository),
    ("POST", _NEW, _create_repository),
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
