"""What the client or the engine refuses of `docker tag`."""

from __future__ import annotations

from docker_lessons.findings import image_name, slips
from docker_lessons.findings.finding import Facts, Variant
from docker_lessons.lessons.attempt import Attempt
from docker_lessons.lessons.diagnosis import Diagnoses, Found, Words
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.steps.refusals import (
    is_container_name,
    left_out_tag,
    miscounted,
    misspelt,
    unreadable_name,
)
from docker_lessons.lessons.steps.sentences import (
    BETWEEN_NAMES,
    NAME_FORM,
    OUTPUT_IN_LINE,
    UNREADABLE_NAME,
)

COMMAND = "docker tag {image} {target}"
"""The command that does it."""
WANTED = "{target} on the image {image}"

refused = Diagnoses("tag", wanted=WANTED, repair=COMMAND)

# What the client itself refused.


@refused.cause(
    "tag-sudo-inside",
    seen="{line}: the word {word} where an image should be",
    text="The words are out of order. Write docker, then tag, then the image, then its new name. "
    "You don't need sudo here at all.",
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
    seen="{line}: spaces around the slash",
    text="Docker splits the line at its spaces, so it saw three words instead of one name. Write "
    "the slash without spaces.",
)
def blanks_around_slash(look: Look) -> Found:
    """`demousr / demorep:1.0`: three words."""
    tried = look.refused("tag")
    if not tried or slips.gap_beside("tag", tried.arguments) != "around-slash":
        return None
    return {"line": tried.line}


@refused.cause(
    "tag-blank-at-colon",
    seen="{line}: a space next to the colon",
    text="The space turns two names into three words. Write the name, the colon and the tag "
    "without spaces.",
)
def blank_at_colon(look: Look) -> Found:
    """`demousr/demorep :1.0` or `demousr/demorep: 1.0`."""
    tried = look.refused("tag")
    if not tried or len(tried.arguments) < 3:
        return None
    if slips.gap_beside("tag", tried.arguments) != "colon":
        return None
    return {"line": tried.line}


@refused.cause(
    "tag-one-argument",
    seen="{line}: one name",
    text="docker tag takes two names: the one that the image has, and its new one.",
)
def one_argument(look: Look) -> Found:
    """Only one name was given."""
    tried = look.refused("tag")
    if not tried or len(tried.arguments) != 1 or not miscounted(tried, wanted=2):
        return None
    return {"line": tried.line}


@refused.cause(
    "tag-arguments",
    seen="{line}: {count} words after tag",
    text="docker tag takes exactly two words: the name that the image has, and its new one. A "
    "space inside a name makes more of them.",
    variants={
        "none": Words(seen="{line}: no words after tag"),
        "between": BETWEEN_NAMES,
        "output": OUTPUT_IN_LINE,
    },
)
def arguments(look: Look) -> Found:
    """Another number of names than two."""
    return miscounted(look.refused("tag"), wanted=2)


@refused.cause(
    "tag-comma",
    seen="{given}, with a comma",
    text="A tag can't have a comma. Use a dot: 1.0.",
)
def comma(look: Look) -> Found:
    """`1,0` in place of `1.0`."""
    tried = look.refused("tag")
    if not tried or not image_name.find_in_name(tried.target, "name-tag-comma"):
        return None
    return {"given": tried.target}


@refused.cause(
    "tag-two-colons",
    seen="{given}, with two colons",
    text="There's one colon in a name, before its tag.",
)
def two_colons(look: Look) -> Found:
    """`demorep::1.0`."""
    tried = look.refused("tag")
    given = tried and _with("name-two-colons", tried)
    return {"given": given} if given else None


def _with(cause: str, tried: Attempt) -> str | None:
    """The first of the names that has this fault."""
    return next((name for name in tried.arguments if image_name.find_in_name(name, cause)), None)


@refused.cause(
    "tag-placeholder",
    seen="{line}: {word} is still in it",
    text="{word} is a placeholder. Put the image's own name or ID there.",
)
def placeholder(look: Look) -> Found:
    """`IMAGEID` or brackets were typed as they stand."""
    tried = look.refused("tag")
    word = tried and slips.placeholder(tried.arguments)
    return {"line": tried.line, "word": word} if tried and word else None


