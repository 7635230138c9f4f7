"""Delete both names from the host, and with the last one the image.

Checked: neither name is on the host, nor the image behind them, and the Hub still has it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from docker_lessons.findings.finding import Facts, Variant
from docker_lessons.findings.image_name import is_image_id, with_tag, without_latest
from docker_lessons.lessons.diagnosis import Diagnoses, Found, Words
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import Step
from docker_lessons.lessons.steps.published import WENT, is_unseen, published_id, went
from docker_lessons.lessons.steps.refusals import (
    is_container_name,
    left_out_tag,
    misspelt,
    register_docker_said,
)
from docker_lessons.lessons.steps.removal import (
    containers_left,
    in_the_way,
    in_use,
    keepers,
    nameless_image,
    names_left,
)
from docker_lessons.lessons.steps.sentences import (
    CONTAINER_FIRST,
    CONTAINER_NOT_ENDED,
    REMOVE_CONTAINERS,
    USED_BY_CONTAINER,
)
from docker_lessons.lessons.story import Story
from docker_lessons.world.snapshot import HostImage, short

diagnoses = Diagnoses(
    "delete-local",
    wanted="neither {image} nor {target} here, nor the image itself",
    repair="docker rmi {left}",
)


def _published(look: Look) -> str:
    """The ID of the image that is to be pulled back: the one that the Hub has, where `myimage:0.1` was built again."""
    tagged, tag = look.view.facts.get("image"), look.hub_tag
    return tagged if tagged and tag and tag.holds(tagged) else published_id(look)


@diagnoses.holds(
    seen="neither {image} nor {target} is here, nor the image {id}",
    wanted="no name and no image here, and the image on the Hub",
    text="All gone from this computer. The Hub still has it, as the next step shows.",
)
def holds(look: Look) -> Found:
    """It was there, it is gone, and the Hub has it."""
    image_id, tag = _published(look), look.hub_tag
    if look.image or look.target or look.host.image(image_id) or not image_id:
        return None
    if tag is None or not tag.holds(image_id) or any(keepers(look, tag.diff_ids)):
        return None
    return {"id": short(image_id)}


def _kept(look: Look) -> HostImage | None:
    """The image, as long as it is here."""
    return look.host.image(_published(look))


def _both(look: Look) -> list[str]:
    """Those of the two names that are here."""
    return [n for n in (look.names.image, look.names.target) if look.host.named(n)]


def left(look: Look) -> str:
    """Returns what `docker rmi` has to be given: every name that is left, or the ID of an image without one."""
    kept, names = _kept(look), _names_left(look)
    if not names and kept:
        return kept.short
    return " ".join(names or (look.names.image, look.names.target))


def _names_left(look: Look) -> tuple[str, ...]:
    return names_left(look, _published(look), look.names.image, look.names.target)


@diagnoses.cause(
    "delete-before-push",
    seen="the Hub doesn't have {target}; the image is only on this computer",
    text="Not yet: if you delete an image before you push it, it's lost.",
    repair="docker push {target}",
    variants={
        "untagged": Words(repair="docker-lessons solve push"),
        "gone": Words(
            seen="the Hub doesn't have {target}, and neither does this computer",
            text="Not yet: if you delete an image before you push it, it's lost. This one is "
            "already gone from here, so you need to build it again.",
            repair="docker-lessons solve push",
        ),
    },
)
def before_push(look: Look) -> Found:
    """The Hub does not have it (yet): there would be nothing to fetch."""
    tag = look.hub_tag
    if (tag and tag.holds(_published(look))) or look.view.facts.get("digest"):
        return None
    if look.target:
        return {}
    return Variant("untagged" if look.image else "gone")


@diagnoses.cause(
    "delete-hub-lost-it",
    seen="the Hub doesn't have that tag anymore",
    text="The Hub doesn't have your image as {target} anymore, so you couldn't pull it back. Put "
    "it back on the Hub before you delete it here.",
    repair="{push}",
    variants={
        "other-image": Words(seen="the Hub has the image {there} instead"),
        **WENT,
    },
)
def hub_lost_it(look: Look) -> Found:
    """The Hub had it, and has it no more."""
    tag = look.hub_tag
    if tag and tag.holds(_published(look)):
        return None
    if is_unseen(look):
        return Variant(went(look))
    push = _put_back(look)
    if tag is None:
        return {"push": push}
    return Variant("other-image", {"push": push, "there": short(tag.id_on(look.host))})


def _put_back(look: Look) -> str:
    """What brings the image that was published back to the Hub, or comes first on that way."""
    kept, target = _kept(look), look.names.target
    if kept and target not in kept.names:
        return f"docker tag {next(iter(kept.names), kept.short)} {target}"
    return f"docker push {target}" if kept else "docker-lessons solve push"


# What the engine refused.


@diagnoses.cause(
    "delete-misspelled",
    seen="{line}: no command called {word}",
    text="Docker has no command called {word}. Did you mean rmi?",
)
def misspelled(look: Look) -> Found:
    """A word that is no command, and that means `rmi`."""
    found = misspelt(look, "rmi", "delete-local")
    return {**found, "left": left(look)} if isinstance(found, Mapping) else found


@diagnoses.cause(
    "delete-by-id",
    seen="docker rmi {given} was refused: the image has {count} names",
    text="If you give its ID, Docker removes an image only when it has just one name, so that you "
    "don't lose a name by accident. Give the names, all on one line.",
    variants={"other": Words(seen="docker rmi {given} was refused: the image has several names")},
)
def by_id(look: Look) -> Found:
    """`docker rmi ID`: one image with several names."""
    tried = look.refused("rmi")
    if not tried or "referenced in multiple repositories" not in tried.docker_said:
        return None
    facts, kept = {"given": tried.target, "left": left(look)}, _kept(look)
    several = kept is not None and len(kept.names) > 1
    return {**facts, "count": len(kept.names)} if kept and several else Variant("other", facts)


@diagnoses.cause(
    "delete-no-tag",
    seen="docker rmi {name}: no image {name}:latest",
    text="Without a tag, Docker means {name}:latest, and there isn't one. Add the tag.",
)
def no_tag(look: Look) -> Found:
    """`docker rmi demousr/demorep`: no tag means `latest`."""
    tried = look.refused("rmi")
    if not tried or "No such image" not in tried.docker_said:
        return None
    name = left_out_tag(tried.arguments, *(n.rpartition(":")[0] for n in look.host.names))
    return {"name": name, "left": left(look)} if name else None


@diagnoses.cause(
    "delete-rm",
    seen="docker rm {given}: no such container",
    text="rm removes containers. For images it's rmi, with an i for image.",
)
def rm(look: Look) -> Found:
    """`docker rm IMAGE`: that is for containers."""
    tried = look.refused("rm")
    if not tried or not re.search("No such container|knows these commands only", tried.docker_said):
        return None
    if not any(_means_image(look, given) for given in tried.arguments):
        return None
    return {"given": " ".join(tried.arguments), "left": left(look)}


def _means_image(look: Look, given: str) -> bool:
    """Whether what was given is an image's name or ID, or like one: a container has neither colon nor slash."""
    if re.search("[:/]", given) or look.near(with_tag(given), look.host.names):
        return True
    return look.has_id(given)


