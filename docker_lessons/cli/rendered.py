"""The report of a rendering of the pages, as a terminal shows it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from docker_lessons.language import gettext, ngettext

if TYPE_CHECKING:
    from docker_lessons.jupyter import working_copy


def say(pages: list[working_copy.Rendered], folder: Path) -> None:
    """Prints where the pages are, and which are new, changed, renamed or updated."""
    made = sum(page.outcome == "made" for page in pages)
    yours = [page.page for page in pages if page.outcome in {"yours", "beside"}]
    if made:
        click.echo(
            ngettext(
                "Your pages: {folder} ({number} new)",
                "Your pages: {folder} ({number} new)",
                made,
                folder=folder,
            )
        )
    else:
        click.echo(gettext("Your pages: {folder}", folder=folder))
    if yours:
        click.echo("  " + gettext("kept as you changed them: {pages}", pages=", ".join(yours)))
    for page in pages:
        if line := _line(page):
            click.echo(f"  {line}")


def _line(page: working_copy.Rendered) -> str:
    facts = {"page": page.page, "other": page.path.name}
    if page.outcome == "beside":
        return gettext("a newer version of {page} is next to it: {other}", **facts)
    if page.outcome == "aside":
        return gettext("your {page} is kept as {other} until you switch back", **facts)
    if page.outcome == "updated":
        return gettext("brought up to date: {page}", page=page.page)
    return ""
