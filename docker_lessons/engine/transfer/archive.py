"""Archives of images, as ``docker save`` writes them: the members, and the list of images.

dockerd unpacks an archive into a folder, and its sentences name files by their path there. Nothing is
unpacked here, so the same sentences name a file by its path in the archive.
Source: moby 20.10, ``image/tarexport/load.go``.
"""

from __future__ import annotations

import posixpath
import tarfile
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from docker_lessons.engine.api.errors import SystemFailure
from docker_lessons.engine.layers import headers, layer_blob, tarball
from docker_lessons.oci import gojson

if TYPE_CHECKING:
    from pathlib import Path

_DOCUMENT_LIMIT = 8 << 20
"""The largest manifest or config in an archive that is accepted, in bytes."""

_MOST_FILES, _MOST_CHARACTERS = 10_000, 2_000_000
"""The number of files, and of characters in their names, that an archive may have."""

_LINKS = 10
"""The number of symbolic links that are followed to one file."""

_TEXTS = "[]string"
_FIELDS = {"Config": "string", "RepoTags": _TEXTS, "Layers": _TEXTS, "Parent": "string"}
"""The Go types of the fields in an entry of ``manifest.json``."""


class Archive:
    """A tar file, plain or compressed, and its members by name."""

    def __init__(self, path: Path) -> None:
        """Opens the file and reads the names of the members.

        Raises:
            SystemFailure: When it is not a complete tar, with dockerd's sentence.
        """
        self._file = path.open("rb")
        self._tar: tarfile.TarFile | None = None
        self._members: dict[str, tarfile.TarInfo] = {}
        self._names = 0
        try:
            self._tar = self._opened()
        except layer_blob.broken() as error:
            self.close()
            raise SystemFailure(layer_blob.no_tar(error)) from None
        except BaseException:
            self.close()
            raise
        self._folders = {""}
        for name, member in self._members.items():
            self._folders.update(_above(name if not member.isdir() else f"{name}/"))

    def _opened(self) -> tarfile.TarFile | None:
        """Opens the tar and checks that it is complete; returns None for an empty file."""
        tar = layer_blob.inflate(self._file)
        if not tar.read(1):
            return None
        tar.seek(0)
        opened = headers.read(tar, "r:")
        for member in tarball.members(opened):
            self._members[posixpath.normpath(f"/{member.name}")[1:]] = member
            self._names += len(member.name)
            if len(self._members) > _MOST_FILES or self._names > _MOST_CHARACTERS:
                raise SystemFailure(
                    f"the archive has more than {_MOST_FILES} files, or very long names; an archive of images has a few "
                    "files for each layer"
                )
        # `tarfile` takes anything that it cannot read for the end.
        tar.seek(opened.offset)
        end = tar.read(2 * tarfile.BLOCKSIZE)
        if len(end) % tarfile.BLOCKSIZE:
            raise EOFError
        if any(end):
            raise tarfile.ReadError("no header")
        return opened

    def close(self) -> None:
        """Closes the file."""
        if self._tar is not None:
            self._tar.close()
        self._file.close()

    def has(self, name: str) -> bool:
        """Returns whether the archive has a member of this name."""
        return name in self._members

    def folders(self) -> list[str]:
        """Returns the names of the folders at the top level, sorted."""
        return sorted(name for name in self._folders if name and "/" not in name)

    def member(self, name: str) -> tarfile.TarInfo:
        """Returns the file of this name; symbolic links are followed.

        Raises:
            SystemFailure: When there is no such file, with dockerd's sentence.
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
        """Opens the content of a member."""
        file = self._tar.extractfile(member) if self._tar is not None else None
        assert file is not None
        return file

    def document(self, name: str) -> bytes:
        """Returns the bytes of a manifest or config.

        Raises:
            SystemFailure: When there is no such file, or it is far too big.
        """
        member = self.member(name)
        if member.size > _DOCUMENT_LIMIT:
            raise SystemFailure(f"{name} has {member.size} bytes, too many for what it should be")
        with self.open(member) as file:
            return file.read()


def _above(name: str) -> list[str]:
    """Returns the folders that contain a member, the outermost first."""
    return [name[:position] for position, character in enumerate(name) if character == "/"]


@dataclass(frozen=True)
class Item:
    """An entry of ``manifest.json``: one image."""

    config: str
    repo_tags: tuple[str, ...]
    layers: tuple[str, ...]
    parent: str


def items(data: bytes) -> list[Item]:
    """Parses a ``manifest.json``.

    Raises:
        SystemFailure: When it is not one, with dockerd's sentence.
    """
    try:
        document, _ = gojson.decode(data)
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
