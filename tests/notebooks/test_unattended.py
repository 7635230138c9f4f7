"""The pages run with nobody there: each alone in a fresh world, then all of them in order in one.

A cell that nbval passes need not have done anything: it passes unknown magics and a failure that was
expected and did not come.  So what engine, registry and Hub were asked is compared with each page's commands.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.notebooks.pages import NAMES, page
from tests.notebooks.running import nbval, working_copy
from tests.practice import PracticeWorld

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


def asked(requests: list[dict[str, str]]) -> Counter[str]:
    """How often each command of a learner's was seen by the engine; our own requests do not count."""
    found: Counter[str] = Counter()
    for request in requests:
        if request["server"] == "engine" and not request["agent"].startswith("docker-lessons"):
            line = f"{request['method']} {request['path']}"
            found.update(verb for verb, pattern in ASKS.items() if re.match(pattern, line))
    return found


def typed(name: str) -> Counter[str]:
    """How often each command stands on a page."""
    lines = [line for cell in page(name).cells for line in cell.commands()]
    return Counter(verb for verb in (line.split()[1] for line in lines) if verb in ASKS)


def assert_sent(name: str, requests: list[dict[str, str]]) -> None:
    """Each command on the page was sent by its cell."""
    missing = typed(name) - asked(requests)
    assert not missing, f"{name}: on the page, and never sent: {dict(missing)}"


@pytest.mark.timeout(240)
@pytest.mark.parametrize("name", NAMES)
def test_page_runs_alone_in_a_fresh_world(name: str, world: PracticeWorld, tmp_path: Path):
    pages = working_copy(tmp_path / "lab", world)
    done = nbval(world, pages / f"{name}.ipynb")
    assert done.returncode == 0, done.stdout[-6000:]
    assert_sent(name, world.requests())
    for step in page(name).steps():
        assert world.check(step)["verdict"] in ("passed", "skipped")


@pytest.fixture(scope="class")
def one_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[PracticeWorld, Path]]:
    folder = tmp_path_factory.mktemp("w")
    world = PracticeWorld.start(folder)
    yield world, working_copy(folder / "lab", world)
    world.stop()


@pytest.mark.timeout(240)
class TestAllPagesInOrder:
    @pytest.mark.parametrize("name", NAMES)
    def test_page(self, name: str, one_world: tuple[PracticeWorld, Path]):
        world, pages = one_world
        before = max((request["number"] for request in world.requests()), default=0)
        done = nbval(world, pages / f"{name}.ipynb")
        assert done.returncode == 0, done.stdout[-6000:]
        assert_sent(name, world.requests(before))

    def test_at_the_end_everything_holds_and_nobody_is_logged_in(
        self, one_world: tuple[PracticeWorld, Path]
    ):
        world, _ = one_world
        verdicts = {
            step: world.check(step)["verdict"] for name in NAMES for step in page(name).steps()
        }
        assert {step for step, verdict in verdicts.items() if verdict == "skipped"} <= {"run-it"}
        assert set(verdicts.values()) <= {"passed", "skipped"}, verdicts
        stored = json.loads(Path(world.env["DOCKER_CONFIG"], "config.json").read_text("utf-8"))
        assert [key for key in stored["auths"] if "docker.io" in key] == []
