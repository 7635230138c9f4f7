"""Files copied into and out of a container: ``docker cp`` and ``docker export``.

Source: moby ``daemon/archive.go``, ``container/archive.go`` and ``pkg/archive``.
"""

from __future__ import annotations

import os
import posixpath
import stat
import tarfile
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from docker_lessons.engine.api import timestamp
from docker_lessons.engine.api.errors import BadParameter, NotFound, SystemFailure
from docker_lessons.engine.containers import tree_tar
from docker_lessons.engine.containers.unpacking import unpack
from docker_lessons.engine.layers import layer_blob
from docker_lessons.engine.runtime import laid, users
from docker_lessons.engine.runtime.paths import TooManyLinks, real_path

if TYPE_CHECKING:
    from docker_lessons.engine.containers.live import Live

_DIRECTORY, _LINK, _DEVICE, _PIPE, _SOCKET = (1 << bit for bit in (31, 27, 26, 25, 24))
_SETUID, _SETGID, _CHARACTER, _STICKY = (1 << bit for bit in (23, 22, 21, 20))
_KINDS = {
    stat.S_IFDIR: _DIRECTORY,
    stat.S_IFLNK: _LINK,
    stat.S_IFBLK: _DEVICE,
    stat.S_IFCHR: _DEVICE | _CHARACTER,
    stat.S_IFIFO: _PIPE,
    stat.S_IFSOCK: _SOCKET,
}
_BITS = {stat.S_ISUID: _SETUID, stat.S_ISGID: _SETGID, stat.S_ISVTX: _STICKY}


@dataclass(frozen=True)
class Place:
    """A path in a container: as it was asked for, and where it is below the root once its links are followed."""

    asked: str
    path: str
    found: os.stat_result

    @property
    def name(self) -> str:
        """The last part of what was asked for."""
        return posixpath.basename(self.asked.rstrip("/")) or "/"


def find(live: Live, asked: str, name: str) -> Place:
    """Returns the place of a path; a link at its end is followed only if a slash comes after it. Blocks.

    `name` is the name by which the client asked for the container.

    Raises:
        NotFound: When nothing is there.
        SystemFailure: When something on the way is not a directory.
    """
    whole = posixpath.join("/", asked)
    follow = whole.endswith(("/", "/."))
    try:
        path = real_path(str(live.root), whole, last=follow)
        found = (live.root / path).lstat() if path else live.root.lstat()
        if follow and not stat.S_ISDIR(found.st_mode):
            raise NotADirectoryError
    except FileNotFoundError:
        raise NotFound(f"Could not find the file {asked} in container {name}") from None
    except (NotADirectoryError, TooManyLinks) as error:
        words = "not a directory" if isinstance(error, NotADirectoryError) else "too many links"
        raise SystemFailure(f"lstat {whole}: {words}") from None
    return Place(whole, path, found)


def described(live: Live, place: Place) -> dict[str, Any]:
    """Returns what the header ``X-Docker-Container-Path-Stat`` says of a place. Blocks."""
    found = place.found
    mode = stat.S_IMODE(found.st_mode) & 0o777
    mode |= _KINDS.get(stat.S_IFMT(found.st_mode), 0)
    for bit, sign in _BITS.items():
        mode |= sign if found.st_mode & bit else 0
    target = ""
    if stat.S_ISLNK(found.st_mode):
        try:
            target = "/" + real_path(str(live.root), place.path)
        except TooManyLinks:
            target = str((live.root / place.path).readlink())
    return {
        "name": place.name,
        "size": found.st_size,
        "mode": mode,
        "mtime": timestamp.rfc3339(found.st_mtime_ns),
        "linkTarget": target,
    }


def write(live: Live, place: Place, tar: IO[bytes]) -> None:
    """Writes the tar of a place. Blocks."""
    tree_tar.write(live.root, place.path, place.name, _owners(live), tar)


def write_all(live: Live, tar: IO[bytes]) -> None:
    """Writes the tar of all files. Blocks."""
    tree_tar.write(live.root, "", "", _owners(live), tar)


def read(
    live: Live, asked: str, name: str, source: IO[bytes], *, keep_kinds: bool, to_user: bool
) -> None:
    """Unpacks a tar, plain or compressed, into a directory of a container. Blocks.

    With `keep_kinds`, a file that would replace a directory is refused, and the reverse; `to_user` gives
    everything to the container's user.

    Raises:
        BadParameter: When the path isn't a directory, or `source` isn't a tar.
    """
    place = find(live, posixpath.join(asked, "."), name) if _is_directory(live, asked) else None
    if place is None:
        find(live, asked, name)
        raise BadParameter("extraction point is not a directory")
    text = live.container.config.get("User") if to_user else ""
    user = users.find(live.root, text) if text else None
    owner = (user.uid, user.gid) if user is not None else None
    try:
        with tarfile.open(fileobj=layer_blob.inflate(source), mode="r|") as archive:
            unpack(archive, live.root, place.path, keep_kinds=keep_kinds, owner=owner)
    except layer_blob.broken() as error:
        if str(error) != "empty file":
            raise BadParameter(layer_blob.no_tar(error)) from error


def _is_directory(live: Live, asked: str) -> bool:
    try:
        path = real_path(str(live.root), posixpath.join("/", asked))
        return (live.root / path).is_dir()
    except OSError:
        return False


def _owners(live: Live) -> tree_tar.Owners:
    """Returns a function that tells a path's owner: the image's if the path is unchanged, else the disk's."""
    recorded = laid.read(live.root_folder)

    def owner(path: str, found: os.stat_result) -> tuple[int, int]:
        known = recorded.get(path)
        if known is not None and known.state == laid.state_of(found):
            return known.owner.uid, known.owner.gid
        return _owner_now(found)

    return owner


def _owner_now(found: os.stat_result) -> tuple[int, int]:
    """Returns the owner of what the program made: if this user isn't root, what is this user's counts as root's."""
    if os.geteuid() == 0:
        return found.st_uid, found.st_gid
    return (
        0 if found.st_uid == os.geteuid() else found.st_uid,
        0 if found.st_gid == os.getegid() else found.st_gid,
    )
