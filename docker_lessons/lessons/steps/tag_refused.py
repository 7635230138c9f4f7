"""What the client or the engine refuses of `docker tag`."""

from __future__ import annotations

import re

from docker_lessons.lessons.look import Look
from docker_lessons.lessons.step import Causes, Found, what_a_name_is

refused = Causes("tag")


def command(look: Look) -> str:
    """The command that does it."""
    return f"docker tag {look.names.image} {look.names.target}"


def not_yet(look: Look, seen: str, text: str) -> Found:
    """A finding whose repair is the command of this step."""
    return Found(
        seen=seen,
        wanted=f"{look.names.target} on the image {look.names.image}",
        repair=command(look),
        text=text,
    )


# What the client itself refused.


@refused.cause("tag-sudo-inside", "command line")
def sudo_inside(look: Look) -> Found | None:
    """`docker tag sudo ...`: words in the wrong order."""
    tried = look.refused("tag")
    if not tried or not {"sudo", "docker", "tag"} & set(tried.arguments[:2]):
        return None
    word = next(w for w in tried.arguments if w in ("sudo", "docker", "tag"))
    return not_yet(
        look,
        f"{tried.line}: the word {word} where an image is wanted",
        "The words are out of order. First docker, then tag, then the image, then its new name; "
        "sudo is not needed here at all.",
    )


@refused.cause("tag-blanks-around-slash", "command line")
def blanks_around_slash(look: Look) -> Found | None:
    """`demousr / demorep:1.0`: three words."""
    tried = look.refused("tag")
    if not tried or "/" not in tried.arguments:
        return None
    return not_yet(
        look,
        f"{tried.line}: spaces around the slash",
        "Spaces part words, so Docker saw three of them in place of one name. Write the slash without spaces.",
    )


@refused.cause("tag-blank-at-colon", "command line")
def blank_at_colon(look: Look) -> Found | None:
    """`demousr/demorep :1.0` or `demousr/demorep: 1.0`."""
    tried = look.refused("tag")
    words = tried.arguments if tried else ()
    if not tried or not any(
        word.endswith(":") or (word.startswith(":") and i) for i, word in enumerate(words)
    ):
        return None
    if len(words) < 3:
        return None
    return not_yet(
        look,
        f"{tried.line}: a space at the colon",
        "The space makes three words of two names. The tag follows its colon at once, and the colon follows "
        "the name.",
    )


@refused.cause("tag-one-argument", "command line")
def one_argument(look: Look) -> Found | None:
    """Only one name was given."""
    tried = look.refused("tag")
    if (
        not tried
        or len(tried.arguments) != 1
        or not re.search(r"requires (exactly )?2 arguments", tried.said)
    ):
        return None
    return not_yet(
        look,
        f"{tried.line}: one name",
        "docker tag takes two: which image, and the name that it is to get.",
    )


@refused.cause("tag-arguments", "command line")
def arguments(look: Look) -> Found | None:
    """Another number of names than two."""
    tried = look.refused("tag")
    if not tried or not re.search(r"requires (exactly )?2 arguments", tried.said):
        return None
    return not_yet(
        look,
        f"{tried.line}: {len(tried.arguments)} words after tag",
        "docker tag takes exactly two words: which image, and the name that it is to get. "
        "Spaces within a name make more of it.",
    )


@refused.cause("tag-comma", "command line")
def comma(look: Look) -> Found | None:
    """`1,0` in place of `1.0`."""
    tried = look.refused("tag")
    if not tried or "," not in tried.target:
        return None
    return not_yet(
        look,
        f"{tried.target}, with a comma",
        "A tag may hold a dot, never a comma: 1.0.",
    )


@refused.cause("tag-two-colons", "command line")
def two_colons(look: Look) -> Found | None:
    """`demorep::1.0`."""
    tried = look.refused("tag")
    if not tried or "::" not in " ".join(tried.arguments):
        return None
    return not_yet(
        look, f"{tried.target}, with two colons", "One colon parts the name from its tag."
    )


