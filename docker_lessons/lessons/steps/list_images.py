"""Look at what the host has.

Checked: the answer is the image ID of `myimage:0.1`, by at least four of its characters.
"""

from __future__ import annotations

import re

from docker_lessons.lessons.look import Look
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import Causes, Found, Held, Question, Step
from docker_lessons.world.names import NEW_COLUMNS

diagnoses = Causes("list-images")
_SHORTEST = 4
"""Characters of an ID that are enough, if no other image begins with them."""


def _given(look: Look) -> str:
    """The answer without what may stand around an ID."""
    return (
        (look.answer or "")
        .strip()
        .strip("`'\"")
        .lower()
        .removeprefix("sha256:")
        .removesuffix("...")
    )


def _hexadecimal(look: Look) -> bool:
    return re.fullmatch(r"[0-9a-f]+", _given(look)) is not None


def holds(look: Look) -> Held | None:
    """The answer begins the ID of `myimage:0.1`, and no other image's."""
    given, found = _given(look), look.image
    if found is None or len(given) < _SHORTEST or not _hexadecimal(look):
        return None
    if [one.id for one in look.host.images if _begins(one.id, given)] != [found.id]:
        return None
    return Held(
        seen=f"your answer {given[:12]}",
        wanted=f"the image ID of {look.names.image}: {found.short}",
        text=f"Right: {look.names.image} is a name, {found.short} is the image.",
    )


def _begins(image_id: str, given: str) -> bool:
    return image_id.removeprefix("sha256:").startswith(given)


def _column(look: Look, heading: str) -> str:
    """How the client in use heads what others head so."""
    new = {"TAG": "IMAGE", "SIZE": "DISK USAGE"} if look.names.client_release >= NEW_COLUMNS else {}
    return new.get(heading, heading)


def _wanted(look: Look) -> str:
    return f"what stands under {look.names.id_column} in the row of {look.names.image}"


def _found(look: Look, seen: str, text: str) -> Found:
    return Found(seen=seen, wanted=_wanted(look), repair="docker images", text=text)


@diagnoses.cause("images-no-image", "state")
def no_image(look: Look) -> Found | None:
    """There is no `myimage:0.1` to look at."""
    if look.image:
        return None
    return Found(
        seen=f"this computer has {look.host_names}",
        wanted=f"{look.names.image}, to look at",
        repair=f"docker build -t {look.names.image} myimage",
        text=f"There is no {look.names.image} on this computer, so there is no ID to find. Build it first.",
    )


@diagnoses.cause("images-answer-outdated", "answer")
def outdated(look: Look) -> Found | None:
    """The answer was accepted once; the name stands on another image now."""
    accepted = look.view.accepted.get("list-images")
    if not accepted or accepted != look.answer or not look.image:
        return None
    return _found(
        look,
        f"your earlier answer {_given(look)[:12]}; {look.names.image} is another image now",
        "Your answer was right for an earlier build. The name has moved to a new image since, "
        "and a new image has a new ID: look again.",
    )


@diagnoses.cause("images-no-answer", "answer")
def no_answer(look: Look) -> Found | None:
    """Nothing was answered."""
    if (look.answer or "").strip():
        return None
    return _found(
        look,
        "no answer yet",
        f"docker images shows one row for each name. Find the row of {look.names.image}, and give what "
        f"stands under {look.names.id_column}.",
    )


@diagnoses.cause("images-answer-tag", "answer")
def tag(look: Look) -> Found | None:
    """The tag was given."""
    given = (look.answer or "").strip().lstrip(":")
    if given not in {name.rpartition(":")[2] for name in look.host.names}:
        return None
    return _found(
        look,
        f"{given}, which stands under {_column(look, 'TAG')}",
        f"{given} is the tag, the second part of the name. The ID stands further right, under {look.names.id_column}: "
        "twelve characters, digits and the letters a to f.",
    )


@diagnoses.cause("images-answer-name", "answer")
def name(look: Look) -> Found | None:
    """The name was given."""
    given = (look.answer or "").strip()
    repositories = {name.rpartition(":")[0] for name in look.host.names}
    if given not in repositories and given not in look.host.names:
        return None
    return _found(
        look,
        f"{given}, which is the name",
        f"{given} is what people call the image; the engine knows it by its ID. "
        f"Look under {look.names.id_column} in the same line.",
    )


