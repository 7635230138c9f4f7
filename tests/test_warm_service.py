"""A service that is forked is as one that is started."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from docker_lessons.world import holder
from tests.practice import PracticeWorld

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="needs Linux (elsewhere none is forked)"),
    pytest.mark.whole,
]
STARTED = {"PYTHONUTF8": "1"}
"""With a variable of Python's own a service is started."""


def service(practice: PracticeWorld) -> psutil.Process:
    number = holder.holder(practice.world)
    assert number is not None
    return psutil.Process(number)


@pytest.fixture
def started(short_folder: Path) -> Iterator[PracticeWorld]:
    world = PracticeWorld.start(short_folder / "started", **STARTED)
    yield world
    world.stop()


def what_it_began_with(practice: PracticeWorld) -> dict[str, object]:
    number = service(practice).pid
    at = Path(f"/proc/{number}")
    status = dict(line.split(":\t", 1) for line in (at / "status").read_text().splitlines())
    links = {int(file.name): str(file.readlink()) for file in (at / "fd").iterdir()}
    return {
        "signals": [status[name] for name in ("SigBlk", "SigIgn", "SigCgt")],
        "umask": status["Umask"],
        "folder": (at / "cwd").readlink(),
        "streams": [links[stream] for stream in range(3)],
        "kinds of files": {link.split(":")[0] for link in links.values() if "/dl-" not in link},
        "leads its session": os.getsid(number) == number,
        "parent": service(practice).ppid(),
    }


def test_it_begins_with_what_a_started_one_begins_with(world, started):
    assert service(world).cmdline() != service(started).cmdline()
    assert what_it_began_with(world) == what_it_began_with(started)
