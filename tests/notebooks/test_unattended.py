"""The pages run with nobody there: each alone in a fresh world, then all of them in order in one.

In order they run in French; in English they do so on a real Docker (`test_own_docker.py`), and here in `make soak`.

A cell that passes need not have done anything: unknown magics pass, and a failure that was expected and did not
come.  So what the engine was asked is compared with each page's commands, and so is what `docker` in the cells
told the world.
"""

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.notebooks.pages import FOLDER, NAMES, STEPS, page
from tests.notebooks.running import (
    UNATTENDED,
    assert_typed,
    kernel,
    nbval,
    typed,
    verdicts,
    working_copy,
)
from tests.practice import PracticeWorld, practice_world

pytestmark = [
    pytest.mark.whole,
    pytest.mark.timeout(240),
    pytest.mark.xdist_group("notebooks"),
]

# What a docker client asks the engine for each command; `logout` asks nothing.
ASKS = {
    "build": r"POST .*/build\?",
    "images": r"GET .*/images/json",
    "tag": r"POST .*/images/.+/tag\?",
    "login": r"POST .*/auth$",
    "push": r"POST .*/images/.+/push",
    "rmi": r"DELETE .*/images/",
    "run": r"POST .*/containers/create",
}
REFUSED = {"push-refused": 1}
"""Cells whose command is refused, and its exit code: nobody is logged in yet."""


@pytest.fixture(scope="module")
def world_with_pages() -> Iterator[tuple[PracticeWorld, Path]]:
    with practice_world() as world:
        yield world, working_copy(world.home.parent / "lab", world)


def asked(requests: list[dict[str, str]]) -> Counter[str]:
    """How often each command of a learner's was seen by the engine; our own requests do not count."""
    found: Counter[str] = Counter()
    for request in requests:
        if request["server"] == "engine" and not request["agent"].startswith("docker-lessons"):
            line = f"{request['method']} {request['path']}"
            found.update(verb for verb, pattern in ASKS.items() if re.match(pattern, line))
    return found


def written(name: str) -> Counter[str]:
    """How often each command stands on a page."""
    lines = [line for cell in page(name).cells for line in cell.commands()]
    return Counter(verb for verb in (line.split()[1] for line in lines) if verb in ASKS)


@pytest.mark.parametrize("name", NAMES)
def test_page_runs_alone_in_a_fresh_world(name: str, world_with_pages: tuple[PracticeWorld, Path]):
    world, pages = world_with_pages
    world.command("reset", "--yes")  # a service of its own, with nothing in its folders
    with kernel(world, pages, **UNATTENDED) as running:
        failed = running.run(pages / f"{name}.ipynb")
    assert not failed, failed[0]
    missing = written(name) - asked(world.requests())
    assert not missing, f"These commands of {name} were never sent to the engine: {dict(missing)}"
    for step, verdict in verdicts(world, page(name).steps()).items():
        assert verdict == "passed", f"After {name}, {step} is: {verdict}"


@pytest.fixture(scope="class", params=[pytest.param("en", marks=pytest.mark.soak), "fr"])
def in_order(
    request: pytest.FixtureRequest, world_with_pages: tuple[PracticeWorld, Path]
) -> Iterator[tuple[PracticeWorld, dict[str, list[str]]]]:
    """A world in which all pages of a language were run, and what failed on each."""
    world, pages = world_with_pages
    world.command("reset", "--yes")
    if request.param != "en":
        for name in NAMES:
            shutil.copy(FOLDER / request.param / f"{name}.ipynb", pages)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(world.env, "DOCKER_LESSONS_LANG", request.param)
        yield world, nbval(world, pages, NAMES)


class TestAllPagesInOrder:
    @pytest.mark.parametrize("name", NAMES)
    def test_page(self, name: str, in_order: tuple[PracticeWorld, dict[str, list[str]]]):
        failed = in_order[1][name]
        assert not failed, f"On {name}, {failed[0]}"

    def test_every_command_was_run_and_ended_as_the_page_says(
        self, in_order: tuple[PracticeWorld, dict[str, list[str]]]
    ):
        assert_typed(NAMES, typed(in_order[0]), refused=REFUSED)

    def test_at_the_end_everything_holds_and_nobody_is_logged_in(
        self, in_order: tuple[PracticeWorld, dict[str, list[str]]]
    ):
        world, _ = in_order
        said = verdicts(world, STEPS)
        assert set(said.values()) == {"passed"}, f"At the end the steps are: {said}"
        stored = json.loads(Path(world.env["DOCKER_CONFIG"], "config.json").read_text("utf-8"))
        kept = [key for key in stored["auths"] if "docker.io" in key]
        assert kept == [], f"The log-in is still kept for {kept}"
