"""Fixtures named for the real thing that they give, and the rule about skips."""

import contextlib
import gc
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from ssl import get_default_verify_paths
from typing import Any, NoReturn

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Playwright, expect

from docker_lessons.world import process
from tests import choosing, guard, programs, scratch, servers, skips, warm_service
from tests.browsers import KEY as BROWSERS
from tests.browsers import Browsers
from tests.course_check.playing import Worlds
from tests.lab import shared_lab  # noqa: F401  # a fixture
from tests.newest_dockerd import STORES, group
from tests.own_docker import own_docker_world
from tests.practice import PracticeWorld, SharedWorld

expect.set_options(timeout=30_000)  # milliseconds; a slow machine is no fault


@pytest.fixture(autouse=True)
def nothing_left_open() -> Iterator[None]:
    """Looks for garbage after each test, so that what it left open is told of this test and of no later one.

    What stays is not looked at again, which makes this a matter of microseconds.
    """
    yield
    gc.collect()
    gc.freeze()


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder with a path so short that unix sockets fit in it, on macOS too."""
    folder = Path(tempfile.mkdtemp(prefix="dl-"))
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


@pytest.fixture(scope="session")
def practice_worlds() -> Iterator[SharedWorld]:
    """The practice world that a worker's tests share, one after the other."""
    worlds = SharedWorld()
    yield worlds
    worlds.close()


@pytest.fixture
def shared_world(practice_worlds: SharedWorld) -> PracticeWorld:
    """A running practice world that is as new, for tests that neither stop nor change its service.

    Others had it before: the requests that it answered for them, and their pushes and pulls, stay in its trace.
    """
    return practice_worlds.give()


@pytest.fixture(scope="session")
def worlds(request: pytest.FixtureRequest) -> Iterator[Worlds]:
    """The worlds with hands of a worker's scenarios and of tests of lessons, each started by the first that needs it."""
    made = Worlds(by_command=request.config.getoption("--soak"))
    yield made
    made.close()


@pytest.fixture(
    scope="session", params=[pytest.param(store, marks=group(store)) for store in STORES]
)
def newest_dockerd(request: pytest.FixtureRequest) -> Iterator[Worlds]:
    """The newest dockerd that Debian has, with one image store after the other, and the worlds with hands on it."""
    made = Worlds(by_command=request.config.getoption("--soak"), store=request.param)
    yield made
    made.close()


@pytest.fixture(params=programs.DOCKER_CLIS)
def docker_cli(request: pytest.FixtureRequest) -> str:
    """The path of the docker client: once the old one, once the new one."""
    return programs.docker_cli(request.param)


@pytest.fixture(scope="session")
def dockerd() -> Iterator[str]:
    """The address (`unix://...`) of a real Docker daemon that this test run started; no containers' network."""
    with servers.dockerd() as server:
        yield server.address


@pytest.fixture(scope="session")
def dockerd_elsewhere() -> Iterator[str]:
    """The address of a real daemon in a network of its own, as in Docker Desktop's virtual machine."""
    programs.required("ip")
    script = 'PATH=$PATH:/usr/sbin:/sbin; ip link set lo up; exec "$@"'
    within = (programs.required("unshare"), "-n", "/bin/sh", "-ec", script, "sh")
    with servers.dockerd("--bridge=", within=within) as server:  # with a network for containers
        yield server.address


@pytest.fixture
def empty_dockerd(dockerd: str) -> Iterator[str]:
    """The same daemon, with nothing on it; what the test leaves there is removed."""
    servers.empty(dockerd)
    yield dockerd
    servers.empty(dockerd)


@pytest.fixture(scope="session")
def worlds_beside_docker(dockerd: str) -> Iterator[SharedWorld]:
    """The world beside a Docker of the learner's own that a worker's tests share, one after the other."""
    worlds = SharedWorld(DOCKER_HOST=dockerd)
    yield worlds
    worlds.close()


