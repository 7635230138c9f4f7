"""The report of a rendering of the pages, as a terminal shows it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from docker_lessons.jupyter import working_copy


def say(pages: list[working_copy.Rendered], folder: Path) -> None:
    """Prints where the pages are, and which are new, changed, renamed or updated."""
    made = sum(page.outcome == "made" for page in pages)
    yours = [page.page for page in pages if page.outcome in {"yours", "beside"}]
    click.echo(f"Your pages: {folder}" + (f" ({made} new)" if made else ""))
    if yours:
        click.echo(f"  kept as you changed them: {', '.join(yours)}")
    for page in pages:
        if page.outcome == "beside":
            click.echo(f"  a newer version of {page.page} lies beside it: {page.path.name}")
        elif page.outcome == "aside":
            click.echo(f"  your {page.page} waits as {page.path.name} until you come back")
        elif page.outcome == "updated":
            click.echo(f"  brought up to date: {page.page}")
