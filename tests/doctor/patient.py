"""A throwaway computer's user, and what `docker-lessons doctor` says to them."""

import hashlib
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from docker_lessons.doctor.checks.check import IN_THE_WAY, WORTH_KNOWING
from docker_lessons.world import World
from docker_lessons.world.which_hub import WhichHub
from tests import programs, warm_command
from tests.practice import COMMAND, clean_environment

MOST_SECONDS = 10
"""What `doctor` may take; a machine with other work gets twice that, but for the test of just this."""
_SYSTEM = "/usr/sbin:/usr/bin:/sbin:/bin"

_AS_USER = """
import os
import docker_lessons.cli.doctor, docker_lessons.world.process, encodings.idna
os.setgroups([])
os.setresgid({group}, {group}, {group})
os.setresuid({user}, {user}, {user})
from docker_lessons.cli import main
main()
"""
"""Imports first: somebody else may not read where this Python is."""


@dataclass(frozen=True)
class Report:
    """What `doctor --json` said, and what it took."""

    exit_code: int
    document: dict[str, Any]
    text: str
    seconds: float

    @property
    def in_the_way(self) -> list[str]:
        """The situations that were found, in their order."""
        return [row["situation"] for row in self.rows if row["state"] == IN_THE_WAY]

    @property
    def worth_knowing(self) -> list[str]:
        return [row["situation"] for row in self.rows if row["state"] == WORTH_KNOWING]

    @property
    def rows(self) -> list[dict[str, Any]]:
        return list(self.document["checks"])

    def row(self, name: str) -> dict[str, Any]:
        """A check, by its name or by what it found."""
        return next(row for row in self.rows if name in (row["check"], row["situation"]))


@dataclass
class Patient:
    """Somebody with a home, a PATH of one folder, and no Docker until a test gives one."""

    folder: Path
    ids: tuple[int, int] | None = None
    """The user and the group that they are on this computer, if they are not who runs the tests (root)."""
    inside: tuple[str, ...] = ()
    """What starts a program elsewhere, as in a namespace of its own."""
    env: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.home.mkdir()
        self.bin.mkdir()
        clean = clean_environment(self.home, self.home / "world")
        self.env = clean | {"PATH": str(self.bin), "DOCKER_HOST": f"unix://{self.folder}/no.sock"}

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def bin(self) -> Path:
        """The only folder of PATH."""
        return self.folder / "bin"

    @property
    def config(self) -> Path:
        return self.home / ".docker" / "config.json"

    def has_client(self, program: str) -> None:
        """Puts a docker client on PATH."""
        (self.bin / "docker").symlink_to(program)

    def has_settings(self, settings: dict[str, Any] | str) -> None:
        """Writes config.json."""
        self.config.parent.mkdir(parents=True, exist_ok=True)
        text = settings if isinstance(settings, str) else json.dumps(settings)
        self.config.write_text(text)

    def publishes_to(self, registry: str, authorities: str = "") -> None:
        """Gives them a world that publishes to a registry of their own choice."""
        world = World(self.home / "world")
        world.prepare()
        world.keep_hub(WhichHub("registry", "demousr", registry=registry, authorities=authorities))

    def has_program(self, name: str, script: str, mode: int = 0o755) -> Path:
        """Puts a program on PATH."""
        program = self.bin / name
        program.write_text(script)
        program.chmod(mode)
        return program

    def run(self, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Runs `docker-lessons doctor`, which must end in time and change no file of theirs."""
        before, start = tree(self.folder), time.monotonic()
        if self.inside or self.ids is not None:
            done = self._elsewhere(*arguments, **env)
        else:
            done = warm_command.run(("doctor", *arguments), env=self.env | env, cwd=self.home)
        assert time.monotonic() - start < 2 * MOST_SECONDS
        assert tree(self.folder) == before, "doctor changes nothing"
        return done

    def _elsewhere(self, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Runs it in a namespace, or as another user."""
        return subprocess.run(
            [*self.inside, *self._command(), "doctor", *arguments],
            env=self.env | env,
            cwd=self.home,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def is_user(self, user: int, group: int) -> None:
        """Makes them that user of this computer, in that one group; their files become theirs."""
        for path in (self.folder, *self.folder.rglob("*")):
            os.chown(path, user, group, follow_symlinks=False)
        self.ids = (user, group)

    def is_inside(self, kind: str, commands: str) -> None:
        """Has the doctor run in a namespace of its own (`-m` for mounts, `-n` for a network) that `commands` prepare."""
        if "ip " in commands:
            programs.required("ip")
        script = f'own=$PATH; PATH={_SYSTEM}\n{commands}\nPATH=$own; exec "$@"'
        self.inside = (programs.required("unshare"), kind, "/bin/sh", "-ec", script, "sh")
        made = subprocess.run([*self.inside, "/bin/true"], capture_output=True, check=False)
        if made.returncode:
            pytest.skip("needs root (a namespace of one's own): sudo make test")

    def _command(self) -> list[str]:
        if self.ids is None:
            return [str(COMMAND)]
        return [sys.executable, "-c", _AS_USER.format(user=self.ids[0], group=self.ids[1])]

    def examine(self, *arguments: str, engine: str = "docker", **env: str) -> Report:
        """Returns what `doctor --json` finds."""
        start = time.monotonic()
        done = self.run("--engine", engine, "--json", *arguments, **env)
        seconds = time.monotonic() - start
        assert not done.stderr, done.stderr
        assert "asking failed" not in done.stdout, done.stdout
        return Report(done.returncode, json.loads(done.stdout), done.stdout, seconds)


def tree(folder: Path) -> dict[str, tuple[Any, ...]]:
    """Every file below a folder: its kind, rights, times and content."""
    found: dict[str, tuple[Any, ...]] = {}
    for path in sorted(folder.rglob("*")):
        try:
            about = path.lstat()
        except OSError:
            continue
        content = hashlib.sha256(path.read_bytes()).hexdigest() if _is_plain(path) else ""
        found[str(path)] = (about.st_mode, about.st_uid, about.st_mtime_ns, content)
    return found


def _is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and os.access(path, os.R_OK)
