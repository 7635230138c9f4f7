"""The working copy: the pages that a learner works in, rendered from the tracked ones.

Their text depends on the engine in use (`page_text`), so they are rendered again when the engine changes.

A page in which the learner changed a cell's source is never overwritten.  When a release has another version of such
a page, that version is written beside it as `03-tag.new.ipynb`, and reported; when the engine changes, the learner's
page is renamed (`aside`).  Outputs are no change: a page that was only run is replaced by a newer version.
"""

import hashlib
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docker_lessons.jupyter import aside, page_text
from docker_lessons.lessons import course_image
from docker_lessons.world import World, file
from docker_lessons.world.engine import DOCKER, LABEL, PRACTICE, Kind
from docker_lessons.world.failure import DirectoryError

RECORD = ".docker-lessons.json"
"""A file in the working copy: the checksum of each page's sources as they were rendered, and the engine's kind."""
LAST = "pages.json"
"""A file in the world's directory: the folder of the working copy that was rendered last."""

FIRST_PAGE = "00-start.ipynb"
BUILD_FOLDER = "myimage"
_LABELLED = re.compile(
    f"{re.escape(course_image.DOCKERFILE)}(?:LABEL {re.escape(LABEL)}=[0-9a-f]+\n)?"
)
"""The course's own Dockerfile, with or without the label of a world."""


@dataclass(frozen=True)
class Rendered:
    """The outcome of rendering for one page."""

    page: str
    outcome: str
    """`made`, `kept` or `updated`; `yours`: changed by the learner, and there is no newer version; `beside`: changed
    by the learner, and the newer version was written to `path`; `aside`: changed by the learner with another engine,
    and kept at `path`."""
    path: Path


def tracked_pages() -> Path:
    """Returns the folder of the tracked notebooks: `notebooks/` of a clone, or the one that came with the wheel.

    Raises:
        DirectoryError: When the installation has neither.
    """
    package = Path(__file__).absolute().parents[1]
    for folder in (package.parent / "notebooks", package / "_notebooks"):
        if (folder / FIRST_PAGE).is_file():
            return folder
    raise DirectoryError(
        f"The course's pages are missing beside {package}. Install it again: pip install docker-lessons"
    )


def default_folder() -> Path:
    """Returns `lab/` in a clone that is writable, otherwise `~/docker-lessons`."""
    clone = Path(__file__).absolute().parents[2]
    if (clone / "pyproject.toml").is_file() and (clone / "notebooks").is_dir():
        lab = clone / "lab"
        if os.access(lab if lab.exists() else clone, os.W_OK):
            return lab
    return Path.home() / "docker-lessons"


def render(folder: Path, world: World) -> list[Rendered]:
    """Makes the working copy at `folder` for this world's engine, or updates it, and records where it is.

    Returns the outcome for each page.

    Raises:
        DirectoryError: When the folder cannot be written.
        DiskFullError: When there is no room for the pages.
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
    names, texts = world.names, page_text.texts_for(world)
    done = []
    for tracked in sorted(tracked_pages().glob("*.ipynb")):
        away = _swap(folder / tracked.name, before or now, now, known)
        text = page_text.rendered(tracked.read_bytes(), names, texts)
        became = _render_page(tracked.name, text, folder, known)
        done.append(Rendered(tracked.name, "aside", away) if away else became)
    if (known, now) != (record, before):
        file.write_json(folder / RECORD, {"engine": now, "pages": known}, 0o644)
    if world.made and last(world) != folder:
        file.write_json(world.home / LAST, {"folder": str(folder)})
    return done


def last(world: World) -> Path | None:
    """Returns the folder of the working copy that was rendered last for this world, None if it does not exist."""
    kept = (file.read_json(world.home / LAST) or {}).get("folder")
    return Path(kept) if isinstance(kept, str) and Path(kept, FIRST_PAGE).is_file() else None


def render_again(world: World) -> tuple[Path, list[Rendered]] | None:
    """Updates the working copy that was rendered last, after a change of the engine.

    Returns its folder and the outcome for each page, or None if there is no working copy.

    Raises:
        DirectoryError: When the folder cannot be written.
        DiskFullError: When there is no room for the pages.
    """
    folder = last(world)
    return None if folder is None else (folder, render(folder, world))


def restore_build_folder(folder: Path, world: World) -> None:
    """Writes the course's own build folder into the working copy at `folder`, over all changes there."""
    course_image.write_build_folder(folder / BUILD_FOLDER, world_id=world.label)


def _swap_message(folder: Path, before: Kind, now: Kind) -> None:
    """Renames a message that was changed with another engine, since the first build needs the course's own."""
    message, waiting = folder / BUILD_FOLDER / "message.txt", folder / "message.txt"
    own = message.read_bytes() if message.is_file() else b""
    if own not in {b"", course_image.MESSAGE.encode()} and not aside.path(waiting, before).exists():
        message.rename(aside.path(waiting, before))
    if aside.path(waiting, now).is_file():
        aside.path(waiting, now).replace(message)


def _render_build_folder(folder: Path, label: str) -> None:
    """Writes the build folder with its label and fixed modes and times; a learner's own texts stay."""
    dockerfile, message = folder / "Dockerfile", folder / "message.txt"
    if dockerfile.is_file() and not _LABELLED.fullmatch(dockerfile.read_text(errors="replace")):
        return
    text = message.read_text(errors="replace") if message.is_file() else course_image.MESSAGE
    with file.explained(folder / "Dockerfile"):
        course_image.write_build_folder(folder, message=text, world_id=label)


def _swap(page: Path, before: Kind, now: Kind, known: dict[str, str]) -> Path | None:
    """Renames a page that was changed with another engine, and its checksum in `known` with it."""
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
    if outcome != "changed":
        return Rendered(name, outcome, own)
    changed_from_newest = known.get(name) == newest
    if changed_from_newest and not beside.exists():
        return Rendered(name, "yours", own)
    laid = _put(beside, text, newest, known) in {"made", "updated"}
    return Rendered(name, "beside" if laid and not changed_from_newest else "yours", beside)


def _put(path: Path, text: bytes, newest: str, known: dict[str, str]) -> str:
    """Writes `text` unless the learner changed the file; the outcome is then `changed`."""
    if not path.exists():
        outcome = "made"
    else:
        present = checksum(path.read_bytes())
        if present == newest:
            known[path.name] = newest
            return "kept"
        if present != known.get(path.name):
            return "changed"
        outcome = "updated"
    file.write(path, text, 0o644)
    known[path.name] = newest
    return outcome


def checksum(notebook: bytes) -> str:
    """Returns the SHA-256 of the cells' kinds and sources, in hexadecimal; of all bytes if it is no notebook."""
    try:
        cells = json.loads(notebook)["cells"]
        sources: Any = [[cell["cell_type"], "".join(cell["source"])] for cell in cells]
    except (ValueError, KeyError, TypeError):
        return hashlib.sha256(notebook).hexdigest()
    return hashlib.sha256(json.dumps(sources).encode()).hexdigest()


def _read_record(folder: Path) -> tuple[dict[str, str], Kind | None]:
    """Returns the checksums and the engine's kind as they were recorded.

    Without a record, every page that differs from its rendered text counts as changed by the learner.
    """
    try:
        record = json.loads((folder / RECORD).read_bytes())
        pages = {str(name): str(known) for name, known in record["pages"].items()}
        return pages, DOCKER if record.get("engine") == DOCKER else PRACTICE
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}, None
