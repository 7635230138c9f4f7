"""Give the image the name under which the Hub will keep it.

Checked: `demousr/demorep:1.0` and `myimage:0.1` are the same image. What the client or the engine refused is
diagnosed in `tag_refused`, which is asked before the state of the world. The first cause that finds something is told,
so what is special stands before what is general; the last one always finds that the step is still to be done.
"""

from __future__ import annotations

import re

from docker_lessons.findings.finding import Variant
from docker_lessons.findings.image_name import registry_of
from docker_lessons.lessons.course_image import is_course_image
from docker_lessons.lessons.diagnosis import Diagnoses, Found, Words, at_registry
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import AtRegistry, Step
from docker_lessons.lessons.steps.published import published_id
from docker_lessons.lessons.steps.refusals import register_docker_said
from docker_lessons.lessons.steps.sentences import HOST_HAS
from docker_lessons.lessons.steps.tag_refused import COMMAND, WANTED, refused
from docker_lessons.oci import docker_hub

_PLACEHOLDER = re.compile(
    r"(?:your|my|the)?[-_.]?(?:docker[-_.]?)?(?:hub[-_.]?)?(?:user[-_.]?(?:name)?|account|namespace|id)"
    r"|your.*|change[-_.]?me|xxx+"
)
"""What pages write for the reader's own account, as far as Docker takes it for a name."""

diagnoses = Diagnoses("tag", wanted=WANTED, repair=COMMAND)


@diagnoses.holds(
    seen="{image} and {target} are one image, {id}",
    wanted="both names on one image",
    text="One image, two names: a tag is a label, and nothing was copied.",
)
def holds(look: Look) -> Found:
    """Both names belong to one image."""
    if not look.image or not look.target or look.image.id != look.target.id:
        return None
    return {"id": look.image.short}


@diagnoses.cause(
    "tag-no-image",
    seen=HOST_HAS,
    wanted="{image}, to give it a second name",
    repair="docker build -t {image} myimage",
    text="There's no {image} here to add a name to. Build it first.",
)
def no_image(look: Look) -> Found:
    """There is no `myimage:0.1` to tag."""
    return None if look.image else {"here": look.host_names}


diagnoses.include(refused)
register_docker_said(diagnoses, "tag-refused", lambda look: look.refused("tag"))


# What the host has instead.


@diagnoses.cause(
    "tag-rebuilt",
    seen="{target} is {tagged}, {image} is {built}",
    text="You built {image} again, and {target} stayed with the older build: a name never moves by "
    "itself. Tag again after every build.",
    variants={
        "newer": Words(
            text="{target} is a newer build than {image}, so the two names are two images. Tag again, and the name "
            "moves to {image}."
        ),
        "taken-over": Words(
            text="{image} is the name of another image now, {built}, which isn't made from the course's files. {target} is "
            "still on yours, so give it the name back.",
            repair="docker tag {target} {image}",
        ),
    },
)
def rebuilt(look: Look) -> Found:
    """The target is another build, mostly an older one; or the image's own name was given to something else."""
    if not look.image or not look.target or not is_course_image(look.target.diff_ids):
        return None
    facts = {"tagged": look.target.short, "built": look.image.short}
    if not is_course_image(look.image.diff_ids):
        return Variant("taken-over", facts)
    return Variant("newer", facts) if look.is_newer(look.target, look.image) else facts


@diagnoses.cause(
    "tag-other-image",
    seen="{target} is {tagged}, {image} is {built}",
    text="The name is right, but it's on another image, {tagged}. Tag again and the name moves over.",
    variants={
        "child": Words(
            text="{target} is an image made from yours, with something added (docker commit does that, and so does a "
            "build FROM it). Tag {image} again and the name moves over."
        )
    },
)
def other_image(look: Look) -> Found:
    """The target is another image."""
    if not look.image or not look.target:
        return None
    facts = {"tagged": look.target.short, "built": look.image.short}
    return Variant("child", facts) if look.target.is_built_on(look.image.diff_ids) else facts


def _names_of_image(look: Look) -> tuple[str, ...]:
    """The other names that the image got."""
    return tuple(n for n in look.image.names if n != look.names.image) if look.image else ()