@pytest.fixture
def beside_docker(worlds_beside_docker: SharedWorld, empty_dockerd: str) -> PracticeWorld:
    """A running practice world whose learner has a Docker of their own, an empty one: not chosen yet.

    Others had it before, as with `shared_world`; what stops it or changes its ports may do so.
    """
    return worlds_beside_docker.give()


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
def locked_registry_server(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[servers.RegistryServer]:
    """A real registry that this test run started and only the account `demousr` opens."""
    with servers.docker_registry(tmp_path_factory.mktemp("locked") / "registry") as server:
        yield server


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


@pytest.fixture(scope="session")
def browsers(
    request: pytest.FixtureRequest, browser_type_launch_args: dict[str, Any]
) -> Iterator[Browsers]:
    """The browser of a worker's tests, one after the other, and its driver."""
    made = request.config.stash[BROWSERS] = Browsers(browser_type_launch_args)
    yield made
    made.close()


@pytest.fixture(scope="module")
def playwright(browsers: Browsers) -> Playwright:
    """Playwright's driver."""
    return browsers.driver()


@pytest.fixture(scope="module")
def browser_context_args() -> dict[str, object]:
    """What every browser window begins with: nothing of a device."""
    return {}


@pytest.fixture(scope="module")
def browser(browsers: Browsers) -> Browser:
    """A real browser."""
    return browsers.browser()


def _are_others(authorities: str) -> bool:
    """Tells whether a file of authorities is there and has others than the system's."""
    if not Path(authorities).is_file():
        return False
    return Path(authorities).resolve() != Path(get_default_verify_paths().openssl_cafile).resolve()


def pytest_configure(config: pytest.Config) -> None:
    """Lets the programs that tests start be interrupted, also where a shell runs all of this in the background.

    What Python compiles is kept, as on a learner's computer: a run starts thousands of Pythons. Docker's daemons and
    clients are started as often, and shall not look for garbage before they have 16 MiB of it, which is a third of
    their start. And no Python reads all of the system's authorities when it starts (a tenth of a service's start), since
    OpenSSL finds the same in their folder when one is asked for.
    """
    if not hasattr(config, "workerinput"):
        scratch.choose(disk=config.getoption("--soak"))
    os.environ.setdefault("GOGC", "400")
    if not _are_others(os.environ.get("SSL_CERT_FILE", "")):
        os.environ["SSL_CERT_FILE"] = os.devnull
    settings.register_profile(
        "ours",
        max_examples=1000 if config.getoption("--soak") else 30,
        deadline=None,  # a slow machine is no fault
        suppress_health_check=[HealthCheck.too_slow],
    )
    settings.load_profile("ours")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds the two choices of `make quick` and `make soak`."""
    parser.addoption(
        "--quick",
        action="store_true",
        help="only what needs no server of others, no browser, no lab and no practice world",
    )
    parser.addoption(
        "--soak", action="store_true", help="only what is marked `soak`, and long properties"
    )


@pytest.hookimpl(wrapper=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> Generator[None, int, int]:
    """Says how many workers `-n auto` is; a number in the environment counts as it stands."""
    found = yield
    if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ:
        return found
    return choosing.workers(found, choosing.memory())


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Looks for no garbage while thousands of tests are read, nor later among them: they stay."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(wrapper=True, tryfirst=True)  # before xdist reads the groups, and after
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Iterator[None]:
    """Takes the tests that this run is for, in the order that keeps its workers busy."""
    choosing.choose(config, items)
    choosing.arrange(config, items)
    yield
    choosing.name_by_group(config, items)


@pytest.fixture(scope="session", autouse=True)
def _ended_with_the_worker() -> Iterator[None]:
    """Has a guard end what this worker starts, where the worker is interrupted or killed."""
    begun = guard.begin()
    yield
    if begun is not None:
        begun.end()


@pytest.fixture(scope="session", autouse=True)
def _quick_starts_no_world(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails what starts a practice world in spite of `--quick`, so that it is marked."""
    with pytest.MonkeyPatch.context() as patch:
        if request.config.getoption("--quick"):
            patch.setattr(process, "_spawn", _not_quick)
            patch.setattr(programs, "not_quick", _not_quick)
        yield


def _not_quick(*_: object) -> NoReturn:
    pytest.fail("`make quick` has no time for what this test starts: mark it `whole`")


@pytest.fixture(scope="session", autouse=True)
def _services_are_forked(
    request: pytest.FixtureRequest, _ended_with_the_worker: None
) -> Iterator[None]:
    """Has the services of practice worlds forked from one process, unless none is to be started."""
    with contextlib.nullcontext() if request.config.getoption("--quick") else warm_service.begun():
        yield


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Ends the browser of an earlier file before a test that may want an event loop of its own."""
    if BROWSERS in item.config.stash:
        item.config.stash[BROWSERS].before(item)


def _fail_unless_allowed(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turns a skip that no row allows into a failure, where nothing may be left out in silence."""
    if not report.skipped or hasattr(report, "wasxfail") or not skips.in_ci():
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if not skips.allowed(reason):
        report.outcome = "failed"
        report.longrepr = f"{reason}\nWith CI=true this is a failure: tests/allowed_skips.toml"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _fail_unless_allowed(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _fail_unless_allowed(report)
    return report
