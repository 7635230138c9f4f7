"""Give the image the name under which the Hub will keep it.

Checked: `demousr/demorep:1.0` and `myimage:0.1` are the same image.
"""

from __future__ import annotations

import re

from docker_lessons.lessons.image import is_course_image
from docker_lessons.lessons.look import Look, listed
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import Causes, Found, Held, Step

diagnoses = Causes("tag")


def holds(look: Look) -> Held | None:
    """Both names stand on one image."""
    if not look.image or not look.target or look.image.id != look.target.id:
        return None
    return Held(
        seen=f"{look.names.image} and {look.names.target} are one image, {look.image.short}",
        wanted="both names on one image",
        text="One image, two names: a tag is a label, and nothing was copied.",
    )


def command(look: Look) -> str:
    """The command that does it."""
    return f"docker tag {look.names.image} {look.names.target}"


def _found(look: Look, seen: str, text: str) -> Found:
    return Found(
        seen=seen,
        wanted=f"{look.names.target} on the image {look.names.image}",
        repair=command(look),
        text=text,
    )


@diagnoses.cause("tag-no-image", "state")
def no_image(look: Look) -> Found | None:
    """There is no `myimage:0.1` to tag."""
    if look.image:
        return None
    return Found(
        seen=f"this computer has {look.host_names}",
        wanted=f"{look.names.image}, to give it a second name",
        repair=f"docker build -t {look.names.image} myimage",
        text=f"There is no {look.names.image} here that could get another name. Build it first.",
    )


# What the client itself refused.


@diagnoses.cause("tag-sudo-inside", "command line")
def sudo_inside(look: Look) -> Found | None:
    """`docker tag sudo ...`: words in the wrong order."""
    tried = look.refused("tag")
    if not tried or not {"sudo", "docker", "tag"} & set(tried.arguments[:2]):
        return None
    word = next(w for w in tried.arguments if w in ("sudo", "docker", "tag"))
    return _found(
        look,
        f"{tried.line}: the word {word} where an image is wanted",
        "The words are out of order. First docker, then tag, then the image, then its new name; "
        "sudo is not needed here at all.",
    )


@diagnoses.cause("tag-blanks-around-slash", "command line")
def blanks_around_slash(look: Look) -> Found | None:
    """`demousr / demorep:1.0`: three words."""
    tried = look.refused("tag")
    if not tried or "/" not in tried.arguments:
        return None
    return _found(
        look,
        f"{tried.line}: blanks around the slash",
        "Blanks part words, so Docker saw three of them in place of one name. Write the slash without blanks.",
    )


@diagnoses.cause("tag-blank-at-colon", "command line")
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
    return _found(
        look,
        f"{tried.line}: a blank at the colon",
        "The blank makes three words of two names. The tag follows its colon at once, and the colon follows "
        "the name.",
    )


@diagnoses.cause("tag-one-argument", "command line")
def one_argument(look: Look) -> Found | None:
    """Only one name was given."""
    tried = look.refused("tag")
    if (
        not tried
        or len(tried.arguments) != 1
        or not re.search(r"requires (exactly )?2 arguments", tried.said)
    ):
        return None
    return _found(
        look,
        f"{tried.line}: one name",
        "docker tag takes two: which image, and the name that it is to get.",
    )


@diagnoses.cause("tag-arguments", "command line")
def arguments(look: Look) -> Found | None:
    """Another number of names than two."""
    tried = look.refused("tag")
    if not tried or not re.search(r"requires (exactly )?2 arguments", tried.said):
        return None
    return _found(
        look,
        f"{tried.line}: {len(tried.arguments)} words after tag",
        "docker tag takes exactly two words: which image, and the name that it is to get. "
        "Blanks within a name make more of it.",
    )


@diagnoses.cause("tag-comma", "command line")
def comma(look: Look) -> Found | None:
    """`1,0` in place of `1.0`."""
    tried = look.refused("tag")
    if not tried or "," not in tried.target:
        return None
    return _found(
        look,
        f"{tried.target}, with a comma",
        "A tag may hold a dot, never a comma: 1.0.",
    )


@diagnoses.cause("tag-two-colons", "command line")
def two_colons(look: Look) -> Found | None:
    """`demorep::1.0`."""
    tried = look.refused("tag")
    if not tried or "::" not in " ".join(tried.arguments):
        return None
    return _found(
        look, f"{tried.target}, with two colons", "One colon parts the name from its tag."
    )


@diagnoses.cause("tag-placeholder", "command line")
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
    return _found(
        look,
        f"{tried.line}: {word} as it stands",
        f"{word} only marks a place: put the image's own name or ID there.",
    )


@diagnoses.cause("tag-capitals", "command line")
def capitals(look: Look) -> Found | None:
    """`demousr/DemoRep:1.0`."""
    tried = look.refused("tag")
    if not tried or "must be lowercase" not in tried.said:
        return None
    return _found(
        look,
        f"{tried.target}, with a capital letter",
        "Names at a registry are written in small letters alone.",
    )


