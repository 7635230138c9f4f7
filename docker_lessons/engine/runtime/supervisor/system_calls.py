"""System calls that Python does not offer.

Sources: the manual pages prctl(2), unshare(2), setns(2), mount(2), pivot_root(2), seccomp(2).
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct

NEW_USER, NEW_MOUNTS, NEW_PIDS = 0x10000000, 0x00020000, 0x20000000
NEW_IPC, NEW_UTS, NEW_NETWORK = 0x08000000, 0x04000000, 0x40000000
READ_ONLY, NO_SETUID, NO_DEVICES, NO_PROGRAMS = 1, 2, 4, 8
REMOUNT, BIND, RECURSIVE, PRIVATE = 32, 4096, 16384, 1 << 18
_DETACH = 2
_PARENT_DIES, _NO_NEW_PRIVILEGES, _SECCOMP, _DROP_CAPABILITY = 1, 38, 22, 24
_ADOPT_ORPHANS = 36
_FILTER = 2

_ALLOW, _ERROR = 0x7FFF0000, 0x00050000
_NUMBER, _ARCHITECTURE, _FIRST_LOW, _FIRST_HIGH = 0, 4, 16, 20
_LINE = 8
"""The bytes of an instruction of a filter."""
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_X86_64 = {
    "statx": 332,
    "kill": 62,
    "chown": 92,
    "fchown": 93,
    "lchown": 94,
    "fchownat": 260,
    "setuid": 105,
    "setgid": 106,
    "setreuid": 113,
    "setregid": 114,
    "setgroups": 116,
    "setresuid": 117,
    "setresgid": 119,
    "setfsuid": 122,
    "setfsgid": 123,
}
_ARM64 = {
    "statx": 291,
    "kill": 129,
    "fchown": 55,
    "fchownat": 54,
    "setuid": 146,
    "setgid": 144,
    "setreuid": 145,
    "setregid": 143,
    "setgroups": 159,
    "setresuid": 147,
    "setresgid": 149,
    "setfsuid": 151,
    "setfsgid": 152,
}
_MACHINES = {"x86_64": (0xC000003E, _X86_64), "aarch64": (0xC00000B7, _ARM64)}
"""What a machine is called in a filter, and the numbers of its system calls."""
_OWNERS = (
    *("chown", "fchown", "lchown", "fchownat", "setuid", "setgid", "setreuid", "setregid"),
    *("setgroups", "setresuid", "setresgid", "setfsuid", "setfsgid"),
)

_HANDED = {
    "x86_64": {
        "open": 2,
        "stat": 4,
        "lstat": 6,
        "access": 21,
        "creat": 85,
        "readlink": 89,
        "openat": 257,
        "newfstatat": 262,
        "readlinkat": 267,
        "faccessat": 269,
        "faccessat2": 439,
        "execve": 59,
    },
    "aarch64": {
        "openat": 56,
        "newfstatat": 79,
        "readlinkat": 78,
        "faccessat": 48,
        "faccessat2": 439,
        "execve": 221,
    },
}
_REFUSED = {
    "x86_64": (
        *(76, 80, 82, 83, 84, 86, 87, 88, 90, 92, 94, 132, 133, 137, 161, 165, 235, 258, 259, 260),
        *(261, 263, 264, 265, 266, 268, 280, 316, 322, 452),
    ),
    "aarch64": (33, 34, 35, 36, 37, 38, 40, 43, 45, 49, 51, 53, 54, 88, 276, 281, 452),
}
"""Other calls that name a file: they move, link, make, remove or change one, or start a program."""
_OPENAT2 = 437
_SECCOMP_CALL = {"x86_64": 317, "aarch64": 277}
_NEW_LISTENER = 8
_ASK = 0x7FC00000

_libc = ctypes.CDLL(None, use_errno=True)


def _call(name: str, *arguments: object) -> None:
    if getattr(_libc, name)(*arguments) < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def unshare(flags: int) -> None:
    """Puts this process, or its children, into new namespaces."""
    _call("unshare", flags)


def join(descriptor: int, flag: int = 0) -> None:
    """Puts this process, or its children, into the namespace of an open file."""
    _call("setns", descriptor, flag)


def mount(source: str, target: str, kind: str = "", flags: int = 0, options: str = "") -> None:
    """Mounts `source` at `target`."""
    _call(
        "mount",
        *(os.fsencode(source), os.fsencode(target), kind.encode() or None),
        *(ctypes.c_ulong(flags), options.encode() or None),
    )


def change_root(root: str) -> None:
    """Makes a mounted directory the root of this process's mount namespace, and leaves the old one."""
    os.chdir(root)
    number = {"x86_64": 155, "aarch64": 41}.get(os.uname().machine)
    if number is None:
        os.chroot(".")
        return
    _call("syscall", ctypes.c_long(number), b".", b".")
    _call("umount2", b".", _DETACH)
    os.chdir("/")


