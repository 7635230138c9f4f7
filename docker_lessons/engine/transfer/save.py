"""Save: images as one tar, in the format of ``docker save``.

Beside ``manifest.json``, it has what Docker before 1.10 reads: a folder for each layer, named by an ID
that is computed from the layer and those below it. Source: moby 20.10, ``image/tarexport/save.go`` and
``image/v1/imagev1.go``.
"""

from __future__ import annotations

import asyncio
import tarfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from docker_lessons.engine.api import gojson, timestamp
from docker_lessons.engine.api.errors import NotFound, SystemFailure
from docker_lessons.engine.images.image_config import ordered
from docker_lessons.engine.layers.layer import chain_ids
from docker_lessons.engine.layers.layer_blob import CHUNK, inflated
from docker_lessons.oci.digest import sha256
from docker_lessons.oci.reference import InvalidReference, Reference

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator
    from pathlib import Path

    from docker_lessons.engine.images.image_store import ImageStore
    from docker_lessons.engine.images.model import Image

_EPOCH = "1970-01-01T00:00:00Z"
_BLOCK = 512
_RECORD = 10240
_NANOSECONDS = 10**9

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


@dataclass
class _Saved:
    """An image that is to be saved, and its names in the archive."""

    image: Image
    names: list[Reference] = field(default_factory=list)


async def save(store: ImageStore, names: list[str]) -> AsyncIterator[bytes]:
    """Yields the tar of all images that `names` mean, in chunks.

    Raises:
        EngineError: When a name means no image, before the first chunk; with dockerd's sentence.
    """
    images = _find(store, names)
    for saved in images.values():
        if not saved.image.diff_ids:
            raise SystemFailure("empty export - not implemented")
    with store.holding():
        with store.change() as change:
            for image_id in images:
                change.event("save", image_id, image_id)
        written = 0
        async for chunk in _tar(store, list(images.values())):
            written += len(chunk)
            yield chunk
        # A tar ends with two empty blocks and is padded to a whole number of records.
        yield bytes(2 * _BLOCK + -(written + 2 * _BLOCK) % _RECORD)


def _find(store: ImageStore, names: Iterable[str]) -> dict[str, _Saved]:
    found: dict[str, _Saved] = {}

    def add(image_id: str, name: Reference | None = None) -> None:
        image = store.image(image_id)
        if image is None:
            raise NotFound(f"No such image: {image_id}")
        saved = found.setdefault(image_id, _Saved(image))
        if name is not None and name.tag is not None and name not in saved.names:
            saved.names.append(name)

    for text in names:
        try:
            reference = Reference.parse(text)
        except InvalidReference as error:
            if store.image(f"sha256:{text}") is None:
                raise SystemFailure(str(error)) from None
            add(f"sha256:{text}")
            continue
        named = store.reference(reference)
        if reference.tag is None and reference.digest is None:
            references = store.references(reference.name)
            for one in references:
                add(one.image, one.reference)
            if not references:
                try:
                    add(store.resolve(text).id)
                except NotFound:
                    raise NotFound(f"No such image: {text}") from None
        elif named is not None:
            add(named, reference)
        elif text.startswith("sha256:"):
            add(store.resolve(text).id)
        else:
            raise NotFound("reference does not exist")
    return found


async def _tar(store: ImageStore, images: list[_Saved]) -> AsyncIterator[bytes]:
    entries: dict[str, bytes | Path | str] = {}
    times: dict[str, int] = {}
    manifest: list[dict[str, Any]] = []
    repositories: dict[str, dict[str, str]] = {}
    first: dict[str, str] = {}
    for saved in images:
        image, seconds = saved.image, saved.image.created // _NANOSECONDS
        folders = []
        for legacy, layer in zip(_legacy_images(image), store.layers(image), strict=True):
            folder = str(legacy["id"])
            folders.append(folder)
            tar = f"{folder}/layer.tar"
            entries |= {
                f"{folder}/": b"",
                f"{folder}/VERSION": b"1.0",
                f"{folder}/json": gojson.encode(legacy).encode(),
            }
            earlier = first.setdefault(layer.diff_id, tar)
            entries[tar] = store.blobs.path(layer.digest) if earlier == tar else f"../{earlier}"
            times |= dict.fromkeys(
                [f"{folder}/", f"{folder}/VERSION", f"{folder}/json", tar], seconds
            )
        config = image.id.removeprefix("sha256:") + ".json"
        entries[config], times[config] = image.config, seconds
        for name in saved.names:
            repositories.setdefault(name.familiar_name, {})[str(name.tag)] = folders[-1]
        manifest.append(
            {
                "Config": config,
                "RepoTags": [name.familiar for name in saved.names] or None,
                "Layers": [f"{folder}/layer.tar" for folder in folders],
            }
        )
    entries["manifest.json"] = gojson.encode(manifest or None).encode() + b"\n"
    if repositories:
        by_name = {name: dict(sorted(tags.items())) for name, tags in sorted(repositories.items())}
        entries["repositories"] = gojson.encode(by_name).encode() + b"\n"
    for path in sorted(entries):
        async for chunk in _entry(path, entries[path], times.get(path, 0)):
            yield chunk


async def _entry(name: str, content: bytes | Path | str, seconds: int) -> AsyncIterator[bytes]:
    """Yields one member: a folder, a file of these bytes, the tar in a blob, or a link to one."""
    info = tarfile.TarInfo(name.rstrip("/"))
    info.mtime, info.mode, info.uname, info.gname = seconds, 0o644, "root", "root"
    if name.endswith("/"):
        info.type, info.mode = tarfile.DIRTYPE, 0o755
    elif isinstance(content, str):
        info.type, info.linkname, info.mode = tarfile.SYMTYPE, content, 0o777
    elif isinstance(content, bytes):
        info.size = len(content)
    else:
        info.size = await asyncio.to_thread(_inflated_size, content)
    yield info.tobuf(tarfile.GNU_FORMAT)
    if isinstance(content, bytes):
        yield content
    elif not isinstance(content, str):
        with inflated(content) as layer:
            while chunk := await asyncio.to_thread(layer.read, CHUNK):
                yield chunk
    yield bytes(-info.size % _BLOCK)


def _inflated_size(blob: Path) -> int:
    size = 0
    with inflated(blob) as layer:
        while chunk := layer.read(CHUNK):
            size += len(chunk)
    return size


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
