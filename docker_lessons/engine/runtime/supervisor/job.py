"""What a supervisor is asked to start; no dataclass, whose import takes longer than a program's start."""

from __future__ import annotations


class Job:
    """A program to be started: `path` in the files below `root`.

    `wrapper` is the command of a program that starts it there, as proot does. With `is_direct` it runs without
    any root, and is handed its files; `is_static` tells that it needs no other file to start. Otherwise the
    supervisor makes namespaces for it, or joins those of the process `beside`: with `has_own_processes` it
    sees no other processes, with `has_one_user` the computer allows it only one user ID.

    `trouble` is the error that the kernel will report for the program, which a wrapper would not pass on; `files` are
    files of this computer that are seen in the root, by their path there.
    """

    def __init__(
        self,
        *,
        root: str,
        path: str,
        arguments: list[str],
        environment: list[str],
        directory: str,
        uid: int,
        gid: int,
        groups: list[int],
        terminal: bool,
        trouble: str = "",
        has_own_processes: bool = True,
        has_one_user: bool = True,
        is_static: bool = False,
        is_direct: bool = False,
        wrapper: list[str] | None = None,
        wrapper_environment: list[str] | None = None,
        files: dict[str, str] | None = None,
        host_name: str = "",
        beside: int = 0,
        limits: dict[str, float] | None = None,
    ) -> None:
        self.root = root
        self.path = path
        self.arguments = arguments
        self.environment = environment
        self.directory = directory
        self.uid = uid
        self.gid = gid
        self.groups = groups
        self.terminal = terminal
        self.trouble = trouble
        self.has_own_processes = has_own_processes
        self.has_one_user = has_one_user
        self.is_static = is_static
        self.is_direct = is_direct
        self.wrapper: list[str] = wrapper or []
        self.wrapper_environment: list[str] = wrapper_environment or []
        self.files: dict[str, str] = files or {}
        self.host_name = host_name
        self.beside = beside
        self.limits: dict[str, float] = limits or {}

    def changed(self, **changes: object) -> Job:
        """Returns this job with other values."""
        return Job(**{**vars(self), **changes})
