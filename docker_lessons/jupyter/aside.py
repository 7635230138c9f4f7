"""Files that a learner changed with one engine and Hub, in one language, kept under another name while others are in use.

`03-tag.ipynb`, changed with the practice engine, is `03-tag.practice.ipynb` while the learner's own Docker is in
use, and gets its name back with its engine.  In the same way `03-tag.docker.ipynb` is the page that was changed with
the learner's own Docker, `03-tag.docker-on-docker-io.ipynb` that for the real Docker Hub, and `03-tag.practice-fr.ipynb`
the French one; English, which all pages have, is not in a name.  Pages without a change are only rendered again.
"""

from collections.abc import Callable
from pathlib import Path


def path(page: Path, way: str) -> Path:
    """Returns the name under which the page of that way is kept: `World.way`, and the language if it isn't English."""
    return page.with_name(f"{page.stem}.{way}{page.suffix}")


def swap(page: Path, before: str, now: str, changed: Callable[[Path], bool]) -> Path | None:
    """Renames the learner's page of the way `before`, and gives that of the way `now` its name back.

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