@diagnoses.cause(
    "delete-container-name",
    seen="docker rmi {name}: no image with that name",
    text="{name} looks like a container's name. rmi takes images, and docker images lists them.",
)
def container_name(look: Look) -> Found:
    """A container's name was given (Docker makes them of an adjective and a surname)."""
    tried = look.refused("rmi")
    if not tried or "No such image" not in tried.docker_said:
        return None
    name = next((word for word in tried.arguments if is_container_name(word)), None)
    return {"name": without_latest(name), "left": left(look)} if name else None


@diagnoses.cause(
    "delete-unknown-name",
    seen="docker rmi {given}: this computer has {here}",
    text="There's no image with that name here.",
    variants={"near": Words(text="There's no image with that name here. Did you mean {near}?")},
)
def unknown_name(look: Look) -> Found:
    """A name that is not here."""
    tried = look.refused("rmi")
    if not tried or "No such image" not in tried.docker_said:
        return None
    unknown = [w for w in tried.arguments if w not in look.host.names]
    facts: Facts = {
        "given": " ".join(unknown) or tried.target,
        "here": look.host_names,
        "left": left(look),
    }
    near = look.near(unknown[0], look.host.names) if unknown else None
    return Variant("near", {**facts, "near": near}) if near else facts


@diagnoses.cause(
    "delete-container",
    seen=USED_BY_CONTAINER,
    repair=REMOVE_CONTAINERS,
    text=CONTAINER_FIRST,
    variants=CONTAINER_NOT_ENDED,
)
def container(look: Look) -> Found:
    """A container still uses the image."""
    return in_use(look, _published(look))


register_docker_said(
    diagnoses,
    "delete-refused",
    lambda look: look.refused("rmi", "rm"),
    repair="{mend}",
    facts=lambda look, tried, answer: {"mend": f"docker rmi {left(look)}"},
)


# What is left.


@diagnoses.cause(
    "delete-third-name",
    seen="the image {id} is still here, as {others}",
    text="Both names are gone, but the image is still called {others}. It goes with its last name.",
)
def third_name(look: Look) -> Found:
    """A third name still holds the image."""
    kept = _kept(look)
    if not kept or not kept.names or look.image or look.target:
        return None
    return {"id": kept.short, "others": kept.names, "left": left(look)}