@refused.cause(
    "tag-capitals",
    seen="{given}, with a capital letter",
    text="Image names are lowercase.",
)
def capitals(look: Look) -> Found:
    """`demousr/DemoRep:1.0`."""
    tried = look.refused("tag")
    if not tried or "must be lowercase" not in tried.docker_said:
        return None
    return {"given": _with("name-capitals", tried) or tried.target}


@refused.cause(
    "tag-account-empty",
    seen="{given}: nothing before the slash",
    text="The account before the slash is missing. A variable that isn't set leaves a gap like "
    "that. Type the whole name: {target}.",
)
def account_empty(look: Look) -> Found:
    """`/demorep:1.0`: the account came from a variable that is not set."""
    tried = look.refused("tag")
    given = tried and next((name for name in tried.arguments if name.startswith("/")), None)
    return {"given": given} if given else None


@refused.cause(
    "tag-colon-for-slash",
    seen="{given}: the colon and the slash are switched",
    text="The slash goes between account and repository, and the colon before the tag: {target}.",
)
def colon_for_slash(look: Look) -> Found:
    """`demousr:demorep/1.0`, or `demousr:demorep:1.0`."""
    tried, names = look.refused("tag"), look.names
    if not tried:
        return None
    given = names.path(tried.target)
    return {"given": given} if given.startswith(f"{names.username}:{names.repository}") else None


@refused.cause(
    "tag-bad-name",
    seen=UNREADABLE_NAME,
    text=NAME_FORM,
)
def bad_name(look: Look) -> Found:
    """The client refuses a name for another reason."""
    return unreadable_name(look.refused("tag"))


@refused.cause(
    "tag-misspelled",
    seen="{line}: no command called {word}",
    text="Docker has no command called {word}. Did you mean tag?",
)
def misspelled(look: Look) -> Found:
    """`docker tga ...`."""
    return misspelt(look, "tag")


# What the engine refused.


def _unknown_source(look: Look) -> tuple[str, str] | None:
    """The image and the name of the newest `docker tag`, if the engine did not know that image."""
    tried = look.refused("tag")
    if not tried or len(tried.arguments) != 2 or "No such image" not in tried.docker_said:
        return None
    return tried.arguments[0], tried.arguments[1]


@refused.cause(
    "tag-swapped",
    seen="docker tag {first} {second}: no image {first} to tag",
    text="The two names are the wrong way around. First comes the one that you have, {second}, "
    "then the new one.",
)
def swapped(look: Look) -> Found:
    """Target first, source second."""
    tried = _unknown_source(look)
    if not tried or look.host.named(image_name.with_tag(tried[1])) is None:
        return None
    return {"first": tried[0], "second": tried[1]}


@refused.cause(
    "tag-source-no-tag",
    seen="docker tag {given} ...: no image {meant}",
    text="Without a tag, Docker means latest, and your image is called {image}.",
)
def source_no_tag(look: Look) -> Found:
    """`docker tag myimage ...`: the source's tag is missing."""
    tried = _unknown_source(look)
    source = tried and left_out_tag(tried[:1], look.names.image.partition(":")[0])
    if not tried or not source:
        return None
    return {"given": tried[0], "meant": image_name.with_tag(source)}


@refused.cause(
    "tag-container-name",
    seen="docker tag {given} ...: no image with that name",
    text="{given} looks like a container's name, from docker ps. docker tag takes images, and "
    "docker images lists them.",
)
def container_name(look: Look) -> Found:
    """A container's name was given (Docker makes them of an adjective and a surname)."""
    tried = _unknown_source(look)
    return {"given": tried[0]} if tried and is_container_name(tried[0]) else None


@refused.cause(
    "tag-unknown-image",
    seen="docker tag {given} ...: this computer has {here}",
    text="There's no image called {given} here.",
    variants={"near": Words(text="There's no image called {given} here. Did you mean {near}?")},
)
def unknown_image(look: Look) -> Found:
    """The source is no image of this host."""
    tried = _unknown_source(look)
    if not tried:
        return None
    facts: Facts = {"given": tried[0], "here": look.host_names}
    near = look.near(image_name.with_tag(tried[0]), look.host.names)
    return Variant("near", {**facts, "near": near}) if near else facts
