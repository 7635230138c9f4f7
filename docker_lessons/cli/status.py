"""`docker-lessons status`."""

import json
from typing import Any

import click

from docker_lessons.cli import localized
from docker_lessons.cli.presentation import columns, engine_lines, own_docker
from docker_lessons.language import N_, gettext
from docker_lessons.world import World, process


@localized.command()
@localized.option("--json", "as_json", is_flag=True, help="One JSON object.")
def command(as_json: bool) -> None:
    """Show whether the practice world is running, its three addresses, and which engine it uses.

    `state` is running or stopped; `engine`, `registry` and `hub` are the addresses (null before the first
    start), and `target` is the name that the course pushes.  `engine_kind` is practice or docker; with docker,
    `own_docker` has the socket, chosen_by, version and trouble of your own Docker, otherwise it is null.  `relay` has the
    container by which that Docker reaches the practice registry, and its trouble; null where it needs none.  The exit
    code is 0 for both states.
    """
    world = World.find()
    found = process.status(world)
    if as_json:
        click.echo(json.dumps(found | {"own_docker": own_docker(world)}, indent=2))
        return
    for line in columns(_rows(world, found)):
        click.echo(line)
    for notice in found.get("notices", []):
        click.echo(notice)
    if found["state"] == "stopped":
        click.echo(gettext("Start it: docker-lessons start"))


_STATES = {"running": N_("running"), "stopped": N_("stopped")}


def _rows(world: World, found: dict[str, Any]) -> list[tuple[str, str]]:
    hub = world.which_hub
    sentence = (
        N_("the real Docker Hub, with your account {account}")
        if hub.has_pages
        else N_("a registry of your own choice, with the account {account}")
    )
    return [
        (gettext("state"), gettext(_STATES[found["state"]])),
        (gettext("engine"), found["engine"]),
        *(("", line) for line in engine_lines(world)),
        (gettext("registry"), found["registry"] or gettext("not chosen yet")),
        (gettext("hub"), found["hub"] or gettext("not chosen yet")),
        *([("", gettext(sentence, account=hub.account))] if hub.is_real else []),
        (gettext("target"), found["target"] or gettext("not chosen yet")),
        (gettext("folder"), str(world.home)),
    ]