@diagnoses.cause(
    "delete-nameless",
    seen="the image {id} is still here, without a name (<none>)",
    repair="docker rmi {id}",
    text="The image has no name left, but it's still here. Remove it by its ID.",
)
def nameless(look: Look) -> Found:
    """The image is here without any name."""
    return nameless_image(look, _published(look))


@diagnoses.cause(
    "delete-layers-kept",
    seen="{keeper} has every layer of the image",
    repair="docker rmi {keeper}",
    text="Both names are gone, but the layers are still here: {keeper} has them, too. A pull "
    "wouldn't download anything, so remove it, too.",
)
def layers_kept(look: Look) -> Found:
    """Another image of the course's, a child say, keeps every layer: there would be nothing to fetch."""
    tag = look.hub_tag
    if look.image or look.target or not tag:
        return None
    kept = next(keepers(look, tag.diff_ids), None)
    return {"keeper": " ".join(kept.names) or kept.short} if kept else None


@diagnoses.cause(
    "delete-one-left",
    seen="{name} is still here, and so is the image",
    text="One name is gone, but {name} still keeps the image. rmi removes a name, and the image "
    "goes with the last one.",
    variants={
        "another": Words(
            seen="{name} is the image {id}, which isn't the one that you published",
            text="The image that you published is gone from this computer, but {name} is here, and that's another "
            "image: {id}. Remove it, too.",
        )
    },
)
def one_left(look: Look) -> Found:
    """One of the two names is left, or was given to another image since."""
    both = _both(look)
    if len(both) != 1:
        return None
    facts, found = {"name": both[0], "left": left(look)}, look.host.named(both[0])
    if found and _published(look) and not _kept(look):
        return Variant("another", {**facts, "id": found.short})
    return facts


@diagnoses.cause(
    "delete-both-left",
    seen="{image} and {target} are here",
    text="Two names, one image. Remove both names, on one line.",
    variants={
        "two-images": Words(
            seen="{image} is {built}, and {target} is {tagged}",
            text="Two names, and two images. Remove both names, on one line.",
        )
    },
)
def both_left(look: Look) -> Found:
    """Nothing was deleted yet."""
    facts = {"left": left(look)}
    if look.image and look.target and look.image.id != look.target.id:
        both = {"built": look.image.short, "tagged": look.target.short}
        return Variant("two-images", {**facts, **both})
    return facts


@diagnoses.note(
    "delete-layers-elsewhere",
    "Its layers are still on this computer, in {keeper}, which isn't one of the course's "
    "images. So when you pull, Docker may say Already exists instead of downloading them.",
)
def layers_elsewhere(look: Look) -> Found:
    """An image that isn't the course's keeps every layer."""
    layers = look.hub_tag.diff_ids if look.hub_tag else ()
    others = (one for one in look.host.images if one not in look.own_images)
    kept = next((one for one in others if one.holds_layers(layers)), None)
    return {"keeper": kept.names or kept.short} if kept else None


@diagnoses.note(
    "delete-by-force", "Force removed both names at once. If you give the names, you see what goes."
)
def by_force(look: Look) -> Found:
    """It was removed by ID and force."""
    last = next((one for one in look.attempts if one.verb == "rmi" and not one.refused), None)
    if last is None or "--force" not in last.options:
        return None
    return {} if any(map(is_image_id, last.arguments)) else None


@diagnoses.note(
    "delete-forced-container",
    "Force removed the image while a container still used it: {names}. "
    "To remove that, too, type docker rm {all}. Without force, Docker would have told you.",
)
def forced_container(look: Look) -> Found:
    """The image was removed by force although a container used it; the container is left."""
    return containers_left(look, _published(look))


def was_done(look: Look) -> bool:
    """A pull brought the image back after it was gone."""
    return Story(look, _published(look), look.names.target).came_by_pull


async def solve(doing: Solution, look: Look) -> None:
    """Removes every name of the image, and what keeps its layers."""
    names = look.names.image, look.names.target
    if found := in_the_way(look, _published(look), look.hub_tag, *names):
        await doing.remove(look, *found)


step = Step(
    id="delete-local",
    page="05-pull-back",
    title="Delete it from this computer",
    goal="Neither {image} nor {target} is on this computer, nor the image itself; the Hub still "
    "has it.",
    command="docker rmi {image} {target}",
    hint="rmi takes several names at once. The image goes with its last name, so give both.",
    hands="blank",
    diagnoses=diagnoses,
    solve=solve,
    undone_by=frozenset({"pull-back", "clean-up"}),
    was_done=was_done,
    needs_hub=True,
)
