"""The files of an image as the source of a copy: ``COPY --from=STAGE``."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING

from docker_lessons.engine.api import departure
from docker_lessons.engine.api.pattern import compiled
from docker_lessons.engine.layers import headers, layer_blob, tarball, tree
from docker_lessons.engine.layers.part import Part
from docker_lessons.engine.layers.tree import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docker_lessons.engine.layers.layer import Layer
    from docker_lessons.oci.store import BlobStore

_CHUNK = 1 << 18


class StageFiles:
    """The files of an image's layers, decompressed into unnamed temporary files in `scratch`."""

    def __init__(self, layers: list[Layer], blobs: BlobStore, scratch: Path) -> None:
        """Decompresses `layers`, given bottom first."""
        self.entries: dict[str, Entry] = {}
        self._plain: list[IO[bytes]] = []
        for item in layers:
            plain = tempfile.TemporaryFile(dir=scratch)  # noqa: SIM115 - open until `close`
            self._plain.append(plain)
            _unpack(blobs.path(item.digest), plain)
            tarball.lay(self.entries, self._members(plain))

    def close(self) -> None:
        """Removes the temporary files."""
        for plain in self._plain:
            plain.close()

    def _members(self, plain: IO[bytes]) -> Iterator[tuple[str, Entry]]:
        with headers.read(plain, "r:") as archive:
            for member in tarball.members(archive):
                content = Part(plain, member.offset_data, member.size)
                yield tree.clean(member.name), tarball.entry_of(member, content)

    def sum(self, path: str) -> str:
        """Returns a hash of one file's properties and content."""
        item = self.entries.get(path)
        if item is None:
            return path
        properties = (path, item.kind, item.mode, item.uid, item.gid, item.link)
        hasher = hashlib.sha256(repr(properties).encode())
        if item.kind == tree.FILE and item.open is not None:
            with item.open() as file:
                while chunk := file.read(_CHUNK):
                    hasher.update(chunk)
        return hasher.hexdigest()

    def find(self, path: str) -> Entry | None:
        """Returns the entry at a path in which links are already followed; the root is a directory."""
        return self.entries.get(path) if path else Entry(tree.DIRECTORY, 0o755)

    def match(self, pattern: str) -> list[str]:
        """Returns the paths that match a pattern."""
        expression = compiled(pattern)
        return [path for path in tree.ordered(self.entries) if expression.fullmatch(path)]


def _unpack(blob: Path, plain: IO[bytes]) -> None:
    with layer_blob.inflated(blob) as tar:
        while chunk := tar.read(_CHUNK):
            departure.check()
            plain.write(chunk)
    plain.seek(0)
