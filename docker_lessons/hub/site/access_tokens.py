"""Account settings: the personal access tokens of the account that is signed in.

A token is shown in the answer to its creation and nowhere else. Names are those of Docker's documentation,
"Personal access tokens".
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from aiohttp import web

from docker_lessons.hub.accounts import (
    ADMIN,
    LABEL_LENGTH,
    PUBLIC_READ,
    READ,
    WRITE,
    InvalidExpiry,
    InvalidLabel,
    InvalidScope,
    TooManyTokens,
)
from docker_lessons.hub.site.visit import Refused
from docker_lessons.language import N_, gettext
from docker_lessons.trace import note

if TYPE_CHECKING:
    from docker_lessons.hub.accounts import AccessToken
    from docker_lessons.hub.site.visit import Visit

PLACE = "settings/personal-access-tokens"

PERMISSIONS = {
    ADMIN: (N_("Read, Write, Delete"), N_("Pull, push, delete, and change your repositories.")),
    WRITE: (N_("Read & Write"), N_("Pull and push. That's all this course needs.")),
    READ: (N_("Read-only"), N_("Pull from public and private repositories.")),
    PUBLIC_READ: (N_("Public Repo Read-only"), N_("Pull from public repositories.")),
}
"""What each scope is called, and what it is good for."""

_DAY = 24 * 3600
_EXPIRY = {
    "30": N_("30 days"),
    "60": N_("60 days"),
    "90": N_("90 days"),
    "365": N_("1 year"),
    "": N_("No expiration"),
}


async def settings(visit: Visit) -> web.Response:
    """Leads to the one page that account settings have."""
    visit.member()
    return visit.redirect(PLACE)


async def tokens(visit: Visit) -> web.Response:
    """Lists the tokens."""
    found = visit.hub.access_tokens.all(visit.member())
    return visit.page("access_tokens.html", tokens=found, permissions=_permissions())


async def new_page(visit: Visit) -> web.Response:
    """Shows the form of *Generate new token*."""
    visit.member()
    return _form(visit)


async def create(visit: Visit) -> web.Response:
    """Creates a token from the form and shows it, this once."""
    account = visit.member()
    form = await visit.form()
    label, scope, expiry = (form.get(name, "") for name in ("label", "scope", "expiry"))
    try:
        if expiry not in _EXPIRY:
            raise InvalidExpiry(gettext("Choose one of the expiration dates."))
        token, secret = visit.hub.access_tokens.create(
            account,
            label,
            [scope],
            expires=time.time() + int(expiry) * _DAY if expiry else None,
            creator_ip=visit.request.remote or "",
            creator_ua=visit.request.headers.get("User-Agent", ""),
        )
    except (InvalidLabel, InvalidScope, InvalidExpiry, TooManyTokens) as error:
        note(message=str(error))
        return _form(visit, label=label, scope=scope, expiry=expiry, error=str(error))
    return visit.page(
        "made_access_token.html",
        token=token,
        secret=secret,
        permission=gettext(PERMISSIONS[token.scope][0]),
        registry=visit.hub.prefix.rstrip("/"),
    )


async def edit_page(visit: Visit) -> web.Response:
    """Shows the form for a token's description."""
    token = _own(visit)
    return _edit(visit, token, token.label)


async def edit(visit: Visit) -> web.Response:
    """Changes a token's description as the form says."""
    token = _own(visit)
    form = await visit.form()
    label = form.get("label", "")
    try:
        visit.hub.access_tokens.change(token, label=label)
    except InvalidLabel as error:
        note(message=str(error))
        return _edit(visit, token, label, str(error))
    return visit.redirect(PLACE, "token-saved")


async def deactivate(visit: Visit) -> web.Response:
    """Deactivates a token."""
    return await _set_active(visit, is_active=False)


async def activate(visit: Visit) -> web.Response:
    """Activates a token again."""
    return await _set_active(visit, is_active=True)


async def delete_page(visit: Visit) -> web.Response:
    """Asks whether to delete a token."""
    return visit.page("delete_access_token.html", token=_own(visit))


async def delete(visit: Visit) -> web.Response:
    """Deletes a token."""
    token = _own(visit)
    await visit.form()
    visit.hub.access_tokens.delete(token)
    return visit.redirect(PLACE, "token-deleted")


async def _set_active(visit: Visit, *, is_active: bool) -> web.Response:
    token = _own(visit)
    await visit.form()
    visit.hub.access_tokens.change(token, is_active=is_active)
    return visit.redirect(PLACE, "token-active" if is_active else "token-inactive")


def _own(visit: Visit) -> AccessToken:
    token = visit.hub.access_tokens.find(visit.member(), visit.request.match_info["uuid"])
    if token is None:
        raise Refused(
            web.HTTPNotFound.status_code,
            gettext("No such token"),
            gettext("You have no access token at this address. It may have been deleted."),
        )
    return token


def _permissions() -> dict[str, tuple[str, str]]:
    return {scope: (gettext(name), gettext(about)) for scope, (name, about) in PERMISSIONS.items()}


def _form(
    visit: Visit, *, label: str = "", scope: str = WRITE, expiry: str = "30", error: str = ""
) -> web.Response:
    return visit.page(
        "new_access_token.html",
        status=web.HTTPUnprocessableEntity.status_code if error else 200,
        label=label,
        label_length=LABEL_LENGTH,
        scope=scope,
        permissions=_permissions(),
        expiry=expiry,
        expiries=[(days, gettext(text)) for days, text in _EXPIRY.items()],
        error=error,
    )


def _edit(visit: Visit, token: AccessToken, label: str, error: str = "") -> web.Response:
    return visit.page(
        "access_token.html",
        status=web.HTTPUnprocessableEntity.status_code if error else 200,
        token=token,
        label=label,
        label_length=LABEL_LENGTH,
        permissions=_permissions(),
        error=error,
    )
