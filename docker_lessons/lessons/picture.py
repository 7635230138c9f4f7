"""The picture of host and Hub: names as labels on images, exactly as they were observed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from docker_lessons.world.snapshot import Host, HostImage, Snapshot


def picture(
    snapshot: Snapshot | None,
    new: Mapping[str, tuple[str, ...]],
    concerns: Callable[[HostImage], bool] = lambda _: True,
) -> dict[str, Any]:
    """Returns the snapshot as JSON for drawing; `new` has, by image ID, the names that came last.

    `concerns` tells the images that are drawn; the others, and their containers, are counted.
    """
    host, hub = (snapshot.host, snapshot.hub) if snapshot else (None, None)
    shown = [image for image in host.images if concerns(image)] if host else []
    return {
        "host": None
        if host is None
        else [
            {
                "id": image.id,
                "names": list(image.names),
                "layers": len(image.diff_ids),
                "new": list(new.get(image.id, ())),
            }
            for image in shown
        ],
        "others": _others(host, shown),
        "hub": None
        if hub is None
        else [
            {
                "repository": repository.full_name,
                "visibility": "private" if repository.private else "public",
                "tags": [
                    {"name": tag.name, "digest": tag.digest, "image": tag.image}
                    for tag in repository.tags
                ],
            }
            for repository in hub.repositories
        ],
        "log_in": snapshot.log_in.username
        if snapshot and snapshot.log_in and snapshot.log_in.accepted
        else None,
    }


def _others(host: Host | None, shown: list[HostImage]) -> dict[str, int]:
    if host is None:
        return {"images": 0, "containers": 0}
    ours = {image.id for image in shown}
    return {
        "images": len(host.images) - len(shown),
        "containers": sum(container.image_id not in ours for container in host.containers),
    }
