"""Alone, part four: fetch the second version from the Hub.

Checked: after it was gone, a pull of `demousr/demorep:2.0` brought it back.
"""

from __future__ import annotations

from docker_lessons.findings.finding import Facts, Variant
from docker_lessons.lessons.attempt import Attempt
from docker_lessons.lessons.diagnosis import Diagnoses, Found, Words
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import AtRegistry, Step
from docker_lessons.lessons.steps.published import WENT, is_unseen, went
from docker_lessons.lessons.steps.refusals import register_docker_said
from docker_lessons.lessons.steps.removal import keepers
from docker_lessons.lessons.steps.second_build import second_id
from docker_lessons.lessons.steps.second_delete import all_of_it, left, removed_by, story
from docker_lessons.lessons.steps.second_push import is_published
from docker_lessons.lessons.steps.sentences import (
    CAME_BUILT,
    CAME_UNHEARD,
    LAYERS_HERE,
    LAYERS_KEPT,
)
from docker_lessons.world.snapshot import short

_COMMAND = "docker pull {second_target}"
_REMOVAL = "docker rmi {left}"
diagnoses = Diagnoses(
    "second-pull",
    wanted="{second_target}, gone from this computer and then pulled from the Hub",
    repair=_COMMAND,
)


@diagnoses.holds(
    seen="a pull brought {second_target} back: the image {id}",
    wanted="{second_target}, brought back by a pull",
    text="The whole round on your own: built, published, removed and pulled.",
)
def holds(look: Look) -> Found:
    """A pull brought it back."""
    told, target = story(look), look.host.named(look.names.second_target)
    if target is None or target.id != told.image_id or not told.came_by_pull:
        return None
    return {"id": target.short}


@diagnoses.cause(
    "second-pull-not-published",
    seen="the second version isn't on the Hub",
    repair="docker-lessons solve second-push",
    text="There's nothing to pull yet. Push it first.",
    variants={
        "deleted": Words(
            text="You pushed it, and since then the tag or the whole repository was deleted on the Hub, or another "
            "image was pushed over it. Push it again, then pull."
        ),
        **WENT,
    },
)
def not_published(look: Look) -> Found:
    """There is nothing to fetch."""
    if is_published(look):
        return None
    if not look.view.facts.get("second digest"):
        return {}
    return Variant(went(look) if is_unseen(look) else "deleted")


def _refused(look: Look) -> Attempt | None:
    """The newest pull, if it failed while the image is not back."""
    return None if look.host.named(look.names.second_target) else look.refused("pull")


def _mend(look: Look, tried: Attempt, answer: str) -> Facts:
    """What brings the second version after a refusal: a login first, where the repository is private."""
    private = look.repository is not None and look.repository.private
    hidden = answer == "pull-denied" and private and look.snapshot.log_in is None
    names = look.names
    return {"mend": names.log_in if hidden else f"docker pull {names.second_target}"}


register_docker_said(diagnoses, "second-pull-refused", _refused, repair="{mend}", facts=_mend)


@diagnoses.cause(
    "second-nobody-watched",
    out_of_hand=True,
    seen="the image {id} is back; the course wasn't watching for a while",
    repair=_REMOVAL,
    text="It may well have been a pull, but the course didn't see it. Remove the image again, and "
    "pull while the course is watching.",
)
def nobody_watched(look: Look) -> Found:
    """It is back, and nobody saw how."""
    told = story(look)
    if not told.present or not told.gone_at or not told.unwatched:
        return None
    return {"id": short(told.image_id), "left": removed_by(look)}


@diagnoses.cause(
    "second-pull-not-by-pull",
    seen="the image {id} came back with docker {action}",
    repair=_REMOVAL,
    text="It should come from the Hub, with a pull of {second_target}. Remove it, then pull.",
    variants={
        "other-name": Words(seen="the image {id} came back with a pull of {other}"),
        "built": Words(seen=CAME_BUILT),
    },
)
def not_by_pull(look: Look) -> Found:
    """It came back some other way."""
    told = story(look)
    if not told.present or not told.brought or told.pulled:
        return None
    facts = {"id": short(told.image_id), "left": removed_by(look)}
    if told.brought.action == "pull":
        return Variant("other-name", {**facts, "other": told.brought.id})
    if told.was_built:
        return Variant("built", facts)
    return {**facts, "action": told.brought.action}