def set_host_name(name: str) -> None:
    """Sets the host name of this UTS namespace."""
    data = name.encode()[:64]
    _call("sethostname", data, len(data))


def die_with_parent(signal: int) -> None:
    """Has the kernel send a signal to this process when its parent ends."""
    _call("prctl", _PARENT_DIES, ctypes.c_ulong(signal), 0, 0, 0)


def adopt_orphans() -> None:
    """Makes this process the parent of every descendant whose own parent ends."""
    _call("prctl", _ADOPT_ORPHANS, ctypes.c_ulong(1), 0, 0, 0)


def keep_capabilities(kept: frozenset[int]) -> None:
    """Takes every capability but those in `kept` from the programs that this process starts."""
    for number in range(64):
        if number not in kept and _libc.prctl(_DROP_CAPABILITY, ctypes.c_ulong(number), 0, 0, 0):
            return


def without_statx_and_kill_all() -> None:
    """Makes statx fail as on an old kernel, and refuses a signal to all processes (``kill -1``).

    proot 5.1.0 does not know statx; and without a process namespace, such a signal would reach all of this user's
    processes.
    """
    names = _names()
    _install(
        (_EQUAL, 5, 0, names["statx"]),
        (_EQUAL, 0, 3, names["kill"]),
        (_LOAD, 0, 0, _FIRST_LOW),
        (_EQUAL, 0, 1, 0xFFFFFFFF),
        (_RETURN, 0, 0, _ERROR | errno.EPERM),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _ERROR | errno.ENOSYS),
    )


def with_pretended_owners() -> None:
    """Makes calls that change an owner or a user succeed without effect, where there is only one user."""
    _install(*_owners())


def pretended_owners() -> bytes:
    """Returns the filter of `with_pretended_owners` as a program that installs it reads it."""
    return _filter(*_owners())


def _owners() -> list[tuple[int, int, int, int]]:
    numbers = [_names()[name] for name in _OWNERS if name in _names()]
    return [
        *((_EQUAL, len(numbers) - place, 0, number) for place, number in enumerate(numbers)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _ERROR),
    ]


def _names() -> dict[str, int]:
    return _MACHINES[os.uname().machine][1]


def _filter(*lines: tuple[int, int, int, int]) -> bytes:
    """Returns a filter of system calls; `lines` begin with the number of the call loaded."""
    head = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, _MACHINES[os.uname().machine][0]),
        (_RETURN, 0, 0, _ALLOW),
        (_LOAD, 0, 0, _NUMBER),
    ]
    return b"".join(struct.pack("HBBI", *line) for line in (*head, *lines))


def _install(*lines: tuple[int, int, int, int]) -> None:
    """Filters the system calls of this process and its children."""
    program = _filter(*lines)
    kept = ctypes.create_string_buffer(program)
    described = struct.pack("HP", len(program) // _LINE, ctypes.addressof(kept))
    with_no_new_privileges()
    _call("prctl", _SECCOMP, ctypes.c_ulong(_FILTER), described, 0, 0)


def call(number: int, *arguments: object) -> None:
    """Calls the system by a number."""
    _call("syscall", ctypes.c_long(number), *arguments)


def handed_calls() -> dict[int, str]:
    """Returns the names, by number, of the calls that `hand_over_files` hands over."""
    return {number: name for name, number in _HANDED[os.uname().machine].items()}


def hand_over_files() -> int:
    """Lets another process answer the calls of this one that name a file; returns the descriptor for doing so."""
    machine = os.uname().machine
    handed, refused = _HANDED[machine], _REFUSED[machine]
    names = _names()
    numbers = [*handed.values(), *refused]
    count = len(numbers)
    program = _filter(
        *((_EQUAL, count - place + 5, 0, number) for place, number in enumerate(handed.values())),
        *(
            (_EQUAL, count - len(handed) - place + 6, 0, number)
            for place, number in enumerate(refused)
        ),
        (_EQUAL, 7, 0, names["statx"]),
        (_EQUAL, 6, 0, _OPENAT2),
        (_EQUAL, 0, 2, names["kill"]),
        (_LOAD, 0, 0, _FIRST_LOW),
        (_EQUAL, 2, 0, 0xFFFFFFFF),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _ASK),
        (_RETURN, 0, 0, _ERROR | errno.EPERM),
        (_RETURN, 0, 0, _ERROR | errno.ENOSYS),
    )
    kept = ctypes.create_string_buffer(program)
    described = struct.pack("HP", len(program) // _LINE, ctypes.addressof(kept))
    with_no_new_privileges()
    number = _SECCOMP_CALL[machine]
    listener = _libc.syscall(ctypes.c_long(number), 1, _NEW_LISTENER, described)
    if listener < 0:
        raise OSError(ctypes.get_errno(), "seccomp")
    return int(listener)


def with_no_new_privileges() -> None:
    """Keeps programs that this process starts from gaining privileges by set-user-ID."""
    _call("prctl", _NO_NEW_PRIVILEGES, ctypes.c_ulong(1), 0, 0, 0)
