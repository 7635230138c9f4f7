"""A command in a forked process does what the program does."""

import os
import subprocess
from pathlib import Path

import pytest

from tests import guard, warm_command
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


def test_no_guard_has_to_end_what_it_is_forked_from(env):
    """One of these processes heeds no signal, and a guard would wait for it."""
    warm_command.run(["--help"], env=env)
    ours = [
        Path(f"/proc/{pid}")
        for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    ]
    started = [one for one in ours if b"multiprocessing" in (one / "cmdline").read_bytes()]
    assert started
    assert not any(guard.MARK.encode() in (one / "environ").read_bytes() for one in started)


def test_one_that_does_not_end_is_killed(env):
    with pytest.raises(subprocess.TimeoutExpired):
        warm_command.run(["course-check"], env=env, timeout=0.1)
