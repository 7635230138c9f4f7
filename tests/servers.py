"""Servers that are not ours, started for real and ended again: Docker's daemon and a registry."""

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import programs

PASSWORD = "calm river stone"
"""What the account `demousr` has at a registry with accounts."""
_HASHES = {
    4: "$2y$04$yvesnM7cmp1SPHQuXW8PR.vIELsT27lUYLVtWZMHmPsYEhnGwk86W",
    10: "$2y$10$Ju04f6PCbnmLUvHEFW3PR.RkBN.9SW0mciIHfablT9reNHEzTEIUa",
}
"""That password in the form of a registry's password file, by bcrypt's cost."""


@dataclass(frozen=True)
class Server:
    """A server that answers: its address, and its process."""

    address: str
    pid: int


@contextlib.contextmanager
def dockerd() -> Iterator[Server]:
    """A real Docker daemon at `unix://...`, empty, without a network for containers."""
    program = programs.required("dockerd")
    if os.geteuid() != 0:
        pytest.skip("needs root (a dockerd of one's own): sudo make test")
    folder = Path(tempfile.mkdtemp(prefix="dl-dockerd-", dir="/tmp"))
    address = f"unix://{folder}/docker.sock"
    arguments = [
        *(program, "--host", address, "--bridge=none", "--iptables=false"),
        *("--data-root", folder / "data", "--exec-root", folder / "exec"),
        *("--pidfile", folder / "pid"),
    ]
    with _process(arguments, folder / "log") as process:
        programs.wait_for("dockerd answers", lambda: _answers(process, folder / "docker.sock"), 60)
        yield Server(address, process.pid)
    _unmount_below(folder)
    shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def docker_registry(folder: Path, *, cost: int | None = 4) -> Iterator[Server]:
    """Debian's docker-registry at `127.0.0.1:PORT`, empty, with its state in `folder`.

    `cost` is bcrypt's for the password of `demousr`; with None there are no accounts.
    """
    program = programs.required("docker-registry")
    folder.mkdir()
    host = f"127.0.0.1:{programs.free_port()}"
    settings = (
        f"version: 0.1\nhttp: {{addr: '{host}'}}\nlog: {{level: error}}\n"
        f"storage: {{filesystem: {{rootdirectory: {folder}/data}}, delete: {{enabled: true}}}}\n"
    )
    if cost is not None:
        (folder / "htpasswd").write_text(f"demousr:{_HASHES[cost]}\n")
        settings += f"auth: {{htpasswd: {{realm: registry, path: {folder}/htpasswd}}}}\n"
    (folder / "settings.yml").write_text(settings)
    with _process([program, "serve", folder / "settings.yml"], folder / "log") as process:
        programs.wait_for("docker-registry answers", lambda: _listens(host))
        yield Server(host, process.pid)


@contextlib.contextmanager
def _process(arguments: list[str | Path], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as output:
        process = subprocess.Popen([str(a) for a in arguments], stdout=output, stderr=output)
    try:
        yield process
    finally:
        programs.end(process, 30)


def _answers(process: subprocess.Popen[bytes], socket_: Path) -> bool:
    if process.poll() is not None:
        log = (socket_.parent / "log").read_text(errors="replace")
        pytest.fail(f"dockerd ended with {process.returncode}:\n{log[-2000:]}")
    ping = ["docker", "--host", f"unix://{socket_}", "version"]
    return (
        socket_.exists() and not subprocess.run(ping, capture_output=True, check=False).returncode
    )


def _listens(host: str) -> bool:
    name, _, port = host.partition(":")
    with contextlib.suppress(OSError), socket.create_connection((name, int(port)), 1):
        return True
    return False


def _unmount_below(folder: Path) -> None:
    mounts = Path("/proc/mounts").read_text().splitlines()
    for point in sorted((line.split()[1] for line in mounts), reverse=True):
        if point.startswith(f"{folder}/"):
            subprocess.run(["umount", point], capture_output=True, check=False)
