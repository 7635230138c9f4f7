"""Root file systems: the files of an image's layers, laid into a folder that only its owner may enter.

A layer cannot write outside of it: a path goes through real directories alone, or through links of the
same layer that are followed inside the root. Nobody else is in the folder meanwhile.
Source: OCI image specification, layer.md; moby ``pkg/archive/diff.go``, ``daemon/initlayer``.
"""

from __future__ import annotations

import errno
import os
import posixpath
import shutil
import stat
import tarfile
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, BinaryIO

from docker_lessons.engine.api.errors import SystemFailure
from docker_lessons.engine.layers import layer_blob, tarball, tree
from docker_lessons.engine.runtime import laid
from docker_lessons.engine.runtime.paths import real_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from docker_lessons.engine.layers.layer import Layer
    from docker_lessons.engine.layers.tree import Entry
    from docker_lessons.oci.store import BlobStore

FILES = "files"
"""The root file system's name inside its folder; beside it is what belongs to it."""

_WHITEOUT, _META, _OPAQUE = ".wh.", ".wh..wh.", ".wh..wh..opq"
_FIFO = "6"
_OWNER_ENTERS = 0o700
_CHUNK = 1 << 18
_DIRECTORIES = ("dev", "dev/pts", "dev/shm", "proc", "sys", "etc")
_EMPTY_FILES = ("dev/console", "etc/hosts", "etc/hostname", "etc/resolv.conf", ".dockerenv")
_MOUNTS = "etc/mtab"
"""What dockerd puts into every container's root, where the image has nothing in that place."""


class Stopped(Exception):
    """The making of a root file system was given up."""


def make(
    folder: Path,
    layers: Iterable[Layer],
    blobs: BlobStore,
    stopped: Callable[[], bool] = lambda: False,
) -> Path:
    """Lays the layers, bottom first, into `folder`, which it creates, and returns the root's path.

    Blocks: call it in a thread. It ends early when `stopped` gives True. When it fails, nothing is left.

    Raises:
        Stopped: When it was stopped.
        SystemFailure: When a layer cannot be read or laid.
        OSError: When the disk is full.
    """
    folder.mkdir(mode=_OWNER_ENTERS)
    try:
        laying = _Laying(folder / FILES, stopped)
        for layer in layers:
            laying.lay(layer, blobs)
        laying.add_docker_s_own()
        laying.finish()
        laid.write(folder, laying.owners)
    except BaseException:
        remove(folder)
        raise
    return folder / FILES


def remove(folder: Path) -> None:
    """Removes a folder with a root file system, whatever the modes of its directories. Blocks.

    Raises:
        OSError: When something of it cannot be removed.
    """

    def open_up(function: Callable[..., object], path: str, _error: object) -> None:
        # What is in a directory can be removed by anyone who may write to the directory and search it.
        with suppress(FileNotFoundError):
            for each in (os.path.dirname(path), path):
                if not stat.S_ISLNK(os.lstat(each).st_mode):
                    os.chmod(each, stat.S_IMODE(os.lstat(each).st_mode) | _OWNER_ENTERS)
            if function in (os.unlink, os.rmdir):
                function(path)
            else:
                shutil.rmtree(path, onerror=open_up)

    with suppress(FileNotFoundError):
        shutil.rmtree(folder, onerror=open_up)


