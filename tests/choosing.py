"""Which tests a run takes, in which order its workers take them, and how many workers that are.

`--quick` leaves out what needs a server that is not ours, a browser, a lab or a world of processes; `--soak` takes
what is marked `soak`, which every other run leaves out, properties, which get more examples there, and what dockerd
made of a case, which it is asked again there.
"""

import os
from collections.abc import Sequence

import pytest
from hypothesis import is_hypothesis_test

from tests.engine import dockerd_made

WHOLE_PROGRAMS = frozenset(
    {
        "alone",
        "browsers",
        "by_command",
        "desk",
        "dockerd",
        "dockerd_elsewhere",
        "lab_world",
        "learners",
        "locked_registry_server",
        "newest_dockerd",
        "open_lab",
        "own",
        "patient",
        "plain",
        "practice",
        "practice_world",
        "practice_worlds",
        "prepare",
        "pulled",
        "registry_server",
        "running_nothing",
        "shared_world",
        "small_disk",
        "somebodys_docker",
        "stage",
        "stopped",
        "terminal",
        "unpinned",
        "wheel",
        "world",
        "world_with_helpers",
        "worlds",
        "worlds_beside_docker",
    }
)
"""Fixtures that start more than `make quick` has the time for; what asks for one is left out of it."""

_WORKER_MEMORY = 2 << 30
"""The number of bytes that a worker needs with its dockerd, registries, worlds, lab and browser."""

_DOCKERD_MADE = "dockerd_made"

_SHARED_BY_A_FILE = ("module", "class", "package")


def choose(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves in `items` those that this run takes, and tells pytest which it does not."""
    kept = [item for item in items if _is_taken(config, item)]
    if len(kept) < len(items):
        taken = set(kept)
        config.hook.pytest_deselected(items=[item for item in items if item not in taken])
        items[:] = kept


def arrange(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Groups the tests of a file that share a server, and puts the long groups first.

    A group runs on one worker, so that its server starts once. Every other test goes to whichever worker is free,
    at the end of the run, which keeps all of them busy until then.
    """
    if not hasattr(config, "workerinput"):
        return
    for item in items:
        if item.get_closest_marker("xdist_group") is None and _shares_with_its_file(item):
            item.add_marker(pytest.mark.xdist_group(item.location[0]))
    items.sort(key=_place)


def workers(processors: int, memory: int) -> int:
    """Returns how many workers `-n auto` is, on a computer with that much memory (in bytes).

    A test that waits for something leaves its processor to another: three workers for two.
    """
    return max(1, min(processors * 3 // 2, memory // _WORKER_MEMORY))


def memory() -> int:
    """Returns this computer's memory in bytes."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def name_by_group(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Gives each test of a group the name by which xdist keeps the group on one worker.

    xdist 3.8 writes that name, `...@GROUP`, where pytest 9.2 does not read it: without this every test of a
    group would go to whichever worker is free.
    """
    if not hasattr(config, "workerinput"):
        return
    for item in items:
        name = getattr(item, "_nodeid", item.nodeid)
        if name != item.nodeid:
            item._id = item.id.parse(name)


def _is_taken(config: pytest.Config, item: pytest.Item) -> bool:
    if config.getoption("--soak"):
        more_there = _is_property(item) or _DOCKERD_MADE in _fixtures(item)
        return item.get_closest_marker("soak") is not None or more_there
    if item.get_closest_marker("soak") is not None:
        return False
    return not (config.getoption("--quick") and _needs_whole_programs(item))


def _is_property(item: pytest.Item) -> bool:
    return is_hypothesis_test(getattr(item, "obj", None))


def _needs_whole_programs(item: pytest.Item) -> bool:
    if any(item.get_closest_marker(name) for name in ("whole", "browser", "slow")):
        return True
    return _asks_dockerd(item) or not WHOLE_PROGRAMS.isdisjoint(_fixtures(item))


def _asks_dockerd(item: pytest.Item) -> bool:
    """Tells whether dockerd is asked for what is on record of it otherwise."""
    if not isinstance(item, pytest.Function) or _DOCKERD_MADE not in item.fixturenames:
        return False
    return dockerd_made.is_asked_anew(dockerd_made.case_of(item))


def _shares_with_its_file(item: pytest.Item) -> bool:
    info = getattr(item, "_fixtureinfo", None)
    if info is None:  # no function of Python's, such as a cell of a notebook
        return True
    return any(
        definition.scope in _SHARED_BY_A_FILE
        for definitions in info.name2fixturedefs.values()
        for definition in definitions[-1:]
    )


def _place(item: pytest.Item) -> int:
    grouped = item.get_closest_marker("xdist_group") is not None
    slow = item.get_closest_marker("slow") is not None
    return 0 if grouped and slow else 1 if grouped else 2 if slow else 3


def _fixtures(item: pytest.Item) -> Sequence[str]:
    return getattr(item, "fixturenames", ())
