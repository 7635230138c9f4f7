"""An image that is stored without a push: what a new Hub holds before anybody has pushed."""

from __future__ import annotations

import gzip
import io
import json
import platform
import tarfile
from typing import TYPE_CHECKING

from docker_lessons.hub.content.pushed_manifest import read_manifest
from docker_lessons.oci.digest import sha256
from docker_lessons.oci.manifest import (
    MEDIA_TYPE_DOCKER_CONFIG,
    MEDIA_TYPE_DOCKER_LAYER_GZIP,
    MEDIA_TYPE_DOCKER_MANIFEST,
    Descriptor,
    Manifest,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docker_lessons.hub.content.content import Content
    from docker_lessons.hub.content.repositories import Repository
    from docker_lessons.hub.database import Database

_CREATED = "2026-01-01T00:00:00Z"
_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}


def preload_image(
    database: Database,
    content: Content,
    repository: Repository,
    tag: str,
    files: Mapping[str, bytes],
    command: tuple[str, ...],
) -> None:
    """Stores an image of one layer with `files` (path: content) under `tag`."""
    layer = _tar(files)
    compressed = gzip.compress(layer, mtime=0)
    machine = platform.machine()
    config = json.dumps(
        {
            "architecture": _ARCHITECTURES.get(machine, machine),
            "os": "linux",
            "created": _CREATED,
            "config": {"Cmd": list(command)} if command else {},
            "rootfs": {"type": "layers", "diff_ids": [sha256(layer)]},
            "history": [{"created": _CREATED, "created_by": "COPY files / "}],
        }
    ).encode()
    manifest = Manifest(
        MEDIA_TYPE_DOCKER_MANIFEST,
        Descriptor(MEDIA_TYPE_DOCKER_CONFIG, sha256(config), len(config)),
        (Descriptor(MEDIA_TYPE_DOCKER_LAYER_GZIP, sha256(compressed), len(compressed)),),
    )
    with database.transaction():
        for blob in (config, compressed):
            content.link_blob(repository.path, content.blobs.put(blob))
        content.put_manifest(
            repository,
            read_manifest(manifest.encode(), MEDIA_TYPE_DOCKER_MANIFEST),
            (tag,),
            repository.namespace,
        )


def _tar(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for path, data in sorted(files.items()):
            entry = tarfile.TarInfo(path.lstrip("/"))
            entry.size = len(data)
            entry.mode = 0o755 if data.startswith(b"\x7fELF") else 0o644
            archive.addfile(entry, io.BytesIO(data))
    return buffer.getvalue()
