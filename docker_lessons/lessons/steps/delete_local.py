"""Delete both names from the host, and with the last one the image.

Checked: neither name is on the host, nor the image behind them, and the Hub still has it.
"""

from __future__ import annotations

import re

from docker_lessons.lessons.look import Look, listed
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import Causes, Found, Held, Step
from docker_lessons.lessons.steps import push_refused
from docker_lessons.world.snapshot import short

diagnoses = Causes("delete-local")


def holds(look: Look) -> Held | None:
    """It was there, it is gone, and the Hub has it."""
    image_id, tag = look.published_id, look.hub_tag
    if look.image or look.target or look.host.image(image_id) or not image_id:
        return None
    if tag is None or not tag.holds(image_id):
        return None
    return Held(
        seen=f"neither {look.names.image} nor {look.names.target} is here, nor the image {short(image_id)}",
        wanted="no name and no image here, and the image on the Hub",
        text="All gone from this computer. The Hub still has it, as the next step shows.",
    )


def removal(look: Look, *more: str) -> str:
    """The command that removes every name that is left."""
    kept = look.host.image(look.published_id)
    names = [n for n in (look.names.image, look.names.target) if look.host.named(n)]
    names += [n for n in (kept.names if kept else ()) if n not in names]
    names += [n for n in more if n not in names]
    if not names and kept:
        names = [kept.short]
    return f"docker rmi {' '.join(names or [look.names.image, look.names.target])}"


def _found(look: Look, seen: str, text: str, repair: str | None = None) -> Found:
    return Found(
        seen=seen,
        wanted=f"neither {look.names.image} nor {look.names.target} here, nor the image behind them",
        repair=repair or removal(look),
        text=text,
    )


@diagnoses.cause("delete-before-push", "state")
def before_push(look: Look) -> Found | None:
    """The Hub does not have it (yet): there would be nothing to fetch."""
    tag = look.hub_tag
    if (tag and tag.holds(look.published_id)) or look.view.facts.get("digest"):
        return None
    gone = (
        ""
        if look.target or look.image
        else " It is gone from here already, so it has to be built again."
    )
    here = "nothing of it here either" if gone else "the image is on this computer alone"
    return _found(
        look,
        f"the Hub does not have {look.names.target}; {here}",
        f"Not yet: what is deleted before it was pushed is lost.{gone}",
        push_refused.command(look) if look.target else "docker-lessons solve push",
    )


@diagnoses.cause("delete-hub-lost-it", "state")
def hub_lost_it(look: Look) -> Found | None:
    """The Hub had it, and has it no more."""
    tag = look.hub_tag
    if tag and tag.holds(look.published_id):
        return None
    what = f"the image {short(tag.image)} in its place" if tag else "no such tag any more"
    return _found(
        look,
        f"the Hub has {what}",
        f"The Hub does not hold your image under {look.names.target} any more, so nothing could be fetched back. "
        "Put it there again before you delete.",
        push_refused.command(look) if look.target else "docker-lessons solve push",
    )


# What the engine refused.


@diagnoses.cause("delete-by-id", "refused requests")
def by_id(look: Look) -> Found | None:
    """`docker rmi ID`: one image with several names."""
    tried = look.refused("rmi")
    if not tried or "referenced in multiple repositories" not in tried.said:
        return None
    kept = look.host.image(look.published_id)
    return _found(
        look,
        f"docker rmi {tried.target} was refused: the image has {len(kept.names) if kept else 'several'} names",
        "By its ID Docker deletes an image only if one name is left, lest you take a name away unseen. "
        "Give the names, all in one line.",
    )


@diagnoses.cause("delete-no-tag", "refused requests")
def no_tag(look: Look) -> Found | None:
    """`docker rmi demousr/demorep`: no tag means `latest`."""
    tried = look.refused("rmi")
    if not tried or "No such image" not in tried.said or not _without_tag(look, tried.arguments):
        return None
    name = _without_tag(look, tried.arguments)
    return _found(
        look,
        f"docker rmi {name}: no image {name}:latest",
        f"Without a tag Docker means {name}:latest, and there is none. Say the tag.",
    )


def _without_tag(look: Look, words: tuple[str, ...]) -> str:
    repositories = {name.rpartition(":")[0] for name in look.host.names}
    return next(
        (w.removesuffix(":latest") for w in words if w.removesuffix(":latest") in repositories), ""
    )


@diagnoses.cause("delete-rm", "refused requests")
def rm(look: Look) -> Found | None:
    """`docker rm IMAGE`: that is for containers."""
    tried = look.refused("rm")
    if not tried or not re.search("No such container|knows these commands only", tried.said):
        return None
    return _found(
        look,
        f"docker rm {tried.target}: no such container",
        "rm removes containers; for images it is rmi, with an i for image.",
    )


