"""Give the image the name under which the Hub will keep it.

Checked: `demousr/demorep:1.0` and `myimage:0.1` are the same image.
"""

from __future__ import annotations

from docker_lessons.lessons.image import is_course_image
from docker_lessons.lessons.look import Look, listed
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import Causes, Found, Held, Step
from docker_lessons.lessons.steps.tag_refused import not_yet, refused

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


diagnoses.include(refused)


# What the host has instead.


@diagnoses.cause("tag-rebuilt", "state")
def rebuilt(look: Look) -> Found | None:
    """The target stands on an older build."""
    if not look.image or not look.target or not is_course_image(look.target.diff_ids):
        return None
    return not_yet(
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
    return not_yet(
        look,
        f"{look.names.target} is {look.target.short}, {look.names.image} is {look.image.short}",
        f"The name is right, but it stands on another image ({look.target.short}). Tag again: the name moves over.",
    )


def _names_of_image(look: Look) -> tuple[str, ...]:
    """The other names that the image got."""
    return tuple(n for n in look.image.names if n != look.names.image) if look.image else ()


def _path(look: Look, name: str) -> str:
    return look.names.path(name)


def _account(look: Look, name: str) -> str:
    first, slash, _ = _path(look, name).partition("/")
    return first if slash else ""


@diagnoses.cause("tag-latest", "state")
def latest(look: Look) -> Found | None:
    """The tag was left away."""
    name = f"{look.names.target_repository}:latest"
    if name not in look.host.names:
        return None
    return not_yet(
        look,
        name,
        "You gave no tag, so Docker wrote latest. The course wants 1.0 behind the colon. "
        f"(docker rmi {name} takes the other label off.)",
    )


@diagnoses.cause("tag-no-namespace", "state")
def no_namespace(look: Look) -> Found | None:
    """`demorep:1.0`: the account is missing."""
    name = next(
        (
            n
            for n in _names_of_image(look)
            if _path(look, n).startswith(f"{look.names.repository}:")
        ),
        None,
    )
    if not name:
        return None
    if name.startswith(look.names.prefix) and look.names.prefix:
        return not_yet(
            look,
            name,
            f"The account is missing between the registry's address and {look.names.repository}: "
            f"{look.names.username}/ belongs there.",
        )
    return not_yet(
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
    return not_yet(
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
    return not_yet(
        look,
        name,
        f"With a capital letter Docker takes {name.partition('/')[0]} for the address of another registry, not "
        "for an account. Accounts are written in small letters.",
    )


@diagnoses.cause("tag-three-parts", "state")
def three_parts(look: Look) -> Found | None:
    """`demousr/foo/bar`: the Hub takes two parts."""
    name = next((n for n in _names_of_image(look) if _path(look, n).count("/") > 1), None)
    if not name:
        return None
    return not_yet(
        look,
        f"{name}: {_path(look, name).count('/') + 1} parts",
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
    return not_yet(
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
            if "/" in _path(look, n) and _account(look, n) != look.names.username
        ),
        None,
    )
    if not name:
        return None
    account = _account(look, name)
    return not_yet(
        look,
        name,
        f"{account} is not your account here: you are {look.names.username}, and could not push there.",
    )


@diagnoses.cause("tag-other-repository", "state")
def other_repository(look: Look) -> Found | None:
    """Another repository of one's own."""
    name = next(
        (n for n in _names_of_image(look) if _account(look, n) == look.names.username), None
    )
    if not name:
        return None
    return not_yet(
        look,
        name,
        f"The repository that you created is called {look.names.repository}; this name would make another one.",
    )


@diagnoses.cause("tag-removed", "events")
def removed(look: Look) -> Found | None:
    """The name was there and has been taken off."""
    if not any(e.action == "tag" and e.name == look.names.target for e in look.image_events):
        return None
    return not_yet(
        look,
        f"the image {look.names.image} has {_others(look)}",
        f"{look.names.target} was there and is gone again: somebody took the name off, with rmi perhaps. "
        "Give it once more.",
    )


@diagnoses.cause("tag-missing", "state")
def missing(look: Look) -> Found | None:
    """No second name yet."""
    return not_yet(
        look,
        f"the image {look.names.image} has {_others(look)}",
        f"Your image needs a second name, the one that says where at the Hub it goes: {look.names.form}.",
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
    published = look.hub_tag if look.snapshot.hub else None
    if look.passed_once("delete-local") and published and not published.holds(look.target.id):
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
    hint="Two words follow docker tag: which image, then its new name. That is made of {form}.",
    hands="blank",
    holds=holds,
    diagnoses=diagnoses,
    solve=solve,
    facts=_facts,
)