@diagnoses.cause(
    "second-pull-layers-here",
    seen="{keeper} had every layer of {second_target} before the pull",
    repair=_REMOVAL,
    text="The pull brought {second_target} back, but its layers were already here, in {keeper}, so Docker downloaded "
    "none of them. Remove both, then pull.",
)
def layers_here(look: Look) -> Found:
    """An image that was here at the time of the pull has the same layers: nothing was fetched but a description."""
    told = story(look)
    kept = told.had_layers
    if not kept or not look.host.named(look.names.second_target):
        return None
    keeper = kept.names or (kept.short,)
    names = dict.fromkeys((*removed_by(look).split(), *keeper))
    return {"keeper": " ".join(keeper), "left": " ".join(names)}


@diagnoses.cause(
    "second-pull-rebuilt",
    seen="{second_target} is {id} here; the Hub's is {published}",
    repair="docker rmi {names}",
    text="That's another image, which got this name on this computer. Remove it, then pull.",
    variants={
        "named": Words(
            text="That's another image, which got this name on this computer. Remove the name, then pull."
        )
    },
)
def rebuilt(look: Look) -> Found:
    """Another image bears its name."""
    target, published = look.host.named(look.names.second_target), second_id(look)
    if target is None or target.id == published:
        return None
    facts = {"id": target.short, "published": short(published), "names": " ".join(target.names)}
    tag = look.second_hub_tag
    keeps = tag is None or target.holds_layers(tag.diff_ids)
    if keeps or look.names.second_image in target.names:
        return facts
    return Variant("named", {**facts, "names": look.names.second_target})


@diagnoses.cause(
    "second-pull-still-here",
    seen="the image {id} is still here; it hasn't been removed yet",
    repair=_REMOVAL,
    text="Remove all of its names first.",
    variants={
        "again": Words(
            seen="the image {id} was gone and is here again; no pull of {second_target} was seen",
            text=CAME_UNHEARD,
        ),
        "name-removed": Words(
            seen="the image {id} is here, but not as {second_target}",
            repair=_COMMAND,
            text="Its name was removed. Pull again.",
        ),
    },
)
def still_here(look: Look) -> Found:
    """It was not removed yet, or has lost its name since."""
    told = story(look)
    if not told.present:
        return None
    facts = {"id": short(told.image_id)}
    if told.pulled:
        return Variant("name-removed", facts)
    facts |= {"left": removed_by(look)}
    return Variant("again", facts) if told.gone_at else facts


@diagnoses.cause(
    "second-pull-layers-kept",
    seen=LAYERS_HERE,
    repair="docker rmi {keeper}",
    text=LAYERS_KEPT,
)
def layers_kept(look: Look) -> Found:
    """Gone, and another image of the course's has every layer: there would be nothing to fetch."""
    tag = look.second_hub_tag
    kept = next(keepers(look, tag.diff_ids), None) if tag else None
    return {"keeper": " ".join(kept.names) or kept.short} if kept else None


@diagnoses.cause(
    "second-pull-missing",
    seen="no {second_target} on this computer",
    text="It's only on the Hub. Pull it.",
)
def missing(look: Look) -> Found:
    """Gone, and not fetched yet."""
    return {}


async def solve(doing: Solution, look: Look) -> None:
    """Pulls it; whatever stands in the way is removed first."""
    if found := all_of_it(look):
        await doing.remove(look, *found)
    doing.leave_pull(look, look.names.second_target)
    await doing.pull(look.names.second_target)


step = Step(
    id="second-pull",
    page="06-alone",
    title="Pull it",
    goal="{second_target} is here again, pulled from the Hub.",
    command=_COMMAND,
    hint="pull takes the whole name, and this version has its own tag.",
    hands="yours",
    diagnoses=diagnoses,
    solve=solve,
    undone_by=frozenset({"clean-up"}),
    registry=AtRegistry(frozenset({"pull", "run"})),
    needs_hub=True,
    reaches_registry=True,
    reveal_after=300,
    is_yours=lambda look: look.capabilities.leaves_pulls and not left(look),
)
