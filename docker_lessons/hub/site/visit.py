"""One visit: a request to the pages, its visitor, and the answers to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from aiohttp import web

from docker_lessons.hub.forms import read_form
from docker_lessons.hub.site import tongue
from docker_lessons.hub.site.templating import templates
from docker_lessons.language import N_, current, gettext, translated, written
from docker_lessons.trace import note

if TYPE_CHECKING:
    from docker_lessons.hub.hub import Hub

OUT_OF_DATE = N_(
    "This form was out of date, so nothing was changed. Open the page again and send the form again."
)

_PREFIX = re.compile(r"(?:/[A-Za-z0-9._~@%+-]+)*")
_OWN_PLACE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*|")


class Refused(Exception):
    """A request that is refused; the page shows `sentence` under `title`."""

    def __init__(self, status: int, title: str, sentence: str, **values: Any) -> None:
        super().__init__(sentence)
        self.status = status
        self.title = title
        self.sentence = sentence
        self.values = values


class Visit:
    """A request to the pages, and its visitor."""

    def __init__(self, hub: Hub, request: web.Request, *, owner: bool) -> None:
        self.hub = hub
        self.request = request
        self.owner = owner
        self._had_key = request.cookies.get(hub.sessions.cookie, "")
        self.key = self._had_key or hub.sessions.new_key()
        self.account = hub.sessions.account(self.key) if self._had_key else None
        if self.account:
            note(account=self.account)

    @property
    def root(self) -> str:
        """The relative URL of the Hub's first page, valid behind any prefix."""
        return "../" * (self.request.path.count("/") - 1) or "./"

    def page(self, template: str, *, status: int = 200, **values: Any) -> web.Response:
        """Returns the page that `template` makes of `values`."""
        body = (
            templates()
            .get_template(template)
            .render(
                root=self.root,
                prefix=self.hub.prefix,
                account=self.account,
                form_token=self.hub.sessions.form_token(self.key),
                done=translated(_DONE.get(self.request.query.get("done", ""), "")),
                language=current().replace("_", "-"),
                direction=written.direction(current()),
                languages=tongue.switches(self.request),
                **values,
            )
        )
        response = web.Response(text=body, content_type="text/html", charset="utf-8", status=status)
        if not self._had_key:
            self.keep(response, self.key)
        if language := tongue.switched_to(self.request):
            self._set_cookie(response, tongue.COOKIE, language, max_age=tongue.SECONDS_KEPT)
        return response

    def redirect(self, place: str, done: str = "") -> web.Response:
        """Redirects to `place`, a path of this Hub without a slash in front; `done` names a message."""
        query = f"?done={done}" if done else ""
        return web.Response(
            status=web.HTTPSeeOther.status_code, headers={"Location": self.root + place + query}
        )

    def keep(self, response: web.Response, key: str) -> None:
        """Sets the cookie with `key`, for the Hub's pages only."""
        self._set_cookie(response, self.hub.sessions.cookie, key)

    def _set_cookie(
        self, response: web.Response, name: str, value: str, *, max_age: int | None = None
    ) -> None:
        forwarded = self.request.headers if self.owner else {}
        prefix = forwarded.get("X-Forwarded-Prefix", "").rstrip("/")
        protocol = forwarded.get("X-Forwarded-Proto", "").partition(",")[0].strip()
        response.set_cookie(
            name,
            value,
            max_age=max_age,
            path=prefix if prefix and _PREFIX.fullmatch(prefix) else "/",
            httponly=True,
            samesite="Lax",
            secure=protocol == "https",
        )

    async def form(self) -> dict[str, str]:
        """Returns the fields of a form that this Hub made for this visitor.

        Raises:
            Refused: When it is not one.
        """
        form = await read_form(self.request)
        token = form.pop("form_token", "")
        if not self._had_key or not self.hub.sessions.is_form_token(self.key, token):
            raise Refused(
                web.HTTPForbidden.status_code,
                gettext("That form didn't work"),
                gettext(OUT_OF_DATE),
            )
        return form

    def member(self) -> str:
        """Returns the account that is signed in.

        Raises:
            NotSignedIn: When nobody is.
        """
        if self.account is None:
            raise NotSignedIn
        return self.account

    def place_after_sign_in(self, place: str) -> str:
        """Returns where to go after signing in: `place` if it is a path of this Hub, else the list."""
        return place if place and _OWN_PLACE.fullmatch(place) else "repositories"


class NotSignedIn(Exception):
    """A page that needs somebody to be signed in."""


_DONE = {
    "created": N_("Your repository has been created. It's empty until you push to it."),
    "public": N_("The repository is public now: anyone can pull from it."),
    "private": N_("The repository is private now: only you can see it."),
    "mutability": N_("The setting has been saved."),
    "described": N_("The description has been saved."),
    "deleted": N_("The repository has been deleted, with all its tags."),
    "tag-deleted": N_("The tag has been deleted."),
    "token-saved": N_("The token has been saved."),
    "token-active": N_("The token is active again."),
    "token-inactive": N_(
        "The token is inactive now. Clients that are logged in with it can't use it."
    ),
    "token-deleted": N_(
        "The token has been deleted. Clients that are logged in with it can't use it anymore."
    ),
    "signed-out": N_("You're signed out. To the Hub, you're a stranger now."),
}
