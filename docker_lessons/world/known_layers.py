"""What a layer holds, whoever packed it: builders write the same files as different bytes, under different diff IDs.

dockerd 20.10, dockerd 26, BuildKit and Podman fill in a tar's headers differently. A layer is recognized by its files'
names, modes, owners and bytes, and is then given as one diff ID: the one by which the course knows it.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import stat
import tarfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from docker_lessons.world import file


@dataclass(frozen=True, order=True)
class Entry:
    """One file of a layer; folders aren't part of it."""

    name: str
    mode: int
    """Kind and permissions, as in `stat`."""
    owner: tuple[int, int]
    digest: str
    """SHA-256 of the bytes of a regular file, of the target of a link."""


LayerContents = frozenset[Entry]
"""What a layer holds. Times are left out."""


def regular(name: str, data: bytes, permissions: int) -> Entry:
    """Returns the entry of a regular file of root's."""
    mode = stat.S_IFREG | permissions
    return Entry(name, mode, (0, 0), hashlib.sha256(data).hexdigest())


def of_archive(archive: bytes) -> tuple[LayerContents, ...]:
    """Returns what each layer of an image holds, from what `GET /images/NAME/get` answers.

    Source: moby, `image/tarexport`, and Docker Image Specification v1.2 (`manifest.json`).

    Raises:
        ValueError: When it is no such archive, or one with several images.
    """
    try:
        with tarfile.open(fileobj=io.BytesIO(archive)) as outer:
            (image,) = json.loads(_read(outer, "manifest.json"))
            return tuple(_layer(_read(outer, name)) for name in image["Layers"])
    except (tarfile.TarError, KeyError, TypeError, OSError, EOFError, zlib.error) as error:
        raise ValueError("not an image's archive") from error


def _read(outer: tarfile.TarFile, name: str) -> bytes:
    member = outer.extractfile(outer.getmember(name))
    if member is None:
        raise ValueError(f"{name} is no file")
    return member.read()


def _layer(data: bytes) -> LayerContents:
    if data.startswith(b"\x1f\x8b"):
        data = gzip.decompress(data)
    with tarfile.open(fileobj=io.BytesIO(data)) as layer:
        return frozenset(_entry(layer, one) for one in layer if not one.isdir())


def _entry(layer: tarfile.TarFile, one: tarfile.TarInfo) -> Entry:
    opened = layer.extractfile(one) if one.isreg() else None
    data = opened.read() if opened else one.linkname.encode()
    kind = stat.S_IFREG if one.isreg() else stat.S_IFLNK if one.issym() else 0
    name = one.name.removeprefix("./").lstrip("/")
    mode = kind | stat.S_IMODE(one.mode)
    return Entry(name, mode, (one.uid, one.gid), hashlib.sha256(data).hexdigest())


class KnownLayers:
    """The diff IDs by which the course knows layers that other builders packed, kept in a file: they never change."""

    def __init__(self, kept: Path) -> None:
        self._file = kept
        self._told = {str(k): str(v) for k, v in (file.read_json(kept) or {}).items()}
        self._by_contents: Mapping[LayerContents, str] = {}

    def expect(self, by_contents: Mapping[LayerContents, str]) -> None:
        """Takes what the course's layers hold, and the diff ID of each."""
        self._by_contents = by_contents

    def are_told(self, diff_ids: Iterable[str]) -> bool:
        """Tells whether these layers are known without reading them."""
        known = self._told.keys() | set(self._by_contents.values())
        return not self._by_contents or all(one in known for one in diff_ids)

    def learn(self, diff_ids: tuple[str, ...], layers: tuple[LayerContents, ...]) -> None:
        """Keeps by which diff IDs the course knows these layers, from what they hold."""
        if len(diff_ids) == len(layers):
            told = (self._by_contents.get(one, "") for one in layers)
            self._told |= {
                diff_id: name or diff_id for diff_id, name in zip(diff_ids, told, strict=True)
            }
            file.write_json(self._file, self._told)

    def told(self, diff_ids: Iterable[str]) -> tuple[str, ...]:
        """Returns the diff IDs by which the course knows these layers; for other layers, their own."""
        return tuple(self._told.get(one, one) for one in diff_ids)
