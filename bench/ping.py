"""How soon the practice engine answers a ping while it builds, pushes and pulls something big, or of many files."""

import http.client
import socket
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench import sides
from bench.big import write_image
from bench.figure import Figure
from bench.sides import Side

SIZE = 512
"""MiB of the image that is under way."""
FILES = 100_000
"""Files of the image of many files."""
_FOLDERS = 100
_LIMIT = 50.0
_PINGS = 100
_PAUSE = 0.002
"""Seconds between two pings."""


def measure() -> Iterator[Figure]:
    """The 99th of 100 pings while each of the three runs alone, and while all three run at once."""
    with sides.ours() as ours, tempfile.TemporaryDirectory() as folder:
        image, target = Path(folder), ours.target
        ours.log_in()

        def build(tag: str) -> str:
            write_image(image, SIZE)
            return f"docker build -t {target}:{tag} {image}"

        yield _figure("build", _pinged(ours, build("one")))
        yield _figure("push", _pinged(ours, f"docker push {target}:one"))
        ours.run(f"docker rmi {target}:one")
        yield _figure("pull", _pinged(ours, f"docker pull {target}:one"))
        ours.run(f"docker rmi {target}:one")
        ours.run(build("two"))
        three = build("three"), f"docker push {target}:two", f"docker pull {target}:one"
        yield _figure("build, push and pull at once", _pinged(ours, *three))
    with sides.ours() as ours, tempfile.TemporaryDirectory() as folder:
        image, saved, many = Path(folder) / "many", f"{folder}/saved.tar", f"{ours.target}:many"
        ours.log_in()
        _write_many(image)
        for line in (
            f"docker build -t {many} {image}",
            f"docker push {many}",
            f"docker save -o {saved} {many}",
            f"docker rmi {many}",
            f"docker pull {many}",
            f"docker rmi {many}",
            f"docker load -i {saved}",
            "docker image prune --all --force",
        ):
            what = line.split()[1]
            yield _figure(what, _pinged(ours, line), f"{FILES} files")


def _write_many(folder: Path) -> None:
    """Write a build folder of many small files."""
    for number in range(_FOLDERS):
        (folder / f"{number}").mkdir(parents=True)
    for number in range(FILES):
        (folder / f"{number % _FOLDERS}" / f"{number}").write_text(str(number))
    (folder / "Dockerfile").write_text("FROM scratch\nCOPY . /many\n")


def _figure(what: str, times: list[float], how_much: str = f"{SIZE} MiB") -> Figure:
    late = sum(taken > _LIMIT for taken in times)
    return Figure(
        f"a ping while {how_much} are under way: {what}",
        _99th(times),
        _LIMIT,
        "ms",
        "the limit",
        1,
        f"the 99th of 100; of {len(times)} {late} above, worst {max(times):.0f}",
    )


def _99th(times: list[float]) -> float:
    """The time within which 99 of 100 were answered."""
    return sorted(times)[max(0, -(-99 * len(times) // _PINGS) - 1)]


def _pinged(side: Side, *lines: str) -> list[float]:
    """Ping while the lines run at once; milliseconds to each answer."""
    times = []
    with ThreadPoolExecutor(len(lines)) as pool:
        work = [pool.submit(side.run, line) for line in lines]
        while not all(each.done() for each in work):
            began = time.perf_counter()
            _ping(side.env["DOCKER_HOST"].removeprefix("unix://"))
            times.append((time.perf_counter() - began) * 1000)
            time.sleep(_PAUSE)
        for each in work:
            each.result()
    return times


def _ping(path: str) -> None:
    connection = http.client.HTTPConnection("engine", timeout=60)
    connection.sock = socket.socket(socket.AF_UNIX)
    try:
        connection.sock.connect(path)
        connection.request("GET", "/_ping")
        if connection.getresponse().read() != b"OK":
            raise RuntimeError("the engine did not answer OK")
    finally:
        connection.close()
