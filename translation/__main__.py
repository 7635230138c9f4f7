"""`python -m translation`: brings catalogues up to date, checks and compiles them."""

from __future__ import annotations

import sys

import click

from translation import catalogues, checks, front


@click.group()
def group() -> None:
    """Translate docker-lessons. docs/translating.md says how."""


@group.command()
@click.argument("language", required=False)
def update(language: str | None) -> None:
    """Bring catalogues up to date with the code, and pages with catalogues; for a new LANGUAGE, begin them."""
    for each in [language] if language else catalogues.languages():
        for domain in catalogues.TEMPLATES:
            catalog = catalogues.update(each, domain)
            open_ones = sum(not checks.is_translated(message) for message in catalog if message.id)
            click.echo(
                f"{catalogues.path(each, domain)}: {len(catalog)} messages, {open_ones} not translated"
            )
    front.write()
    catalogues.compile_all()
    catalogues.write_pages()


@group.command()
def check() -> None:
    """Say what is wrong with the catalogues, and which pages are not up to date with them."""
    found = [
        f"{language}, {domain}: {problem}"
        for domain, template in catalogues.TEMPLATES.items()
        for language in catalogues.languages()
        for problem in checks.problems(catalogues.read(language, domain), template())
    ]
    found += [f"not up to date (make messages): {file}" for file in catalogues.stale_pages()]
    for line in found:
        click.echo(line, err=True)
    sys.exit(1 if found else 0)


@group.command(name="compile")
def compile_catalogues() -> None:
    """Compile the program's catalogues."""
    catalogues.compile_all()


if __name__ == "__main__":
    group()
