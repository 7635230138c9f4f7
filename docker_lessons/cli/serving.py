"""The start of a world's service with the chosen engine and Hub, which `start` and `lab` have in common."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass

import click

from docker_lessons.cli import leftovers
from docker_lessons.cli.presentation import engine_lines
from docker_lessons.language import gettext
from docker_lessons.world import Names, World, choice, which_hub
from docker_lessons.world.engine import Engine
from docker_lessons.world.failure import HubChoiceError
from docker_lessons.world.which_hub import DOCKER_IO, PRACTICE, WhichHub


@dataclass(frozen=True)
class Chosen:
    """What the command line or the environment chooses; None for what stays as it is."""

    engine: str | None = None
    hub: str | None = None
    account: str | None = None
    registry: str | None = None
    authority: str | None = None


def serve(world: World, chosen: Chosen, *, pin: bool, new_ports: bool = False) -> bool:
    """Starts the service if it does not run, prints what runs, and tells whether engine, Hub or names changed.

    Raises:
        WorldError: When the service did not start, or the engine or the Hub cannot be used.
    """
    before, names = world.engine, world.names
    stays, published_to = leftovers.elsewhere(world), world.which_hub.key
    hub = chosen_hub(world.which_hub, chosen)
    choice.start(world, chosen.engine, hub=hub, pin=pin, new_ports=new_ports, tell=click.echo)
    if not world.which_hub.has_pages:
        click.echo(
            gettext(
                "You publish to the registry {registry}: {target}. The course pushes, creates and deletes nothing there; "
                "only you do.",
                registry=world.names.place,
                target=world.names.target,
            )
        )
    elif world.which_hub.is_real:
        click.echo(
            gettext(
                "You publish to the real Docker Hub, as {account}: {target}, for all to see. "
                "The course pushes, creates and deletes nothing there; only you do.",
                account=world.which_hub.account,
                target=world.names.target,
            )
        )
    else:
        click.echo(
            gettext(
                "The practice world is running: registry {registry}, Hub {hub}",
                registry=world.registry_url,
                hub=world.hub_url,
            )
        )
    engine = engine_lines(world, in_a_sentence=True)
    if world.which_hub.key == published_to:
        stays = []
    for line in (*engine, *world.notices(), *_changes(before, names, world), *stays):
        click.echo(line)
    return not before.is_same(world.engine) or names != world.names


def chosen_hub(kept: WhichHub, chosen: Chosen) -> WhichHub | None:
    """Returns the Hub or the registry that is chosen, None for no choice; asks for the Docker ID where it is missing.

    What is not chosen stays as it was `kept`.

    Raises:
        HubChoiceError: When the account is missing and nobody can be asked, or is no Docker ID.
        RegistryAwayError: When no registry answers at the address.
    """
    typed = chosen_registry(chosen)
    if typed is not None:
        return which_hub.choose_registry(kept, typed, chosen.account, chosen.authority)
    if chosen.hub is None and chosen.account is None:
        return None
    account = chosen.account
    by_option = chosen.account != (os.environ.get(which_hub.ACCOUNT) or None)
    if chosen.hub is None and not kept.is_real and not by_option:
        return None  # the variable alone chooses nothing
    if chosen.hub == DOCKER_IO and not (account or kept.account) and sys.stdin.isatty():
        account = click.prompt(
            gettext("Your Docker ID on Docker Hub (no password):"), type=str, prompt_suffix=" "
        )
    return which_hub.choose(kept, chosen.hub, account)


def chosen_registry(chosen: Chosen) -> str | None:
    """Returns the address of the registry that is chosen, None if a Hub or nothing is chosen.

    If both a registry and a Hub are chosen, an option beats an environment variable.

    Raises:
        HubChoiceError: When both are chosen by options, or both by variables.
    """
    if chosen.registry is None or chosen.hub is None:
        return chosen.registry or None
    by_option = chosen.registry != os.environ.get(which_hub.REGISTRY_CHOICE)
    if by_option == (chosen.hub != os.environ.get(which_hub.CHOICE)):
        raise HubChoiceError(
            gettext("You publish to one place: choose either --hub or --registry, not both.")
        )
    return chosen.registry if by_option else None


def _changes(before: Engine, names: Names, world: World) -> list[str]:
    """Returns lines for the learner about a change of names, port or engine."""
    now = world.names
    lines = []
    if now.hub != names.hub and now.hub == DOCKER_IO:
        lines.append(
            gettext("The course's names are now yours: you push {target}.", target=now.target)
        )
    if now.bear_an_address and now.place != names.place and not world.capabilities.asks_for_log_in:
        lines.append(
            gettext(
                "The course's names now begin with {prefix}: you push {target}, without a login.",
                prefix=f"{now.place}/",
                target=now.target,
            )
        )
    elif now.bear_an_address and now.place != names.place:
        lines.append(
            gettext(
                "The course's names now begin with {prefix}: you push {target}, and you log in with {log_in}.",
                prefix=f"{now.place}/",
                target=now.target,
                log_in=now.log_in,
            )
        )
    same_kind = now.hub == names.hub == PRACTICE
    if same_kind and now.bear_an_address and names.registry not in ("", now.registry):
        lines.append(
            gettext(
                "The registry has a new port. Names on your Docker that begin with {prefix} stay, but nothing answers "
                "there anymore: add a new name with docker tag, or remove the old one with docker rmi.",
                prefix=names.prefix,
            )
        )
    if before.capabilities.engine_is_shared and not world.engine.capabilities.engine_is_shared:
        lines.append(
            gettext(
                "What the course made on your own Docker stays there. To remove it: "
                "docker-lessons start --engine docker, then docker-lessons reset."
            )
        )
    return lines
