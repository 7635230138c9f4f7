"""A layer's tar: written byte for byte as dockerd writes it, and applied to the layers below it.

dockerd writes with Go's ``archive/tar``: POSIX headers, with a PAX header in front only where a name does
not fit; whole seconds; owner 0 with the name ``root``; two empty blocks at the end and no more padding.
Sources: POSIX.1-2017, ``pax``, "ustar Interchange Format"; OCI image specification, layer.md.
"""

from __future__ import annotations

import math
import posixpath
import shutil
import stat
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from docker_lessons.engine.api import departure
from docker_lessons.engine.api.errors import SystemFailure
from docker_lessons.engine.layers import headers, layer_blob
from docker_lessons.engine.layers.tree import (
    DIRECTORY,
    FILE,
    HARD_LINK,
    SYMBOLIC_LINK,
    WHITEOUT,
    Entry,
    clean,
    ordered,
)

if TYPE_CHECKING:
    from docker_lessons.engine.layers.layer import Layer
    from docker_lessons.oci.store import BlobStore

BLOCK = 512
"""The size of a tar's block in bytes."""

EMPTY = "sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef"
"""The diff ID of an empty layer: two empty blocks."""

_CHUNK = 1 << 18
_IN_MEMORY = 1 << 20
_NAME, _PREFIX = 100, 155
_BIGGEST, _MOST_IDS = 8**11, 8**7
_NO_TIME = 2**63
_LATEST = (2**63 - 1) // 10**9
_NO_ID = 2**32 - 1
_KINDS = {
    tarfile.DIRTYPE: DIRECTORY,
    tarfile.SYMTYPE: SYMBOLIC_LINK,
    tarfile.LNKTYPE: HARD_LINK,
}
_TYPE_BITS = {
    FILE: stat.S_IFREG,
    HARD_LINK: stat.S_IFREG,
    SYMBOLIC_LINK: stat.S_IFLNK,
    DIRECTORY: stat.S_IFDIR,
    "3": stat.S_IFCHR,
    "4": stat.S_IFBLK,
    "6": stat.S_IFIFO,
}
"""The file type bits that dockerd adds to the mode, as Go did before version 1.9."""
_WHITEOUT, _OPAQUE = ".wh.", ".wh..wh..opq"


def pack(entries: Mapping[str, Entry], blobs: BlobStore) -> Layer:
    """Stores a layer of these entries. Blocks: call it in a thread.

    Raises:
        OSError: When the disk is full; then nothing of the layer is kept.
    """
    return layer_blob.written(blobs, lambda tar: write(entries, tar))


def write(entries: Mapping[str, Entry], tar: IO[bytes]) -> int:
    """Writes the tar of these entries; those that share one `open` become hard links.

    Returns the sum of the sizes of the files in bytes.
    """
    first: dict[int, str] = {}
    content = 0
    for path in ordered(entries):
        entry = entries[path]
        if entry.kind == FILE and entry.open is not None:
            other = first.setdefault(id(entry.open), path)
            if other != path:
                entry = replace(entry, kind=HARD_LINK, link=other)
        content += _write_entry(path, entry, tar)
        if entry.opaque:
            tar.write(_block(f"{path}/{_OPAQUE}", "", replace(entry, kind="", mtime=0), 0))
    tar.write(bytes(2 * BLOCK))
    return content


def _write_entry(path: str, entry: Entry, tar: IO[bytes]) -> int:
    size = entry.size if entry.kind == FILE else 0
    name = f"{path}/" if entry.is_directory else path
    if entry.kind == WHITEOUT:
        directory, gone = posixpath.split(path)
        name = posixpath.join(directory, f"{_WHITEOUT}{gone}")
    tar.write(header(name, entry, size))
    if not size or entry.open is None:
        return size
    left = size
    with entry.open() as file:
        while left and (chunk := file.read(min(_CHUNK, left))):
            tar.write(chunk)
            left -= len(chunk)
    if left:
        raise SystemFailure(f"{path} of the build context ends {left} bytes too early")
    tar.write(bytes(-size % BLOCK))
    return size


