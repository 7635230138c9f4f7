"""The files of a root handed to a static program that runs without a root of its own.

The kernel asks here before each call that names a file: it is opened or looked up in the root, and the program
gets the result. It may read and write files; it cannot start another program or move files.
Source: seccomp(2), seccomp_unotify(2), Linux ``include/uapi/linux/seccomp.h``.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import posixpath
import struct

from ..paths import real_path  # noqa: TID252 - this package is started without those around it
from . import system_calls as calls

_RECEIVE, _SEND, _ADD = 0xC0502100, 0xC0182101, 0x40182103
_REQUEST = struct.Struct("=QIIiIQ6Q")
_ANSWER = struct.Struct("=QqiI")
_ADDED = struct.Struct("=QIIII")
_GO_ON, _ANSWER_WITH_IT = 1, 2
_HERE = -100
_NO_FOLLOW, _EMPTY = 0x100, 0x1000
_PAGE = 4096
_LOOKED_UP = {"x86_64": (262, 144), "aarch64": (79, 128)}
"""By machine: the number of the system call newfstatat, and the bytes of the `struct stat` that it fills in."""
_OF_THE_COMPUTER = frozenset(
    f"/dev/{name}" for name in ("null", "zero", "full", "random", "urandom", "tty")
)
_OUTPUTS = {"/dev/stdin": 0, "/dev/stdout": 1, "/dev/stderr": 2}


class HandedFiles:
    """Answers the calls of one program and those that it forks; `listener` is where the kernel asks."""

    def __init__(self, listener: int, root: str) -> None:
        self.listener = listener
        self._root = root
        self._has_started = False
        self._names = calls.handed_calls()

    def answer(self) -> None:
        """Answers one call, if there is one still waiting."""
        asked = bytearray(_REQUEST.size)
        try:
            fcntl.ioctl(self.listener, _RECEIVE, asked)
        except OSError:  # it has ended meanwhile
            return
        number, pid, _, call, _, _, *arguments = _REQUEST.unpack(asked)
        try:
            self._do(number, pid, self._names[call], arguments)
        except OSError as error:
            self._reply(number, error=-(error.errno or errno.EPERM))

    def _reply(self, number: int, value: int = 0, error: int = 0, flags: int = 0) -> None:
        answer = bytearray(_ANSWER.pack(number, value, error, flags))
        try:
            fcntl.ioctl(self.listener, _SEND, answer)
        except OSError:  # it has ended meanwhile
            return

    def _do(self, number: int, pid: int, name: str, arguments: list[int]) -> None:
        if name == "execve":
            if self._has_started:
                raise OSError(errno.EPERM, "it cannot start another program")
            self._has_started = True
            self._reply(number, flags=_GO_ON)
            return
        directory = _HERE
        if name in _AT:
            directory, *arguments = arguments
            directory = ctypes.c_int(directory & 0xFFFFFFFF).value
        text = _text(pid, arguments[0])
        if name == "newfstatat" and not text and arguments[2] & _EMPTY:
            self._reply(number, flags=_GO_ON)
            return
        if not text:
            raise OSError(errno.ENOENT, "no name")
        if name in ("open", "openat", "creat"):
            self._open(number, pid, self._place(pid, directory, text), name, arguments)
            return
        self._reply(number, self._look(pid, directory, text, name, arguments))

    def _open(self, number: int, pid: int, place: str, name: str, arguments: list[int]) -> None:
        flags, mode = (arguments[1], arguments[2]) if name != "creat" else (_CREAT, arguments[1])
        follow = 0 if place.startswith("/proc/") else os.O_NOFOLLOW
        descriptor = os.open(place, flags & ~os.O_CLOEXEC | follow, mode & 0o7777)
        try:
            added = _ADDED.pack(*(number, _ANSWER_WITH_IT, descriptor, 0, flags & os.O_CLOEXEC))
            fcntl.ioctl(self.listener, _ADD, added)
        finally:
            os.close(descriptor)

    def _look(self, pid: int, directory: int, text: str, name: str, arguments: list[int]) -> int:
        if name in ("access", "faccessat", "faccessat2"):
            place = self._place(pid, directory, text)
            if not os.access(place, arguments[1] & 0o7):
                os.lstat(place)
                raise OSError(errno.EACCES, "no access")
            return 0
        if name in ("readlink", "readlinkat"):
            target = os.fsencode(os.readlink(self._place(pid, directory, text, last=False)))
            return _write(pid, arguments[1], target[: arguments[2]])
        is_link = name == "lstat" or (name == "newfstatat" and arguments[2] & _NO_FOLLOW)
        place = self._place(pid, directory, text, last=not is_link)
        call, size = _LOOKED_UP[os.uname().machine]
        found = ctypes.create_string_buffer(size)
        calls.call(call, _HERE, os.fsencode(place), found, _NO_FOLLOW)
        _write(pid, arguments[1], found.raw)
        return 0

    def _place(self, pid: int, directory: int, text: str, *, last: bool = True) -> str:
        """Returns the path on the disk for a file name that the program uses."""
        if not text.startswith("/"):
            of = "cwd" if directory == _HERE else f"fd/{directory}"
            here = os.readlink(f"/proc/{pid}/{of}")
            inside = here[len(self._root) :] if f"{here}/".startswith(f"{self._root}/") else "/"
            text = posixpath.join(inside or "/", text)
        clean = posixpath.normpath(text)
        if clean in _OF_THE_COMPUTER:
            return clean
        if clean in _OUTPUTS:
            return f"/proc/{pid}/fd/{_OUTPUTS[clean]}"
        return f"{self._root}/{real_path(self._root, text, last=last)}".rstrip("/")


_CREAT = os.O_CREAT | os.O_WRONLY | os.O_TRUNC
_AT = frozenset({"openat", "newfstatat", "readlinkat", "faccessat", "faccessat2"})


def _text(pid: int, address: int) -> str:
    """Returns the file name at an address in a process's memory."""
    found = b""
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        while b"\0" not in found and len(found) <= _PAGE:
            place = address + len(found)
            found += os.pread(memory.fileno(), _PAGE - place % _PAGE, place)
    name, end, _ = found.partition(b"\0")
    if not end or len(name) >= _PAGE:
        raise OSError(errno.ENAMETOOLONG, "too long a name")
    return os.fsdecode(name)


def _write(pid: int, address: int, data: bytes) -> int:
    with open(f"/proc/{pid}/mem", "r+b", buffering=0) as memory:
        return os.pwrite(memory.fileno(), data, address)
