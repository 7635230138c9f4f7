"""An archive of images, read where it stands: its members, and the list of images in it.

dockerd unpacks an archive into a folder and names files by their place there; nothing is unpacked here,
so that the same sentences name a file by its place in the archive.
Source: moby 20.10, ``image/tarexport/load.go``.
"""

from __future__ import annotations

import posixpath
import tarfile
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from docker_lessons.engine import gojson
from docker_lessons.engine import layer as layers
from docker_lessons.engine.errors import SystemFailure

if TYPE_CHECKING:
    from pathlib import Path

_DOCUMENT_LIMIT = 8 << 20
"""How many bytes a manifest or config in an archive may have."""

_LINKS = 10
"""How many links are followed to one file."""

_TEXTS = "[]string"
_FIELDS = {"Config": "string", "RepoTags": _TEXTS, "Layers": _TEXTS, "Parent": "string"}
"""What Go expects of the entries of ``manifest.json``."""


class Archive:
    """A tar, plain or compressed, and the names of what is in it."""

    def __init__(self, path: Path) -> None:
        """Read the names of the members.

        Raises:
            SystemFailure: If it is no tar, or half a one; with dockerd's sentence.
        """
        self._file = path.open("rb")
        self._tar: tarfile.TarFile | None = None
        try:
            self._tar = self._opened()
            members = self._tar.getmembers() if self._tar is not None else []
        except layers.broken() as error:
            self.close()
            raise SystemFailure(layers.no_tar(error)) from None
        except BaseException:
            self.close()
            raise
        self._members = {posixpath.normpath(f"/{member.name}")[1:]: member for member in members}
        self._folders = {""}
        for name, member in self._members.items():
            self._folders.update(_above(name if not member.isdir() else f"{name}/"))

    def _opened(self) -> tarfile.TarFile | None:
        """Open the tar and see to it that it is whole; None stands for one without a byte."""
        tar = layers.inflate(self._file)
        if not tar.read(1):
            return None
        tar.seek(0)
        opened = tarfile.open(fileobj=tar, mode="r:")  # noqa: SIM115 - closed by `close`
        opened.getmembers()
        # `tarfile` takes whatever it cannot read for the end.
        tar.seek(opened.offset)
        end = tar.read(2 * tarfile.BLOCKSIZE)
        if len(end) % tarfile.BLOCKSIZE:
            raise EOFError
        if any(end):
            raise tarfile.ReadError("no header")
        return opened

    def close(self) -> None:
        """Close the archive's file."""
        if self._tar is not None:
            self._tar.close()
        self._file.close()

    def has(self, name: str) -> bool:
        """Say whether the archive has a member of this name."""
        return name in self._members

    def folders(self) -> list[str]:
        """Return the folders at its top, by name."""
        return sorted(name for name in self._folders if name and "/" not in name)

    def member(self, name: str) -> tarfile.TarInfo:
        """Return the file of this name, through links if need be.

        Raises:
            SystemFailure: If there is none.
        """
        place = posixpath.normpath(f"/{name}")[1:]
        for _ in range(_LINKS):
            if place in self._folders:
                raise SystemFailure(f"read {name}: is a directory")
            member = self._members.get(place)
            if member is not None and member.isreg():
                return member
            if member is None or not member.issym():
                break
            place = posixpath.normpath(f"/{posixpath.dirname(place)}/{member.linkname}")[1:]
        raise SystemFailure(f"open {name}: no such file or directory")

    def open(self, member: tarfile.TarInfo) -> IO[bytes]:
        """Open a member's bytes."""
        file = self._tar.extractfile(member) if self._tar is not None else None
        assert file is not None
        return file

    def document(self, name: str) -> bytes:
        """Return the bytes of a manifest or config.

        Raises:
            SystemFailure: If there is none of this name, or one far too big.
        """
        member = self.member(name)
        if member.size > _DOCUMENT_LIMIT:
            raise SystemFailure(f"{name} has {member.size} bytes, too many for what it should be")
        with self.open(member) as file:
            return file.read()


def _above(name: str) -> list[str]:
    """Return the folders in which a member is."""
    return [name[:position] for position, character in enumerate(name) if character == "/"]


@dataclass(frozen=True)
class Item:
    """One image as ``manifest.json`` has it."""

    config: str
    repo_tags: tuple[str, ...]
    layers: tuple[str, ...]
    parent: str


def items(data: bytes) -> list[Item]:
    """Read a ``manifest.json``.

    Raises:
        SystemFailure: If it is none; with dockerd's sentence.
    """
    try:
        document = gojson.decode(data.decode("utf-8", "replace"))
    except gojson.Malformed as error:
        raise SystemFailure(str(error)) from None
    if not isinstance(document, list | None):
        raise SystemFailure(gojson.mismatch(document, "[]tarexport.manifestItem"))
    return [_item(entry) for entry in document or ()]


def _item(document: Any) -> Item:
    if not isinstance(document, dict | None):
        raise SystemFailure(gojson.mismatch(document, "tarexport.manifestItem"))
    found = document or {}
    for key, value in found.items():
        _expect(value, _FIELDS.get(key, ""), f"manifestItem.{key}")
    return Item(
        config=found.get("Config") or "",
        repo_tags=tuple(found.get("RepoTags") or ()),
        layers=tuple(found.get("Layers") or ()),
        parent=found.get("Parent") or "",
    )


def _expect(value: Any, wanted: str, field: str) -> None:
    if not wanted or value is None:
        return
    kind = list if wanted == _TEXTS else str
    if not isinstance(value, kind):
        raise SystemFailure(gojson.mismatch(value, wanted, field))
    if isinstance(value, list):
        for each in value:
            _expect(each, "string", field)
