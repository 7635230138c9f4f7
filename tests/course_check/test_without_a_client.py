"""Mistakes where no docker client is installed, and the course's own takes the lines.

What it refuses has to be told as truly as what a client refuses, so it says it in a client's words. `make test` plays
the scenarios in which that matters most; `make soak` plays them all.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from docker_lessons.course_check.scenario import every_scenario
from docker_lessons.world.engine import PRACTICE
from tests.course_check.playing import Worlds

_OFTEN = ("misspelled", "typing-", "-helper", "platform", "file-for-folder", "wrong-folder")
"""Parts of the names of scenarios whose causes depend on what a client says of a line."""


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worlds]:
    """The worlds of a computer on which every program is installed but docker."""
    folder = tmp_path_factory.mktemp("bin")
    for place in os.environ["PATH"].split(os.pathsep):
        for program in Path(place).glob("*"):
            link = folder / program.name
            if not program.name.startswith("docker") and not link.is_symlink():
                link.symlink_to(program)
    made = Worlds(by_command=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(folder))
        yield made
        made.close()


def scenarios() -> list[object]:
    return [
        pytest.param(
            name,
            marks=[] if any(part in name for part in _OFTEN) else [pytest.mark.soak],
        )
        for name, one in every_scenario().items()
        if not one.unfit(PRACTICE)
    ]


@pytest.mark.parametrize("name", scenarios())
def test_mistake(worlds: Worlds, name: str) -> None:
    worlds.play(every_scenario()[name], PRACTICE)
