"""Files that a learner changed with one engine, kept under another name while another engine is in use.

`03-tag.ipynb`, changed with the practice engine, is `03-tag.practice.ipynb` while the learner's own Docker is in
use, and gets its name back with its engine.  In the same way `03-tag.docker.ipynb` is the page that was changed with
the learner's own Docker.  Pages without a change are only rendered again.
"""

from collections.abc import Callable
from pathlib import Path

from docker_lessons.world.engine import Kind


def path(page: Path, kind: Kind) -> Path:
    """Returns the name under which the page of that engine is kept."""
    return page.with_name(f"{page.stem}.{kind}{page.suffix}")


def swap(page: Path, before: Kind, now: Kind, changed: Callable[[Path], bool]) -> Path | None:
    """Renames the learner's page of the engine `before`, and gives that of the engine `now` its name back.

    Returns the new path of the first, or None where it was not renamed: nobody changed it, as `changed` tells, or
    a file of that name exists already, which is never overwritten.
    """
    away, back = path(page, before), path(page, now)
    own = page.exists() and changed(page)
    if own and away.exists():
        return None
    if own:
        page.rename(away)
    if back.exists():
        back.replace(page)
    return away if own else None