def _given_last(look: Look) -> str:
    """The other name that the image got last, '' for none, or where the right one was removed after it."""
    if _removed_last(look):
        return ""
    wrong = (n for n in _names_of_image(look) if n != look.names.target)
    return next(iter(look.newest_first(wrong)), "")


def _removed_last(look: Look) -> bool:
    """Whether the right name was there, and the last act removed a name."""
    return look.only_removed and _was_tagged(look)


def _was_tagged(look: Look) -> bool:
    return any(e.action == "tag" and e.name == look.names.target for e in look.image_events)


def _account(look: Look, name: str) -> str:
    first, slash, _ = look.names.within(name).partition("/")
    return first if slash else ""


@diagnoses.cause(
    "tag-latest",
    seen="{name}",
    text="latest is what Docker uses for a name without a tag. A tag goes after the name, with a colon between them. (docker "
    "rmi {name} removes the other name.)",
)
def latest(look: Look) -> Found:
    """The tag was left out, or it is `latest`."""
    name = f"{look.names.target_repository}:latest"
    return {"name": name} if name == _given_last(look) else None


@diagnoses.cause(
    "tag-no-namespace",
    seen="{name}",
    text="Without an account at the front, {name} would go to library/{repository_name}, with Docker's official "
    "images, and you don't have permission to push there.",
    variants={
        "behind-address": Words(
            text="The account goes between the registry's address and {repository_name}."
        )
    },
)
def no_namespace(look: Look) -> Found:
    """`demorep:1.0`: the account is missing."""
    names, name = look.names, _given_last(look)
    if not names.within(name).startswith(f"{names.repository}:"):
        return None
    if look.capabilities.names_bear_an_address and name.startswith(names.prefix):
        return Variant("behind-address", {"name": name})
    return {"name": name}


@diagnoses.cause(
    "tag-website",
    seen="{name}",
    text="hub.docker.com is the address of the web pages, and they take no images.",
)
def website(look: Look) -> Found:
    """`hub.docker.com/demousr/demorep:1.0`: the website's address in front."""
    name = _given_last(look)
    return {"name": name} if registry_of(name) == docker_hub.PAGES else None


@diagnoses.cause(
    "tag-capital-namespace",
    seen="{name}",
    text="Because of its capital letter, Docker reads {first} as the address of another registry, "
    "not as an account. Accounts are lowercase.",
)
def capital_namespace(look: Look) -> Found:
    """`DemoUsr/demorep:1.0`: a first part with a capital counts as a host name."""
    name = _given_last(look)
    first = registry_of(name)
    return {"name": name, "first": first} if first != first.lower() else None


@diagnoses.cause(
    "tag-other-registry",
    seen="{name}",
    text="{first} is the address of another registry. The course's names have no address, so leave it out.",
    variants={
        "address": Words(
            text="{first} is the address of another registry, and that's where a push would go."
        )
    },
)
def other_registry(look: Look) -> Found:
    """`ghcr.io/demousr/demorep:1.0`: another registry's address in front."""
    name = _given_last(look)
    first = registry_of(look.names.path(name))
    if not first:
        return None
    facts = {"name": name, "first": first}
    return Variant("address", facts) if look.capabilities.names_bear_an_address else facts


@diagnoses.cause(
    "tag-slash-for-colon",
    seen="{name}",
    text="There's a slash where the colon belongs: the tag comes after a colon, {target}.",
)
def slash_for_colon(look: Look) -> Found:
    """`demousr/demorep/1.0`: the tag became a part of the name."""
    name, names = _given_last(look), look.names
    return {"name": name} if name == f"{names.target_repository}/{names.tag}:latest" else None


@diagnoses.cause(
    "tag-placeholder-left",
    seen="{name}: {word} is still in it",
    text="{word} is a placeholder for your own account.",
)
def placeholder_left(look: Look) -> Found:
    """`yourusername/demorep:1.0`: what a page wrote for the reader's own name."""
    name = _given_last(look)
    parts = re.split(r"[/:]", look.names.path(name))
    word = next((part for part in parts if _PLACEHOLDER.fullmatch(part)), None)
    return {"name": name, "word": word} if word else None


