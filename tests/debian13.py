"""A tree of files with the newest Docker that Debian has, that of Debian 13: daemon, client and buildx.

It is made once on a machine, by mmdebstrap from Debian's packages, and stays; removed, it is made anew.
`python3 -m tests.debian13` makes it ahead of the tests, with nothing but Python's own library.
"""

from __future__ import annotations

import fcntl
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

TREE = Path("/var/cache/docker-lessons-tests") / f"debian13-{platform.machine()}"
"""Where it is: on the disk, for root alone, who alone can use it."""
DOCKER = TREE / "usr/bin/docker"
PLUGINS = TREE / "usr/libexec/docker/cli-plugins"
"""The folder of its client's plugins, which has buildx."""

_PACKAGES = "docker.io,docker-cli,docker-buildx"
_MIRROR = "http://deb.debian.org/debian"
_SECONDS = 150
# mmdebstrap unpacks what is asked for and what that needs, and runs nothing of it: these are a base system's.
_FOLDERS = ("proc", "sys", "run", "root", "usr/lib64")
_LINKS = ("bin", "lib", "lib64", "sbin")
# What a daemon's own files are mounted over.
_FILES = ("etc/docker/daemon.json", "etc/hosts", "etc/resolv.conf")


class NotMadeError(Exception):
    """It can't be made; `str` is the reason."""


def make() -> Path:
    """Returns the tree, which is made first unless it is there; whoever comes meanwhile waits for it.

    Raises:
        NotMadeError: Where mmdebstrap fails, with the last line that it said.
    """
    TREE.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    with TREE.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not TREE.exists():
            new = TREE.with_suffix(".new")  # left behind where an earlier try was killed
            shutil.rmtree(new, ignore_errors=True)
            _unpack(new)
            _complete(new)
            new.rename(TREE)
    return TREE


def _unpack(folder: Path) -> None:
    command = ["mmdebstrap", "--quiet", "--variant=extract", f"--include={_PACKAGES}", "trixie"]
    try:
        done = subprocess.run(
            [*command, str(folder), _mirror()],
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotMadeError(str(error)) from error
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["no reason"]
        raise NotMadeError(said[-1])


def _mirror() -> str:
    """Returns the mirror that this machine has Debian's packages from; of a system that isn't Debian, Debian's own."""
    if not shutil.which("apt-get"):
        return _MIRROR
    asked = ["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"]
    done = subprocess.run(
        [*asked, "Origin: Debian", "Label: Debian"], capture_output=True, text=True, check=False
    )
    return next(iter(done.stdout.split()), _MIRROR)


def _complete(folder: Path) -> None:
    for name in _FOLDERS:
        (folder / name).mkdir(exist_ok=True)
    for name in _LINKS:
        if not (folder / name).exists():
            (folder / name).symlink_to(f"usr/{name}")
    for name in _FILES:
        (folder / name).touch()


if __name__ == "__main__":
    if os.geteuid():
        sys.exit("needs root")
    try:
        print(make())  # noqa: T201
    except NotMadeError as error:
        sys.exit(str(error))
