"""The start of a container beside dockerd's: the course's own program, run and removed."""

import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import sides
from bench.figure import Figure
from docker_lessons.lessons import course_image

ROUNDS = 15
_IMAGE = "myimage:0.1"
_AT_MOST = 1.0


def measure() -> Iterator[Figure | str]:
    """The median of `docker run --rm`, and of `docker start` of a container that has ended, by turns."""
    with sides.theirs() as theirs, sides.ours() as ours, tempfile.TemporaryDirectory() as folder:
        build = Path(folder) / "myimage"
        course_image.write_build_folder(build)
        for side in (ours, theirs):
            side.run(f"docker build -q -t {_IMAGE} {build}")
            side.run(f"docker run --name again {_IMAGE}")
        for line in (f"docker run --rm {_IMAGE}", "docker start --attach again"):
            spent: dict[str, list[float]] = {ours.name: [], theirs.name: []}
            for number in range(ROUNDS):
                for side in (ours, theirs) if number % 2 else (theirs, ours):
                    spent[side.name].append(side.run(line))
            taken, baseline = (
                statistics.median(spent[side.name]) * 1000 for side in (ours, theirs)
            )
            remark = f"median of {ROUNDS}"
            yield Figure(line, taken, baseline, "ms", "dockerd", _AT_MOST, remark)
