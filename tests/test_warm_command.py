"""A command in a forked process does what the program does."""

import subprocess

import pytest

from tests import warm_command
from tests.practice import COMMAND, clean_environment

LINES = (("status", "--json"), ("steps",), ("check", "tag"), ("chekc",), ("reset",), ("--help",))


@pytest.fixture
def env(short_folder) -> dict[str, str]:
    return clean_environment(short_folder, short_folder / "world")


@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_it_prints_and_ends_as_the_program_does(env, tmp_path, line):
    real = subprocess.run(
        [COMMAND, *line],
        env=env,
        cwd=tmp_path,
        input="n\n",
        capture_output=True,
        text=True,
        check=False,
    )
    forked = warm_command.run(line, env=env, cwd=tmp_path, input="n\n")
    assert (forked.returncode, forked.stdout, forked.stderr) == (
        real.returncode,
        real.stdout,
        real.stderr,
    )


def test_one_that_does_not_end_is_killed(env):
    with pytest.raises(subprocess.TimeoutExpired):
        warm_command.run(["course-check"], env=env, timeout=0.1)
