"""Fixtures named for the real thing that they give, and the rule about skips."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from tests import programs, servers, skips
from tests.own_docker import own_docker_world
from tests.practice import PracticeWorld

expect.set_options(timeout=30_000)  # milliseconds; a slow machine is no fault


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
    with servers.dockerd() as server:
        yield server.address


@pytest.fixture
def empty_dockerd(dockerd: str) -> Iterator[str]:
    """The same daemon, with nothing on it; what the test leaves there is removed."""
    servers.empty(dockerd)
    yield dockerd
    servers.empty(dockerd)


@pytest.fixture
def beside_docker(short_folder: Path, empty_dockerd: str) -> Iterator[PracticeWorld]:
    """A running practice world whose learner has a Docker of their own, an empty one: not chosen yet."""
    world = PracticeWorld.start(short_folder, DOCKER_HOST=empty_dockerd)
    yield world
    world.stop()


@pytest.fixture
def own_docker(short_folder: Path, dockerd: str) -> Iterator[PracticeWorld]:
    """A running world whose lessons work with a real Docker daemon; there nothing but the lesson's may change."""
    with own_docker_world(short_folder, dockerd) as world:
        yield world


@pytest.fixture(scope="session")
def registry_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.RegistryServer]:
    """A real registry (Debian's docker-registry) that this test run started, with no accounts."""
    folder = tmp_path_factory.mktemp("registry") / "registry"
    with servers.docker_registry(folder, cost=None) as server:
        yield server


@pytest.fixture
def registry(registry_server: servers.RegistryServer) -> str:
    """The base URL of a real registry, empty, with no accounts."""
    registry_server.empty()
    return registry_server.url


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
