"""How long `docker-lessons start` takes until engine, registry and Hub answer."""

import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from bench.figure import Figure
from tests.practice import COMMAND, PracticeWorld

ROUNDS = 11


def measure() -> Iterator[Figure]:
    """The medians of the first start of a world and of later ones, by turns with the baseline."""
    # Somebody's Python keeps the bytecode of what it imports; without, each start would compile the package anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory(prefix="dl-", dir="/tmp") as folder:
        imports, first, again = [], [], []
        for number in range(ROUNDS):
            imports.append(_seconds([sys.executable, "-c", "import aiohttp.web"]))
            world = PracticeWorld.start(Path(folder, str(number)))
            world.stop()
            first.append(_start(world, fresh=True))
            again.append(_start(world, fresh=False))
        baseline = statistics.median(imports) * 1000
        for what, times in (("first start of a world", first), ("start", again)):
            yield Figure(
                f"{what} to the first answer of all three",
                statistics.median(times) * 1000,
                baseline,
                "ms",
                "`python -c 'import aiohttp.web'`",
                2.5,
                f"median of {ROUNDS}, worst {max(times) * 1000:.0f}",
            )


def _start(world: PracticeWorld, *, fresh: bool) -> float:
    """Seconds from `docker-lessons start` to the last of the three answers; the world is stopped again."""
    env = world.env
    if fresh:
        env = env | {"DOCKER_LESSONS_HOME": f"{world.home}-fresh"}
    began = time.perf_counter()
    subprocess.run([COMMAND, "start"], env=env, stdout=subprocess.DEVNULL, check=True)
    if not fresh:
        for url in (world.addresses["registry"] + "/v2/", world.addresses["hub"]):
            _answered(url)
    taken = time.perf_counter() - began
    subprocess.run([COMMAND, "stop"], env=env, stdout=subprocess.DEVNULL, check=True)
    return taken


def _answered(url: str) -> None:
    with contextlib.suppress(urllib.error.HTTPError):  # 401 is an answer too
        urllib.request.urlopen(url, timeout=5).close()  # noqa: S310  # loopback


def _seconds(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - began
