"""Look at what the host has.

Checked: the answer is the image ID of `myimage:0.1`, by at least four of its characters.
"""

from __future__ import annotations

import re

from docker_lessons.findings.finding import Facts, Variant
from docker_lessons.lessons.answers import (
    bare,
    is_stand_in,
    told_again,
    unbracketed,
    with_dots,
)
from docker_lessons.lessons.diagnosis import Diagnoses, Found, Words
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import Question, Step
from docker_lessons.lessons.steps.sentences import HOST_HAS
from docker_lessons.world.names import NEW_COLUMNS

diagnoses = Diagnoses(
    "list-images",
    wanted="what's under {id_column} in the row for {image}",
    repair="docker images",
)
_AGE = re.compile(
    r"\b(seconds?|minutes?|hours?|days?|weeks?|months?|years?"
    r"|secondes?|heures?|jours?|semaines?|mois|ans?)\b",
    re.IGNORECASE,
)
"""A time as Docker tells it, or as who translates it types it."""
_WHOLE_ID = re.compile(r"(?<!\S)[0-9a-f]{12}(?!\S)")
_SHORTEST = 4
"""Characters of an ID that are enough, if no other image begins with them."""


def _typed(look: Look) -> str:
    return bare(look.answer)


def _given(look: Look) -> str:
    """The answer without what may stand around an ID."""
    return re.sub(r"^sha256\s*:\s*", "", unbracketed(_typed(look).lower())).rstrip(".…")


def _hexadecimal(look: Look) -> bool:
    return re.fullmatch(r"[0-9a-f]+", _given(look)) is not None


@diagnoses.holds(
    seen="your answer {given}",
    wanted="the image ID of {image}: {id}",
    text="Right: {image} is the name, and {id} is the image.",
)
def holds(look: Look) -> Found:
    """The answer is the beginning of the ID of `myimage:0.1`, and of no other image's."""
    given, found = _given(look), look.image
    if found is None or len(given) < _SHORTEST or not _hexadecimal(look):
        return None
    if [one.id for one in look.host.images if _begins(one.id, given)] != [found.id]:
        return None
    return {"given": given[:12], "id": found.short}


def _begins(image_id: str, given: str) -> bool:
    return image_id.removeprefix("sha256:").startswith(given)


def _column(look: Look, heading: str) -> str:
    """What the client in use calls the column that older clients call `heading`."""
    new = {"TAG": "IMAGE", "SIZE": "DISK USAGE"} if look.names.client_release >= NEW_COLUMNS else {}
    return new.get(heading, heading)


@diagnoses.cause(
    "images-no-image",
    seen=HOST_HAS,
    wanted="{image}, to look at",
    repair="docker build -t {image} myimage",
    text="There's no {image} on this computer, so there's no ID to find. Build it first.",
)
def no_image(look: Look) -> Found:
    """There is no `myimage:0.1` to look at."""
    return None if look.image else {"here": look.host_names}


@diagnoses.cause(
    "images-answer-outdated",
    seen="your earlier answer {given}; {image} is another image now",
    text="Your answer was right for an earlier build. Since then, the name has moved to a new "
    "image, and a new image has a new ID. Look again.",
)
def outdated(look: Look) -> Found:
    """The answer was accepted once; the name belongs to another image now."""
    accepted = look.view.accepted.get("list-images")
    if not accepted or accepted != look.answer or not look.image:
        return None
    return {"given": _given(look)[:12]}


@diagnoses.cause(
    "images-no-answer",
    seen="no answer yet",
    text="docker images shows one row for each name. Find the row for {image}, and type what's "
    "under {id_column}.",
)
def no_answer(look: Look) -> Found:
    """Nothing was answered."""
    return None if _typed(look) else {}


@diagnoses.cause(
    "images-answer-tag",
    seen="{given}, which is under {column}",
    text="{given} is the tag, the second part of the name. The ID is further to the right, under "
    "{id_column}: twelve characters, digits and the letters a to f.",
)
def tag(look: Look) -> Found:
    """The tag was given."""
    given = with_dots(_typed(look).lstrip(": "))
    if given not in {name.rpartition(":")[2] for name in look.host.names}:
        return None
    return {"given": given, "column": _column(look, "TAG")}


@diagnoses.cause(
    "images-answer-name",
    seen="{given}, which is the name",
    text="{given} is what people call the image. The engine knows it by its ID. Look under "
    "{id_column} in the same row.",
)
def name(look: Look) -> Found:
    """The name was given."""
    given = _typed(look)
    repositories = {name.rpartition(":")[0] for name in look.host.names}
    return {"given": given} if given in repositories or given in look.host.names else None


@diagnoses.cause(
    "images-answer-size",
    seen="{given}, which is under {column}",
    text="{given} is how much space the image takes. The ID is further to the left, under "
    "{id_column}.",
)
def size(look: Look) -> Found:
    """The size was given."""
    given = _typed(look)
    if not re.fullmatch(r"\d+([.,]\d+)?\s*([kMGT]?i?[Bo]|bytes?|octets?)", given, re.IGNORECASE):
        return None
    if look.image and _begins(look.image.id, _given(look)):  # an ID may begin like a size: 45b
        return None
    return {"given": given, "column": _column(look, "SIZE")}


def _is_row(look: Look) -> bool:
    """Whether a whole row was given, or several: the ID is one of its words."""
    words = _typed(look).split()
    return len(words) > 1 and look.image is not None and look.image.short in words


def _id_in_row(look: Look) -> str:
    """The ID in a whole row that was given, of whatever image; '' for none."""
    found = _WHOLE_ID.search(_typed(look).lower())
    return found[0] if found and len(_typed(look).split()) > 1 else ""