@diagnoses.cause("tag-bad-name", "command line")
def bad_name(look: Look) -> Found | None:
    """The client refuses a name for another reason."""
    tried = look.refused("tag")
    if not tried or not re.search(
        r"invalid reference format|not a valid repository/tag", tried.said
    ):
        return None
    return _found(
        look,
        f"{tried.line}: a name that Docker cannot read",
        "A name is made of small letters, digits and dashes, one slash after the account, one colon before "
        "the tag.",
    )


@diagnoses.cause("tag-misspelled", "command line")
def misspelled(look: Look) -> Found | None:
    """`docker tga ...`."""
    last = look.attempts[0] if look.attempts else None
    if not last or not last.typed or not last.refused or look.passed_once("tag"):
        return None
    if not re.search(r"is not a docker command|unknown command", last.said):
        return None
    if not look.near("tag", [last.verb]):
        return None
    return _found(
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


@diagnoses.cause("tag-swapped", "refused requests")
def swapped(look: Look) -> Found | None:
    """Target first, source second."""
    tried = _unknown_source(look)
    if not tried or look.host.named(_tagged(tried[1])) is None:
        return None
    return _found(
        look,
        f"docker tag {tried[0]} {tried[1]}: no image {tried[0]} to tag",
        f"The two are the wrong way round. First comes what you have, {tried[1]}; then the name that it is "
        "to get.",
    )


@diagnoses.cause("tag-source-no-tag", "refused requests")
def source_no_tag(look: Look) -> Found | None:
    """`docker tag myimage ...`: the source's tag is missing."""
    tried = _unknown_source(look)
    if not tried or tried[0].removesuffix(":latest") != look.names.image.partition(":")[0]:
        return None
    return _found(
        look,
        f"docker tag {tried[0]} ...: no image {tried[0].removesuffix(':latest')}:latest",
        f"Without a tag Docker means latest, and your image is called {look.names.image}.",
    )


@diagnoses.cause("tag-container-name", "refused requests")
def container_name(look: Look) -> Found | None:
    """A container's name was given (Docker makes them of an adjective and a surname)."""
    tried = _unknown_source(look)
    if not tried or not re.fullmatch(r"[a-z]+_[a-z]+\d?", tried[0].removesuffix(":latest")):
        return None
    return _found(
        look,
        f"docker tag {tried[0]} ...: no image of that name",
        f"{tried[0]} looks like the name of a container, from docker ps. What can be tagged is an image, and "
        "docker images lists those.",
    )


@diagnoses.cause("tag-unknown-image", "refused requests")
def unknown_image(look: Look) -> Found | None:
    """The source is no image of this host."""
    tried = _unknown_source(look)
    if not tried:
        return None
    near = look.near(_tagged(tried[0]), look.host.names)
    meant = f" Did you mean {near}?" if near else ""
    return _found(
        look,
        f"docker tag {tried[0]} ...: this computer has {look.host_names}",
        f"There is no image {tried[0]} here.{meant}",
    )


def _tagged(name: str) -> str:
    return name if ":" in name.rpartition("/")[2] else f"{name}:latest"


# What the host has instead.


@diagnoses.cause("tag-rebuilt", "state")
def rebuilt(look: Look) -> Found | None:
    """The target stands on an older build."""
    if not look.image or not look.target or not is_course_image(look.target.diff_ids):
        return None
    return _found(
        look,
        f"{look.names.target} is {look.target.short}, {look.names.image} is {look.image.short}",
        f"You built {look.names.image} again, and {look.names.target} stayed on the older build: a name never "
        "moves by itself. Tag again after every build.",
    )


@diagnoses.cause("tag-other-image", "state")
def other_image(look: Look) -> Found | None:
    """The target stands on another image."""
    if not look.image or not look.target:
        return None
    return _found(
        look,
        f"{look.names.target} is {look.target.short}, {look.names.image} is {look.image.short}",
        f"The name is right, but it stands on another image ({look.target.short}). Tag again: the name moves over.",
    )


def _names_of_image(look: Look) -> tuple[str, ...]:
    """The other names that the image got."""
    return tuple(n for n in look.image.names if n != look.names.image) if look.image else ()


@diagnoses.cause("tag-latest", "state")
def latest(look: Look) -> Found | None:
    """The tag was left away."""
    name = f"{look.names.target_repository}:latest"
    if name not in look.host.names:
        return None
    return _found(
        look,
        name,
        "You gave no tag, so Docker wrote latest. The course wants 1.0 behind the colon. "
        f"(docker rmi {name} takes the other label off.)",
    )


@diagnoses.cause("tag-no-namespace", "state")
def no_namespace(look: Look) -> Found | None:
    """`demorep:1.0`: the account is missing."""
    name = next(
        (n for n in _names_of_image(look) if n.partition(":")[0] == look.names.repository), None
    )
    if not name:
        return None
    return _found(
        look,
        name,
        f"The account is missing in front. {name} would go to library/{look.names.repository}, among Docker's "
        f"official images, which are not yours to write: {look.names.username}/ comes first.",
    )


@diagnoses.cause("tag-website", "state")
def website(look: Look) -> Found | None:
    """`hub.docker.com/demousr/demorep:1.0`: the website's address in front."""
    name = next((n for n in _names_of_image(look) if n.startswith("hub.docker.com/")), None)
    if not name:
        return None
    return _found(
        look,
        name,
        "hub.docker.com is the address of the web pages; images go elsewhere, and Docker knows where. "
        "Leave the address away.",
    )


@diagnoses.cause("tag-capital-namespace", "state")
def capital_namespace(look: Look) -> Found | None:
    """`DemoUsr/demorep:1.0`: a first part with a capital counts as a host name."""
    name = next(
        (n for n in _names_of_image(look) if n.partition("/")[0] != n.partition("/")[0].lower()),
        None,
    )
    if not name:
        return None
    return _found(
        look,
        name,
        f"With a capital letter Docker takes {name.partition('/')[0]} for the address of another registry, not "
        "for an account. Accounts are written in small letters.",
    )


@diagnoses.cause("tag-three-parts", "state")
def three_parts(look: Look) -> Found | None:
    """`demousr/foo/bar`: the Hub takes two parts."""
    name = next((n for n in _names_of_image(look) if n.count("/") > 1), None)
    if not name:
        return None
    return _found(
        look,
        f"{name}: {name.count('/') + 1} parts",
        "The Hub knows two parts, account and repository, with one slash between them. "
        "It would refuse a push of this name.",
    )


@diagnoses.cause("tag-other-tag", "state")
def other_tag(look: Look) -> Found | None:
    """The right repository with another tag."""
    start = f"{look.names.target_repository}:"
    name = next((n for n in _names_of_image(look) if n.startswith(start)), None)
    if not name or name == look.names.target:
        return None
    return _found(
        look,
        name,
        f"The repository is right; the tag is {name.removeprefix(start)} where the course wants 1.0.",
    )


@diagnoses.cause("tag-other-account", "state")
def other_account(look: Look) -> Found | None:
    """Somebody else's namespace."""
    name = next(
        (
            n
            for n in _names_of_image(look)
            if "/" in n and n.partition("/")[0] != look.names.username
        ),
        None,
    )
    if not name:
        return None
    account = name.partition("/")[0]
    return _found(
        look,
        name,
        f"{account} is not your account here: you are {look.names.username}, and could not push there.",
    )


@diagnoses.cause("tag-other-repository", "state")
def other_repository(look: Look) -> Found | None:
    """Another repository of one's own."""
    name = next((n for n in _names_of_image(look) if n.startswith(f"{look.names.username}/")), None)
    if not name:
        return None
    return _found(
        look,
        name,
        f"The repository that you created is called {look.names.repository}; this name would make another one.",
    )


@diagnoses.cause("tag-removed", "events")
def removed(look: Look) -> Found | None:
    """The name was there and has been taken off."""
    if not any(e.action == "tag" and e.name == look.names.target for e in look.image_events):
        return None
    return _found(
        look,
        f"the image {look.names.image} has {_others(look)}",
        f"{look.names.target} was there and is gone again: somebody took the name off, with rmi perhaps. "
        "Give it once more.",
    )


@diagnoses.cause("tag-missing", "state")
def missing(look: Look) -> Found | None:
    """No second name yet."""
    return _found(
        look,
        f"the image {look.names.image} has {_others(look)}",
        "Your image needs a second name, the one that says where at the Hub it goes: account, slash, "
        "repository, colon, tag.",
    )


def _others(look: Look) -> str:
    others = _names_of_image(look)
    return f"the other names {listed(others)}" if others else "no other name"


@diagnoses.note("tag-latest-left")
def other_tag_left(look: Look) -> str | None:
    """`latest` is still there beside it."""
    name = f"{look.names.target_repository}:latest"
    if name not in look.host.names:
        return None
    return (
        f"{name} is still there too; docker rmi {name} takes that label off and leaves the image."
    )


def _facts(look: Look) -> dict[str, str]:
    """Which image was tagged; a build after it was rightly deleted is none that was published."""
    if not look.target:
        return {}
    published = look.hub_tag.image if look.snapshot.hub and look.hub_tag else ""
    if look.passed_once("delete-local") and published not in ("", look.target.id):
        return {}
    return {"image": look.target.id}


async def solve(doing: Solution, look: Look) -> None:
    """Tag it."""
    await doing.tag(look.names.image, look.names.target)


step = Step(
    id="tag",
    page="03-tag",
    title="Tag the image for the Hub",
    goal="{image} has a second name, {target}: the one under which the Hub will keep it.",
    command="docker tag {image} {target}",
    hint="Two words follow docker tag: which image, then its new name. The new name has four parts: account, "
    "slash and repository, colon and tag.",
    hands="blank",
    holds=holds,
    diagnoses=diagnoses,
    solve=solve,
    facts=_facts,
)
