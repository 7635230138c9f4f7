"""All that is on an engine, to compare before and after, and to remove what came between."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote

from docker_lessons.course_check import engine_api
from docker_lessons.world.failure import WorldError

_NAMELESS = "<none>"


@dataclass(frozen=True)
class Inventory:
    """What there was at one moment, as `(kind, what)` pairs that read as phrases."""

    images: frozenset[str]
    """IDs, those of builds' steps too (`docker images -a`)."""
    names: frozenset[tuple[str, str]]
    """Names with their tag, and names with their digest, each with the image's ID."""
    containers: frozenset[tuple[str, str, str]]
    """ID, name and image's ID; not the state, since containers live a life of their own."""
    volumes: frozenset[str]
    networks: frozenset[tuple[str, str]]

    def lost(self, after: Inventory) -> list[str]:
        """What was here and is there no more, or is not the same: a phrase each."""
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
        """Whatever is not as it was: a phrase each."""
        gone = [f"{what} is gone" for what in self.lost(after)]
        return [*gone, *(f"{what} is new" for what in after.lost(self))]


NOTHING = Inventory(frozenset(), frozenset(), frozenset(), frozenset(), frozenset())
"""What an engine holds that is new."""


def take(socket: Path) -> Inventory:
    """Look through an engine.  Raises: WorldError when it does not answer or refuses."""
    images = _rows(socket, "/images/json?all=1")
    containers = _rows(socket, "/containers/json?all=1")
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


def remove_new(socket: Path, before: Inventory) -> None:
    """Remove each container, name and image that was not there before."""
    now = take(socket)
    for container, _, _ in now.containers - before.containers:
        engine_api.ask(socket, "DELETE", f"/containers/{container}?force=1&v=1")
    for name, _ in now.names - before.names:
        engine_api.ask(socket, "DELETE", f"/images/{quote(name, safe='/:@')}")
    # Some stand on others, which go with them or must wait for them.
    left = (now.images & take(socket).images) - before.images
    while left:
        for image in left:
            engine_api.ask(socket, "DELETE", f"/images/{image}?force=1")
        still = left & take(socket).images
        if still == left:
            raise WorldError(f"The engine keeps {', '.join(sorted(left))}.")
        left = still


def _names(row: dict[str, Any]) -> list[str]:
    found = [*(row.get("RepoTags") or ()), *(row.get("RepoDigests") or ())]
    return [str(name) for name in found if not str(name).startswith(_NAMELESS)]


def _rows(socket: Path, path: str, within: str = "") -> list[dict[str, Any]]:
    status, answer = engine_api.ask(socket, "GET", path)
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.NOT_IMPLEMENTED):
        return []  # the practice engine has neither volumes nor networks
    if status != HTTPStatus.OK:
        raise WorldError(f"The engine refuses {path}: {answer.get('message', status)}")
    return list((answer.get(within) if within else answer) or ())
