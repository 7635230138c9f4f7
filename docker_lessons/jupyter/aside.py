"""What a learner changed with one engine steps aside while another is in use, and comes back with it.

`03-tag.ipynb`, changed in the practice world, waits as `03-tag.practice.ipynb` while the learner's own Docker is
in use; the page that was changed with that one waits as `03-tag.docker.ipynb` meanwhile.  A page that nobody
changed is only rendered again.
"""

from collections.abc import Callable
from pathlib import Path

from docker_lessons.world.engine import Kind


def path(page: Path, kind: Kind) -> Path:
    """Where the page of that engine waits."""
    return page.with_name(f"{page.stem}.{kind}{page.suffix}")


def swap(page: Path, before: Kind, now: Kind, changed: Callable[[Path], bool]) -> Path | None:
    """Set the learner's page of the engine `before` aside, bring that of `now` back; where it was set, if it was.

    Never over anything: where a file of that name is in the way, the page stays.
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