@diagnoses.cause("images-answer-size", "answer")
def size(look: Look) -> Found | None:
    """The size was given."""
    given = (look.answer or "").strip()
    if not re.fullmatch(r"\d+(\.\d+)?\s*([kMGT]?i?B|bytes?)", given, re.IGNORECASE):
        return None
    return _found(
        look,
        f"{given}, which stands under {_column(look, 'SIZE')}",
        f"{given} says how much room the image takes. The ID stands further left, under {look.names.id_column}.",
    )


@diagnoses.cause("images-answer-age", "answer")
def age(look: Look) -> Found | None:
    """The age was given."""
    given = (look.answer or "").strip()
    if not re.search(r"\b(seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b", given):
        return None
    return _found(
        look,
        f"{given}, which stands under {_column(look, 'CREATED')}",
        f"That is when the image was made. The ID stands under {look.names.id_column}.",
    )


@diagnoses.cause("images-answer-short", "answer")
def too_short(look: Look) -> Found | None:
    """The right beginning, but too little of it."""
    given = _given(look)
    if not look.image or not given or len(given) >= _SHORTEST or not _begins(look.image.id, given):
        return None
    return _found(
        look,
        f"{given}: {len(given)} characters",
        f"That is how the ID begins, but {len(given)} characters are too few to be sure which image is meant. "
        "Give at least four; the whole column is best.",
    )


@diagnoses.cause("images-answer-digest", "answer")
def digest(look: Look) -> Found | None:
    """A repository digest was given, which is no image ID."""
    given = _given(look)
    digests = [d.rpartition("sha256:")[2] for one in look.host.images for d in one.digests]
    if len(given) < _SHORTEST or not any(d.startswith(given) for d in digests):
        return None
    return _found(
        look,
        f"{given[:12]}, which is a digest of the Hub's",
        "That is the digest under which the Hub keeps the image. The engine's own name for it, the image ID, "
        f"stands under {look.names.id_column}.",
    )


@diagnoses.cause("images-answer-other-image", "answer")
def other_image(look: Look) -> Found | None:
    """Another image's ID was given."""
    given = _given(look)
    other = next((one for one in look.host.images if given and _begins(one.id, given)), None)
    if other is None or not look.image:
        return None
    whose = other.names[0] if other.names else "an image without a name"
    return _found(
        look,
        f"{given[:12]}, the ID of {whose}",
        f"That is an image ID, of {whose}. Wanted is the one in the row of {look.names.image}.",
    )


@diagnoses.cause("images-answer-unknown", "answer")
def unknown(look: Look) -> Found | None:
    """It looks like an ID, but no image has it."""
    if not _hexadecimal(look) or len(_given(look)) < _SHORTEST:
        return None
    return _found(
        look,
        f"{_given(look)[:12]}: no image here has this ID",
        "It looks like an image ID, but no image on this computer has it. One character may be wrong: "
        "copy it rather than type it.",
    )


@diagnoses.cause("images-answer-no-id", "answer")
def no_id(look: Look) -> Found | None:
    """Something else was given."""
    return _found(
        look,
        f"the answer {(look.answer or '').strip()[:40]}",
        "An image ID is made of digits and the letters a to f, twelve of them in this list. "
        f"It stands under {look.names.id_column}.",
    )


@diagnoses.note("images-answer-prefix")
def prefix(look: Look) -> str | None:
    """A part of the ID, or the ID with its algorithm."""
    given = (look.answer or "").strip().lower()
    if given.startswith("sha256:"):
        return "With sha256: in front it is complete: Docker shows the first twelve characters of the rest."
    if len(_given(look)) < len("0123456789ab"):
        return "Part of an ID is enough, for Docker as for this course, as long as no other image begins so."
    return None


async def solve(doing: Solution, look: Look) -> None:
    """Read the ID from the engine."""
    if look.image:
        doing.did.append("docker images")
        doing.answer(look.image.short)


step = Step(
    id="list-images",
    page="01-images",
    title="Look at your images",
    goal="You can say the image ID of {image}.",
    command="docker images",
    hint="The list has a column {id_column}. Take the row that begins with myimage.",
    hands="answer",
    holds=holds,
    diagnoses=diagnoses,
    solve=solve,
    question=Question("What is the image ID of {image}?", "twelve characters", about="image ID"),
)