@diagnoses.cause(
    "images-answer-age",
    seen="{given}, which is under {column}",
    text="That's when the image was made. The ID is under {id_column}.",
)
def age(look: Look) -> Found:
    """The age was given."""
    given = _typed(look)
    if _is_row(look) or _id_in_row(look) or not _AGE.search(given):
        return None
    return {"given": given, "column": _column(look, "CREATED")}


@diagnoses.cause(
    "images-answer-short",
    seen="{given}: {count} characters",
    text="That's how the ID starts, but {count} characters are too few to be sure which image it "
    "is. Type at least four. All twelve are best.",
    variants={
        "one": Words(
            seen="{given}: one character",
            text="That's how the ID starts, but one character isn't enough to be sure which image "
            "it is. Type at least four. All twelve are best.",
        )
    },
)
def too_short(look: Look) -> Found:
    """The right beginning, but too little of it."""
    given = _given(look)
    if not look.image or not given or len(given) >= _SHORTEST or not _begins(look.image.id, given):
        return None
    facts: Facts = {"given": given, "count": len(given)}
    return Variant("one", facts) if len(given) == 1 else facts


@diagnoses.cause(
    "images-answer-several",
    seen="{given}, the start of {count} image IDs",
    text="{image} is one of {count} images whose IDs start like that. Type more of the ID, so it's "
    "clear which one you mean.",
)
def several(look: Look) -> Found:
    """The right beginning, which is another image's as well."""
    given = _given(look)
    begun = [one for one in look.host.images if given and _begins(one.id, given)]
    if not look.image or look.image not in begun or len(begun) == 1:
        return None
    return {"given": given, "count": len(begun)}


@diagnoses.cause(
    "images-answer-digest",
    seen="{given}, which is a digest from the Hub",
    text="That's the digest, which the Hub uses for the image. The engine uses the image ID, which "
    "is under {id_column}.",
)
def digest(look: Look) -> Found:
    """A repository digest was given, which is no image ID."""
    given = _given(look)
    if look.host.ids_are_digests:  # it is the image's ID, or another image's
        return None
    digests = [d.rpartition("sha256:")[2] for one in look.host.images for d in one.digests]
    if len(given) < _SHORTEST or not any(d.startswith(given) for d in digests):
        return None
    return {"given": given[:12]}


@diagnoses.cause(
    "images-answer-other-image",
    seen="{given}, the ID of {whose}",
    text="That's an image ID, but it belongs to {whose}. Look in the row for {image}.",
    variants={
        "nameless": Words(
            seen="{given}, the ID of an image without a name",
            text="That's an image ID, but it belongs to an image without a name. Look in the row "
            "for {image}.",
        ),
        "several": Words(
            seen="{given}, the start of {count} image IDs",
            text="Several image IDs start like that, and none of them is {image}'s. Look in the row for {image}.",
        ),
    },
)
def other_image(look: Look) -> Found:
    """Another image's ID was given."""
    given = _given(look)
    others = [one for one in look.host.images if given and _begins(one.id, given)]
    if not others or not look.image:
        return None
    facts, other = {"given": given[:12]}, others[0]
    if len(others) > 1:
        return Variant("several", {**facts, "count": len(others)})
    return {**facts, "whose": other.names} if other.names else Variant("nameless", facts)


@diagnoses.cause(
    "images-answer-unknown",
    seen="{given}: no image here has this ID",
    text="It looks like an image ID, but no image on this computer has it. One character may be "
    "wrong. Copy it instead of typing it.",
)
def unknown(look: Look) -> Found:
    """It looks like an ID, but no image has it."""
    if not _is_row(look) and (in_row := _id_in_row(look)):
        return {"given": in_row}
    if not _hexadecimal(look) or len(_given(look)) < _SHORTEST:
        return None
    return {"given": _given(look)[:12]}


@diagnoses.cause(
    "images-answer-no-id",
    seen="the answer {given}",
    text="An image ID is made of digits and the letters a to f. You'll find it under {id_column}, "
    "with twelve of them.",
    variants={
        "row": Words(
            text="The ID is in there, with other words. Type only what's under {id_column}."
        ),
        "placeholder": Words(
            text="That's only a placeholder. Type the ID itself: it's under {id_column}, twelve digits and letters from "
            "a to f."
        ),
    },
)
def no_id(look: Look) -> Found:
    """Something else was given."""
    facts = {"given": told_again(_typed(look))}
    if _is_row(look):
        return Variant("row", facts)
    return Variant("placeholder", facts) if is_stand_in(_typed(look)) else facts


@diagnoses.note(
    "images-answer-prefix",
    "Part of an ID is enough, for Docker and for this course, as long as no other ID starts "
    "the same way.",
    variants={
        "algorithm": Words(
            text="The whole ID is sha256: and 64 characters; docker images shows the first twelve "
            "of them."
        )
    },
)
def prefix(look: Look) -> Found:
    """A part of the ID, or the ID with its algorithm."""
    if re.match(r"sha256\s*:", _typed(look), re.IGNORECASE):
        return Variant("algorithm")
    return {} if len(_given(look)) < len("0123456789ab") else None


async def solve(doing: Solution, look: Look) -> None:
    """Reads the ID from the engine."""
    if look.image:
        doing.did.append("docker images")
        doing.answer(look.image.short)


step = Step(
    id="list-images",
    page="01-images",
    title="Look at your images",
    goal="You know the image ID of {image}.",
    command="docker images",
    hint="docker images prints a column called {id_column}. Look in the row that starts with "
    "myimage.",
    hands="answer",
    diagnoses=diagnoses,
    solve=solve,
    undone_by=frozenset({"delete-local", "clean-up"}),
    question=Question("What is the image ID of {image}?", "twelve characters", about="image ID"),
)
