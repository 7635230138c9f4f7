"""An image that is not small, beside dockerd and docker-registry: time and memory."""

import os
import random
import statistics
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from bench import sides
from bench.figure import Figure
from bench.sides import Peak, Side

MIB = 1 << 20
SIZES = {128: 3, 512: 5}
"""MiB of the image, and how often it is measured."""
_TIMES, _MEMORY, _ABOVE_IDLE = 0.25, 0.5, 20
_WORDS = 4000
_TAKEN = 4
"""How many times an image's bytes are taken of the memory before a turn: more than either side writes in it."""


def measure() -> Iterator[Figure | str]:
    """Build, push, push again, remove and pull, by turns; each side's peak memory at it."""
    with sides.theirs() as theirs, sides.ours() as ours, tempfile.TemporaryDirectory() as folder:
        for side in (ours, theirs):
            yield f"{side.name}: {side.described()}"
        image = Path(folder)
        idle = sides.resident(ours) / 1024
        for side in (ours, theirs):
            side.log_in()
        for size, rounds in SIZES.items():
            yield from _size(size, rounds, (theirs, ours), image, idle)


def _size(
    size: int, rounds: int, pair: tuple[Side, Side], image: Path, idle: float
) -> Iterator[Figure]:
    spent: dict[str, dict[str, list[float]]] = {side.name: defaultdict(list) for side in pair}
    peaks = {side.name: 0.0 for side in pair}
    for _ in range(rounds):
        write_image(image, size)
        for side in pair:
            _prepare_turn(size)
            with Peak(side) as peak:
                for what, seconds in _work(side, image).items():
                    spent[side.name][what].append(seconds)
            peaks[side.name] = max(peaks[side.name], peak.mib)
        pair = (pair[1], pair[0])
    medians = {
        name: {what: statistics.median(times) for what, times in each.items()}
        for name, each in spent.items()
    }
    ours, theirs = medians[sides.OURS], medians[sides.THEIRS]
    shown = ", ".join(f"{what} {ours[what]:.1f} to {theirs[what]:.1f}" for what in ours)
    yield Figure(
        f"an image of {size} MiB",
        sum(ours.values()),
        sum(theirs.values()),
        "s",
        "dockerd",
        _TIMES,
        shown,
    )
    peak = peaks[sides.OURS]
    yield Figure(f"peak memory at {size} MiB", peak, peaks[sides.THEIRS], "MiB", "dockerd", _MEMORY)
    yield Figure(
        f"peak memory at {size} MiB",
        peak,
        idle,
        "MiB",
        "idle, just started",
        (idle + _ABOVE_IDLE) / idle,
        f"{peak - idle:.0f} above, {_ABOVE_IDLE} allowed",
    )


def _prepare_turn(size: int) -> None:
    """See to it that a side waits neither for the disk nor for the memory that the other one used.

    What was written before is brought to the disk. And a virtual machine's host may have taken free memory back; to get
    each page anew takes longer than to write it, and which side has to is chance.
    """
    os.sync()
    memory = b"\1" * (_TAKEN * size * MIB)
    del memory


def _work(side: Side, image: Path) -> dict[str, float]:
    """Do it all with the image in the folder; the seconds of each command."""
    return {
        "build": side.run(f"docker build -t {side.target}:big {image}"),
        "push": side.run(f"docker push {side.target}:big"),
        "push again": side.run(f"docker push {side.target}:big"),
        "rmi": side.run(f"docker rmi {side.target}:big"),
        "pull": side.run(f"docker pull {side.target}:big"),
    }


def write_image(folder: Path, size: int) -> None:
    """Write a new image's folder: `size` MiB in two layers, half random bytes and half text."""
    (folder / "Dockerfile").write_text("FROM scratch\nCOPY random /random\nCOPY text /text\n")
    with (folder / "random").open("wb") as file:
        for _ in range(size):
            file.write(os.urandom(MIB // 2))
    chance = random.Random(size)  # noqa: S311 - any text will do
    words = ["".join(chance.choices("etaoinshrdlu", k=chance.randint(2, 9))) for _ in range(_WORDS)]
    with (folder / "text").open("wb") as file:
        file.write(os.urandom(8).hex().encode())
        left = size * MIB // 2
        while left > 0:
            block = " ".join(chance.choices(words, k=MIB // 8)).encode()[:left]
            file.write(block)
            left -= len(block)
