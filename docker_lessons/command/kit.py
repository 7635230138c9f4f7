"""`docker-lessons` lines in a cell: those that a panel prints run there, and the rest are for a terminal."""

from __future__ import annotations

import shlex
import subprocess
import sys
from typing import TextIO

IN_A_CELL = frozenset({"check", "restore", "solve", "status", "steps"})
"""Commands that ask nothing, end by themselves and print no secret."""


def runs_in_a_cell(line: str) -> bool:
    """Tells whether a line is one of the kit's own that a cell runs."""
    words = line.split()
    return words[:1] == ["docker-lessons"] and len(words) > 1 and words[1] in IN_A_CELL


def run(line: str, out: TextIO) -> int:
    """Runs a line of the kit's own in the folder of the cell, and prints what it says; returns its exit code."""
    try:
        words = shlex.split(line)[1:]
    except ValueError:  # an open quote
        words = line.split()[1:]
    done = subprocess.run(
        [sys.executable, "-m", "docker_lessons", *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    out.write(done.stdout)
    return done.returncode
