"""Save: images as one tar, in the format of ``docker save``.

Beside ``manifest.json`` stands what Docker before 1.10 reads: a folder a layer, named for an ID that
is made from the layer and what is below it. Source: moby 20.10, ``image/tarexport/save.go`` and
``image/v1/imagev1.go``.
"""

from __future__ import annotations

import asyncio
import tarfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from docker_lessons.engine import timestamp
from docker_lessons.engine.errors import NotFound, SystemFailure
from docker_lessons.engine.image import chain_ids
from docker_lessons.engine.layer import CHUNK, inflated
from docker_lessons.engine.progress import go_json
from docker_lessons.oci.digest import sha256
from docker_lessons.oci.reference import InvalidReference, Reference

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator
    from pathlib import Path

    from docker_lessons.engine.image import Image
    from docker_lessons.engine.store import ImageStore

_EPOCH = "1970-01-01T00:00:00Z"
_BLOCK = 512
_RECORD = 10240
_NANOSECONDS = 10**9

_CONFIG: tuple[tuple[str, Any], ...] = (
    ("Hostname", ""),
    ("Domainname", ""),
    ("User", ""),
    ("AttachStdin", False),
    ("AttachStdout", False),
    ("AttachStderr", False),
    ("ExposedPorts", ...),
    ("Tty", False),
    ("OpenStdin", False),
    ("StdinOnce", False),
    ("Env", None),
    ("Cmd", None),
    ("Healthcheck", ...),
    ("ArgsEscaped", ...),
    ("Image", ""),
    ("Volumes", None),
    ("WorkingDir", ""),
    ("Entrypoint", None),
    ("NetworkDisabled", ...),
    ("MacAddress", ...),
    ("OnBuild", None),
    ("Labels", None),
    ("StopSignal", ...),
    ("StopTimeout", ...),
    ("Shell", ...),
)
"""The fields of a container's config in Go's order, and what stands there for nothing (...: none)."""

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
"""The fields of an old image config, in Go's order."""


@dataclass
class _Saved:
    """An image that is to be saved, and under which names."""

    image: Image
    names: list[Reference] = field(default_factory=list)


async def save(store: ImageStore, names: list[str]) -> AsyncIterator[bytes]:
    """Yield the tar of all the images that `names` mean, in chunks.

    Raises:
        EngineError: Before the first chunk, with dockerd's sentence, if a name means no image.
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
        # Two empty blocks end a tar, and a tar is a whole number of records.
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
                f"{folder}/json": go_json(legacy).encode(),
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
    entries["manifest.json"] = go_json(manifest or None).encode() + b"\n"
    if repositories:
        ordered = {name: dict(sorted(tags.items())) for name, tags in sorted(repositories.items())}
        entries["repositories"] = go_json(ordered).encode() + b"\n"
    for path in sorted(entries):
        async for chunk in _entry(path, entries[path], times.get(path, 0)):
            yield chunk


async def _entry(name: str, content: bytes | Path | str, seconds: int) -> AsyncIterator[bytes]:
    """Yield one member: a folder, a file of these bytes, the tar in a blob, or a link to one."""
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
    """Yield an old image config for each layer, the lowest first."""
    parent = ""
    for number, chain_id in enumerate(chain_ids(image.diff_ids), 1):
        last = number == len(image.diff_ids)
        legacy = _legacy(image.document if last else {"created": _EPOCH})
        hashed = legacy | {"layer_id": chain_id}
        if parent:
            hashed["parent"] = f"sha256:{parent}"
        digest = sha256(go_json(dict(sorted(hashed.items()))).encode())
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
            found[name] = _config(value or {})
        elif name == "config" and value is not None:
            found[name] = _config(value)
        elif name == "created":
            found[name] = value or timestamp.ZERO
        elif value:
            found[name] = value
    return found


def _config(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, empty in _CONFIG:
        value = document.get(name)
        if isinstance(value, dict):
            value = dict(sorted(value.items()))
        if value or (value is not None and empty is None):
            found[name] = value
        elif empty is not ...:
            found[name] = empty
    return found
