"""The ways in which a program can be run here, and which of them works."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from docker_lessons.engine.api.errors import NotImplementedHere
from docker_lessons.engine.runtime import trampoline
from docker_lessons.engine.runtime.supervisor.job import Job

SETTING = "DOCKER_LESSONS_RUNTIME"
"""The environment variable that chooses a way by its name, or ``none``."""

NONE = "none"
_PLACE = "/.dockerenv"
"""Where the trampoline is seen in the root: in the place of a file that is always there and that nobody reads."""
_DEVICES = ("null", "zero", "full", "random", "urandom", "tty", "ptmx")
_BOUND = ("/proc", "/sys", "/dev/pts", *(f"/dev/{name}" for name in _DEVICES))
_LINKS = {
    "fd": "/proc/self/fd",
    "stdin": "/proc/self/fd/0",
    "stdout": "/proc/self/fd/1",
    "stderr": "/proc/self/fd/2",
}

_STATIC_ALONE = (
    "this computer allows no user namespaces, and has neither proot nor bubblewrap that work, so only a static "
    "program that starts no other runs here; install proot (Debian, Ubuntu: apt install proot) and start again"
)


@dataclass(frozen=True)
class Way:
    """A way to run a program; `name` is what people read, and the setting's value.

    `limitation` is the sentence for what cannot be run this way, '' if all can.
    """

    name: str
    limitation: str = field(default="", kw_only=True)

    def prepared(self, job: Job, folder: Path) -> Job:
        """Returns the job as the supervisor has to do it this way; `folder` takes what it needs."""
        raise NotImplementedError


@dataclass(frozen=True)
class Namespaces(Way):
    """Namespaces that the supervisor makes itself."""

    name: str = "namespaces"
    has_own_processes: bool = True

    def prepared(self, job: Job, folder: Path) -> Job:
        """Returns the job."""
        return job.changed(has_own_processes=self.has_own_processes, has_one_user=os.geteuid() != 0)


@dataclass(frozen=True)
class Wrapped(Way):
    """A program that starts others in a root; `command` is its path.

    With `has_one_user`, it makes a user namespace with a single user, and gets a filter of system calls in an open
    file.
    """

    command: str = ""
    has_one_user: bool = False

    def prepared(self, job: Job, folder: Path) -> Job:
        """Returns the job with the wrapper's command."""
        start = _trampoline_in(folder)
        return job.changed(
            has_own_processes=False,
            has_one_user=self.has_one_user,
            wrapper=[*self.options(job, str(start)), job.path, *job.arguments],
            wrapper_environment=[f"{name}={value}" for name, value in self.own(folder).items()],
        )

    def options(self, job: Job, start: str) -> list[str]:
        """Returns the wrapper's command, up to the path of the program."""
        raise NotImplementedError

    def own(self, folder: Path) -> dict[str, str]:
        """Returns the wrapper's own environment, of which the program sees nothing."""
        return {}


@dataclass(frozen=True)
class Proot(Wrapped):
    """proot, which translates paths as the program asks for files."""

    name: str = "proot"

    def options(self, job: Job, start: str) -> list[str]:
        """Returns proot's command."""
        devices = _devices_in(Path(start).parent)
        bound = {path: path for path in _BOUND if os.path.exists(path)}
        bound |= {f"/{target}": source for target, source in job.files.items()}
        bound[_PLACE] = start
        binds = [f"{devices}:/dev", *(f"{source}:{target}" for target, source in bound.items())]
        return [
            *(self.command, "-v", "-1", "-r", job.root, "-i", f"{job.uid}:{job.gid}"),
            *(word for each in binds for word in ("-b", each)),
            *("-w", job.directory, _PLACE),
        ]

    def own(self, folder: Path) -> dict[str, str]:
        """Returns the variable that tells proot where it may write."""
        return {"PROOT_TMP_DIR": str(folder)}


@dataclass(frozen=True)
class Bubblewrap(Wrapped):
    """bubblewrap, for a computer that lets no other program make namespaces."""

    name: str = "bubblewrap"
    has_one_user: bool = True

    def options(self, job: Job, start: str) -> list[str]:
        """Returns bubblewrap's command."""
        files = [
            word
            for target, source in job.files.items()
            for word in ("--bind", source, f"/{target}")
        ]
        shown = ["--bind", job.root, "/", "--dev", "/dev", "--proc", "/proc"]
        names = ["--unshare-user", "--uid", str(job.uid), "--gid", str(job.gid), "--unshare-ipc"]
        host = ["--unshare-uts", "--hostname", job.host_name] if job.host_name else []
        return [
            *(self.command, *shown, "--ro-bind-try", "/sys", "/sys", *files),
            *(
                "--seccomp",
                "4",
                "--ro-bind",
                start,
                _PLACE,
                *names,
                *host,
                "--chdir",
                job.directory,
                _PLACE,
            ),
        ]


@dataclass(frozen=True)
class Direct(Way):
    """The program itself, if it is static, with the root's files handed to it as it asks for them."""

    name: str = "direct"
    limitation: str = field(default=_STATIC_ALONE, kw_only=True)

    def prepared(self, job: Job, folder: Path) -> Job:
        """Returns the job.

        Raises:
            NotImplementedHere: When the program is not static.
        """
        if not job.is_static and not job.trouble:
            raise NotImplementedHere(f"{job.path} cannot be run here: {self.limitation}")
        return job.changed(has_own_processes=False, is_direct=True)


def known(environ: Mapping[str, str] = os.environ) -> list[Way]:
    """Returns the ways in the order in which they are tried, or only those that the environment asks for."""
    found: list[Way] = []
    if sys.platform == "linux":
        found += [Namespaces(), Namespaces(has_own_processes=False)]
        proot, bubblewrap = (shutil.which(name) for name in ("proot", "bwrap"))
        found += [Proot(command=proot)] if proot else []
        found += [Bubblewrap(command=bubblewrap)] if bubblewrap else []
        found += [Direct()]
    wanted = environ.get(SETTING, "")
    return [way for way in found if not wanted or way.name == wanted]


def _trampoline_in(folder: Path) -> Path:
    place = folder / "start"
    content = trampoline.program(os.uname().machine)
    if not place.exists():
        fresh = folder / f"start.{secrets.token_hex(8)}"
        fresh.write_bytes(content)
        fresh.chmod(0o755)
        fresh.replace(place)
    return place


def _devices_in(folder: Path) -> Path:
    """Returns a folder to show as ``/dev``, with a place for everything that is bound into it."""
    place = folder / "dev"
    if not place.is_dir():
        fresh = folder / f"dev.{secrets.token_hex(8)}"
        for name in ("pts", "shm"):
            (fresh / name).mkdir(parents=True)
        (fresh / "shm").chmod(0o1777)
        for name in (*_DEVICES, "console"):
            (fresh / name).touch()
        for name, target in _LINKS.items():
            (fresh / name).symlink_to(target)
        try:
            fresh.rename(place)
        except OSError:
            shutil.rmtree(fresh)
            if not place.is_dir():  # else another program that starts was first
                raise
    return place
