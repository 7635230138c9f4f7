"""Podman's service for Docker's clients, with images, settings and containers of its own."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException
from pathlib import Path

import pytest

from docker_lessons.world.control import exchange
from tests import programs

_CONTAINERS = """\
[containers]
# Its own default is more than root may have in a container.
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
"""


@dataclass
class Podman:
    """The service; `folder` has all that is its."""

    folder: Path
    _process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Its address, `unix://...`."""
        return f"unix://{self.folder}/podman.sock"

    def allow_http(self, lines: str) -> None:
        """Writes lines into its settings of registries, and restarts it."""
        (self.folder / "registries.conf").write_text(lines)
        self.end()
        self.start()

    def start(self) -> None:
        """Starts it."""
        variables = {
            "CONTAINERS_CONF": str(self.folder / "containers.conf"),
            "CONTAINERS_REGISTRIES_CONF": str(self.folder / "registries.conf"),
        }
        command: list[str | Path] = [
            *("podman", "--root", self.folder / "root", "--runroot", self.folder / "run"),
            *("--tmpdir", self.folder / "tmp"),  # its events are not another one's
            *(
                "--storage-driver",
                "vfs",
                "--cgroup-manager",
                "cgroupfs",
                "--events-backend",
                "file",
            ),
            *("system", "service", "--time", "0", self.address),
        ]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                command, env=os.environ | variables, stdout=log, stderr=log
            )
        programs.wait_for("podman answers", self._answers)

    def _answers(self) -> bool:
        with contextlib.suppress(OSError, HTTPException):
            return (
                exchange(self.folder / "podman.sock", "GET", "/_ping", None, 5)[0] == HTTPStatus.OK
            )
        return False

    def end(self) -> None:
        """Ends it."""
        if self._process is not None:
            programs.end(self._process, 20)


@contextlib.contextmanager
def podman() -> Iterator[Podman]:
    """Gives Podman, empty, which trusts no registry without TLS."""
    programs.not_quick()
    programs.required("podman")
    if os.geteuid() != 0:
        pytest.skip("needs root (a podman of one's own): sudo make test")
    folder = Path(tempfile.mkdtemp(prefix="dl-podman-"))
    (folder / "containers.conf").write_text(_CONTAINERS)
    (folder / "registries.conf").write_text("")
    service = Podman(folder)
    service.start()
    try:
        yield service
    finally:
        service.end()
        shutil.rmtree(folder, ignore_errors=True)