@refused.cause("tag-placeholder", "command line")
def placeholder(look: Look) -> Found | None:
    """`IMAGEID` or brackets were typed as they stand."""
    tried = look.refused("tag")
    word = (
        next((w for w in tried.arguments if re.search(r"[<>\[\]{}]|___|IMAGE|YOUR|USER\b", w)), "")
        if tried
        else ""
    )
    if not tried or not word:
        return None
    return not_yet(
        look,
        f"{tried.line}: {word} as it stands",
        f"{word} only marks a place: put the image's own name or ID there.",
    )


@refused.cause("tag-capitals", "command line")
def capitals(look: Look) -> Found | None:
    """`demousr/DemoRep:1.0`."""
    tried = look.refused("tag")
    if not tried or "must be lowercase" not in tried.said:
        return None
    return not_yet(
        look,
        f"{tried.target}, with a capital letter",
        "Names at a registry are written in small letters alone.",
    )


@refused.cause("tag-bad-name", "command line")
def bad_name(look: Look) -> Found | None:
    """The client refuses a name for another reason."""
    tried = look.refused("tag")
    if not tried or not re.search(
        r"invalid reference format|not a valid repository/tag", tried.said
    ):
        return None
    return not_yet(
        look,
        f"{tried.line}: a name that Docker cannot read",
        what_a_name_is(look.names),
    )


@refused.cause("tag-misspelled", "command line")
def misspelled(look: Look) -> Found | None:
    """`docker tga ...`."""
    last = look.misspelled("tag")
    if not last or look.passed_once("tag"):
        return None
    return not_yet(
        look,
        f"{last.line}: no command {last.verb}",
        f"Docker has no command {last.verb}. Meant was tag.",
    )


# What the engine refused.


def _unknown_source(look: Look) -> tuple[str, str] | None:
    """The image and the name of the newest `docker tag`, if the engine did not know that image."""
    tried = look.refused("tag")
    if not tried or len(tried.arguments) != 2 or "No such image" not in tried.said:
        return None
    return tried.arguments[0], tried.arguments[1]


@refused.cause("tag-swapped", "refused requests")
def swapped(look: Look) -> Found | None:
    """Target first, source second."""
    tried = _unknown_source(look)
    if not tried or look.host.named(_tagged(tried[1])) is None:
        return None
    return not_yet(
        look,
        f"docker tag {tried[0]} {tried[1]}: no image {tried[0]} to tag",
        f"The two are the wrong way round. First comes what you have, {tried[1]}; then the name that it is "
        "to get.",
    )


@refused.cause("tag-source-no-tag", "refused requests")
def source_no_tag(look: Look) -> Found | None:
    """`docker tag myimage ...`: the source's tag is missing."""
    tried = _unknown_source(look)
    if not tried or tried[0].removesuffix(":latest") != look.names.image.partition(":")[0]:
        return None
    return not_yet(
        look,
        f"docker tag {tried[0]} ...: no image {tried[0].removesuffix(':latest')}:latest",
        f"Without a tag Docker means latest, and your image is called {look.names.image}.",
    )


@refused.cause("tag-container-name", "refused requests")
def container_name(look: Look) -> Found | None:
    """A container's name was given (Docker makes them of an adjective and a surname)."""
    tried = _unknown_source(look)
    if not tried or not re.fullmatch(r"[a-z]+_[a-z]+\d?", tried[0].removesuffix(":latest")):
        return None
    return not_yet(
        look,
        f"docker tag {tried[0]} ...: no image of that name",
        f"{tried[0]} looks like the name of a container, from docker ps. What can be tagged is an image, and "
        "docker images lists those.",
    )


@refused.cause("tag-unknown-image", "refused requests")
def unknown_image(look: Look) -> Found | None:
    """The source is no image of this host."""
    tried = _unknown_source(look)
    if not tried:
        return None
    near = look.near(_tagged(tried[0]), look.host.names)
    meant = f" Did you mean {near}?" if near else ""
    return not_yet(
        look,
        f"docker tag {tried[0]} ...: this computer has {look.host_names}",
        f"There is no image {tried[0]} here.{meant}",
    )


def _tagged(name: str) -> str:
    return name if ":" in name.rpartition("/")[2] else f"{name}:latest"
