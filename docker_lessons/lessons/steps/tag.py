"""Give the image the name under which the Hub will keep it.

Checked: `demousr/demorep:1.0` and `myimage:0.1` are the same image. What the client or the engine refused is
diagnosed in `tag_refused`, which is asked before the state of the world.
"""

from __future__ import annotations

from docker_lessons.findings.finding import Variant
from docker_lessons.lessons.course_image import is_course_image
from docker_lessons.lessons.diagnosis import Diagnoses, Found, Words
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import AtRegistry, Step
from docker_lessons.lessons.steps.sentences import HOST_HAS
from docker_lessons.lessons.steps.tag_refused import COMMAND, WANTED, refused

diagnoses = Diagnoses("tag", wanted=WANTED, repair=COMMAND)


@diagnoses.holds(
    seen="{image} and {target} are one image, {id}",
    wanted="both names on one image",
    text="One image, two names: a tag is a label, and nothing was copied.",
)
def holds(look: Look) -> Found:
    """Both names stand on one image."""
    if not look.image or not look.target or look.image.id != look.target.id:
        return None
    return {"id": look.image.short}


@diagnoses.cause(
    "tag-no-image",
    "state",
    seen=HOST_HAS,
    wanted="{image}, to give it a second name",
    repair="docker build -t {image} myimage",
    text="There is no {image} here that could get another name. Build it first.",
)
def no_image(look: Look) -> Found:
    """There is no `myimage:0.1` to tag."""
    return None if look.image else {"here": look.host_names}


diagnoses.include(refused)


# What the host has instead.


@diagnoses.cause(
    "tag-rebuilt",
    "state",
    seen="{target} is {tagged}, {image} is {built}",
    text="You built {image} again, and {target} stayed on the older build: a name never moves by itself. "
    "Tag again after every build.",
)
def rebuilt(look: Look) -> Found:
    """The target stands on an older build."""
    if not look.image or not look.target or not is_course_image(look.target.diff_ids):
        return None
    return {"tagged": look.target.short, "built": look.image.short}


@diagnoses.cause(
    "tag-other-image",
    "state",
    seen="{target} is {tagged}, {image} is {built}",
    text="The name is right, but it stands on another image ({tagged}). Tag again: the name moves over.",
)
def other_image(look: Look) -> Found:
    """The target stands on another image."""
    if not look.image or not look.target:
        return None
    return {"tagged": look.target.short, "built": look.image.short}


def _names_of_image(look: Look) -> tuple[str, ...]:
    """The other names that the image got."""
    return tuple(n for n in look.image.names if n != look.names.image) if look.image else ()


def _account(look: Look, name: str) -> str:
    first, slash, _ = look.names.path(name).partition("/")
    return first if slash else ""


@diagnoses.cause(
    "tag-latest",
    "state",
    seen="{name}",
    text="You gave no tag, so Docker wrote latest. The course wants 1.0 behind the colon. "
    "(docker rmi {name} takes the other label off.)",
)
def latest(look: Look) -> Found:
    """The tag was left out."""
    name = f"{look.names.target_repository}:latest"
    return {"name": name} if name in look.host.names else None


@diagnoses.cause(
    "tag-no-namespace",
    "state",
    seen="{name}",
    text="The account is missing in front. {name} would go to library/{repository_name}, among Docker's official "
    "images, which are not yours to write: {username}/ comes first.",
    variants={
        "behind-address": Words(
            text="The account is missing between the registry's address and {repository_name}: {username}/ belongs "
            "there."
        )
    },
)
def no_namespace(look: Look) -> Found:
    """`demorep:1.0`: the account is missing."""
    names = look.names
    bare = (n for n in _names_of_image(look) if names.path(n).startswith(f"{names.repository}:"))
    name = next(bare, None)
    if not name:
        return None
    if look.capabilities.names_bear_an_address and name.startswith(names.prefix):
        return Variant("behind-address", {"name": name})
    return {"name": name}


@diagnoses.cause(
    "tag-website",
    "state",
    seen="{name}",
    text="hub.docker.com is the address of the web pages; images go elsewhere, and Docker knows where. "
    "Leave the address away.",
)
def website(look: Look) -> Found:
    """`hub.docker.com/demousr/demorep:1.0`: the website's address in front."""
    name = next((n for n in _names_of_image(look) if n.startswith("hub.docker.com/")), None)
    return {"name": name} if name else None


