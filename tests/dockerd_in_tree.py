"""Becomes the dockerd of a tree: `python dockerd_in_tree.py TREE FOLDER OPTION...`, as root on Linux.

It sees what all others see of `/tmp`, `/proc`, `/sys` and `/dev`, and `daemon.json` of FOLDER as its settings, in a
mount namespace of its own: what it mounts goes when it ends. A `chroot` would not do, since dockerd remounts `/`.
"""

from __future__ import annotations

import ctypes
import os
import platform
import sys
from pathlib import Path

_UNSHARE_MOUNTS = 0x20000
_BIND, _RECURSIVE, _PRIVATE, _DETACH = 0x1000, 0x4000, 1 << 18, 2
_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}  # libc has no function for it
_PATH = "/usr/sbin:/usr/bin"
_LIBC = ctypes.CDLL(None, use_errno=True)


def main(tree: Path, folder: Path, options: list[str]) -> None:
    """Goes into the tree, and is dockerd there.

    Raises:
        OSError: When the system allows something of this not.
    """
    _do("unshare", _UNSHARE_MOUNTS)
    _mount(None, Path("/"), _RECURSIVE | _PRIVATE)
    _mount(tree, tree, _BIND)
    for shared in ("proc", "sys", "dev", "tmp"):
        _mount(Path("/", shared), tree / shared, _BIND | _RECURSIVE)
    for file in ("etc/hosts", "etc/resolv.conf"):
        _mount(Path("/", file), tree / file, _BIND)
    _mount(folder / "daemon.json", tree / "etc/docker/daemon.json", _BIND)
    _mount(Path("tmpfs"), tree / "run", 0, b"tmpfs")
    os.chdir(tree)
    _do("syscall", _PIVOT_ROOT[platform.machine()], b".", b".")
    _do("umount2", b".", _DETACH)
    os.chdir("/")
    environment = os.environ | {"PATH": _PATH}
    os.execve("/usr/sbin/dockerd", ["dockerd", *options], environment)  # noqa: S606


def _mount(source: Path | None, target: Path, flags: int, kind: bytes | None = None) -> None:
    _do("mount", source and os.fsencode(source), os.fsencode(target), kind, flags, None)


def _do(name: str, *arguments: object) -> None:
    if getattr(_LIBC, name)(*arguments):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), f"{name}{arguments}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
