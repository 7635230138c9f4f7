"""What keeps an image on the host: its names, and the containers that are made from it."""

from __future__ import annotations

from collections.abc import Iterator

from docker_lessons.findings.finding import Variant
from docker_lessons.lessons.diagnosis import Found
from docker_lessons.lessons.look import Look
from docker_lessons.world.snapshot import HostImage, HubTag

CREATED = "created"
RUNNING = frozenset({"running", "paused", "restarting"})
"""The states of a container whose program did not start, or has not ended. Source: Engine API, `ContainerState.Status`."""


def names_left(look: Look, image_id: str, *names: str) -> tuple[str, ...]:
    """Returns those of the names that are on the host, then the image's others."""
    kept = look.host.image(image_id)
    here = [name for name in names if look.host.named(name)]
    return (*here, *(name for name in (kept.names if kept else ()) if name not in here))


def nameless_image(look: Look, image_id: str) -> Found:
    """Finds that the image is here without a name. Facts: `id`."""
    kept = look.host.image(image_id)
    return {"id": kept.short} if kept and not kept.names else None


def keepers(look: Look, diff_ids: tuple[str, ...]) -> Iterator[HostImage]:
    """Yields the course's images that hold all these layers: while one is here, a pull fetches nothing."""
    return (one for one in look.own_images if one.holds_layers(diff_ids))


def in_the_way(look: Look, image_id: str, tag: HubTag | None, *names: str) -> tuple[str, ...]:
    """Returns what has to go for a pull of `tag` to fetch an image: its names and these, and what holds all its layers.

    An image without a name is told by its ID.
    """
    kept = look.host.image(image_id)
    found = dict.fromkeys(names_left(look, image_id, *names))
    for one in (*([kept] if kept else []), *keepers(look, tag.diff_ids if tag else ())):
        found |= dict.fromkeys(one.names or (one.id,))
    return tuple(found)


def in_use(look: Look, *image_ids: str) -> Found:
    """Finds a container that is made from one of the images, preferably one that runs.

    Variants: `running`, and `created` for one that was never started.

    Facts: its `name` and `state`; `all`, the names of all such containers.
    """
    using = look.containers_of(*image_ids)
    if not using:
        return None
    first = next((one for one in using if one.state in RUNNING), using[0])
    facts = {"name": first.name, "state": first.state, "all": " ".join(one.name for one in using)}
    if first.state == CREATED:
        return Variant(CREATED, facts)
    return Variant("running", facts) if first.state in RUNNING else facts


def containers_left(look: Look, image_id: str) -> Found:
    """Finds the containers that are made from the image. Facts: `names`, and `all` of them for a command."""
    names = tuple(one.name for one in look.containers_of(image_id))
    return {"names": names, "all": " ".join(names)} if names else None