@diagnoses.cause("delete-container-name", "refused requests")
def container_name(look: Look) -> Found | None:
    """A container's name was given (Docker makes them of an adjective and a surname)."""
    tried = look.refused("rmi")
    if not tried or "No such image" not in tried.said:
        return None
    name = next(
        (
            w.removesuffix(":latest")
            for w in tried.arguments
            if re.fullmatch(r"[a-z]+_[a-z]+\d?(:latest)?", w)
        ),
        "",
    )
    if not name:
        return None
    return _found(
        look,
        f"docker rmi {name}: no image of that name",
        f"{name} looks like the name of a container. rmi takes images, and docker images lists those.",
    )


@diagnoses.cause("delete-unknown-name", "refused requests")
def unknown_name(look: Look) -> Found | None:
    """A name that is not here."""
    tried = look.refused("rmi")
    if not tried or "No such image" not in tried.said:
        return None
    unknown = [w for w in tried.arguments if w not in look.host.names]
    near = look.near(unknown[0], look.host.names) if unknown else None
    meant = f" Did you mean {near}?" if near else ""
    return _found(
        look,
        f"docker rmi {' '.join(unknown) or tried.target}: this computer has {look.host_names}",
        f"There is no image of that name here.{meant}",
    )


# What is left.


@diagnoses.cause("delete-container", "state")
def container(look: Look) -> Found | None:
    """A container still uses the image."""
    using = look.containers_of(look.published_id)
    if not using:
        return None
    return _found(
        look,
        f"the container {using[0].name} ({using[0].state}) is made from the image",
        "A container keeps its image, also when it has ended. Remove the container first.",
        f"docker rm -f {' '.join(c.name for c in using)}",
    )


@diagnoses.cause("delete-third-name", "state")
def third_name(look: Look) -> Found | None:
    """A third name still holds the image."""
    kept = look.host.image(look.published_id)
    others = (
        [n for n in kept.names if n not in (look.names.image, look.names.target)] if kept else []
    )
    if not kept or not others or look.image or look.target:
        return None
    return _found(
        look,
        f"the image {kept.short} is still here, as {listed(others)}",
        f"Both names are off, but {listed(others)} still holds the image: it goes with its last name.",
    )


@diagnoses.cause("delete-nameless", "state")
def nameless(look: Look) -> Found | None:
    """The image is here without any name."""
    kept = look.host.image(look.published_id)
    if not kept or kept.names:
        return None
    return _found(
        look,
        f"the image {kept.short} is still here, without a name (<none>)",
        "Its names moved to other images, and the image itself stayed behind without one. "
        "Remove it by its ID.",
        f"docker rmi {kept.short}",
    )


@diagnoses.cause("delete-one-left", "state")
def one_left(look: Look) -> Found | None:
    """One of the two names is left."""
    left = [n for n in (look.names.image, look.names.target) if look.host.named(n)]
    if len(left) != 1:
        return None
    return _found(
        look,
        f"{left[0]} is still here, and with it the image",
        f"One name is off; {left[0]} still holds the image. rmi takes a label away, and only the last one takes "
        "the image with it.",
    )


@diagnoses.cause("delete-both-left", "state")
def both_left(look: Look) -> Found | None:
    """Nothing was deleted yet."""
    return _found(
        look,
        f"{look.names.image} and {look.names.target} are here"
        if look.image
        else f"this computer has {look.host_names}",
        "Two names, one image: take both names off, in one line.",
    )


@diagnoses.note("delete-by-force")
def by_force(look: Look) -> str | None:
    """It was removed by ID and force."""
    last = next((one for one in look.attempts if one.verb == "rmi" and not one.refused), None)
    if not last or not (
        last.options.keys() & {"-f", "--force"}
        or re.fullmatch(r"(sha256:)?[0-9a-f]{4,64}", last.target)
    ):
        return None
    return "Force took both names off at once. By names one sees what goes."


@diagnoses.note("delete-forced-container")
def forced_container(look: Look) -> str | None:
    """The image was forced away under a container, which is left."""
    left = [one.name for one in look.containers_of(look.published_id)]
    if not left:
        return None
    return (
        f"Force took the image away under the container {listed(left)}, which is left without it: "
        f"docker rm {' '.join(left)} takes that away too. Without force Docker would have told you."
    )


async def solve(doing: Solution, look: Look) -> None:
    """Remove every name of the image."""
    kept = look.host.image(look.published_id)
    names = [n for n in (look.names.image, look.names.target) if look.host.named(n)]
    names += [n for n in (kept.names if kept else ()) if n not in names]
    await doing.remove(look, *(names or ([kept.id] if kept else [])))


step = Step(
    id="delete-local",
    page="05-pull-back",
    title="Delete it from this computer",
    goal="Neither {image} nor {target} is on this computer, nor the image behind them; the Hub still has it.",
    command="docker rmi {image} {target}",
    hint="rmi takes several names in one line. The image goes with its last name, so give both.",
    hands="blank",
    holds=holds,
    diagnoses=diagnoses,
    solve=solve,
    needs_hub=True,
)
