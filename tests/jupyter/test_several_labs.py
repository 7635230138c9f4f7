"""What a lab finds when it starts, and what it leaves when it ends: ports, pages, progress, the world it shares.

The last test on each of the two labs ends it.
"""

import os
import re
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from docker_lessons.world import process
from tests import lab
from tests.lab import Lab
from tests.practice import PracticeWorld
from tests.programs import wait_for

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("lab")]


def leases(practice: PracticeWorld) -> int:
    return int(process.status(practice.world).get("leases", 0))


@contextmanager
def taken(port: int = 0) -> Iterator[int]:
    """A port on which another program listens."""
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", port))
        other.listen()
        yield other.getsockname()[1]


@pytest.fixture(scope="module")
def lone_lab() -> Iterator[Lab]:
    """A lab that started its world by itself, while another program listened at a port that the world had before."""
    folder = Path(tempfile.mkdtemp(prefix="dl-"))
    desk = lab.desk(folder)
    desk.command("start")
    desk.command("stop")
    with taken(desk.world.ports()[0]):
        running = lab.start(desk, folder / "pages")
        yield running
    running.end()
    desk.command("stop")
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def second_lab(open_lab: Lab) -> Iterator[Lab]:
    """A lab beside another, at a port that is taken, after its learner changed a page and did the first step."""
    (open_lab.pages / "03-tag.ipynb").write_text("{}")
    open_lab.practice.solve("build-image")
    with taken() as port:
        running = lab.start(open_lab.practice, open_lab.pages, f"--port={port}")
        yield running
    running.end()


def test_the_pages_go_where_dir_says_and_not_into_the_clone(lone_lab: Lab):
    assert (lone_lab.pages / "00-start.ipynb").is_file()
    assert os.access(lone_lab.pages / "myimage" / "hello", os.X_OK)


def test_a_taken_port_of_the_world_does_not_matter(lone_lab: Lab):
    assert "is now taken by another program. The practice world gets new ports." in lone_lab.said
    assert lone_lab.ask("GET", "api/status")


def test_the_world_that_a_lab_started_ends_with_it(lone_lab: Lab):
    wait_for("it holds a lease", lambda: leases(lone_lab.practice) == 1)
    lone_lab.end()
    wait_for(
        "the world ends",
        lambda: process.status(lone_lab.world)["state"] == "stopped",
        30,
    )


def test_a_taken_port_does_not_matter_either(second_lab: Lab):
    assert second_lab.ask("GET", "api/status")


def test_it_works_a_second_time_with_progress_and_pages_kept(second_lab: Lab):
    assert "kept as you changed them: 03-tag.ipynb" in second_lab.said
    assert (second_lab.pages / "03-tag.ipynb").read_text() == "{}"


def test_a_later_lab_opens_where_the_learner_stopped(second_lab: Lab):
    assert re.search(r"lab/tree/01-images\.ipynb\?token=", second_lab.said)


def test_a_second_lab_shares_the_world_and_leaves_it_to_the_first(second_lab: Lab, open_lab: Lab):
    wait_for("both hold a lease", lambda: leases(open_lab.practice) == 2)
    assert process.status(open_lab.world)["pinned"]  # by `start`; no lab takes that back
    second_lab.end()
    wait_for("one is left", lambda: leases(open_lab.practice) == 1)
    assert open_lab.ask("GET", "api/status")


def test_a_stopped_world_does_not_end_jupyter(open_lab: Lab):
    open_lab.practice.command("stop")
    assert open_lab.ask("GET", "api/status")
    open_lab.practice.command("start")
    wait_for("the lease is taken again", lambda: leases(open_lab.practice) >= 1)
