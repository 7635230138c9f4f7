"""The list of images, with its filters, and the sizes for ``docker system df``.

The images come newest first, and the names of one image in alphabetical order (`lookup.names_of`). The client
prints the rows in the order in which they come.

Source: moby ``api/swagger.yaml`` (``ImageSummary``) and its ``daemon/images``.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from docker_lessons.engine.api import timestamp
from docker_lessons.engine.api.pattern import compiled
from docker_lessons.engine.layers.layer import chain_ids
from docker_lessons.oci.reference import Reference

if TYPE_CHECKING:
    from docker_lessons.engine.api.filters import Filters
    from docker_lessons.engine.api.wire import Version
    from docker_lessons.engine.images.image_store import ImageStore
    from docker_lessons.engine.images.image_use import ImageUses
    from docker_lessons.engine.images.model import Image

DRIVER = "docker-lessons"
"""The name of the storage driver."""

ACCEPTED = frozenset({"dangling", "label", "before", "since", "reference"})
"""The filters of `docker images`."""

NO_VIRTUAL_SIZE = (1, 44)
"""The version of the API that no longer has `VirtualSize`."""

_EMPTY_NAMES = (1, 43)


def summaries(
    store: ImageStore,
    filters: Filters,
    version: Version,
    *,
    everything: bool,
    shared_size: bool = False,
    uses: ImageUses | None = None,
) -> list[dict[str, Any]]:
    """Returns the list of images, newest first; `everything` includes the steps of builds.

    With `shared_size`, each image says how many bytes it shares, and with `uses` how many containers use it.

    Raises:
        BadParameter: When a filter is unknown or has an impossible value.
        NotFound: When `before` or `since` names no image.
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
    shared = _shared(store) if shared_size else {}
    containers = Counter(use.image for use in uses.image_uses()) if uses is not None else Counter()
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
        if uses is not None:
            summary["Containers"] = containers[image.id]
        if shared_size:
            summary["SharedSize"] = sum(shared.get(chain, 0) for chain in chain_ids(image.diff_ids))
        result.append((image.created, summary))
    result.sort(key=lambda pair: pair[0], reverse=True)
    return [summary for _, summary in result]


def _wanted_names(names: list[Reference], filters: Filters) -> list[Reference]:
    """Returns the names that a `reference` filter accepts, with the tag or without.

    Source: ``distribution/reference``, ``FamiliarMatch``.
    """
    patterns = filters.get("reference")
    if not patterns:
        return names
    expressions = [compiled(pattern) for pattern in patterns]
    return [
        name
        for name in names
        if any(
            expression.fullmatch(text)
            for expression in expressions
            for text in (name.familiar, name.familiar_name)
        )
    ]


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
    if version < NO_VIRTUAL_SIZE:
        summary["VirtualSize"] = size
    return summary


def size_of(store: ImageStore, image: Image) -> int:
    """Returns the sum of the sizes of the files in all layers of the image, in bytes."""
    return sum(layer.content for layer in store.layers(image))


def _shared(store: ImageStore) -> dict[str, int]:
    """Returns the size in bytes of each layer that several images share, by chain ID."""
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
    """Returns the sum of the sizes of the files in all layers of the store, in bytes."""
    sizes: dict[str, int] = {}
    for image in store.images():
        for chain, layer in zip(chain_ids(image.diff_ids), store.layers(image), strict=True):
            sizes[chain] = layer.content
    return sum(sizes.values())
