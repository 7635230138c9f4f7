"""The working copy: the pages that a learner works in, rendered from the tracked ones.

They say what is so with the engine in use (`rendering`), so a switch of the engine renders them again.

A page of which the learner changed a cell's source is never overwritten.  When a release brings another version
of such a page, it is laid beside as `03-tag.new.ipynb`, and said; when the engine changes, it steps `aside`.
Outputs do not count as a change: a page that was only run is replaced, when there is another version, without
asking.
"""

import hashlib
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docker_lessons.jupyter import aside, rendering
from docker_lessons.lessons import course_image
from docker_lessons.world import World, file
from docker_lessons.world.engine import DOCKER, LABEL, PRACTICE, Kind
from docker_lessons.world.failure import DirectoryError

RECORD = ".docker-lessons.json"
"""In the working copy: the checksum of each page's sources as they were rendered, and for which engine."""
LAST = "pages.json"
"""In the world's directory: where its working copy was rendered last."""

FIRST_PAGE = "00-start.ipynb"
BUILD_FOLDER = "myimage"
_LABELLED = re.compile(
    f"{re.escape(course_image.DOCKERFILE)}(?:LABEL {re.escape(LABEL)}=[0-9a-f]+\n)?"
)
"""The course's own Dockerfile, with or without some world's label."""


@dataclass(frozen=True)
class Rendered:
    """What became of one page."""

    page: str
    outcome: str
    """`made`, `kept`, `updated`; `yours`: changed by the learner, and nothing newer to show;
    `beside`: changed by the learner, and the newer version has just been laid at `path`; `aside`: changed by the
    learner with another engine, and kept at `path`."""
    path: Path


def tracked_pages() -> Path:
    """The folder of the tracked notebooks: `notebooks/` of a clone, else the one in the wheel.

    Raises: DirectoryError when the installation lacks them.
    """
    package = Path(__file__).absolute().parents[1]
    for folder in (package.parent / "notebooks", package / "_notebooks"):
        if (folder / FIRST_PAGE).is_file():
            return folder
    raise DirectoryError(
        f"The course's pages are missing beside {package}. Install it again: pip install docker-lessons"
    )


def default_folder() -> Path:
    """`lab/` in a clone that one may write in, else `~/docker-lessons`."""
    clone = Path(__file__).absolute().parents[2]
    if (clone / "pyproject.toml").is_file() and (clone / "notebooks").is_dir():
        lab = clone / "lab"
        if os.access(lab if lab.exists() else clone, os.W_OK):
            return lab
    return Path.home() / "docker-lessons"


def render(folder: Path, world: World) -> list[Rendered]:
    """Make the working copy at `folder` for this world's engine, or bring it up to date, and remember where it is.

    Raises: DirectoryError, DiskFullError.
    """
    with file.explained(folder / FIRST_PAGE):
        folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise DirectoryError(
            f"You may not write in {folder}, where your pages belong. "
            "Name another folder: docker-lessons lab --dir ~/docker-lessons"
        )
    file.sweep(folder)
    record, before = _read_record(folder)
    known, now = dict(record), world.engine.kind
    if before not in {None, now}:
        _swap_message(folder, before, now)
    _render_build_folder(folder / BUILD_FOLDER, world.label)
    names, texts = world.names, rendering.texts_for(world)
    done = []
    for tracked in sorted(tracked_pages().glob("*.ipynb")):
        away = _swap(folder / tracked.name, before or now, now, known)
        text = rendering.rendered(tracked.read_bytes(), names, texts)
        became = _render_page(tracked.name, text, folder, known)
        done.append(Rendered(tracked.name, "aside", away) if away else became)
    if (known, now) != (record, before):
        file.write_json(folder / RECORD, {"engine": now, "pages": known}, 0o644)
    if world.made and last(world) != folder:
        file.write_json(world.home / LAST, {"folder": str(folder)})
    return done


def last(world: World) -> Path | None:
    """The working copy that was rendered last for this world; None where there is none, or it has gone."""
    kept = (file.read_json(world.home / LAST) or {}).get("folder")
    return Path(kept) if isinstance(kept, str) and Path(kept, FIRST_PAGE).is_file() else None


