"""Pages of one repository: overview, tags, settings, deletion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import web

from docker_lessons.hub.content import InvalidRule, TagImmutable
from docker_lessons.hub.site.visit import Refused
from docker_lessons.hub.valid_names import DESCRIPTION_LENGTH, InvalidName
from docker_lessons.language import gettext, ngettext
from docker_lessons.trace import note

if TYPE_CHECKING:
    from docker_lessons.hub.content import Repository
    from docker_lessons.hub.site.visit import Visit

_SOME = 5
_ON_A_PAGE = 25


async def overview(visit: Visit) -> web.Response:
    """Shows the description, the commands and the last tags."""
    repository = _seen(visit)
    tags = visit.hub.content.tags(repository, 0, _SOME)
    return _page(visit, "repository.html", repository, tags=tags)


async def tags(visit: Visit) -> web.Response:
    """Shows the tags, some on each page."""
    repository = _seen(visit)
    pages = max(1, -(-repository.tags // _ON_A_PAGE))
    asked = visit.request.query.get("page", "1")
    number = int(asked) if asked.isdecimal() and len(asked) <= len(str(pages)) else 0
    if not 1 <= number <= pages:
        raise Refused(
            web.HTTPNotFound.status_code,
            gettext("No such page"),
            ngettext(
                "The tags of {name} have {number} page.",
                "The tags of {name} have {number} pages.",
                pages,
                name=repository.path,
            ),
        )
    found = visit.hub.content.tags(repository, (number - 1) * _ON_A_PAGE, _ON_A_PAGE)
    return _page(visit, "tags.html", repository, tags=found, number=number, pages=pages)


async def settings(visit: Visit) -> web.Response:
    """Shows the forms for visibility, description and deletion."""
    return _settings(visit, _owned(visit))


async def set_visibility(visit: Visit) -> web.Response:
    """Changes the visibility as the form says."""
    repository = _owned(visit)
    form = await visit.form()
    chosen = form.get("visibility", "")
    if chosen not in {"public", "private"}:
        return _settings(visit, repository, visibility_error=gettext("Choose public or private."))
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


async def set_immutable_tags(visit: Visit) -> web.Response:
    """Changes which tags are immutable, as the form says."""
    repository = _owned(visit)
    form = await visit.form()
    chosen = form.get("mutability", "")
    rules = [line.strip() for line in form.get("rules", "").splitlines() if line.strip()]
    error = ""
    if chosen not in {"mutable", "immutable", "specific"}:
        error = gettext("Choose one of the three.")
    elif chosen == "specific" and not rules:
        error = gettext("Type at least one rule, for example ^v.*")
    else:
        try:
            visit.hub.repositories.set_immutable_tags(
                repository,
                enabled=chosen != "mutable",
                rules=rules if chosen == "specific" else [],
            )
        except InvalidRule as refusal:
            error = str(refusal)
    if error:
        return _settings(
            visit, repository, mutability=chosen, rules="\n".join(rules), mutability_error=error
        )
    return visit.redirect(f"r/{repository.path}/settings", "mutability")


async def delete(visit: Visit) -> web.Response:
    """Deletes the repository if its name was typed into the form."""
    repository = _owned(visit)
    form = await visit.form()
    typed = form.get("confirmation", "").strip()
    if typed not in {repository.name, repository.path}:
        sentence = gettext(
            "You typed “{typed}”, but the repository is called “{name}”. Nothing was deleted.",
            typed=typed,
            name=repository.name,
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
    if repository.is_immutable(tag.name):
        raise _immutable(tag.name)
    return _page(visit, "delete_tag.html", repository, tag=tag)


async def delete_tag(visit: Visit) -> web.Response:
    """Deletes a tag."""
    repository = _owned(visit)
    await visit.form()
    try:
        found = visit.hub.content.delete_tag(repository, visit.request.match_info["tag"])
    except TagImmutable as error:
        raise _immutable(error.tag) from None
    if not found:
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
            gettext("Nothing to see here"),
            gettext("There's no repository {name} that you can see.", name=f"{namespace}/{name}"),
            reasons=_reasons(visit, namespace, name),
        )
    return repository


def _reasons(visit: Visit, namespace: str, name: str) -> list[str]:
    path = f"{namespace}/{name}"
    reasons = []
    if path != path.lower():
        reasons.append(gettext("Names are lowercase: did you mean {name}?", name=path.lower()))
    if visit.hub.accounts.find(namespace) is None:
        reasons.append(gettext("There's no account called {name} here.", name=namespace))
    elif visit.account == namespace and not _as_stranger(visit):
        reasons.append(
            gettext("It's your namespace, so you can create the repository, or push to it.")
        )
    else:
        reasons.append(gettext("It may not exist. Check the name for a typo."))
        reasons.append(
            gettext(
                "It may be private. To everyone but its owner, a private repository looks as if it "
                "didn't exist."
            )
        )
    return reasons


def _owned(visit: Visit) -> Repository:
    account = visit.member()
    repository = _seen(visit)
    if repository.namespace != account:
        raise Refused(
            web.HTTPForbidden.status_code,
            gettext("This belongs to somebody else"),
            gettext(
                "{name} belongs to {owner}; you are signed in as {account}.",
                name=repository.path,
                owner=repository.namespace,
                account=account,
            ),
        )
    return repository


def _immutable(tag: str) -> Refused:
    return Refused(
        web.HTTPForbidden.status_code,
        gettext("This tag is immutable"),
        gettext(
            "The tag “{tag}” can't be deleted or moved to another image. In the repository's settings, its owner can "
            "change which tags are immutable.",
            tag=tag,
        ),
    )


def _no_tag(visit: Visit) -> Refused:
    name = visit.request.match_info["tag"]
    return Refused(
        web.HTTPNotFound.status_code,
        gettext("No such tag"),
        gettext("The repository has no tag “{name}”.", name=name),
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


def _settings(
    visit: Visit,
    repository: Repository,
    *,
    mutability: str = "",
    rules: str = "",
    **errors: str,
) -> web.Response:
    names = ("visibility_error", "mutability_error", "description_error", "deletion_error")
    shown = {name: errors.get(name, "") for name in names}
    sentence = next(filter(None, errors.values()), "")
    kept = repository.immutable_tags_rules
    now = "mutable" if not repository.immutable_tags else "specific" if kept else "immutable"
    if sentence:
        note(message=sentence)
    return _page(
        visit,
        "settings.html",
        repository,
        status=web.HTTPUnprocessableEntity.status_code if sentence else 200,
        description_length=DESCRIPTION_LENGTH,
        mutability=mutability or now,
        rules=rules or "\n".join(kept),
        **shown,
    )
