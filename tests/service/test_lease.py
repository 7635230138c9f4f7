"""Leases: the service ends with the last of them, unless it is pinned."""

import asyncio
import contextlib
import fcntl
import threading
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from docker_lessons.service import control as service_control
from docker_lessons.service.relays import Relays
from docker_lessons.trace import Trace
from docker_lessons.world import World, control, process
from docker_lessons.world.lease import Lease
from tests.programs import wait_for


@pytest.fixture
def unpinned(short_folder):
    """A served world that nobody pinned."""
    world = World(short_folder / "world")
    process.start(world, pin=False)
    yield world
    process.stop(world)


def leases(world: World) -> int:
    return int(control.ask(world, "GET", "/status")["leases"])


def state(world: World) -> str:
    return str(process.status(world)["state"])


def test_it_ends_with_the_last_lease(unpinned):
    first, second = Lease(unpinned, "lab"), Lease(unpinned, "lab")
    wait_for("two leases", lambda: leases(unpinned) == 2)
    first.close()
    wait_for("one lease", lambda: leases(unpinned) == 1)
    second.close()
    wait_for("the service ends", lambda: state(unpinned) == "stopped", service_control.LINGER + 30)


@pytest.mark.parametrize("pinned", [False, True])
async def test_only_a_pinned_service_goes_on_after_its_last_lease(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pinned: bool
):
    monkeypatch.setattr(service_control, "LINGER", 0.05)
    monkeypatch.setattr(service_control, "_LOOK", 0.01)
    world = World(tmp_path / "world")
    world.prepare()
    world.keep_ports(1, 2)
    ended = asyncio.Event()
    answers = service_control.Control(world, Trace(), Relays(world), pinned=False, ended=ended)
    app = web.Application()
    app.add_routes(answers.routes())
    async with TestClient(TestServer(app)) as client:
        lease = await client.get("/lease", params={"holder": "lab"})
        assert await lease.content.readline() == b'{"held": true}\n'
        if pinned:
            assert (await (await client.post("/pin")).json())["pinned"]
        lease.close()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(ended.wait(), 0.5 if pinned else 20)
        answers.close()
    assert ended.is_set() != pinned


def test_a_lease_takes_hold_again_after_a_restart(unpinned):
    lease = Lease(unpinned, "lab")
    wait_for("one lease", lambda: leases(unpinned) == 1)
    process.stop(unpinned)
    process.start(unpinned, pin=False)
    wait_for("one lease again", lambda: leases(unpinned) == 1)
    lease.close()


def test_stop_ends_it_whoever_holds_a_lease(unpinned):
    lease = Lease(unpinned, "lab")
    wait_for("one lease", lambda: leases(unpinned) == 1)
    process.stop(unpinned)
    assert state(unpinned) == "stopped"
    lease.close()


def test_stop_waits_for_a_service_that_is_about_to_end_by_itself(short_folder, monkeypatch):
    world = World(short_folder / "world")
    world.prepare()
    monkeypatch.setattr(process, "STOP_SECONDS", 0.1)
    with world.lock.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # and nobody says whose it is, nor answers
        ends = threading.Timer(0.5, lambda: fcntl.flock(lock, fcntl.LOCK_UN))
        ends.start()
        try:
            assert process.stop(world)
        finally:
            ends.join()