@diagnoses.cause(
    "tag-capital-namespace",
    "state",
    seen="{name}",
    text="With a capital letter Docker takes {first} for the address of another registry, not for an account. "
    "Accounts are written in small letters.",
)
def capital_namespace(look: Look) -> Found:
    """`DemoUsr/demorep:1.0`: a first part with a capital counts as a host name."""
    for name in _names_of_image(look):
        first = name.partition("/")[0]
        if first != first.lower():
            return {"name": name, "first": first}
    return None


@diagnoses.cause(
    "tag-three-parts",
    "state",
    seen="{name}: {parts} parts",
    text="The Hub knows two parts, account and repository, with one slash between them. "
    "It would refuse a push of this name.",
)
def three_parts(look: Look) -> Found:
    """`demousr/foo/bar`: the Hub takes two parts."""
    for name in _names_of_image(look):
        slashes = look.names.path(name).count("/")
        if slashes > 1:
            return {"name": name, "parts": slashes + 1}
    return None


@diagnoses.cause(
    "tag-other-tag",
    "state",
    seen="{name}",
    text="The repository is right; the tag is {given} where the course wants 1.0.",
)
def other_tag(look: Look) -> Found:
    """The right repository with another tag."""
    start = f"{look.names.target_repository}:"
    name = next((n for n in _names_of_image(look) if n.startswith(start)), None)
    if not name or name == look.names.target:
        return None
    return {"name": name, "given": name.removeprefix(start)}


@diagnoses.cause(
    "tag-other-account",
    "state",
    seen="{name}",
    text="{account} is not your account here: you are {username}, and could not push there.",
)
def other_account(look: Look) -> Found:
    """Somebody else's namespace."""
    for name in _names_of_image(look):
        account = _account(look, name)
        if "/" in look.names.path(name) and account != look.names.username:
            return {"name": name, "account": account}
    return None


@diagnoses.cause(
    "tag-other-repository",
    "state",
    seen="{name}",
    text="The repository that you created is called {repository_name}; this name would make another one.",
)
def other_repository(look: Look) -> Found:
    """Another repository of one's own."""
    own = (n for n in _names_of_image(look) if _account(look, n) == look.names.username)
    name = next(own, None)
    return {"name": name} if name else None


@diagnoses.cause(
    "tag-removed",
    "events",
    seen="the image {image} has the other names {others}",
    text="{target} was there and is gone again: somebody took the name off, with rmi perhaps. Give it once more.",
    variants={"alone": Words(seen="the image {image} has no other name")},
)
def removed(look: Look) -> Found:
    """The name was there and has been taken off."""
    if not any(e.action == "tag" and e.name == look.names.target for e in look.image_events):
        return None
    return _others(look)


@diagnoses.cause(
    "tag-missing",
    "state",
    seen="the image {image} has the other names {others}",
    text="Your image needs a second name, the one that says where at the Hub it goes: {form}.",
    variants={"alone": Words(seen="the image {image} has no other name")},
)
def missing(look: Look) -> Found:
    """No second name yet."""
    return _others(look)


def _others(look: Look) -> Found:
    others = _names_of_image(look)
    return {"others": others} if others else Variant("alone")


@diagnoses.note(
    "tag-latest-left",
    "{name} is still there too; docker rmi {name} takes that label off and leaves the image.",
)
def latest_left(look: Look) -> Found:
    """`latest` is still there beside it."""
    return latest(look)


def _facts(look: Look) -> dict[str, str]:
    """Which image was tagged; a build that was tagged after the rightful removal was never published."""
    if not look.target:
        return {}
    published = look.hub_tag if look.snapshot.hub else None
    if look.passed_once("delete-local") and published and not published.holds(look.target.id):
        return {}
    return {"image": look.target.id}


async def solve(doing: Solution, look: Look) -> None:
    """Tags it."""
    await doing.tag(look.names.image, look.names.target)


step = Step(
    id="tag",
    page="03-tag",
    title="Tag the image for the Hub",
    goal="{image} has a second name, {target}: the one under which the Hub will keep it.",
    command=COMMAND,
    hint="Two words follow docker tag: which image, then its new name. That is made of {form}.",
    hands="blank",
    diagnoses=diagnoses,
    solve=solve,
    undone_by=frozenset({"delete-local", "clean-up"}),
    registry=AtRegistry(frozenset({"tag", "push"})),
    facts=_facts,
)
