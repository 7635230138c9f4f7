"""Pages of one repository: overview, tags, settings, deletion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import web

from docker_lessons.hub.site.visit import Refused
from docker_lessons.hub.valid_names import DESCRIPTION_LENGTH, InvalidName
from docker_lessons.trace import note

if TYPE_CHECKING:
    from docker_lessons.hub.content import Repository
    from docker_lessons.hub.site.visit import Visit

_SOME = 5


async def overview(visit: Visit) -> web.Response:
    """Shows the description, the commands and the last tags."""
    repository = _seen(visit)
    tags = visit.hub.content.tags(repository)
    return _page(visit, "repository.html", repository, tags=tags[:_SOME])


async def tags(visit: Visit) -> web.Response:
    """Shows all tags."""
    repository = _seen(visit)
    return _page(visit, "tags.html", repository, tags=visit.hub.content.tags(repository))


async def settings(visit: Visit) -> web.Response:
    """Shows the forms for visibility, description and deletion."""
    return _settings(visit, _owned(visit))


async def set_visibility(visit: Visit) -> web.Response:
    """Changes the visibility as the form says."""
    repository = _owned(visit)
    form = await visit.form()
    chosen = form.get("visibility", "")
    if chosen not in {"public", "private"}:
        return _settings(visit, repository, visibility_error="Choose public or private.")
    visit.hub.repositories.set_private(repository, is_private=chosen == "private")
    return visit.redirect(f"r/{repository.path}/settings", chosen)


async def describe(visit: Visit) -> web.Response:
    """Changes the description as the form says."""
    repository = _owned(visit)
    form = await visit.form()
    try:
        visit.hub.repositories.describe(repository, description=form.get("description", "").strip())
    except InvalidName as error:
        return _settings(visit, repository, description_error=str(error))
    return visit.redirect(f"r/{repository.path}/settings", "described")


async def delete(visit: Visit) -> web.Response:
    """Deletes the repository if its name was typed into the form."""
    repository = _owned(visit)
    form = await visit.form()
    typed = form.get("confirmation", "").strip()
    if typed not in {repository.name, repository.path}:
        sentence = (
            f"You typed “{typed}”, and the repository is called “{repository.name}”. "
            "Nothing was deleted."
        )
        return _settings(visit, repository, deletion_error=sentence)
    visit.hub.repositories.delete(repository)
    visit.hub.content.collect()
    return visit.redirect("repositories", "deleted")


async def delete_tag_page(visit: Visit) -> web.Response:
    """Asks whether to delete a tag."""
    repository = _owned(visit)
    tag = visit.hub.content.tag(repository, visit.request.match_info["tag"])
    if tag is None:
        raise _no_tag(visit)
    return _page(visit, "delete_tag.html", repository, tag=tag)


async def delete_tag(visit: Visit) -> web.Response:
    """Deletes a tag."""
    repository = _owned(visit)
    await visit.form()
    if not visit.hub.content.delete_tag(repository, visit.request.match_info["tag"]):
        raise _no_tag(visit)
    return visit.redirect(f"r/{repository.path}/tags", "tag-deleted")


def _seen(visit: Visit) -> Repository:
    """Returns the repository that the address names, if the visitor may see it.

    With `?as=stranger` its owner sees what somebody who is not signed in would see.
    """
    namespace, name = visit.request.match_info["namespace"], visit.request.match_info["name"]
    repository = visit.hub.repositories.find(namespace, name)
    viewer = None if _as_stranger(visit) else visit.account
    if repository is None or not repository.is_visible_to(viewer):
        raise Refused(
            web.HTTPNotFound.status_code,
            "Nothing to see here",
            f"There is no repository {namespace}/{name} that you may see.",
            reasons=_reasons(visit, namespace, name),
        )
    return repository


def _reasons(visit: Visit, namespace: str, name: str) -> list[str]:
    path = f"{namespace}/{name}"
    reasons = []
    if path != path.lower():
        reasons.append(f"Names are lower-case: perhaps {path.lower()} is meant.")
    if visit.hub.accounts.find(namespace) is None:
        reasons.append(f"There is no account called {namespace} here.")
    elif visit.account == namespace and not _as_stranger(visit):
        reasons.append("It is your namespace: you can create the repository, or push to it.")
    else:
        reasons.append("It may not exist. A slip in the name leads here, too.")
        reasons.append(
            "It may be private. Private repositories look as if they were not there to everybody "
            "but their owner."
        )
    return reasons


def _owned(visit: Visit) -> Repository:
    account = visit.member()
    repository = _seen(visit)
    if repository.namespace != account:
        raise Refused(
            web.HTTPForbidden.status_code,
            "This is somebody else's",
            f"{repository.path} belongs to {repository.namespace}; you are signed in as {account}.",
        )
    return repository


def _no_tag(visit: Visit) -> Refused:
    name = visit.request.match_info["tag"]
    return Refused(
        web.HTTPNotFound.status_code, "No such tag", f"The repository has no tag “{name}”."
    )


def _as_stranger(visit: Visit) -> bool:
    return visit.request.query.get("as") == "stranger"


def _page(
    visit: Visit, template: str, repository: Repository, *, status: int = 200, **values: Any
) -> web.Response:
    as_stranger = _as_stranger(visit)
    return visit.page(
        template,
        status=status,
        repository=repository,
        is_owner=visit.account == repository.namespace and not as_stranger,
        as_stranger=as_stranger,
        **values,
    )


def _settings(visit: Visit, repository: Repository, **errors: str) -> web.Response:
    shown = {"visibility_error": "", "description_error": "", "deletion_error": "", **errors}
    sentence = next(filter(None, errors.values()), "")
    if sentence:
        note(message=sentence)
    return _page(
        visit,
        "settings.html",
        repository,
        status=web.HTTPUnprocessableEntity.status_code if sentence else 200,
        description_length=DESCRIPTION_LENGTH,
        **shown,
    )