def header(name: str, entry: Entry, size: int) -> bytes:
    """Returns the header, or headers, of one entry."""
    records: dict[str, str] = {}
    prefix, short = "", name
    if len(name) > _NAME or not name.isascii():
        split = _split(name)
        if split is None:
            records["path"] = name
        else:
            prefix, short = split
    if len(entry.link) > _NAME or not entry.link.isascii():
        records["linkpath"] = entry.link
    for key, value, limit in (
        ("size", size, _BIGGEST),
        ("mtime", entry.mtime, _BIGGEST),
        ("uid", entry.uid, _MOST_IDS),
        ("gid", entry.gid, _MOST_IDS),
    ):
        if not 0 <= value < limit:
            records[key] = str(value)
    if not records:
        return _block(short, prefix, entry, size)
    if prefix:
        records["path"] = name
    body = b"".join(_record(key, records[key]) for key in sorted(records))
    directory, base = posixpath.split(name.rstrip("/"))
    extra = _ascii(posixpath.join(directory, "PaxHeaders.0", base))[:_NAME].rstrip("/")
    first = _block(extra, "", Entry("x", 0), len(body), owner="")
    return first + body + bytes(-len(body) % BLOCK) + _block(_ascii(name), "", entry, size)


def _block(name: str, prefix: str, entry: Entry, size: int, owner: str = "root") -> bytes:
    def text(value: str, length: int) -> bytes:
        return _bytes(value)[:length].ljust(length, b"\0")

    def octal(value: int, length: int) -> bytes:
        if not 0 <= value < 8 ** (length - 1):
            value = 0  # the record of the PAX header has it
        return b"%0*o\0" % (length - 1, value)

    block = b"".join(
        (
            text(name, _NAME),
            octal(entry.mode | _TYPE_BITS.get(entry.kind, 0), 8),
            octal(entry.uid, 8),
            octal(entry.gid, 8),
            octal(size, 12),
            octal(entry.mtime, 12),
            b" " * 8,
            (entry.kind or FILE).encode(),
            text(_ascii(entry.link), _NAME),
            b"ustar\x0000",
            text(owner if entry.uid == 0 else "", 32),
            text(owner if entry.gid == 0 else "", 32),
            octal(0, 8) if owner else bytes(8),
            octal(0, 8) if owner else bytes(8),
            text(prefix, _PREFIX),
            bytes(12),
        )
    )
    return block[:148] + b"%06o\0 " % sum(block) + block[156:]


def _split(name: str) -> tuple[str, str] | None:
    """Splits a long name into prefix and name at a slash; None if that is impossible."""
    if not name.isascii():
        return None
    length = len(name)
    if length > _PREFIX + 1:
        length = _PREFIX + 1
    elif name.endswith("/"):
        length -= 1
    slash = name.rfind("/", 0, length)
    rest = len(name) - slash - 1
    if slash <= 0 or not 0 < rest <= _NAME or slash > _PREFIX:
        return None
    return name[:slash], name[slash + 1 :]


def _bytes(text: str) -> bytes:
    """Returns a name's bytes, which need not be UTF-8."""
    return text.encode("utf-8", "surrogateescape")


def _ascii(text: str) -> str:
    return "".join(character for character in text if character.isascii())


def _record(key: str, value: str) -> bytes:
    body = _bytes(f" {key}={value}\n")
    length = len(body) + 1
    while length != len(body) + len(str(length)):
        length = len(body) + len(str(length))
    return str(length).encode() + body


def entry_of(member: tarfile.TarInfo, content: Callable[[], BinaryIO] | None = None) -> Entry:
    """Returns the entry that a member of a tar becomes when it is unpacked; `content` opens its bytes.

    Raises:
        tarfile.TarError: When its time isn't a number.
    """
    if not math.isfinite(member.mtime) or abs(member.mtime) >= _NO_TIME:
        raise tarfile.TarError(headers.INVALID)
    kind = _KINDS.get(member.type, FILE if member.isreg() else member.type.decode())
    return Entry(
        kind,
        member.mode & 0o7777 if kind != SYMBOLIC_LINK else 0o777,
        _id(member.uid),
        _id(member.gid),
        _time(math.floor(member.mtime), kind),
        member.size if kind == FILE else 0,
        member.linkname if kind in (SYMBOLIC_LINK, HARD_LINK) else "",
        content,
    )


