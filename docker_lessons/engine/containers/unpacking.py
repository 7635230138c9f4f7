"""A tar that is laid into the files of a container: no link leads out of them.

Source: moby ``pkg/archive`` (``Unpack``, ``createTarFile``).
"""

from __future__ import annotations

import os
import posixpath
import shutil
import stat
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from docker_lessons.engine.api.errors import BadParameter, SystemFailure
from docker_lessons.engine.layers import tarball
from docker_lessons.engine.layers.tree import (
    FILE,
    HARD_LINK,
    SYMBOLIC_LINK,
    clean,
)
from docker_lessons.engine.runtime.paths import real_path

if TYPE_CHECKING:
    import tarfile
    from pathlib import Path

    from docker_lessons.engine.layers.tree import Entry

_CHUNK = 1 << 18
_PIPE = "6"


def unpack(
    archive: tarfile.TarFile,
    root: Path,
    directory: str,
    *,
    keep_kinds: bool,
    owner: tuple[int, int] | None,
) -> None:
    """Unpacks an archive into a directory of a root file system; if given, `owner` owns all of it.

    Raises:
        BadParameter: With `keep_kinds`, when a file would replace a directory, or the reverse.
        SystemFailure: When something cannot be made.
    """
    directories: list[tuple[Path, Entry]] = []
    for member in tarball.members(archive):
        name = clean(member.name)
        entry = tarball.entry_of(member)
        if owner is not None:
            entry = replace(entry, uid=owner[0], gid=owner[1])
        # The last part is replaced and never followed; what leads to it stays inside the root.
        above = real_path(str(root), posixpath.join(directory, posixpath.dirname(name)))
        place = root / above / posixpath.basename(name) if name else root / above
        if name:
            place.parent.mkdir(parents=True, exist_ok=True)
            _clear(place, entry, keep_kinds=keep_kinds)
        if entry.is_directory:
            place.mkdir(exist_ok=True)
            directories.append((place, entry))
        else:
            _make(archive, member, entry, place, root, directory)
            _finish(place, entry)
        archive.members = []  # type: ignore[attr-defined]
    for place, entry in reversed(directories):
        _finish(place, entry)


def _clear(place: Path, entry: Entry, *, keep_kinds: bool) -> None:
    """Removes what is in the place of an entry, unless both are directories."""
    try:
        found = place.lstat()
    except FileNotFoundError:
        return
    was_directory = stat.S_ISDIR(found.st_mode)
    if keep_kinds and was_directory != entry.is_directory:
        kinds = ("directory", "non-directory")
        old, new = kinds if was_directory else reversed(kinds)
        raise BadParameter(f'cannot overwrite {old} "{place.name}" with {new} "{place.name}"')
    if was_directory and not entry.is_directory:
        shutil.rmtree(place)
    elif not was_directory:
        place.unlink()


def _make(
    archive: tarfile.TarFile,
    member: tarfile.TarInfo,
    entry: Entry,
    place: Path,
    root: Path,
    directory: str,
) -> None:
    if entry.kind == FILE:
        source = archive.extractfile(member)
        with place.open("xb") as file:
            if source is not None:
                shutil.copyfileobj(source, file, _CHUNK)
    elif entry.kind == SYMBOLIC_LINK:
        place.symlink_to(entry.link)
    elif entry.kind == HARD_LINK:
        target = real_path(str(root), posixpath.join(directory, clean(entry.link)), last=False)
        try:
            place.hardlink_to(root / target)
        except OSError as error:
            raise SystemFailure(
                f"link /{target} {entry.link}: {(error.strerror or '').lower()}"
            ) from None
    elif entry.kind == _PIPE:
        os.mkfifo(place)
    else:
        raise SystemFailure(
            f"{member.name} is a device, which the practice engine cannot make in a container"
        )


def _finish(place: Path, entry: Entry) -> None:
    """Gives a path its owner, mode and time, as far as this user may."""
    if os.geteuid() == 0:
        with suppress(OSError):
            os.lchown(place, entry.uid, entry.gid)
    if entry.kind == HARD_LINK:
        return
    if entry.kind != SYMBOLIC_LINK:
        place.chmod(entry.mode)
    with suppress(OverflowError):
        os.utime(place, (entry.mtime, entry.mtime), follow_symlinks=False)
