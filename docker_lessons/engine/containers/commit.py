"""A container becomes an image: ``docker commit``. Source: moby ``daemon/commit.go`` and ``image/image.go``."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from docker_lessons.engine.api import timestamp
from docker_lessons.engine.api.errors import Conflict
from docker_lessons.engine.containers import container as states
from docker_lessons.engine.images import image_config
from docker_lessons.engine.layers import tarball
from docker_lessons.engine.runtime import changes, users
from docker_lessons.engine.runtime.process import CannotStart

if TYPE_CHECKING:
    from docker_lessons.engine.containers.containers import Containers
    from docker_lessons.engine.containers.live import Live
    from docker_lessons.engine.images.image_config import RunConfig
    from docker_lessons.oci.reference import Reference


@dataclass(frozen=True)
class Wish:
    """What a client wants in the image; `config` overrides the container's."""

    reference: Reference | None = None
    author: str = ""
    comment: str = ""
    pause: bool = True
    config: RunConfig = field(default_factory=dict)


async def commit(containers: Containers, live: Live, wish: Wish) -> str:
    """Makes an image of a container's files and config, and returns its ID.

    Raises:
        Conflict: When the container is being removed, or its image was removed by force.
    """
    container = live.container
    if live.is_being_removed:
        raise Conflict(f"You cannot commit container {container.id} which is being removed")
    pauses = wish.pause and container.state.status == states.RUNNING
    if pauses:
        await containers.lifecycle.pause(live)
    try:
        return await _made(containers, live, wish)
    finally:
        if pauses and container.state.status == states.PAUSED:
            await containers.lifecycle.unpause(live)


async def _made(containers: Containers, live: Live, wish: Wish) -> str:
    store, container = containers.store, live.container

    def pack() -> Any:
        entries = changes.layer_of(
            *(live.root, _owner(live), list(container.config.get("Volumes") or ()))
        )
        return tarball.pack(entries, store.blobs)

    with store.holding():
        parent = store.image(container.image)
        if parent is None:
            raise Conflict(
                f"the image of container {container.name} was removed by force, and its layers with "
                "it; use docker export, which needs none"
            )
        layer = await asyncio.to_thread(pack)
        is_empty = layer.diff_id == tarball.EMPTY
        document = image_config.child(
            parent,
            config=_merged(wish.config, container.config),
            container_config=container.config,
            container=container.id,
            author=wish.author,
            comment=wish.comment,
            created=timestamp.rfc3339(time.time_ns()),
            created_by=" ".join(container.config.get("Cmd") or ()),
            diff_id=None if is_empty else layer.diff_id,
        )
        with store.change() as change:
            if not is_empty:
                change.add_layer(layer)
            image = change.add_image(document, parent.id)
            name = ""
            if wish.reference is not None:
                name = wish.reference.familiar
                change.set_reference(wish.reference, image)
                change.touch(image)
                change.event("tag", image, name)
            more = {"comment": wish.comment, "imageID": image, "imageRef": name}
            change.log("commit", "container", container.id, container.event_attributes(**more))
    return image


def _merged(config: RunConfig, below: RunConfig) -> RunConfig:
    """Returns a config with what it lacks taken from another one. Source: moby ``daemon/commit.go``, ``merge``."""
    merged = dict(config)
    for key in ("User", "WorkingDir", "StopSignal", "Shell", "Healthcheck", "OnBuild"):
        if not merged.get(key) and below.get(key):
            merged[key] = below[key]
    for key in ("ExposedPorts", "Labels", "Volumes"):
        merged[key] = {**(below.get(key) or {}), **(merged.get(key) or {})} or merged.get(key)
    environment = list(merged.get("Env") or ())
    names = {item.partition("=")[0] for item in environment}
    merged["Env"] = environment + [
        item for item in below.get("Env") or () if item.partition("=")[0] not in names
    ]
    if not merged.get("Entrypoint"):
        merged["Cmd"] = merged.get("Cmd") or below.get("Cmd")
        merged["Entrypoint"] = below.get("Entrypoint")
    return merged


def _owner(live: Live) -> tuple[int, int]:
    """Returns the user and group as which the container's program runs."""
    try:
        who = users.find(live.root, str(live.container.config.get("User") or ""))
    except CannotStart:
        return 0, 0
    return who.uid, who.gid
