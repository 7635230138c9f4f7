"""Where the learner's pages are, with the build folder beside them."""

from __future__ import annotations

from pathlib import Path

from docker_lessons.world import file
from docker_lessons.world.directory import World

FILE = "pages.json"
"""A file in the world's directory: the folder of the pages that were laid out last."""


def folder(world: World) -> Path | None:
    """Returns the folder of the pages that were laid out last for this world, None if there is none now."""
    kept = (file.read_json(world.home / FILE) or {}).get("folder")
    return Path(kept) if isinstance(kept, str) and Path(kept).is_dir() else None


def keep(world: World, pages: Path) -> None:
    """Keeps where the pages were laid out."""
    file.write_json(world.home / FILE, {"folder": str(pages)})
