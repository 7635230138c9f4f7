"""The working copy: the pages that a learner works in, rendered from the tracked ones.

Their text depends on engine and Hub in use (`page_text`) and on the language, so they are rendered again when these
change.  In another language than English the tracked page is that of the language's folder, such as `fr/03-tag.ipynb`;
the English one where it has none.

A page in which the learner changed a cell's source is never overwritten.  When a release has another version of such
a page, that version is written beside it as `03-tag.new.ipynb`, and reported; when the engine or the language changes,
the learner's page is renamed (`aside`).  Outputs are no change: a page that was only run is replaced by a newer version.
"""

import hashlib
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docker_lessons import language
from docker_lessons.jupyter import aside, page_text
from docker_lessons.language import gettext
from docker_lessons.lessons import build_folder, course_image
from docker_lessons.world import World, file, pages
from docker_lessons.world.directory import WAYS
from docker_lessons.world.engine import LABEL, PRACTICE
from docker_lessons.world.failure import DirectoryError, DiskFullError

RECORD = ".docker-lessons.json"
"""A file in the working copy: the checksum of each page's sources as they were rendered, the way (`World.way`), and the
language."""

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
    by the learner, and the newer version was written to `path`; `aside`: changed by the learner with another engine or
    in another language, and kept at `path`."""
    path: Path


@dataclass(frozen=True)
class _Laid:
    """How pages are rendered: the way (`World.way`), and the language."""

    way: str
    language: str

    def of(self, tracked: Path) -> str:
        """Returns what is added to the name of such a page when it is put aside, as in `03-tag.practice-fr.ipynb`."""
        translated = in_language(tracked, self.language) != tracked
        return f"{self.way}-{self.language}" if translated else self.way


def in_language(tracked: Path, name: str) -> Path:
    """Returns the tracked file in a language, itself where it has no translation."""
    translated = tracked.parent / name / tracked.name
    return translated if translated.is_file() else tracked


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
        gettext(
            "The course's pages are missing next to {package}. Install it again: pip install docker-lessons",
            package=package,
        )
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
    """Makes or updates the working copy at `folder`, for this world's engine and Hub and in the current language.

    Records the folder, and returns the outcome for each page.

    Raises:
        DirectoryError: When the folder cannot be written.
        DiskFullError: When there is no room for the pages.
    """
    _make(folder)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise DirectoryError(
            gettext(
                "You don't have permission to write in {folder}, where your pages go. Choose another folder: "
                "docker-lessons lab --dir ~/docker-lessons",
                folder=folder,
            )
        )
    file.sweep(folder)
    record, before = _read_record(folder)
    known, now = dict(record), _Laid(world.way, language.current())
    if before and before.way != now.way:
        _swap_message(folder, before.way, now.way)
    _render_build_folder(folder / BUILD_FOLDER, world)
    for picture in tracked_pages().glob("*.svg"):
        _render_picture(in_language(picture, now.language), folder / picture.name)
    names, texts = world.names, page_text.texts_for(world)
    done = []
    for tracked in sorted(tracked_pages().glob("*.ipynb")):
        away = _swap(folder / tracked.name, (before or now).of(tracked), now.of(tracked), known)
        page = in_language(tracked, now.language)
        text = page_text.rendered(page.read_bytes(), names, texts)
        became = _render_page(tracked.name, text, folder, known)
        done.append(Rendered(tracked.name, "aside", away) if away else became)
    if (known, now) != (record, before):
        laid = {"engine": now.way, "language": now.language, "pages": known}
        file.write_json(folder / RECORD, laid, 0o644)
    if world.made and last(world) != folder:
        pages.keep(world, folder)
    return done


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        if isinstance(failure := file.explain(error, folder / FIRST_PAGE), DiskFullError):
            raise failure from error
        raise DirectoryError(
            gettext(
                "Your pages can't go to {folder}: {reason}. Choose another folder: "
                "docker-lessons lab --dir ~/docker-lessons",
                folder=folder,
                reason=error.strerror,
            )
        ) from error


def last(world: World) -> Path | None:
    """Returns the folder of the working copy that was rendered last for this world, None if it does not exist."""
    kept = pages.folder(world)
    return kept if kept and (kept / FIRST_PAGE).is_file() else None


def render_again(world: World) -> tuple[Path, list[Rendered]] | None:
    """Updates the working copy that was rendered last, after a change of the engine or of the language.

    It stays in its language unless one was chosen, since this terminal may have another language than the learner.
    Returns its folder and the outcome for each page, or None if there is no working copy.

    Raises:
        DirectoryError: When the folder cannot be written.
        DiskFullError: When there is no room for the pages.
    """
    folder = last(world)
    if folder is None:
        return None
    before = _read_record(folder)[1]
    with language.speaking(language.chosen() or (before.language if before else None)):
        return folder, render(folder, world)


def restore_build_folder(folder: Path, world: World) -> None:
    """Puts the course's own build folder back into the working copy at `folder`; what was changed is kept beside it."""
    ours, architecture = course_image.CONTENTS, world.engine.architecture
    build_folder.restore(folder / BUILD_FOLDER, ours, world.label, architecture)


def _swap_message(folder: Path, before: str, now: str) -> None:
    """Renames a message that was changed with another engine, since the first build needs the course's own."""
    message, waiting = folder / BUILD_FOLDER / "message.txt", folder / "message.txt"
    own = message.read_bytes() if message.is_file() else b""
    if own not in {b"", course_image.MESSAGE.encode()} and not aside.path(waiting, before).exists():
        message.rename(aside.path(waiting, before))
    if aside.path(waiting, now).is_file():
        aside.path(waiting, now).replace(message)


def _render_build_folder(folder: Path, world: World) -> None:
    """Writes the build folder with its label and fixed modes and times; a learner's own texts stay."""
    dockerfile, message = folder / "Dockerfile", folder / "message.txt"
    if dockerfile.is_file() and not _LABELLED.fullmatch(dockerfile.read_text(errors="replace")):
        return
    text = message.read_text(errors="replace") if message.is_file() else course_image.MESSAGE
    try:
        with file.explained(folder / "Dockerfile"):
            course_image.write_build_folder(
                folder, world.engine.architecture, message=text, world_id=world.label
            )
    except (FileExistsError, FileNotFoundError) as error:
        raise DirectoryError(
            gettext(
                "{path} is in the way: the course needs a folder there. Move it somewhere else.",
                path=folder,
            )
        ) from error


def _render_picture(tracked: Path, picture: Path) -> None:
    newest = tracked.read_bytes()
    if not picture.is_file() or picture.read_bytes() != newest:
        file.write(picture, newest, 0o644)


def _swap(page: Path, before: str, now: str, known: dict[str, str]) -> Path | None:
    """Renames a page that was changed with another engine or in another language, and its checksum in `known` with it."""
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


def _read_record(folder: Path) -> tuple[dict[str, str], _Laid | None]:
    """Returns the checksums, and how pages were rendered, as it was recorded.

    Without a record, every page that differs from its rendered text counts as changed by the learner.
    """
    try:
        record = json.loads((folder / RECORD).read_bytes())
        pages = {str(name): str(known) for name, known in record["pages"].items()}
        way = record["engine"] if record.get("engine") in WAYS else PRACTICE
        return pages, _Laid(way, language.known(str(record.get("language"))) or language.ENGLISH)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}, None