class _Laying:
    """The laying of layers over each other."""

    def __init__(self, root: Path, stopped: Callable[[], bool]) -> None:
        self._root = str(root)
        self._stopped = stopped
        self._is_superuser = os.geteuid() == 0
        self._now = time.time_ns()
        self.owners: dict[str, laid.Owner] = {}
        """The owner of each path as the layers have it, and the kind of what cannot be made here."""
        self._directories: dict[str, tuple[int, int]] = {"": (0o755, self._now)}
        """The mode and the time of each real directory; they are set at the end."""
        self._of_this_layer: set[str] = set()
        os.mkdir(self._root, _OWNER_ENTERS)
        self.owners[""] = laid.Owner(0, 0)

    def lay(self, layer: Layer, blobs: BlobStore) -> None:
        """Lays one layer over what is there.

        Raises:
            SystemFailure: When the layer cannot be read, or contains something impossible.
        """
        self._of_this_layer = set()
        try:
            with (
                layer_blob.inflated(blobs.path(layer.digest)) as tar,
                tarfile.open(fileobj=tar, mode="r|") as archive,
            ):
                for member in tarball.members(archive):
                    if self._stopped():
                        raise Stopped
                    self._lay(archive, member)
                    archive.members = []  # type: ignore[attr-defined]
        except layer_blob.broken() as error:
            raise SystemFailure(f"a layer of the image cannot be read: {error}") from error

    def _lay(self, archive: tarfile.TarFile, member: tarfile.TarInfo) -> None:
        path = self._place(tree.clean(member.name))
        directory, name = posixpath.split(path)
        if name == _OPAQUE:
            self._clear(directory)
        elif name.startswith(_META):
            pass
        elif name.startswith(_WHITEOUT):
            gone = name.removeprefix(_WHITEOUT)
            if gone not in ("", ".", ".."):
                self._remove(posixpath.join(directory, gone))
        else:
            entry = tarball.entry_of(member)
            self._make(path, entry, member, archive)
            self._of_this_layer.add(path)

    def _place(self, path: str) -> str:
        """Returns the path through real directories only, and makes those that are missing."""
        directory, name = posixpath.split(path)
        if not directory or directory in self._directories:
            return path
        done = ""
        for part in directory.split("/"):
            here = f"{done}/{part}" if done else part
            if here not in self._directories:
                if here in self._of_this_layer and os.path.islink(self._on_disk(here)):
                    here = real_path(self._root, here)
                    if here in self._directories:
                        done = here
                        continue
                    here = self._place(here)
                if os.path.lexists(self._on_disk(here)):
                    self._remove(here)
                os.mkdir(self._on_disk(here), _OWNER_ENTERS)
                self._directories[here] = (0o755, self._now)
                self.owners[here] = laid.Owner(0, 0)
            done = here
        return f"{done}/{name}" if done else name

    def _make(
        self, path: str, entry: Entry, member: tarfile.TarInfo, archive: tarfile.TarFile
    ) -> None:
        time_ns = int(member.mtime * 10**9) if member.mtime % 1 else entry.mtime * 10**9
        place = self._on_disk(path)
        if entry.is_directory:
            if path not in self._directories:
                self._remove(path)
                os.mkdir(place, _OWNER_ENTERS)
            self._directories[path] = (entry.mode, time_ns)
            self.owners[path] = laid.Owner(entry.uid, entry.gid)
            self._own(place, entry)
            return
        if not path:
            raise SystemFailure("a layer of the image has something else in the place of /")
        self._remove(path)
        self.owners[path] = laid.Owner(entry.uid, entry.gid)
        if entry.kind == tree.HARD_LINK:
            self._link(path, entry.link)
            return
        if entry.kind == tree.SYMBOLIC_LINK:
            os.symlink(entry.link, place)
        elif entry.kind == _FIFO:
            os.mkfifo(place)
        else:
            descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                source = archive.extractfile(member) if entry.kind == tree.FILE else None
                if source is not None:
                    shutil.copyfileobj(source, file, _CHUNK)
            if entry.kind != tree.FILE:
                # A device, which only the system's administrator can make: an empty file stands for it.
                self.owners[path] = laid.Owner(entry.uid, entry.gid, entry.kind)
        self._own(place, entry)
        if entry.kind != tree.SYMBOLIC_LINK:
            os.chmod(place, entry.mode)
        with suppress(OverflowError):
            os.utime(place, ns=(time_ns, time_ns), follow_symlinks=False)

    def _link(self, path: str, target: str) -> None:
        other = self._place(tree.clean(target))
        try:
            os.link(self._on_disk(other), self._on_disk(path), follow_symlinks=False)
        except OSError as error:
            raise SystemFailure(
                f"a layer of the image cannot be laid: link /{other} /{path}: {error.strerror}"
            ) from error
        self.owners[path] = self.owners[other]

    def _own(self, place: str, entry: Entry) -> None:
        if self._is_superuser:
            with suppress(OSError):  # a superuser of a namespace has not every number
                os.lchown(place, entry.uid, entry.gid)

    def _clear(self, directory: str) -> None:
        """Removes what layers below have in a directory."""
        if directory not in self._directories:
            return
        with os.scandir(self._on_disk(directory)) as found:
            names = [each.name for each in found]
        for name in names:
            path = posixpath.join(directory, name)
            if path not in self._of_this_layer and not self._has_new(path):
                self._remove(path)
            elif path in self._directories:
                self._clear(path)

    def _has_new(self, directory: str) -> bool:
        start = f"{directory}/"
        return any(path.startswith(start) for path in self._of_this_layer)

    def _remove(self, path: str) -> None:
        place = self._on_disk(path)
        if path in self._directories:
            start = f"{path}/"
            for paths in (self._directories, self.owners):
                for other in [other for other in paths if other.startswith(start)]:
                    del paths[other]
            del self._directories[path]
            shutil.rmtree(place)
        else:
            with suppress(FileNotFoundError):
                os.unlink(place)
        self.owners.pop(path, None)

    def add_docker_s_own(self) -> None:
        """Adds the empty files and directories that dockerd adds to each container."""
        self._of_this_layer = set()
        for path in _DIRECTORIES:
            if self._may_add(path):
                os.mkdir(self._on_disk(path), _OWNER_ENTERS)
                self._directories[path] = (0o755, self._now)
        for path in _EMPTY_FILES:
            if self._may_add(path):
                os.close(os.open(self._on_disk(path), os.O_CREAT | os.O_EXCL, 0o755))
                os.chmod(self._on_disk(path), 0o755)
        if self._may_add(_MOUNTS):
            os.symlink("/proc/mounts", self._on_disk(_MOUNTS))

    def _may_add(self, path: str) -> bool:
        """Tells whether a path is free and its directory exists; if so, sets that directory's time to now."""
        directory = posixpath.dirname(path)
        if os.path.lexists(self._on_disk(path)) or directory not in self._directories:
            return False
        mode, _ = self._directories[directory]
        self._directories[directory] = (mode, self._now)
        self.owners[path] = laid.Owner(0, 0)
        return True

    def finish(self) -> None:
        """Gives the directories their modes and times, the innermost first."""
        for path in sorted(self._directories, key=lambda path: path.count("/"), reverse=True):
            mode, time_ns = self._directories[path]
            if path:
                self._settle(path, mode, time_ns)
        self._settle("", *self._directories[""])

    def _settle(self, path: str, mode: int, time_ns: int) -> None:
        place = self._on_disk(path)
        with suppress(OverflowError):
            os.utime(place, ns=(time_ns, time_ns))
        os.chmod(place, mode)

    def _on_disk(self, path: str) -> str:
        return f"{self._root}/{path}" if path else self._root