def _id(number: int) -> int:
    """Returns the user or group ID that a file gets: the system takes 32 bits, and -1 leaves the file to root."""
    number &= _NO_ID
    return 0 if number == _NO_ID else number


def _time(seconds: int, kind: str) -> int:
    """Returns the time that a file gets: dockerd sets one that it cannot count in nanoseconds to 0."""
    if kind != SYMBOLIC_LINK and not 0 <= seconds <= _LATEST:
        return 0
    return seconds


def members(archive: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    """Yields the members of a tar.

    Raises:
        tarfile.TarError: When a member has a negative size, with which the reading would never end.
    """
    for member in archive:
        if member.size < 0:
            raise tarfile.TarError(headers.INVALID)
        # `tarfile` would keep every member, and there may be a hundred thousand.
        archive.members = []  # type: ignore[attr-defined]
        departure.check()
        yield member


def lay(tree: dict[str, Entry], entries: Iterator[tuple[str, Entry]]) -> None:
    """Applies a layer, whiteouts included, to `tree`, the files of the layers below it."""
    for path, item in entries:
        directory, name = posixpath.split(path)
        if name == _OPAQUE:
            _remove(tree, directory, itself=False)
        elif name.startswith(_WHITEOUT):
            gone = name.removeprefix(_WHITEOUT)
            _remove(tree, f"{directory}/{gone}" if directory else gone, itself=True)
        elif path and item.kind == WHITEOUT:
            _remove(tree, path, itself=True)
        elif path:
            old = tree.get(path)
            if old is not None and old.is_directory and (item.opaque or not item.is_directory):
                _remove(tree, path, itself=False)
            linked = tree.get(clean(item.link), item) if item.kind == HARD_LINK else item
            tree[path] = replace(linked, opaque=False)


def _remove(tree: dict[str, Entry], path: str, *, itself: bool) -> None:
    start = f"{path}/" if path else ""
    for other in [other for other in tree if other.startswith(start)]:
        del tree[other]
    if itself:
        tree.pop(path, None)


def lay_blob(files: dict[str, Entry], layer: Layer, blobs: BlobStore) -> None:
    """Lays a stored layer over `files`, which it changes; their content is read when it is asked for.

    Raises:
        SystemFailure: When the layer cannot be read.
    """
    try:
        with (
            layer_blob.inflated(blobs.path(layer.digest)) as tar,
            headers.read(tar, "r|") as archive,
        ):
            lay(
                files,
                (
                    (clean(member.name), entry_of(member, Stored(layer, blobs, clean(member.name))))
                    for member in members(archive)
                ),
            )
    except (tarfile.TarError, EOFError) as error:
        raise SystemFailure(f"a layer of the image cannot be read: {error}") from error


class Stored:
    """Opens a file of a stored layer when it is called; each opening reads the layer up to that file."""

    __slots__ = ("_blobs", "_layer", "_path")

    def __init__(self, layer: Layer, blobs: BlobStore, path: str) -> None:
        self._layer = layer
        self._blobs = blobs
        self._path = path

    def __call__(self) -> BinaryIO:
        """Opens it."""
        with (
            ExitStack() as failing,
            layer_blob.inflated(self._blobs.path(self._layer.digest)) as tar,
            headers.read(tar, "r|") as archive,
        ):
            plain = failing.enter_context(tempfile.SpooledTemporaryFile(_IN_MEMORY))
            for member in members(archive):
                if clean(member.name) == self._path and (file := archive.extractfile(member)):
                    shutil.copyfileobj(file, plain, _CHUNK)
                    break
            failing.pop_all()
        plain.seek(0)
        return cast("BinaryIO", plain)