def render_again(world: World) -> tuple[Path, list[Rendered]] | None:
    """Bring the working copy that was rendered last up to date, after a switch of the engine; None where there is none.

    Raises: DirectoryError, DiskFullError.
    """
    folder = last(world)
    return None if folder is None else (folder, render(folder, world))


def restore_build_folder(folder: Path, world: World) -> None:
    """Give the working copy at `folder` the course's own build folder again, whatever was changed there."""
    course_image.write_build_folder(folder / BUILD_FOLDER, world_id=world.label)


def _swap_message(folder: Path, before: Kind, now: Kind) -> None:
    """Let a message that was changed with another engine step aside: the first build wants the course's own."""
    message, waiting = folder / BUILD_FOLDER / "message.txt", folder / "message.txt"
    own = message.read_bytes() if message.is_file() else b""
    if own not in {b"", course_image.MESSAGE.encode()} and not aside.path(waiting, before).exists():
        message.rename(aside.path(waiting, before))
    if aside.path(waiting, now).is_file():
        aside.path(waiting, now).replace(message)


def _render_build_folder(folder: Path, label: str) -> None:
    """Make the build folder, or give it its label, fixed modes and times again; a learner's texts stay."""
    dockerfile, message = folder / "Dockerfile", folder / "message.txt"
    if dockerfile.is_file() and not _LABELLED.fullmatch(dockerfile.read_text(errors="replace")):
        return
    text = message.read_text(errors="replace") if message.is_file() else course_image.MESSAGE
    with file.explained(folder / "Dockerfile"):
        course_image.write_build_folder(folder, message=text, world_id=label)


def _swap(page: Path, before: Kind, now: Kind, known: dict[str, str]) -> Path | None:
    """Let a page that was changed with another engine step aside; what is known of a page goes with it."""
    if before == now:
        return None
    back = aside.path(page, now)
    returns = back.exists()
    away = aside.swap(
        page, before, now, lambda own: checksum(own.read_bytes()) != known.get(own.name)
    )
    if away:
        known[away.name] = known.pop(page.name, "")
    if returns and not back.exists():
        known[page.name] = known.pop(back.name, "")
    return away


def _render_page(name: str, text: bytes, folder: Path, known: dict[str, str]) -> Rendered:
    newest = checksum(text)
    own, beside = folder / name, folder / f"{Path(name).stem}.new.ipynb"
    outcome = _put(own, text, newest, known)
    if outcome != "theirs":
        return Rendered(name, outcome, own)
    changed_from_newest = known.get(name) == newest
    if changed_from_newest and not beside.exists():
        return Rendered(name, "yours", own)
    laid = _put(beside, text, newest, known) in {"made", "updated"}
    return Rendered(name, "beside" if laid and not changed_from_newest else "yours", beside)


def _put(path: Path, text: bytes, newest: str, known: dict[str, str]) -> str:
    """Write `text` unless the learner changed what is there (`theirs`)."""
    if not path.exists():
        outcome = "made"
    else:
        present = checksum(path.read_bytes())
        if present == newest:
            known[path.name] = newest
            return "kept"
        if present != known.get(path.name):
            return "theirs"
        outcome = "updated"
    file.write(path, text, 0o644)
    known[path.name] = newest
    return outcome


def checksum(notebook: bytes) -> str:
    """A checksum of the cells' kinds and sources alone; of the whole text if it is no notebook."""
    try:
        cells = json.loads(notebook)["cells"]
        sources: Any = [[cell["cell_type"], "".join(cell["source"])] for cell in cells]
    except (ValueError, KeyError, TypeError):
        return hashlib.sha256(notebook).hexdigest()
    return hashlib.sha256(json.dumps(sources).encode()).hexdigest()


def _read_record(folder: Path) -> tuple[dict[str, str], Kind | None]:
    """The checksums, and the engine; without a record every page that differs counts as the learner's."""
    try:
        record = json.loads((folder / RECORD).read_bytes())
        pages = {str(name): str(known) for name, known in record["pages"].items()}
        return pages, DOCKER if record.get("engine") == DOCKER else PRACTICE
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}, None
