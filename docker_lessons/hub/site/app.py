"""The application of pages and API: which address is what, and how every answer is protected."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote

from aiohttp import web

from docker_lessons.hub.api import add_api
from docker_lessons.hub.api.errors import ApiRefusal
from docker_lessons.hub.site import lists, repository, sign_in
from docker_lessons.hub.site.rendering import STATIC
from docker_lessons.hub.site.visit import NotSignedIn, Refused, Visit
from docker_lessons.hub.strangers import guard
from docker_lessons.oci.store import DiskFull
from docker_lessons.trace import CLIENT_WENT_AWAY, note

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiohttp.typedefs import Handler, Middleware

    from docker_lessons.hub.hub import Hub

    Page = Callable[[Visit], Awaitable[web.Response]]

_LARGEST_FORM = 64 * 1024

_PROTECTION = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    # Not `no-referrer`: browsers would then send `Origin: null` with our own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Server": "practice-hub",
}

_PAGES: tuple[tuple[str, str, Page], ...] = (
    ("GET", "/", lists.first_page),
    ("GET", "/login", sign_in.sign_in_page),
    ("POST", "/login", sign_in.sign_in),
    ("POST", "/logout", sign_in.sign_out),
    ("GET", "/repositories", lists.own_repositories),
    ("GET", "/repositories/create", lists.new_page),
    ("POST", "/repositories/create", lists.create),
    ("GET", "/search", lists.search_page),
    ("GET", "/u/{namespace}", lists.account_page),
    ("GET", "/r/{namespace}/{name}", repository.overview),
    ("GET", "/r/{namespace}/{name}/tags", repository.tags),
    ("GET", "/r/{namespace}/{name}/tags/{tag}/delete", repository.delete_tag_page),
    ("POST", "/r/{namespace}/{name}/tags/{tag}/delete", repository.delete_tag),
    ("GET", "/r/{namespace}/{name}/settings", repository.settings),
    ("POST", "/r/{namespace}/{name}/settings/visibility", repository.set_visibility),
    ("POST", "/r/{namespace}/{name}/settings/description", repository.describe),
    ("POST", "/r/{namespace}/{name}/settings/delete", repository.delete),
)

_log = logging.getLogger(__name__)


def site_app(hub: Hub, *, owner: bool) -> web.Application:
    """Make the application for the Hub's `site_url`, or for the owner's socket."""
    guards = [] if owner else [guard(hub.site_url)]
    middlewares = [hub.trace.middleware("hub"), *guards, _answers(hub, owner=owner)]
    app = web.Application(middlewares=middlewares, client_max_size=_LARGEST_FORM)
    for method, address, page in _PAGES:
        # A slash at the end is a slip of the hand and leads to the same page.
        place = address if address == "/" else address + "{slash:/?}"
        handler = _handler(hub, page, owner=owner)
        if method == "GET":
            app.router.add_get(place, handler)
        else:
            app.router.add_post(place, handler)
    app.router.add_static("/static", STATIC)
    add_api(app, hub)
    app.on_response_prepare.append(_protect)
    return app


def _handler(hub: Hub, page: Page, *, owner: bool) -> Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        return await page(Visit(hub, request, owner=owner))

    return handle


async def _protect(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(_PROTECTION)
    if not request.path.startswith("/static/"):
        response.headers["Cache-Control"] = "no-store"


def _answers(hub: Hub, *, owner: bool) -> Middleware:
    """Make the middleware that answers whatever goes wrong: JSON for the API, else a page."""

    @web.middleware
    async def answer(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except ApiRefusal as error:
            return error.response()
        except NotSignedIn:
            visit = Visit(hub, request, owner=owner)
            place = quote(request.path.strip("/")) if request.method == "GET" else ""
            return visit.redirect(f"login?next={place}")
        except Refused as error:
            refused = error
        except web.HTTPException as error:
            refused = _explained(error)
        except DiskFull:
            refused = Refused(
                HTTPStatus.INSUFFICIENT_STORAGE,
                "The disk is full",
                "There was no room, so nothing was stored. Make room on the disk and try again.",
            )
        except ConnectionError:
            return web.Response(status=CLIENT_WENT_AWAY)
        except Exception:  # noqa: BLE001 - whatever it was, the reader gets a page
            # The log names the route, never a header or a body.
            _log.exception("The Hub failed at %s %s", request.method, request.path)
            refused = Refused(
                web.HTTPInternalServerError.status_code,
                "The practice Hub has failed",
                "This is not your doing. Go back and try again; the log of the practice world has "
                "the details.",
            )
        note(message=refused.sentence)
        if request.path.startswith("/v2/"):
            return ApiRefusal(refused.status, refused.sentence).response()
        return Visit(hub, request, owner=owner).page(
            "refused.html",
            status=refused.status,
            title=refused.title,
            sentence=refused.sentence,
            reasons=refused.values.get("reasons", []),
        )

    return answer


def _explained(error: web.HTTPException) -> Refused:
    if error.status == web.HTTPNotFound.status_code:
        return Refused(error.status, "No such page", "This practice Hub has no page here.")
    if error.status == web.HTTPMethodNotAllowed.status_code:
        return Refused(error.status, "Not this way", "This address takes no such request.")
    if error.status == web.HTTPRequestEntityTooLarge.status_code:
        return Refused(error.status, "Too much", "The form holds more than can be taken.")
    return Refused(error.status, error.reason, error.text or error.reason)