@diagnoses.cause(
    "tag-three-parts",
    seen="{name}: {parts} parts",
    text="On the Hub, a name has two parts, account and repository, with one slash between them. "
    "The Hub would refuse a push of this name.",
    variants={
        at_registry(): Words(
            text="That's a part too many: your repository is {repository}, and this name would be another one."
        )
    },
)
def three_parts(look: Look) -> Found:
    """`demousr/foo/bar`: the Hub takes two parts."""
    name = _given_last(look)
    slashes = look.names.path(name).count("/")
    return {"name": name, "parts": slashes + 1} if look.names.within(name).count("/") > 1 else None


@diagnoses.cause(
    "tag-other-tag",
    seen="{name}",
    text="The name is right up to the colon. Docker takes any tag after it, but the next steps push and pull 1.0.",
)
def other_tag(look: Look) -> Found:
    """The right repository with another tag."""
    name = _given_last(look)
    return {"name": name} if name.startswith(f"{look.names.target_repository}:") else None


@diagnoses.cause(
    "tag-other-account",
    seen="{name}",
    text="{account} isn't your account here, so you couldn't push there.",
)
def other_account(look: Look) -> Found:
    """Somebody else's namespace."""
    name = _given_last(look)
    account = _account(look, name)
    return {"name": name, "account": account} if account not in ("", look.names.username) else None


@diagnoses.cause(
    "tag-other-repository",
    seen="{name}",
    text="The repository that you created is called {repository_name}. This name would create "
    "another one.",
    variants={
        at_registry(): Words(
            text="Your repository is {repository}. This name would create another one."
        )
    },
)
def other_repository(look: Look) -> Found:
    """Another repository of the learner's."""
    name = _given_last(look)
    return {"name": name} if _account(look, name) == look.names.username else None


@diagnoses.cause(
    "tag-removed",
    seen="the image {image}, also named {others}",
    text="{target} was here and is gone again: maybe docker rmi removed it. Add it again.",
    variants={"alone": Words(seen="the image {image}, with no other name")},
)
def removed(look: Look) -> Found:
    """The name was there and has been taken off."""
    return _others(look) if _was_tagged(look) else None


@diagnoses.cause(
    "tag-missing",
    seen="the image {image}, also named {others}",
    text="Your image needs one more name, which says where it goes on the Hub: {form}.",
    variants={"alone": Words(seen="the image {image}, with no other name")},
)
def missing(look: Look) -> Found:
    """No second name yet."""
    return _others(look)


def _others(look: Look) -> Found:
    others = _names_of_image(look)
    return {"others": others} if others else Variant("alone")


@diagnoses.note(
    "tag-latest-left",
    "{name} is still there, too; docker rmi {name} removes that name and keeps the image.",
    variants={
        "other": Words(
            text="{name} is here, too, and it's another image, {id}; docker rmi {name} removes that name."
        )
    },
)
def latest_left(look: Look) -> Found:
    """`latest` is still there beside it."""
    name = f"{look.names.target_repository}:latest"
    found = look.host.named(name)
    if found is None:
        return None
    same = look.target is not None and look.target.id == found.id
    return {"name": name} if same else Variant("other", {"name": name, "id": found.short})


def _facts(look: Look) -> dict[str, str]:
    """Which image was tagged; once `delete-local` has passed, not one that differs from the Hub's."""
    if not look.target:
        return {}
    published = look.hub_tag if look.snapshot.hub else None
    if look.passed_once("delete-local") and published and not published.holds(look.target.id):
        return {}
    return {"image": look.target.id}


def was_done(look: Look) -> bool:
    """The image that is published got its name."""
    return look.was_named(published_id(look), look.names.target)


async def solve(doing: Solution, look: Look) -> None:
    """Tags it."""
    await doing.tag(look.names.image, look.names.target)


step = Step(
    id="tag",
    page="03-tag",
    title="Tag the image for the Hub",
    goal="{image} has a second name, {target}: the name that it will have on the Hub.",
    command=COMMAND,
    hint="docker tag takes two names: first the one that the image has, then its new one. The new "
    "one is made of {form}.",
    hands="blank",
    diagnoses=diagnoses,
    solve=solve,
    undone_by=frozenset({"delete-local", "clean-up"}),
    was_done=was_done,
    registry=AtRegistry(frozenset({"tag", "push"})),
    facts=_facts,
)
