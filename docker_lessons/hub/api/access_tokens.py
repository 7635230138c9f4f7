"""The personal access tokens of the caller's account: create, list, get, update, delete.

Source: Docker's documentation, "Docker HUB API", `access-tokens` (content/reference/api/hub/latest.yaml). As on
Docker Hub, somebody who logged in with such a token isn't allowed to manage tokens.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from aiohttp import web

from docker_lessons.hub.accounts import (
    InvalidExpiry,
    InvalidLabel,
    InvalidScope,
    TooManyTokens,
)
from docker_lessons.hub.api.documents import access_token_document
from docker_lessons.hub.api.errors import ApiRefusal, InvalidFields

if TYPE_CHECKING:
    from docker_lessons.hub.accounts import AccessToken
    from docker_lessons.hub.api.api_call import Act, ApiCall


async def _create(call: ApiCall) -> web.Response:
    account = call.account_owner()
    body = await call.body(token_label=str, scopes=list, expires_at=str)
    for field in ("token_label", "scopes"):
        if field not in body:
            raise InvalidFields(**{field: f"{field} is required"})
    scopes = body["scopes"]
    if not all(isinstance(scope, str) for scope in scopes):
        raise InvalidFields(scopes="scopes must be strings")
    try:
        token, secret = call.hub.access_tokens.create(
            account,
            body["token_label"],
            scopes,
            expires=_moment(body["expires_at"]) if "expires_at" in body else None,
            creator_ip=call.request.remote or "",
            creator_ua=call.request.headers.get("User-Agent", ""),
        )
    except InvalidLabel as error:
        raise InvalidFields(token_label=str(error)) from None
    except InvalidScope as error:
        raise InvalidFields(scopes=str(error)) from None
    except InvalidExpiry as error:
        raise InvalidFields(expires_at=str(error)) from None
    except TooManyTokens as error:
        raise ApiRefusal(web.HTTPTooManyRequests.status_code, str(error)) from None
    document = access_token_document(token, secret)
    return web.json_response(document, status=web.HTTPCreated.status_code)


async def _list(call: ApiCall) -> web.Response:
    account = call.account_owner()
    tokens = call.hub.access_tokens

    def read(first: int, number: int) -> list[dict[str, Any]]:
        return [access_token_document(token) for token in tokens.all(account, first, number)]

    page = call.paged(tokens.count(account), read)
    results = page.pop("results")
    active = tokens.count(account, active=True)
    return web.json_response({**page, "active_count": active, "results": results})


async def _get(call: ApiCall) -> web.Response:
    return web.json_response(access_token_document(_own(call)))


async def _change(call: ApiCall) -> web.Response:
    token = _own(call)
    body = await call.body(token_label=str, is_active=bool)
    fixed = sorted({"scopes", "expires_at"} & set(body))
    if fixed:
        raise InvalidFields(
            **{
                field: f"{field} of a token can't be changed; create another token"
                for field in fixed
            }
        )
    try:
        changed = call.hub.access_tokens.change(
            token, label=body.get("token_label"), is_active=body.get("is_active")
        )
    except InvalidLabel as error:
        raise InvalidFields(token_label=str(error)) from None
    return web.json_response(access_token_document(changed))


async def _delete(call: ApiCall) -> web.Response:
    call.hub.access_tokens.delete(_own(call))
    return web.Response(status=web.HTTPNoContent.status_code)


def _own(call: ApiCall) -> AccessToken:
    token = call.hub.access_tokens.find(call.account_owner(), call.request.match_info["uuid"])
    if token is None:
        raise ApiRefusal(web.HTTPNotFound.status_code, "access token not found")
    return token


def _moment(text: str) -> float:
    """Returns the time that an RFC 3339 date and time means, in seconds since the epoch."""
    try:
        moment = datetime.fromisoformat(text)
        if "T" not in text.upper() or moment.tzinfo is None:
            raise ValueError(text)
        return moment.astimezone(UTC).timestamp()
    except (ValueError, OverflowError):
        raise InvalidFields(
            expires_at="expires_at must be a date and time like 2030-10-28T18:30:19Z"
        ) from None


ACCESS_TOKEN_ROUTES: tuple[tuple[str, str, Act], ...] = (
    ("POST", "access-tokens", _create),
    ("GET", "access-tokens", _list),
    ("GET", "access-tokens/{uuid}", _get),
    ("PATCH", "access-tokens/{uuid}", _change),
    ("DELETE", "access-tokens/{uuid}", _delete),
)
