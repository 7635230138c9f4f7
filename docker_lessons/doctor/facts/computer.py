"""This computer: its system, its user, and the room on its disks."""

from __future__ import annotations

import contextlib
import grp
import os
import pwd
import shutil
import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

SystemKind = Literal["linux", "macos", "wsl"]

ROOM = 64 << 20
"""Bytes that a practice world, or the course's images on a Docker, should find."""

_QUOTA_SECONDS = 2


@dataclass(frozen=True)
class Room:
    """The room on the disk below a folder."""

    folder: str
    bytes: int = ROOM
    files: int = 1_000
    """How many more files fit; file systems without a limit say 0 of 0, which is read as many."""
    is_writable: bool = True
    is_folder: bool = True
    is_in_home: bool = True
    """Whether it is below the user's home."""
    is_read_only: bool = False
    """Whether the whole disk is."""


@dataclass(frozen=True)
class Computer:
    """What the system says of itself and of who uses it."""

    system: SystemKind = "linux"
    user: str = "demousr"
    is_root: bool = False
    groups: frozenset[str] = frozenset()
    """The groups that count in this terminal."""
    next_groups: frozenset[str] = frozenset()
    """The groups that count after the next log-in to the computer."""
    has_systemd: bool = True
    has_dockerd: bool = False
    has_desktop: bool = False
    """Whether Docker Desktop is installed, as far as that is seen from here."""
    home: Room = Room("/home/demousr/.local/share/docker-lessons")
    """Where the practice world is, or will be."""
    quota: str = ""
    """What `quota` says of a used-up share of the disk."""
    localhost: tuple[str, ...] = ("127.0.0.1",)
    """The addresses of `localhost`; none if the name is not known here."""
    reaches_ipv4: bool = True
    """Whether there is a way to the internet of IPv4."""
    reaches_ipv6: bool = False


def look(home: Path, environ: Mapping[str, str]) -> Computer:
    """Returns what is known of this computer; `home` is the folder of the practice world."""
    return Computer(
        system=_system(environ),
        user=_user(),
        is_root=os.geteuid() == 0,
        groups=frozenset(map(_group, {os.getegid(), *os.getgroups()})),
        next_groups=_next_groups(),
        has_systemd=Path("/run/systemd/system").is_dir(),
        has_dockerd=_program("dockerd", environ),
        has_desktop=_desktop(environ),
        home=room(home),
        quota=_quota(),
        localhost=_localhost(),
        reaches_ipv4=_has_route(socket.AF_INET, "192.0.2.1"),
        reaches_ipv6=_has_route(socket.AF_INET6, "2001:db8::1"),
    )


def room(folder: Path) -> Room:
    """Returns the room below a folder, which need not be there yet."""
    there = folder
    while not os.path.lexists(there) and there != there.parent:
        there = there.parent
    try:
        found = os.statvfs(there)
    except OSError:
        return Room(str(there), is_folder=False, is_writable=False, is_in_home=False)
    return Room(
        str(there),
        bytes=found.f_bavail * found.f_frsize,
        files=found.f_favail if found.f_files else Room.files,
        is_folder=there.is_dir(),
        is_writable=os.access(there, os.W_OK | os.X_OK),
        is_in_home=there.is_relative_to(Path.home()),
        is_read_only=bool(found.f_flag & os.ST_RDONLY),
    )


def _system(environ: Mapping[str, str]) -> SystemKind:
    if sys.platform == "darwin":
        return "macos"
    release = ""
    with contextlib.suppress(OSError):
        release = Path("/proc/sys/kernel/osrelease").read_text()
    return "wsl" if "microsoft" in release.lower() or "WSL_DISTRO_NAME" in environ else "linux"


def _user() -> str:
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return str(os.geteuid())


def _group(number: int) -> str:
    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return str(number)


def _next_groups() -> frozenset[str]:
    try:
        user = pwd.getpwuid(os.geteuid())
    except KeyError:
        return frozenset()
    return frozenset(map(_group, os.getgrouplist(user.pw_name, user.pw_gid)))


def _program(name: str, environ: Mapping[str, str]) -> bool:
    path = os.pathsep.join([environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"])
    return shutil.which(name, path=path) is not None


def _desktop(environ: Mapping[str, str]) -> bool:
    places = ("/Applications/Docker.app", "/opt/docker-desktop", "/mnt/wsl/docker-desktop")
    return any(Path(place).exists() for place in places) or _program("docker.exe", environ)


def _quota() -> str:
    """Asks the system's `quota` command, which prints only what is over its limit."""
    try:
        done = subprocess.run(
            ["quota", "-q"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_QUOTA_SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return " ".join(done.stdout.split())


def _localhost() -> tuple[str, ...]:
    try:
        found = socket.getaddrinfo("localhost", None, type=socket.SOCK_STREAM)
    except OSError:
        return ()
    return tuple(dict.fromkeys(str(each[4][0]) for each in found))


def _has_route(family: socket.AddressFamily, address: str) -> bool:
    """Tells whether there is a route to that address; connecting a datagram socket sends no packets."""
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as one:
            one.connect((address, 9))
    except OSError:
        return False
    return True
