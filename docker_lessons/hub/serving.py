"""The Hub's two web applications: the registry, and the pages together with the API.

Pages and API share one application: the headers that protect its answers, and its answers to
failures, are here.
"""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote

from aiohttp import web

from docker_lessons.hub.api import ApiRefusal, add_api
from docker_lessons.hub.database import DamagedDatabase
from docker_lessons.hub.origins import guard, is_forwarded
from docker_lessons.hub.registry import add_registry
from docker_lessons.hub.site import NotSignedIn, Refused, Visit, add_pages, tongue
from docker_lessons.language import ENGLISH, gettext, speaking
from docker_lessons.oci.store import DiskFull
from docker_lessons.trace import CLIENT_WENT_AWAY, note

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler, Middleware

    from docker_lessons.hub.hub import Hub

_LARGEST_FORM = 64 * 1024
"""Bytes; the limit for the body of a form or of a call of the API."""

_PROTECTION = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    # Not `no-referrer`: browsers would then send `Origin: null` with our own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Server": "practice-hub",
}

_log = logging.getLogger(__name__)


def registry_app(hub: Hub) -> web.Application:
    """Returns the registry's application, for the loopback listener at the Hub's `registry_url`."""
    guarded = guard(hub.registry_url, forwarded=True)
    app = web.Application(middlewares=[hub.trace.middleware("registry"), _in_english, guarded])
    add_registry(app, hub)

    async def at_the_port_asked(request: web.Request, response: web.StreamResponse) -> None:
        """Names the token endpoint by the host and port that the client used."""
        challenge = response.headers.get("WWW-Authenticate", "")
        if challenge and is_forwarded(request.host, hub.registry_url):
            there = challenge.replace(hub.registry_url, f"http://{request.host}", 1)
            response.headers["WWW-Authenticate"] = there

    app.on_response_prepare.append(at_the_port_asked)
    return app


def site_app(hub: Hub, *, owner: bool) -> web.Application:
    """Returns the application of pages and API.

    Without `owner` it is for the loopback listener at the Hub's `site_url`. With `owner` it is for a
    socket that only the world's owner can reach, behind Jupyter's proxy: there the proxy checks Host
    and Origin, and the sign-in page shows the practice password.
    """
    guards = [] if owner else [guard(hub.site_url)]
    middlewares = [hub.trace.middleware("hub"), *guards, _answers(hub, owner=owner)]
    app = web.Application(middlewares=middlewares, client_max_size=_LARGEST_FORM)
    add_pages(app, hub, owner=owner)
    add_api(app, hub)
    app.on_response_prepare.append(_protect)
    return app


@web.middleware
async def _in_english(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answers as Docker Hub does, which knows no other language."""
    with speaking(ENGLISH):
        return await handler(request)


async def _protect(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(_PROTECTION)
    if not request.path.startswith("/static/"):
        response.headers["Cache-Control"] = "no-store"


def _answers(hub: Hub, *, owner: bool) -> Middleware:
    """Returns the middleware that answers every failure: with JSON for the API, else with a page.

    The API answers in English, as Docker Hub's does, and the pages in the visitor's language.
    """

    @web.middleware
    async def answer(request: web.Request, handler: Handler) -> web.StreamResponse:
        is_api = request.path.startswith("/v2/")
        with speaking(ENGLISH if is_api else tongue.of_request(request)):
            return await answered(request, handler)

    async def answered(request: web.Request, handler: Handler) -> web.StreamResponse:
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
                gettext("The disk is full"),
                gettext(
                    "There wasn't enough room, so nothing was stored. Free some space on the disk and try again."
                ),
            )
        except DamagedDatabase as error:
            refused = Refused(
                web.HTTPInternalServerError.status_code,
                gettext("The Hub's database is damaged"),
                str(error),
            )
        except ConnectionError:
            return web.Response(status=CLIENT_WENT_AWAY)
        except Exception:  # noqa: BLE001 - whatever it was, the reader gets a page
            # The log names the route, never a header or a body.
            _log.exception("The Hub failed at %s %s", request.method, request.path)
            refused = Refused(
                web.HTTPInternalServerError.status_code,
                gettext("The practice Hub has failed"),
                gettext(
                    "This isn't your fault. Go back and try again; the practice world's log has the details."
                ),
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
        return Refused(
            error.status,
            gettext("No such page"),
            gettext("This practice Hub has no page at this address."),
        )
    if error.status == web.HTTPMethodNotAllowed.status_code:
        return Refused(
            error.status,
            gettext("Not this way"),
            gettext("This address doesn't accept that kind of request."),
        )
    if error.status == web.HTTPRequestEntityTooLarge.status_code:
        return Refused(
            error.status,
            gettext("Too large"),
            gettext("The form contains more than the Hub can accept."),
        )
    return Refused(error.status, error.reason, error.text or error.reason)
