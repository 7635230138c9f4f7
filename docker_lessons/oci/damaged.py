"""A damaged SQLite database, replaced by one with what could be read of it; a kill at any moment loses neither."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def finish(path: Path) -> None:
    """Puts the new database into its place where a kill came before the last step of `replace`."""
    rescued = _rescued(path)
    if rescued.exists() and not path.exists():
        rescued.rename(path)


def replace(path: Path, fill: Callable[[Path], None]) -> Path:
    """Replaces the damaged database at `path` by the one that `fill` makes and closes at the path it is given.

    Returns the folder in which the damaged one is kept.
    """
    rescued = _rescued(path)
    for leftover in path.parent.glob(f"{rescued.name}*"):
        leftover.unlink()
    fill(rescued)
    kept = _set_aside(path)
    rescued.rename(path)
    return kept


def _rescued(path: Path) -> Path:
    return path.with_name("rescued.db")


def _set_aside(path: Path) -> Path:
    """Moves the files of the database into a folder of their own and returns that."""
    folder = path.parent / f"damaged-{time.strftime('%Y%m%d-%H%M%S')}"
    number = 1
    while folder.exists():
        number += 1
        folder = folder.with_name(f"{folder.name.partition('.')[0]}.{number}")
    folder.mkdir()
    for file in path.parent.glob(f"{path.name}*"):
        file.rename(folder / file.name)
    return folder
