"""Pages that list repositories (first page, own, an account's, search), and *Create repository*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from docker_lessons.hub.content import RepositoryExists
from docker_lessons.hub.site.visit import Refused
from docker_lessons.hub.valid_names import DESCRIPTION_LENGTH, RESERVED_NAMESPACE, InvalidName
from docker_lessons.language import gettext
from docker_lessons.trace import note

if TYPE_CHECKING:
    from docker_lessons.hub.site.visit import Visit


async def first_page(visit: Visit) -> web.Response:
    """Shows visitors who are signed in their repositories, and others what this Hub is."""
    if visit.account:
        return await own_repositories(visit)
    return visit.page("first.html", repositories=visit.hub.repositories.seen_by(None))


async def own_repositories(visit: Visit) -> web.Response:
    """Lists the repositories of the account that is signed in."""
    namespace = visit.member()
    return visit.page(
        "repositories.html",
        repositories=visit.hub.repositories.seen_by(
            namespace, namespace=namespace, ordering="-last_updated"
        ),
    )


async def account_page(visit: Visit) -> web.Response:
    """Lists the repositories of an account that the visitor may see."""
    name = visit.request.match_info["namespace"]
    if visit.hub.accounts.find(name) is None:
        if name == RESERVED_NAMESPACE:
            sentence = gettext(
                "The namespace library is where official images are. On this practice Hub it belongs "
                "to nobody, and nobody can push to it."
            )
        else:
            sentence = gettext(
                "There's no account called “{name}” on this practice Hub.", name=name
            )
        raise Refused(web.HTTPNotFound.status_code, gettext("No such account"), sentence)
    return visit.page(
        "account.html",
        name=name,
        repositories=visit.hub.repositories.seen_by(visit.account, namespace=name),
    )


async def search_page(visit: Visit) -> web.Response:
    """Lists the public repositories that match the search."""
    text = visit.request.query.get("q", "").strip()
    return visit.page(
        "search.html", text=text, repositories=visit.hub.repositories.seen_by(None, text=text)
    )


async def new_page(visit: Visit) -> web.Response:
    """Shows the form of *Create repository*."""
    visit.member()
    return _new_form(visit)


async def create(visit: Visit) -> web.Response:
    """Creates a repository from the form *Create repository*."""
    namespace = visit.member()
    form = await visit.form()
    name = form.get("name", "").strip()
    description = form.get("description", "").strip()
    visibility = form.get("visibility", "")
    error = ""
    wanted = form.get("namespace", namespace)
    if wanted != namespace:
        error = gettext(
            "You don't have permission to create repositories in the namespace “{wanted}”. "
            "Yours is “{namespace}”.",
            wanted=wanted,
            namespace=namespace,
        )
    elif visibility not in {"public", "private"}:
        error = gettext("Choose whether the repository is public or private.")
    else:
        try:
            repository = visit.hub.repositories.create(
                namespace, name, is_private=visibility == "private", description=description
            )
        except (InvalidName, RepositoryExists) as refusal:
            error = str(refusal)
        else:
            return visit.redirect(f"r/{repository.path}", "created")
    note(message=error)
    return _new_form(
        visit,
        name=name,
        description=description,
        visibility=visibility,
        error=error,
        status=web.HTTPUnprocessableEntity.status_code,
    )


def _new_form(
    visit: Visit,
    *,
    name: str = "",
    description: str = "",
    visibility: str = "public",
    error: str = "",
    status: int = 200,
) -> web.Response:
    return visit.page(
        "new.html",
        status=status,
        name=name,
        description=description,
        visibility=visibility,
        error=error,
        description_length=DESCRIPTION_LENGTH,
    )
