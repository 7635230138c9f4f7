"""The members of an archive as ``docker save`` wrote it before version 1.44 of the API.

Beside ``manifest.json``, it has what Docker before 1.10 reads: a folder for each layer, named by an ID
that is computed from the layer and those below it. Source: moby 20.10, ``image/tarexport/save.go`` and
``image/v1/imagev1.go``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docker_lessons.engine.api import timestamp
from docker_lessons.engine.images.image_config import ordered
from docker_lessons.engine.layers.layer import chain_ids
from docker_lessons.engine.transfer.member import Member
from docker_lessons.oci import gojson
from docker_lessons.oci.digest import sha256

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docker_lessons.engine.images.image_store import ImageStore
    from docker_lessons.engine.images.model import Image
    from docker_lessons.engine.transfer.member import Saved

_EPOCH = "1970-01-01T00:00:00Z"

_LEGACY = (
    "comment",
    "created",
    "container",
    "container_config",
    "docker_version",
    "author",
    "config",
    "architecture",
    "variant",
    "os",
)
"""The fields of an image config before Docker 1.10, in Go's order."""


def members(store: ImageStore, images: Sequence[Saved]) -> dict[str, Member]:
    """Returns the members of an archive of `images`, by path."""
    found: dict[str, Member] = {}
    manifest: list[dict[str, Any]] = []
    repositories: dict[str, dict[str, str]] = {}
    first: dict[str, str] = {}
    for saved in images:
        image, seconds = saved.image, saved.image.created // timestamp.SECOND
        folders = []
        for legacy, layer in zip(_legacy_images(image), store.layers(image), strict=True):
            folder = str(legacy["id"])
            folders.append(folder)
            tar = f"{folder}/layer.tar"
            earlier = first.setdefault(layer.diff_id, tar)
            content = store.blobs.path(layer.digest) if earlier == tar else f"../{earlier}"
            found |= {
                f"{folder}/": Member(b"", seconds),
                f"{folder}/VERSION": Member(b"1.0", seconds),
                f"{folder}/json": Member(gojson.encode(legacy).encode(), seconds),
                tar: Member(content, seconds),
            }
        config = image.id.removeprefix("sha256:") + ".json"
        found[config] = Member(image.config, seconds)
        for name in saved.names:
            repositories.setdefault(name.familiar_name, {})[str(name.tag)] = folders[-1]
        manifest.append(
            {
                "Config": config,
                "RepoTags": [name.familiar for name in saved.names] or None,
                "Layers": [f"{folder}/layer.tar" for folder in folders],
            }
        )
    return found | lists(manifest, repositories)


def lists(
    manifest: list[dict[str, Any]], repositories: dict[str, dict[str, str]]
) -> dict[str, Member]:
    """Returns the two lists of what is in an archive: ``manifest.json`` and, if there are names, ``repositories``."""
    found = {"manifest.json": Member(gojson.encode(manifest or None).encode() + b"\n")}
    if repositories:
        by_name = {name: dict(sorted(tags.items())) for name, tags in sorted(repositories.items())}
        found["repositories"] = Member(gojson.encode(by_name).encode() + b"\n")
    return found


def _legacy_images(image: Image) -> Iterator[dict[str, Any]]:
    """Yields a config as before Docker 1.10 for each layer, bottom first."""
    parent = ""
    for number, chain_id in enumerate(chain_ids(image.diff_ids), 1):
        last = number == len(image.diff_ids)
        legacy = _legacy(image.document if last else {"created": _EPOCH})
        hashed = legacy | {"layer_id": chain_id}
        if parent:
            hashed["parent"] = f"sha256:{parent}"
        digest = sha256(gojson.encode(dict(sorted(hashed.items()))).encode())
        legacy_id = digest.removeprefix("sha256:")
        legacy["os"] = image.document.get("os") or "linux"
        above = {"parent": parent} if parent else {}
        yield {"id": legacy_id, **above, **legacy}
        parent = legacy_id


def _legacy(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in _LEGACY:
        value = document.get(name)
        if name == "container_config":
            found[name] = ordered(value or {})
        elif name == "config" and value is not None:
            found[name] = ordered(value)
        elif name == "created":
            found[name] = value or timestamp.ZERO
        elif value:
            found[name] = value
    return found
