"""The files of an image, ready to be copied from: ``COPY --from=STAGE``."""

from __future__ import annotations

import hashlib
import io
import shutil
import tarfile
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from docker_lessons.engine import layer, tarball, tree
from docker_lessons.engine.pattern import compiled
from docker_lessons.engine.tree import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docker_lessons.engine.image import Layer
    from docker_lessons.oci.store import BlobStore

_CHUNK = 1 << 18


class StageFiles:
    """What the layers of an image make together, unpacked into nameless files of `scratch`."""

    def __init__(self, layers: list[Layer], blobs: BlobStore, scratch: Path) -> None:
        """Unpack `layers`, bottom first."""
        self.entries: dict[str, Entry] = {}
        self._plain: list[IO[bytes]] = []
        for item in layers:
            plain = tempfile.TemporaryFile(dir=scratch)  # noqa: SIM115 - lives as long as this
            self._plain.append(plain)
            _unpack(blobs.path(item.digest), plain)
            tarball.lay(self.entries, self._members(plain))

    def _members(self, plain: IO[bytes]) -> Iterator[tuple[str, Entry]]:
        with tarfile.open(fileobj=plain, mode="r:") as archive:
            for member in archive:

                def content(offset: int = member.offset_data, size: int = member.size) -> BinaryIO:
                    # One reader at a time: a build copies file after file.
                    plain.seek(offset)
                    return cast("BinaryIO", io.BytesIO(plain.read(size)))

                yield tree.clean(member.name), tarball.entry_of(member, content)

    def sum(self, path: str) -> str:
        """Return a hash of one file's properties and bytes."""
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
        """Return what is at a path, links already followed; the root is a directory."""
        return self.entries.get(path) if path else Entry(tree.DIRECTORY, 0o755)

    def match(self, pattern: str) -> list[str]:
        """Return the paths that a pattern means."""
        expression = compiled(pattern)
        return [path for path in tree.ordered(self.entries) if expression.fullmatch(path)]


def _unpack(blob: Path, plain: IO[bytes]) -> None:
    with layer.inflated(blob) as tar:
        shutil.copyfileobj(tar, plain, _CHUNK)
    plain.seek(0)
