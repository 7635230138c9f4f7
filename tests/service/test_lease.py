"""Leases: the service ends with the last of them, unless it is pinned."""

import pytest

from docker_lessons.service import control as service_control
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


def test_a_pinned_world_goes_on(unpinned):
    lease = Lease(unpinned, "lab")
    wait_for("one lease", lambda: leases(unpinned) == 1)
    process.start(unpinned, pin=True)
    lease.close()
    wait_for("no lease", lambda: leases(unpinned) == 0)
    with pytest.raises(BaseException, match="the service ends"):
        wait_for(
            "the service ends", lambda: state(unpinned) == "stopped", service_control.LINGER + 1
        )


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