def opened(path: Path) -> BinaryIO:
    """Opens a file of a root file system for reading, even one that its mode closes to its owner.

    Raises:
        FileNotFoundError: When it is gone, or something else than a file has taken its place.
    """
    try:
        return _opened(path)
    except PermissionError:
        mode = stat.S_IMODE(path.lstat().st_mode)
        path.chmod(mode | stat.S_IRUSR)
        try:
            return _opened(path)
        finally:
            path.chmod(mode)


def link_target(path: Path) -> str:
    """Returns what a symbolic link of a root file system says.

    Raises:
        FileNotFoundError: When it is gone, or something else than a link has taken its place.
    """
    with _or_gone(path):
        return str(path.readlink())


def _opened(path: Path) -> BinaryIO:
    with _or_gone(path):
        # A pipe in its place would be waited for.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return os.fdopen(descriptor, "rb")
    os.close(descriptor)
    raise _gone(path)


@contextmanager
def _or_gone(path: Path) -> Iterator[None]:
    """Raises FileNotFoundError where the file is of another kind: a link, a socket, a file for a directory or link."""
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ELOOP, errno.ENXIO, errno.ENOTDIR, errno.EINVAL):
            raise
        raise _gone(path) from error


def _gone(path: Path) -> FileNotFoundError:
    return FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
