"""The picture of host and Hub: names as labels on images, exactly as they were observed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docker_lessons.world.snapshot import Snapshot


def picture(snapshot: Snapshot | None, new: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """The snapshot as JSON for drawing; `new` has, by image ID, the names that came last."""
    host, hub = (snapshot.host, snapshot.hub) if snapshot else (None, None)
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
            for image in host.images
        ],
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
