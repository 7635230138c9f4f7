"""`docker-lessons account`."""

import json
import os

import click

from docker_lessons.world import World


@click.command()
@click.option("--json", "as_json", is_flag=True, help='{"username": ..., "password": ...}')
def command(as_json: bool) -> None:
    """Show the practice account and its password.

    The password was made for this world alone and opens nothing else.  The Hub's sign-in page shows it as well,
    where JupyterLab opens that page.
    """
    if "JPY_PARENT_PID" in os.environ:  # a notebook would keep it among its outputs
        raise click.ClickException(
            "A notebook is saved with its outputs, so it must not hold a password. "
            "Open a terminal beside it and type there: docker-lessons account"
        )
    world = World.find()
    world.prepare()
    account = world.account()
    if as_json:
        click.echo(json.dumps({"username": account.username, "password": account.password}))
    else:
        click.echo(f"username  {account.username}\npassword  {account.password}")
