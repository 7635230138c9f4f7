"""A Docker daemon of its own for the course's test: started, ended by its process ID, and removed without a trace.

It listens on a unix socket, keeps its files in a temporary folder and gives containers no network. Requests to the
real Docker Hub end at a proxy that does not exist, unless the test publishes elsewhere; requests to loopback use no
proxy.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Self

from docker_lessons.course_check import engine_api
from docker_lessons.world.failure import WorldError
from docker_lessons.world.which_hub import WhichHub

_START_SECONDS = 90.0
_STOP_SECONDS = 40.0
"""Seconds. A daemon gives its containers ten seconds to end."""
_PAUSE = 0.02
_NO_WAY_OUT = "http://127.0.0.1:1"


class Daemon:
    """One daemon, all of whose files are in `folder`. A context manager that starts it."""

    def __init__(
        self,
        folder: Path | None = None,
        *,
        hub: WhichHub | None = None,
        program: Path | None = None,
    ) -> None:
        """Takes the folder of a daemon that another process started, or makes a new folder.

        With a `hub` elsewhere, the daemon reaches it in the same way as this process, and trusts its authorities.
        `program` is a dockerd in the place of the one on PATH.
        """
        self._hub = hub
        # A path of its own below /tmp: sockets need a short one, and a relative --data-root makes dockerd spin.
        self.folder = folder or Path(tempfile.mkdtemp(prefix="dl-dockerd-", dir="/tmp"))
        self._dockerd = program
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @property
    def socket(self) -> Path:
        """The unix socket that it listens on."""
        return self.folder / "docker.sock"

    def start(self) -> None:
        """Starts it and returns when it answers.

        Raises:
            WorldError: When it ends or does not answer, with the last lines of its log.
        """
        log = self.folder / "log"
        command: list[str | Path] = [
            *(
                self._dockerd or _program() or "dockerd",
                "--host",
                f"unix://{self.socket}",
                "--bridge=none",
            ),
            *("--data-root", self.folder / "data", "--exec-root", self.folder / "exec"),
            *("--pidfile", self._pid_file, "--iptables=false"),
        ]
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd="/",
                env=self._environment(),
                start_new_session=True,  # Ctrl-C is for who started it, and ends it in order
            )
        deadline = time.monotonic() + _START_SECONDS
        while not self._answers():
            ended = self._process.poll()
            if ended is not None or time.monotonic() > deadline:
                said = log.read_text(errors="replace").strip().splitlines()[-3:]
                what = "does not answer" if ended is None else f"ended with exit code {ended}"
                raise WorldError(f"The dockerd of this test {what}: {' / '.join(said)}")
            time.sleep(_PAUSE)

    def stop(self) -> None:
        """Ends it with SIGTERM, or kills it when that takes too long. Its data stays."""
        pid = self._pid()
        if self._process is not None and self._process.poll() is None:
            pid = self._process.pid
        if pid:
            self._signal(pid, signal.SIGTERM)
            deadline = time.monotonic() + _STOP_SECONDS
            while self._runs(pid):
                if time.monotonic() > deadline:
                    self._signal(pid, signal.SIGKILL)
                time.sleep(_PAUSE)
        if self._process is not None:
            self._process.wait()
            self._process = None

    @contextlib.contextmanager
    def stopped(self) -> Iterator[None]:
        """Stops it for the time of a `with` block."""
        self.stop()
        try:
            yield
        finally:
            self.start()

    def close(self) -> None:
        """Ends it and removes its folder."""
        self.stop()
        mounts = Path("/proc/mounts").read_text().splitlines()
        for point in sorted((line.split()[1] for line in mounts), reverse=True):
            if point.startswith(f"{self.folder}/"):
                subprocess.run(["umount", point], capture_output=True, check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _environment(self) -> dict[str, str]:
        path = os.environ.get("PATH", os.defpath)
        kept = {k: v for k, v in os.environ.items() if not k.startswith("DOCKER_")}
        kept["PATH"] = f"{path}:/usr/local/sbin:/usr/sbin:/sbin"  # it looks for containerd and runc
        if self._hub is not None:
            if self._hub.authorities:
                authorities = self.folder / "authorities.pem"
                authorities.write_text(self._hub.authorities)
                kept["SSL_CERT_FILE"] = str(authorities)
            return kept
        kept = {k: v for k, v in kept.items() if not k.lower().endswith("_proxy")}
        return kept | {"HTTP_PROXY": _NO_WAY_OUT, "HTTPS_PROXY": _NO_WAY_OUT}

    @property
    def _pid_file(self) -> Path:
        return self.folder / "docker.pid"

    def _pid(self) -> int:
        """Returns the ID of the process that serves, whoever started it, or 0."""
        try:
            pid = int(self._pid_file.read_text())
        except (OSError, ValueError):
            return 0
        return pid if self._runs(pid) else 0

    def _runs(self, pid: int) -> bool:
        """Returns whether a process is this daemon: its arguments name the folder (those of an ended process are empty)."""
        if self._process is not None and self._process.pid == pid:
            return self._process.poll() is None
        try:
            return str(self.folder) in Path(f"/proc/{pid}/cmdline").read_text()
        except OSError:
            return False

    def _signal(self, pid: int, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)

    def _answers(self) -> bool:
        try:
            return engine_api.ask(self.socket, "GET", "/_ping")[0] == HTTPStatus.OK
        except WorldError:
            return False


def why_not() -> str:
    """Returns why no daemon can be started here, '' if one can."""
    if sys.platform != "linux":
        return "needs Linux (for a dockerd of its own)"
    if os.geteuid() != 0:
        return "needs root (for a dockerd of its own)"
    if _program() is None:
        return "needs the program dockerd, which isn't installed (Debian, Ubuntu: apt install docker.io)"
    return ""


def _program() -> str | None:
    path = os.environ.get("PATH", os.defpath)
    return shutil.which("dockerd", path=f"{path}:/usr/local/sbin:/usr/sbin:/sbin")
