"""Signing in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from docker_lessons.hub.accounts import TooManyTries, WrongPassword
from docker_lessons.language import N_, gettext, ngettext
from docker_lessons.trace import note

if TYPE_CHECKING:
    from docker_lessons.hub.site.visit import Visit

WRONG = N_("Incorrect username or password. Please type both again.")


async def sign_in_page(visit: Visit) -> web.Response:
    """Shows the sign-in form."""
    place = visit.place_after_sign_in(visit.request.query.get("next", ""))
    if visit.account:
        return visit.redirect(place)
    return _form(visit, place)


async def sign_in(visit: Visit) -> web.Response:
    """Signs in with the name and password of the form."""
    form = await visit.form()
    place = visit.place_after_sign_in(form.get("next", ""))
    name = form.get("username", "").strip()
    note(account=name)
    try:
        account = await visit.hub.accounts.authenticate(name, form.get("password", ""))
    except WrongPassword:
        note(message="incorrect username or password")
        return _form(
            visit, place, username=name, error=gettext(WRONG), status=web.HTTPForbidden.status_code
        )
    except TooManyTries as error:
        note(message=str(error))
        sentence = ngettext(
            "Too many wrong passwords for this account; wait {number} second and try again.",
            "Too many wrong passwords for this account; wait {number} seconds and try again.",
            error.wait,
        )
        return _form(
            visit,
            place,
            username=name,
            error=sentence,
            status=web.HTTPTooManyRequests.status_code,
        )
    response = visit.redirect(place)
    # A new key: one that somebody else knew before (session fixation) is worth nothing.
    visit.keep(response, visit.hub.sessions.begin(account))
    return response


async def sign_out(visit: Visit) -> web.Response:
    """Signs out."""
    await visit.form()
    visit.hub.sessions.end(visit.key)
    response = visit.redirect("login", "signed-out")
    visit.keep(response, visit.hub.sessions.new_key())
    return response


def _form(
    visit: Visit, place: str, *, username: str = "", error: str = "", status: int = 200
) -> web.Response:
    shown = visit.hub.shown_password if visit.owner else None
    return visit.page(
        "sign_in.html",
        status=status,
        next=place,
        username=username,
        error=error,
        shown=shown() if shown else None,
    )
