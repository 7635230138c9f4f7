"""A service that is forked is as one that is started."""

import contextlib
import os
import resource
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from docker_lessons.course_check import loopback
from docker_lessons.world import World, holder, process
from tests.practice import PracticeWorld

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="needs Linux (elsewhere none is forked)"),
    pytest.mark.whole,
]


SERVICE = "docker_lessons.service"


@contextlib.contextmanager
def another_variable() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONUTF8", "1")
        yield


@contextlib.contextmanager
def fewer_open_files() -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (before[0] - 1, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


@contextlib.contextmanager
def another_network() -> Iterator[None]:
    if reason := loopback.why_not():
        pytest.skip(reason)
    with loopback.missing():
        yield


def service(practice: PracticeWorld) -> psutil.Process:
    number = holder.holder(practice.world)
    assert number is not None
    return psutil.Process(number)


@pytest.fixture
def started(short_folder: Path) -> Iterator[PracticeWorld]:
    with another_variable():
        world = PracticeWorld.start(short_folder / "started")
    yield world
    world.stop()


def what_it_began_with(practice: PracticeWorld) -> dict[str, object]:
    practice.check("build-image")  # so that its lessons have begun, and nothing is read in
    number = service(practice).pid
    at = Path(f"/proc/{number}")
    status = dict(line.split(":\t", 1) for line in (at / "status").read_text().splitlines())
    links: dict[int, str] = {}
    for file in (at / "fd").iterdir():
        with contextlib.suppress(FileNotFoundError):
            links[int(file.name)] = str(file.readlink())
    return {
        "signals": [status[name] for name in ("SigBlk", "SigIgn", "SigCgt")],
        "umask": status["Umask"],
        "folder": (at / "cwd").readlink(),
        "streams": [links[stream] for stream in range(3)],
        "kinds of files": {link.split(":")[0] for link in links.values() if "/dl-" not in link},
        "leads its session": os.getsid(number) == number,
        "parent": service(practice).ppid(),
    }


def test_it_begins_with_what_a_started_one_begins_with(
    world: PracticeWorld, started: PracticeWorld
) -> None:
    assert service(world).cmdline() != service(started).cmdline()
    assert what_it_began_with(world) == what_it_began_with(started)


@pytest.mark.parametrize("differently", [another_variable, fewer_open_files, another_network])
def test_one_that_would_inherit_something_else_is_started(
    short_folder: Path, differently: Callable[[], contextlib.AbstractContextManager[None]]
) -> None:
    world = World(short_folder / "world")
    with differently():
        process.start(world)
    try:
        assert psutil.Process(process.status(world)["pid"]).cmdline()[1:3] == ["-m", SERVICE]
    finally:
        process.stop(world)
