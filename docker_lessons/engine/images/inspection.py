"""Inspect and history: what the Engine API says of one image.

Source: moby ``api/swagger.yaml`` (``ImageInspect``, ``HistoryResponseItem``) and its ``daemon/images``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docker_lessons.engine.api import timestamp
from docker_lessons.engine.api.errors import BadParameter
from docker_lessons.engine.images.image_config import ordered
from docker_lessons.engine.images.listing import DRIVER, NO_VIRTUAL_SIZE, size_of

if TYPE_CHECKING:
    from docker_lessons.engine.api.wire import Version
    from docker_lessons.engine.images.image_store import ImageStore
    from docker_lessons.engine.images.model import Image


def inspect(store: ImageStore, image: Image, version: Version) -> dict[str, Any]:
    """Returns everything that the API says of one image (``ImageInspect``)."""
    names = store.names_of(image.id)
    document = image.document
    history = image.history
    size = size_of(store, image)
    result: dict[str, Any] = {
        "Id": image.id,
        "RepoTags": [name.familiar for name in names if name.digest is None],
        "RepoDigests": [name.familiar for name in names if name.digest is not None],
        "Parent": image.parent or "",
        "Comment": document.get("comment") or (history[-1].get("comment") if history else "") or "",
        "Created": timestamp.rfc3339(image.created),
        "Container": document.get("container") or "",
        "ContainerConfig": ordered(document.get("container_config") or {}),
        "DockerVersion": document.get("docker_version") or "",
        "Author": document.get("author") or "",
        "Config": None if image.run_config is None else ordered(image.run_config),
        "Architecture": document.get("architecture") or "",
        "Os": document.get("os") or "linux",
        "Size": size,
    }
    if document.get("variant"):
        result["Variant"] = document["variant"]
    if version < NO_VIRTUAL_SIZE:
        result["VirtualSize"] = size
    rootfs: dict[str, Any] = {"Type": "layers"}
    if image.diff_ids:
        rootfs["Layers"] = list(image.diff_ids)
    result["GraphDriver"] = {"Data": None, "Name": DRIVER}
    result["RootFS"] = rootfs
    result["Metadata"] = {"LastTagTime": image.tagged or timestamp.ZERO}
    return result


def history(store: ImageStore, image: Image) -> list[dict[str, Any]]:
    """Returns the steps that made an image, the last one first.

    Raises:
        BadParameter: When the config lists more layers in its history than the image has.
    """
    layers = store.layers(image)
    steps: list[dict[str, Any]] = []
    for step in image.history:
        size = 0
        if not step.get("empty_layer"):
            if not layers:
                raise BadParameter("too many non-empty layers in History section")
            size = layers.pop(0).content
        steps.append(
            {
                "Comment": step.get("comment") or "",
                "Created": timestamp.nanoseconds(str(step.get("created") or timestamp.ZERO))
                // timestamp.SECOND,
                "CreatedBy": step.get("created_by") or "",
                "Id": "<missing>",
                "Size": size,
                "Tags": None,
            }
        )
    steps.reverse()
    at: Image | None = image
    for line in steps:
        if at is None:
            break
        line["Id"] = at.id
        line["Tags"] = [
            name.familiar for name in store.names_of(at.id) if name.digest is None
        ] or None
        at = store.image(at.parent) if at.parent else None
    return steps
