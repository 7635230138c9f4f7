"""What the Engine API says of images: list, inspect, history.

Source: moby ``api/swagger.yaml`` (``ImageSummary``, ``ImageInspect``) and its ``daemon/images``.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from docker_lessons.engine import timestamp
from docker_lessons.engine.config import ordered
from docker_lessons.engine.errors import BadParameter
from docker_lessons.engine.image import Image, chain_ids
from docker_lessons.engine.pattern import familiar_match
from docker_lessons.oci.reference import Reference

if TYPE_CHECKING:
    from docker_lessons.engine.filters import Filters
    from docker_lessons.engine.store import ImageStore

DRIVER = "docker-lessons"
"""Where layers lie: the name of the graph driver."""

ACCEPTED = frozenset({"dangling", "label", "before", "since", "reference"})
"""The filters of `docker images`."""

Version = tuple[int, int]
"""A version of the API, ``(1, 44)``."""

_EMPTY_NAMES: Version = (1, 43)
_NO_VIRTUAL_SIZE: Version = (1, 44)


def summaries(
    store: ImageStore, filters: Filters, version: Version, *, everything: bool, usage: bool = False
) -> list[dict[str, Any]]:
    """List the images, newest first; `everything` shows the steps of builds too.

    `usage` adds what `docker system df` wants to know.

    Raises:
        BadParameter: If a filter is not known or has no sense.
        NotFound: If `before` or `since` name no image.
    """
    filters.validate(ACCEPTED)
    dangling = filters.boolean("dangling")
    parents = store.parents()
    images = [image for image in store.images() if dangling is not True or image.id not in parents]
    for field in ("before", "since"):
        for value in filters.get(field)[:1]:
            moment = store.resolve(value).created
            images = [
                image
                for image in images
                if (image.created < moment if field == "before" else image.created > moment)
            ]
    images = [image for image in images if filters.labels("label", image.labels)]
    result: list[tuple[int, dict[str, Any]]] = []
    shared = _shared(store) if usage else None
    for image in images:
        names = _wanted_names(store.names_of(image.id), filters)
        tags = [name.familiar for name in names if name.digest is None]
        digests = [name.familiar for name in names if name.digest is not None]
        if not names:
            is_step = image.id in parents and not everything
            if is_step or dangling is False or "reference" in filters:
                continue
            if version < _EMPTY_NAMES:
                tags, digests = ["<none>:<none>"], ["<none>@<none>"]
        elif dangling is True and tags:
            continue
        summary = _summary(store, image, tags, digests, version)
        if version < _EMPTY_NAMES:
            summary.update(RepoDigests=digests or None, RepoTags=tags or None)
        if shared is not None:
            summary["Containers"] = 0
            summary["SharedSize"] = sum(shared.get(chain, 0) for chain in chain_ids(image.diff_ids))
        result.append((image.created, summary))
    result.sort(key=lambda pair: pair[0], reverse=True)
    return [summary for _, summary in result]


def _wanted_names(names: list[Reference], filters: Filters) -> list[Reference]:
    patterns = filters.get("reference")
    if not patterns:
        return names
    return [name for name in names if any(familiar_match(pattern, name) for pattern in patterns)]


def _summary(
    store: ImageStore, image: Image, tags: list[str], digests: list[str], version: Version
) -> dict[str, Any]:
    size = size_of(store, image)
    summary: dict[str, Any] = {
        "Containers": -1,
        "Created": image.created // timestamp.SECOND,
        "Id": image.id,
        "Labels": image.labels,
        "ParentId": image.parent or "",
        "RepoDigests": digests,
        "RepoTags": tags,
        "SharedSize": -1,
        "Size": size,
    }
    if version < _NO_VIRTUAL_SIZE:
        summary["VirtualSize"] = size
    return summary


def size_of(store: ImageStore, image: Image) -> int:
    """Return the sum of the image's files in bytes, each layer's for itself."""
    return sum(layer.content for layer in store.layers(image))


def _shared(store: ImageStore) -> dict[str, int]:
    """Return the sizes of the layers that more than one image has, by chain ID."""
    count: Counter[str] = Counter()
    sizes: dict[str, int] = {}
    for image in store.images():
        chains = chain_ids(image.diff_ids)
        count.update(chains)
        sizes.update(
            (chain, layer.content) for chain, layer in zip(chains, store.layers(image), strict=True)
        )
    return {chain: size for chain, size in sizes.items() if count[chain] > 1}


def layers_size(store: ImageStore) -> int:
    """Return what all layers take together, in bytes of their files."""
    sizes: dict[str, int] = {}
    for image in store.images():
        for chain, layer in zip(chain_ids(image.diff_ids), store.layers(image), strict=True):
            sizes[chain] = layer.content
    return sum(sizes.values())


def inspect(store: ImageStore, image: Image, version: Version) -> dict[str, Any]:
    """Say everything about one image."""
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
    if version < _NO_VIRTUAL_SIZE:
        result["VirtualSize"] = size
    rootfs: dict[str, Any] = {"Type": "layers"}
    if image.diff_ids:
        rootfs["Layers"] = list(image.diff_ids)
    result["GraphDriver"] = {"Data": None, "Name": DRIVER}
    result["RootFS"] = rootfs
    result["Metadata"] = {"LastTagTime": image.tagged or timestamp.ZERO}
    return result


def history(store: ImageStore, image: Image) -> list[dict[str, Any]]:
    """Say how an image was made, the last step first."""
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
