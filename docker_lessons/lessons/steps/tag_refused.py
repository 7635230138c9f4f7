"""What the client or the engine refuses of `docker tag`."""

from __future__ import annotations

import re

from docker_lessons.findings.finding import Facts, Variant
from docker_lessons.lessons.diagnosis import Diagnoses, Found, Words
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.steps.sentences import NAME_FORM, UNREADABLE_NAME

COMMAND = "docker tag {image} {target}"
"""The command that does it."""
WANTED = "{target} on the image {image}"

refused = Diagnoses("tag", wanted=WANTED, repair=COMMAND)
_TWO_WANTED = r"requires (exactly )?2 arguments"


# What the client itself refused.


@refused.cause(
    "tag-sudo-inside",
    "command line",
    seen="{line}: the word {word} where an image is wanted",
    text="The words are out of order. First docker, then tag, then the image, then its new name; "
    "sudo is not needed here at all.",
)
def sudo_inside(look: Look) -> Found:
    """`docker tag sudo ...`: words in the wrong order."""
    tried = look.refused("tag")
    if not tried or not {"sudo", "docker", "tag"} & set(tried.arguments[:2]):
        return None
    word = next(w for w in tried.arguments if w in ("sudo", "docker", "tag"))
    return {"line": tried.line, "word": word}


@refused.cause(
    "tag-blanks-around-slash",
    "command line",
    seen="{line}: spaces around the slash",
    text="Spaces part words, so Docker saw three of them in place of one name. Write the slash without spaces.",
)
def blanks_around_slash(look: Look) -> Found:
    """`demousr / demorep:1.0`: three words."""
    tried = look.refused("tag")
    return {"line": tried.line} if tried and "/" in tried.arguments else None


@refused.cause(
    "tag-blank-at-colon",
    "command line",
    seen="{line}: a space at the colon",
    text="The space makes three words of two names. The tag follows its colon at once, and the colon follows "
    "the name.",
)
def blank_at_colon(look: Look) -> Found:
    """`demousr/demorep :1.0` or `demousr/demorep: 1.0`."""
    tried = look.refused("tag")
    words = tried.arguments if tried else ()
    if not tried or len(words) < 3:
        return None
    parted = any(w.endswith(":") or (w.startswith(":") and i) for i, w in enumerate(words))
    return {"line": tried.line} if parted else None


@refused.cause(
    "tag-one-argument",
    "command line",
    seen="{line}: one name",
    text="docker tag takes two: which image, and the name that it is to get.",
)
def one_argument(look: Look) -> Found:
    """Only one name was given."""
    tried = look.refused("tag")
    if not tried or len(tried.arguments) != 1 or not re.search(_TWO_WANTED, tried.said):
        return None
    return {"line": tried.line}


@refused.cause(
    "tag-arguments",
    "command line",
    seen="{line}: {count} words after tag",
    text="docker tag takes exactly two words: which image, and the name that it is to get. "
    "Spaces within a name make more of it.",
)
def arguments(look: Look) -> Found:
    """Another number of names than two."""
    tried = look.refused("tag")
    if not tried or not re.search(_TWO_WANTED, tried.said):
        return None
    return {"line": tried.line, "count": len(tried.arguments)}


@refused.cause(
    "tag-comma",
    "command line",
    seen="{given}, with a comma",
    text="A tag may hold a dot, never a comma: 1.0.",
)
def comma(look: Look) -> Found:
    """`1,0` in place of `1.0`."""
    tried = look.refused("tag")
    return {"given": tried.target} if tried and "," in tried.target else None


@refused.cause(
    "tag-two-colons",
    "command line",
    seen="{given}, with two colons",
    text="One colon parts the name from its tag.",
)
def two_colons(look: Look) -> Found:
    """`demorep::1.0`."""
    tried = look.refused("tag")
    if not tried or "::" not in " ".join(tried.arguments):
        return None
    return {"given": tried.target}


