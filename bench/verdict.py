"""How long after a docker command has ended its verdict stands: in the panel, and by `check`."""

import json
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from bench.figure import Figure
from tests.practice import COMMAND, PracticeWorld

ROUNDS = 100
TAG = "docker tag myimage:0.1 demousr/demorep:1.0"
UNTAG = "docker rmi demousr/demorep:1.0"
LIMIT = 250.0  # milliseconds


def measure() -> Iterator[Figure]:
    """Tag and untag by turns, with the real client; each time from its end to the verdict that follows."""
    with tempfile.TemporaryDirectory(prefix="dl-", dir="/tmp") as folder:
        world = PracticeWorld.start(Path(folder))
        try:
            world.command("solve", "create-repository")
            panel, check = _panel(world), _check(world)
        finally:
            world.stop()
    for what, times in (("panel", panel), ("check", check)):
        yield Figure(
            f"docker command's end to verdict, {what}",
            statistics.median(times),
            LIMIT,
            "ms",
            "the limit",
            1,
            f"median of {ROUNDS}, worst {max(times):.0f}",
        )


def _panel(world: PracticeWorld) -> list[float]:
    """Milliseconds until the widget, which follows the world by itself, has the new verdict."""
    from docker_lessons.widgets.follower import Follower
    from docker_lessons.widgets.panel import Panel
    from docker_lessons.world import World

    panel = Panel(("tag",), Follower(World.find(world.home)))
    seen: list[tuple[float, str]] = []
    changed = threading.Condition()

    def note(change: dict[str, dict[str, dict[str, str]]]) -> None:
        with changed:
            verdict = change["new"].get("tag")
            seen.append((time.perf_counter(), verdict["verdict"] if verdict else ""))
            changed.notify_all()

    panel.observe(note, "verdicts")
    times = []
    for number in range(ROUNDS):
        command, wanted = (TAG, "passed") if number % 2 == 0 else (UNTAG, "not yet")
        ended = _run(world, command)
        with changed:
            if not changed.wait_for(lambda wanted=wanted: seen and seen[-1][1] == wanted, 10):
                raise TimeoutError(f"no verdict {wanted!r} within 10 s after {command}")
            times.append(max(0.0, (seen[-1][0] - ended) * 1000))
    return times


def _check(world: PracticeWorld) -> list[float]:
    """Milliseconds until `docker-lessons check` has printed the new verdict and ended."""
    times = []
    for number in range(ROUNDS):
        command, wanted = (TAG, "passed") if number % 2 == 0 else (UNTAG, "not yet")
        ended = _run(world, command)
        check = [COMMAND, "check", "tag", "--json"]
        said = subprocess.run(check, env=world.env, capture_output=True, check=False).stdout
        times.append((time.perf_counter() - ended) * 1000)
        if json.loads(said)["verdict"] != wanted:
            raise AssertionError(f"{command}: {said.decode()}")
    return times


def _run(world: PracticeWorld, command: str) -> float:
    """Run a docker command; the moment at which it ended."""
    subprocess.run(command.split(), env=world.env, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter()
