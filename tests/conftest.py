"""Fixtures named for the real thing that they give, and the rule about skips."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests import programs, skips
from tests.practice import PracticeWorld


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder with a path so short that unix sockets fit in it, on macOS too."""
    folder = Path(tempfile.mkdtemp(prefix="dl-", dir="/tmp"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def small_disk(short_folder: Path) -> Iterator[Path]:
    """A folder on a disk of its own that has room for 4 MiB."""
    folder = short_folder / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    if (
        not shutil.which("mount")
        or subprocess.run(mount, capture_output=True, check=False).returncode
    ):
        pytest.skip("needs root (a small disk of one's own): sudo make test")
    yield folder
    subprocess.run(["umount", folder], check=True)


@pytest.fixture
def world(short_folder: Path) -> Iterator[PracticeWorld]:
    """A practice world of this test's own, running; stopped and removed afterwards."""
    world = PracticeWorld.start(short_folder)
    yield world
    world.stop()


@pytest.fixture(params=programs.DOCKER_CLIS)
def docker_cli(request: pytest.FixtureRequest) -> str:
    """The path of the docker client: once the old one, once the new one."""
    return programs.docker_cli(request.param)


@pytest.fixture(scope="session")
def dockerd() -> Iterator[str]:
    """The address (`unix://...`) of a real Docker daemon that this test run started; no containers' network."""
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
    with _server(arguments, folder / "log") as process:
        programs.wait_for("dockerd answers", lambda: _answers(process, folder / "docker.sock"), 60)
        yield address
    _unmount_below(folder)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def registry(short_folder: Path) -> Iterator[str]:
    """The base URL of a real registry (Debian's docker-registry), empty, with no accounts."""
    program = programs.required("docker-registry")
    address = f"127.0.0.1:{programs.free_port()}"
    settings = short_folder / "registry.yml"
    settings.write_text(
        f"version: 0.1\nhttp: {{addr: '{address}'}}\nlog: {{level: error}}\n"
        f"storage: {{filesystem: {{rootdirectory: {short_folder}/registry}}, delete: {{enabled: true}}}}\n"
    )
    with _server([program, "serve", settings], short_folder / "registry.log"):
        url = f"http://{address}"
        programs.wait_for("docker-registry answers", lambda: _url_answers(f"{url}/v2/"))
        yield url


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """The Chromium of the system, which sends nothing anywhere by itself."""
    quiet = [
        *("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
        *("--disable-component-update", "--disable-sync"),
    ]
    if sys.platform == "linux" and os.geteuid() == 0:
        quiet.append("--no-sandbox")  # Chromium's sandbox refuses root
    return {"executable_path": programs.required(*programs.CHROMIUM), "args": quiet}


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Playwright's driver, ended with each file: it keeps an event loop running, and no async test starts in one."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="module")
def browser_context_args() -> dict[str, object]:
    """What every browser window begins with: nothing of a device."""
    return {}


@pytest.fixture(scope="module")
def browser(playwright: Playwright, browser_type_launch_args: dict[str, Any]) -> Iterator[Browser]:
    """A real browser, one for each file of tests."""
    browser = playwright.chromium.launch(**browser_type_launch_args)
    yield browser
    browser.close()


@contextlib.contextmanager
def _server(arguments: list[str | Path], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as output:
        process = subprocess.Popen([str(a) for a in arguments], stdout=output, stderr=output)
    try:
        yield process
    finally:
        programs.end(process, 30)


def _answers(process: subprocess.Popen[bytes], socket: Path) -> bool:
    if process.poll() is not None:
        log = (socket.parent / "log").read_text(errors="replace")
        pytest.fail(f"dockerd ended with {process.returncode}:\n{log[-2000:]}")
    ping = ["docker", "--host", f"unix://{socket}", "version"]
    return socket.exists() and not subprocess.run(ping, capture_output=True, check=False).returncode


def _url_answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def _unmount_below(folder: Path) -> None:
    mounts = Path("/proc/mounts").read_text().splitlines()
    for point in sorted((line.split()[1] for line in mounts), reverse=True):
        if point.startswith(f"{folder}/"):
            subprocess.run(["umount", point], capture_output=True, check=False)


def _fail_unless_allowed(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip that no row allows into a failure, where nothing may be left out in silence."""
    if not report.skipped or hasattr(report, "wasxfail") or not skips.in_ci():
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if not skips.allowed(reason):
        report.outcome = "failed"
        report.longrepr = f"{reason}\nWith CI=true this is a failure: tests/allowed_skips.toml"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    report: pytest.TestReport = yield
    _fail_unless_allowed(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    report: pytest.CollectReport = yield
    _fail_unless_allowed(report)
    return report