@refused.cause(
    "tag-placeholder",
    "command line",
    seen="{line}: {word} as it stands",
    text="{word} only marks a place: put the image's own name or ID there.",
)
def placeholder(look: Look) -> Found:
    """`IMAGEID` or brackets were typed as they stand."""
    tried = look.refused("tag")
    for word in tried.arguments if tried else ():
        if tried and re.search(r"[<>\[\]{}]|___|IMAGE|YOUR|USER\b", word):
            return {"line": tried.line, "word": word}
    return None


@refused.cause(
    "tag-capitals",
    "command line",
    seen="{given}, with a capital letter",
    text="Names at a registry are written in small letters alone.",
)
def capitals(look: Look) -> Found:
    """`demousr/DemoRep:1.0`."""
    tried = look.refused("tag")
    return {"given": tried.target} if tried and "must be lowercase" in tried.said else None


@refused.cause(
    "tag-bad-name",
    "command line",
    seen=UNREADABLE_NAME,
    text=NAME_FORM,
)
def bad_name(look: Look) -> Found:
    """The client refuses a name for another reason."""
    tried = look.refused("tag")
    if not tried or not re.search(
        r"invalid reference format|not a valid repository/tag", tried.said
    ):
        return None
    return {"line": tried.line}


@refused.cause(
    "tag-misspelled",
    "command line",
    seen="{line}: no command {word}",
    text="Docker has no command {word}. Meant was tag.",
)
def misspelled(look: Look) -> Found:
    """`docker tga ...`."""
    last = look.misspelled("tag")
    if not last or look.passed_once("tag"):
        return None
    return {"line": last.line, "word": last.verb}


# What the engine refused.


def _unknown_source(look: Look) -> tuple[str, str] | None:
    """The image and the name of the newest `docker tag`, if the engine did not know that image."""
    tried = look.refused("tag")
    if not tried or len(tried.arguments) != 2 or "No such image" not in tried.said:
        return None
    return tried.arguments[0], tried.arguments[1]


@refused.cause(
    "tag-swapped",
    "refused requests",
    seen="docker tag {first} {second}: no image {first} to tag",
    text="The two are the wrong way round. First comes what you have, {second}; then the name that it is to get.",
)
def swapped(look: Look) -> Found:
    """Target first, source second."""
    tried = _unknown_source(look)
    if not tried or look.host.named(_tagged(tried[1])) is None:
        return None
    return {"first": tried[0], "second": tried[1]}


@refused.cause(
    "tag-source-no-tag",
    "refused requests",
    seen="docker tag {given} ...: no image {meant}",
    text="Without a tag Docker means latest, and your image is called {image}.",
)
def source_no_tag(look: Look) -> Found:
    """`docker tag myimage ...`: the source's tag is missing."""
    tried = _unknown_source(look)
    source = tried[0].removesuffix(":latest") if tried else ""
    if not tried or source != look.names.image.partition(":")[0]:
        return None
    return {"given": tried[0], "meant": f"{source}:latest"}


@refused.cause(
    "tag-container-name",
    "refused requests",
    seen="docker tag {given} ...: no image of that name",
    text="{given} looks like the name of a container, from docker ps. What can be tagged is an image, and "
    "docker images lists those.",
)
def container_name(look: Look) -> Found:
    """A container's name was given (Docker makes them of an adjective and a surname)."""
    tried = _unknown_source(look)
    if not tried or not re.fullmatch(r"[a-z]+_[a-z]+\d?", tried[0].removesuffix(":latest")):
        return None
    return {"given": tried[0]}


@refused.cause(
    "tag-unknown-image",
    "refused requests",
    seen="docker tag {given} ...: this computer has {here}",
    text="There is no image {given} here.",
    variants={"near": Words(text="There is no image {given} here. Did you mean {near}?")},
)
def unknown_image(look: Look) -> Found:
    """The source is no image of this host."""
    tried = _unknown_source(look)
    if not tried:
        return None
    facts: Facts = {"given": tried[0], "here": look.host_names}
    near = look.near(_tagged(tried[0]), look.host.names)
    return Variant("near", {**facts, "near": near}) if near else facts


def _tagged(name: str) -> str:
    return name if ":" in name.rpartition("/")[2] else f"{name}:latest"
