"""The program that a process names: where it is in a root file system, and whether it can be run there.

Source: runc 1.1 and Go's ``os/exec``, whose rules and sentences these are.
"""

from __future__ import annotations

import os
import posixpath
import stat
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from docker_lessons.engine.runtime.paths import TooManyLinks, real_path
from docker_lessons.engine.runtime.process import CannotStart

_FAILED = (
    "failed to create shim task: OCI runtime create failed: runc create failed: "
    "unable to start container process: {}: unknown"
)
_NOT_FOUND, _NOT_ALLOWED, _NOT_STARTED = 127, 126, 128
_ELF, _SCRIPT = b"\x7fELF", b"#!"
_INTERPRETER = 3
_MACHINES = {"x86_64": 62, "aarch64": 183, "i686": 3, "armv7l": 40, "riscv64": 243, "ppc64le": 21}
_ALSO = {"x86_64": ("i686",), "aarch64": ("armv7l",)}
"""Other machines whose programs a machine's kernel runs without an emulator, if it is built to."""
_LINE = 256
_MOST_SCRIPTS = 5


@dataclass(frozen=True)
class Program:
    """A program: `path` as the kernel gets it; `trouble` is the error that the kernel will report, '' for none.

    `is_static` tells that it needs no other file in order to start.
    """

    path: str
    trouble: str = ""
    is_static: bool = False


def find(root: Path, name: str, environment: Mapping[str, str], directory: str = "/") -> Program:
    """Returns the program that a process names, looked for as runc does. Blocks.

    Raises:
        CannotStart: When it is not there or isn't allowed to run, with dockerd's sentence.
    """
    quoted = '"{}"'.format(name.replace("\\", "\\\\").replace('"', '\\"'))
    if "/" in name:
        problem = _problem(root, name, directory)
        if problem:
            code = _NOT_ALLOWED if problem == "permission denied" else _NOT_STARTED
            code = _NOT_FOUND if problem.endswith("no such file or directory") else code
            raise _refusal(f"exec: {quoted}: {problem}", code)
        return _examined(root, name, directory)
    for folder in environment.get("PATH", "").split(":") if name else ():
        path = posixpath.join(folder or ".", name)
        if not _problem(root, path, directory):
            if not posixpath.isabs(path):
                raise _refusal(
                    f"exec: {quoted}: cannot run executable found relative to current directory",
                    _NOT_STARTED,
                )
            return _examined(root, posixpath.normpath(path), directory)
    raise _refusal(f"exec: {quoted}: executable file not found in $PATH", _NOT_FOUND)


def _refusal(reason: str, code: int) -> CannotStart:
    refusal = CannotStart(_FAILED.format(reason), code)
    refusal.status = 500 if code == _NOT_STARTED else 400
    return refusal


def _problem(root: Path, path: str, directory: str) -> str:
    """Returns why a path does not lead to an executable file, '' if it does."""
    try:
        found = os.lstat(root / real_path(str(root), path, directory))
    except TooManyLinks:
        return f"stat {path}: too many levels of symbolic links"
    except OSError as error:
        return f"stat {path}: {(error.strerror or '').lower()}"
    if stat.S_ISDIR(found.st_mode) or not found.st_mode & 0o111:
        return "permission denied"
    return ""


def _examined(root: Path, path: str, directory: str) -> Program:
    """Returns the program at a path, with what the kernel will say of it."""
    trouble, is_static = _look(root, path, directory, _MOST_SCRIPTS)
    return Program(path, f"exec {path}: {trouble}" if trouble else "", is_static)


def _look(root: Path, path: str, directory: str, most: int) -> tuple[str, bool]:
    try:
        with open(root / real_path(str(root), path, directory), "rb") as file:
            start = file.read(_LINE)
            if start.startswith(_SCRIPT):
                return _script(root, start, directory, most), False
            if not start.startswith(_ELF):
                return "exec format error", False
            return _elf(root, start, file.fileno())
    except (struct.error, TooManyLinks):
        return "exec format error", False
    except OSError as error:
        return (error.strerror or "").lower(), False


def _script(root: Path, start: bytes, directory: str, most: int) -> str:
    words = start[len(_SCRIPT) :].split(b"\n")[0].split()
    if not words or not most:
        return "exec format error"
    interpreter = os.fsdecode(words[0])
    problem = _problem(root, interpreter, directory)
    if problem:
        return problem.rpartition(": ")[2]
    return _look(root, interpreter, directory, most - 1)[0]


def _elf(root: Path, start: bytes, descriptor: int) -> tuple[str, bool]:
    bits, order = start[4], "<" if start[5] == 1 else ">"
    (machine,) = struct.unpack_from(order + "H", start, 18)
    here = os.uname().machine
    if machine not in [_MACHINES.get(name) for name in (here, *_ALSO.get(here, ()))]:
        return "exec format error", False
    wide = bits == 2
    (table,) = struct.unpack_from(order + ("Q" if wide else "I"), start, 32 if wide else 28)
    size, count = struct.unpack_from(order + "HH", start, 54 if wide else 42)
    for number in range(count):
        segment = os.pread(descriptor, size, table + number * size)
        (kind,) = struct.unpack_from(order + "I", segment)
        if kind != _INTERPRETER:
            continue
        if wide:
            (offset,) = struct.unpack_from(order + "Q", segment, 8)
            (length,) = struct.unpack_from(order + "Q", segment, 32)
        else:
            (offset,) = struct.unpack_from(order + "I", segment, 4)
            (length,) = struct.unpack_from(order + "I", segment, 16)
        name = os.fsdecode(os.pread(descriptor, min(length, 4096), offset).rstrip(b"\0"))
        problem = _problem(root, name, "/")
        return (problem.rpartition(": ")[2], False) if problem else ("", False)
    return "", True
