"""Namespaces in which a program sees the files of its root alone, and is their superuser.

Source: user_namespaces(7), pid_namespaces(7); OCI runtime specification, config-linux.md ("Default Filesystems").
"""

from __future__ import annotations

import os
from contextlib import suppress

from . import system_calls as calls

TYPE_CHECKING = False  # as in `typing`, whose import takes its time
if TYPE_CHECKING:
    from .job import Job

_DEVICES = ("null", "zero", "full", "random", "urandom", "tty")
_LINKS = {
    "fd": "/proc/self/fd",
    "stdin": "/proc/self/fd/0",
    "stdout": "/proc/self/fd/1",
    "stderr": "/proc/self/fd/2",
    "ptmx": "pts/ptmx",
}
_CAPABILITIES = frozenset((0, 1, 3, 4, 5, 6, 7, 8, 10, 13, 18, 27, 29, 31))
"""The capabilities that Docker leaves to a container's superuser, by their numbers."""
_SHIELDED = ("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys")
_NAMESPACES = ("ipc", "uts", "mnt")


def enter(job: Job) -> None:
    """Puts this process into a new user namespace, or that of the process `job.beside`.

    With `job.has_own_processes`, its children get a new process namespace, or that of `job.beside`.
    """
    if job.beside:
        for name in ("user", *(("pid",) if job.has_own_processes else ())):
            with open(f"/proc/{job.beside}/ns/{name}", "rb") as file:
                calls.join(file.fileno())
        return
    uid, gid = os.geteuid(), os.getegid()
    ready, mapped = os.pipe(), os.pipe()
    helper = os.fork()
    if not helper:
        # A process outside may map more than one's own number, if it is the superuser.
        os.close(mapped[0])
        os.read(ready[0], 1)
        _map(os.getppid(), job, uid, gid)
        os._exit(0)
    calls.unshare(calls.NEW_USER | (calls.NEW_PIDS if job.has_own_processes else 0))
    os.write(ready[1], b"x")
    _, status = os.waitpid(helper, 0)
    for descriptor in (*ready, *mapped):
        os.close(descriptor)
    if status:
        raise OSError("the users of the namespace could not be set")


def _map(pid: int, job: Job, uid: int, gid: int) -> None:
    try:
        if not job.has_one_user:
            for name in ("uid_map", "gid_map"):
                with open(f"/proc/self/{name}", encoding="utf-8") as file:
                    ranges = [line.split() for line in file]
                lines = [f"{first} {first} {count}" for first, _, count in ranges]
                with open(f"/proc/{pid}/{name}", "w", encoding="utf-8") as file:
                    file.write("\n".join(lines))
            return
        for name, text in (
            ("setgroups", "deny"),
            ("uid_map", f"{job.uid} {uid} 1"),
            ("gid_map", f"{job.gid} {gid} 1"),
        ):
            with open(f"/proc/{pid}/{name}", "w", encoding="utf-8") as file:
                file.write(text)
    except OSError:
        os._exit(1)


def settle(job: Job) -> None:
    """Gives this process, a child of the one that entered, the root and the user of the job."""
    if job.beside:
        opened = [os.open(f"/proc/{job.beside}/ns/{name}", os.O_RDONLY) for name in _NAMESPACES]
        for descriptor in opened:
            calls.join(descriptor)
            os.close(descriptor)
    else:
        calls.unshare(calls.NEW_MOUNTS | calls.NEW_IPC | calls.NEW_UTS)
        calls.mount("none", "/", flags=calls.PRIVATE | calls.RECURSIVE)
        _furnish(job)
        calls.change_root(job.root)
        if job.host_name:
            calls.set_host_name(job.host_name)
    os.chdir("/")


def become(job: Job) -> None:
    """Takes the user of the job, and drops the capabilities that Docker would not give."""
    calls.keep_capabilities(_CAPABILITIES)
    if not job.has_one_user:
        os.setgroups([job.gid, *job.groups])
        os.setresgid(job.gid, job.gid, job.gid)
        os.setresuid(job.uid, job.uid, job.uid)
    else:
        with suppress(OSError, KeyError):  # a kernel without filters, another machine
            calls.with_pretended_owners()


def _furnish(job: Job) -> None:
    root = job.root
    calls.mount(root, root, flags=calls.BIND | calls.RECURSIVE)
    for target, source in job.files.items():
        with suppress(OSError):
            calls.mount(source, f"{root}/{target}", flags=calls.BIND)
    if os.path.isdir(f"{root}/dev"):
        _make_devices(f"{root}/dev", job)
    if os.path.isdir(f"{root}/proc"):
        if job.has_own_processes:
            quiet = calls.NO_SETUID | calls.NO_DEVICES | calls.NO_PROGRAMS
            calls.mount("proc", f"{root}/proc", "proc", quiet)
        else:
            calls.mount("/proc", f"{root}/proc", flags=calls.BIND | calls.RECURSIVE)
        for path in _SHIELDED:
            with suppress(OSError):
                _mount_readable(root + path, root + path)
    if os.path.isdir(f"{root}/sys"):
        with suppress(OSError):
            _mount_readable("/sys", f"{root}/sys")


def _mount_readable(source: str, target: str) -> None:
    calls.mount(source, target, flags=calls.BIND | calls.RECURSIVE)
    quiet = calls.NO_SETUID | calls.NO_DEVICES | calls.NO_PROGRAMS
    calls.mount("none", target, flags=calls.REMOUNT | calls.BIND | calls.READ_ONLY | quiet)


def _make_devices(place: str, job: Job) -> None:
    calls.mount("tmpfs", place, "tmpfs", calls.NO_SETUID, "mode=755,size=65536k")
    for name in _DEVICES:
        with suppress(OSError):
            os.close(os.open(f"{place}/{name}", os.O_CREAT | os.O_WRONLY, 0o666))
            calls.mount(f"/dev/{name}", f"{place}/{name}", flags=calls.BIND)
    for name, target in _LINKS.items():
        os.symlink(target, f"{place}/{name}")
    os.mkdir(f"{place}/pts")
    quiet = calls.NO_SETUID | calls.NO_PROGRAMS
    with suppress(OSError):
        calls.mount("/dev/pts", f"{place}/pts", flags=calls.BIND)
        # The system's own: a terminal of this process was made there.
        os.unlink(f"{place}/ptmx")
        os.close(os.open(f"{place}/ptmx", os.O_CREAT | os.O_WRONLY, 0o666))
        calls.mount("/dev/ptmx", f"{place}/ptmx", flags=calls.BIND)
    os.mkdir(f"{place}/shm")
    with suppress(OSError):
        calls.mount(
            "shm", f"{place}/shm", "tmpfs", quiet | calls.NO_DEVICES, "mode=1777,size=65536k"
        )
    if job.terminal:
        with suppress(OSError):
            os.close(os.open(f"{place}/console", os.O_CREAT | os.O_WRONLY, 0o620))
            calls.mount(os.ttyname(0), f"{place}/console", flags=calls.BIND)
