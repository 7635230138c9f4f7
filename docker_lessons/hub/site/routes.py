"""The addresses of the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from docker_lessons.hub.site import access_tokens, lists, repository, sign_in
from docker_lessons.hub.site.templating import STATIC
from docker_lessons.hub.site.visit import Visit

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiohttp.typedefs import Handler

    from docker_lessons.hub.hub import Hub

    Page = Callable[[Visit], Awaitable[web.Response]]

_TOKENS = f"/{access_tokens.PLACE}"

_PAGES: tuple[tuple[str, str, Page], ...] = (
    ("GET", "/", lists.first_page),
    ("GET", "/login", sign_in.sign_in_page),
    ("POST", "/login", sign_in.sign_in),
    ("POST", "/logout", sign_in.sign_out),
    ("GET", "/repositories", lists.own_repositories),
    ("GET", "/repositories/create", lists.new_page),
    ("POST", "/repositories/create", lists.create),
    ("GET", "/settings", access_tokens.settings),
    ("GET", _TOKENS, access_tokens.tokens),
    ("GET", _TOKENS + "/create", access_tokens.new_page),
    ("POST", _TOKENS + "/create", access_tokens.create),
    ("GET", _TOKENS + "/{uuid}", access_tokens.edit_page),
    ("POST", _TOKENS + "/{uuid}", access_tokens.edit),
    ("POST", _TOKENS + "/{uuid}/activate", access_tokens.activate),
    ("POST", _TOKENS + "/{uuid}/deactivate", access_tokens.deactivate),
    ("GET", _TOKENS + "/{uuid}/delete", access_tokens.delete_page),
    ("POST", _TOKENS + "/{uuid}/delete", access_tokens.delete),
    ("GET", "/search", lists.search_page),
    ("GET", "/u/{namespace}", lists.account_page),
    ("GET", "/r/{namespace}/{name}", repository.overview),
    ("GET", "/r/{namespace}/{name}/tags", repository.tags),
    ("GET", "/r/{namespace}/{name}/tags/{tag}/delete", repository.delete_tag_page),
    ("POST", "/r/{namespace}/{name}/tags/{tag}/delete", repository.delete_tag),
    ("GET", "/r/{namespace}/{name}/settings", repository.settings),
    ("POST", "/r/{namespace}/{name}/settings/visibility", repository.set_visibility),
    ("POST", "/r/{namespace}/{name}/settings/mutability", repository.set_immutable_tags),
    ("POST", "/r/{namespace}/{name}/settings/description", repository.describe),
    ("POST", "/r/{namespace}/{name}/settings/delete", repository.delete),
)


def add_pages(app: web.Application, hub: Hub, *, owner: bool) -> None:
    """Adds the pages and their style sheet; with `owner` the sign-in page shows the password."""
    for method, address, page in _PAGES:
        # A slash at the end is easily typed by mistake and leads to the same page.
        place = address if address == "/" else address + "{slash:/?}"
        handler = _handler(hub, page, owner=owner)
        if method == "GET":
            app.router.add_get(place, handler)
        else:
            app.router.add_post(place, handler)
    app.router.add_get("/static/{name}", _static)


async def _static(request: web.Request) -> web.StreamResponse:
    name = request.match_info["name"]
    if name not in {file.name for file in STATIC.iterdir()}:
        raise web.HTTPNotFound
    return web.FileResponse(STATIC / name)


def _handler(hub: Hub, page: Page, *, owner: bool) -> Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        return await page(Visit(hub, request, owner=owner))

    return handle
