"""`docker-lessons account`."""

import json
import os

import click

from docker_lessons.cli import localized
from docker_lessons.cli.presentation import columns
from docker_lessons.language import gettext
from docker_lessons.oci.docker_hub import TOKENS_URL
from docker_lessons.world import World


@localized.command()
@click.option("--json", "as_json", is_flag=True, help='{"username": ..., "password": ...}')
def command(as_json: bool) -> None:
    """Show the practice account and its password.

    The password was made for this world and opens nothing else.  If you open the Hub from JupyterLab, its
    sign-in page shows the password, too.
    """
    if "JPY_PARENT_PID" in os.environ:  # a notebook would keep it among its outputs
        raise click.ClickException(
            gettext(
                "A notebook is saved with its outputs, so a password must not be among them. "
                "Open a terminal and type it there: docker-lessons account"
            )
        )
    world = World.find()
    world.prepare()
    if not world.which_hub.has_pages:
        raise click.ClickException(
            gettext(
                "You publish to the registry {registry}, as {account}. The course doesn't have your password, and never asks "
                "for it.",
                registry=world.names.place,
                account=world.which_hub.account,
            )
        )
    if world.which_hub.is_real:
        raise click.ClickException(
            gettext(
                "You publish to the real Docker Hub, as {account}. The course doesn't have your password, "
                "and never asks for it. Access tokens are made at {page}",
                account=world.which_hub.account,
                page=TOKENS_URL,
            )
        )
    account = world.account()
    if as_json:
        click.echo(json.dumps({"username": account.username, "password": account.password}))
    else:
        rows = [
            (gettext("username"), account.username),
            (gettext("password"), account.password),
        ]
        click.echo("\n".join(columns(rows)))
