"""The newest dockerd that Debian has, as a program that is started in the place of this machine's own."""

from __future__ import annotations

import json
import os
import shlex
import sys
from functools import cache
from pathlib import Path
from typing import Literal

import pytest

from tests import debian13, dockerd_in_tree, programs

Store = Literal["overlay2", "containerd"]
"""Where a daemon keeps its images: as dockerd always did, or in containerd's image store."""
STORES: tuple[Store, ...] = ("overlay2", "containerd")


def group(store: Store) -> pytest.MarkDecorator:
    """Returns the mark of the tests that share a daemon with that store, so that one worker starts it, once."""
    return pytest.mark.xdist_group(f"newest dockerd, {store}")


def program(folder: Path, store: Store) -> Path:
    """Writes into a folder the program `dockerd` whose images are in that store; returns its path.

    The test is skipped, with the reason, where there is no such dockerd.
    """
    settings = {"features": {"containerd-snapshotter": store == "containerd"}}
    (folder / "daemon.json").write_text(json.dumps(settings))
    words = [sys.executable, "-I", dockerd_in_tree.__file__, str(tree()), str(folder)]
    made = folder / "dockerd"
    made.write_text(f'#!/bin/sh\nexec {shlex.join(words)} "$@"\n')
    made.chmod(0o755)
    return made


@cache
def tree() -> Path:
    """Returns the tree of Debian 13, made first where it is missing; else the test is skipped with the reason."""
    programs.not_quick()
    if os.geteuid() != 0:
        pytest.skip("needs root (a dockerd of one's own): sudo make test")
    if not debian13.TREE.exists():
        programs.required("mmdebstrap")
    try:
        return debian13.make()
    except debian13.NotMadeError as reason:
        pytest.skip(f"Debian 13's dockerd can't be had: {reason}")
