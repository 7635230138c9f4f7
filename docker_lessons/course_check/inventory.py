"""All that an engine holds: compared before and after, with what is new removed."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from docker_lessons.course_check import engine_api
from docker_lessons.course_check.docker_place import At
from docker_lessons.world.engine import RELAY_LABEL
from docker_lessons.world.failure import WorldError

_NAMELESS = "<none>"


@dataclass(frozen=True)
class Inventory:
    """What an engine held at one moment."""

    images: frozenset[str]
    """IDs, those of builds' steps too (`docker images -a`), but not with containerd's image store.

    There Docker removes steps with an image that was built on them, even where others were built on them too.
    """
    names: frozenset[tuple[str, str]]
    """Names with their tag, and names with their digest, each with the image's ID."""
    containers: frozenset[tuple[str, str, str]]
    """ID, name and image's ID; not the state, which changes by itself."""
    volumes: frozenset[str]
    networks: frozenset[tuple[str, str]]

    def lost(self, after: Inventory) -> list[str]:
        """Returns a phrase for each thing that is gone or has changed in `after`."""
        return [
            *(f"the image {one}" for one in sorted(self.images - after.images)),
            *(f"the name {name} of {one}" for name, one in sorted(self.names - after.names)),
            *(
                f"the container {name} ({one}) of {image}"
                for one, name, image in sorted(self.containers - after.containers)
            ),
            *(f"the volume {one}" for one in sorted(self.volumes - after.volumes)),
            *(
                f"the network {name} ({one})"
                for one, name in sorted(self.networks - after.networks)
            ),
        ]

    def differences(self, after: Inventory) -> list[str]:
        """Returns a phrase for each thing that is gone or new in `after`."""
        gone = [f"{what} is gone" for what in self.lost(after)]
        return [*gone, *(f"{what} is new" for what in after.lost(self))]


NOTHING = Inventory(frozenset(), frozenset(), frozenset(), frozenset(), frozenset())
"""The inventory of an empty engine."""


def take(socket: At, *, relays: bool = True) -> Inventory:
    """Lists what the engine at `socket` holds, without the containers and images of relays where `relays` is False.

    Raises:
        WorldError: When it does not answer or refuses.
    """
    steps = "" if engine_api.keeps_images_in_containerd(socket) else "?all=1"
    images = _rows(socket, f"/images/json{steps}")
    containers = _rows(socket, "/containers/json?all=1")
    if not relays:
        images, containers = _without_relays(images), _without_relays(containers)
    return Inventory(
        images=frozenset(str(row["Id"]) for row in images),
        names=frozenset((name, str(row["Id"])) for row in images for name in _names(row)),
        containers=frozenset(
            (str(row["Id"]), str((row.get("Names") or ["/"])[0]).lstrip("/"), str(row["ImageID"]))
            for row in containers
        ),
        volumes=frozenset(str(row["Name"]) for row in _rows(socket, "/volumes", "Volumes")),
        networks=frozenset(
            (str(row["Id"]), str(row["Name"])) for row in _rows(socket, "/networks")
        ),
    )


def remove_new(socket: At, before: Inventory, *, relays: bool = True) -> None:
    """Removes each container, name and image that is not in `before`; `relays` as for `take`.

    Raises:
        WorldError: When the engine keeps an image.
    """
    now = take(socket, relays=relays)
    for container, _, _ in now.containers - before.containers:
        engine_api.ask(socket, "DELETE", f"/containers/{container}?force=1&v=1")
    for name, _ in now.names - before.names:
        engine_api.ask(socket, "DELETE", f"/images/{quote(name, safe='/:@')}")
    # An image of a build's step goes with the image that was built on it, or cannot go before it.
    still: frozenset[str] = frozenset()
    while left := take(socket, relays=relays).images - before.images:
        if left == still:
            raise WorldError(f"The engine keeps {', '.join(sorted(left))}.")
        for image in left:
            engine_api.ask(socket, "DELETE", f"/images/{image}?force=1")
        still = left


def _names(row: dict[str, Any]) -> list[str]:
    found = [*(row.get("RepoTags") or ()), *(row.get("RepoDigests") or ())]
    return [str(name) for name in found if not str(name).startswith(_NAMELESS)]


def _without_relays(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if RELAY_LABEL not in (row.get("Labels") or {})]


def _rows(socket: At, path: str, within: str = "") -> list[dict[str, Any]]:
    status, answer = engine_api.ask(socket, "GET", path)
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.NOT_IMPLEMENTED):
        return []  # the practice engine has neither volumes nor networks
    if status != HTTPStatus.OK:
        raise WorldError(f"The engine refuses {path}: {answer.get('message', status)}")
    return list((answer.get(within) if within else answer) or ())
