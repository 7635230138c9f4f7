"""Fetch the image again.

Checked: after the image was gone, the first event that brought it back was a pull of
`demousr/demorep:1.0`, and the image is here now: same ID, same digest.
"""

from __future__ import annotations

import time

from docker_lessons.lessons.look import Look
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import Causes, Found, Held, Step
from docker_lessons.lessons.steps import delete_local
from docker_lessons.lessons.steps.pull_refused import not_yet, refused
from docker_lessons.lessons.story import Story
from docker_lessons.world.snapshot import short

diagnoses = Causes("pull-back")


def story(look: Look) -> Story:
    """How the image came back."""
    return Story(look, look.published_id, look.names.target)


def holds(look: Look) -> Held | None:
    """A pull brought it back, and it is the same."""
    told, target = story(look), look.target
    if target is None or target.id != told.image_id or not told.pulled or told.unwatched:
        return None
    digest = look.view.facts.get("digest", "")
    if not digest or not any(d.endswith(f"@{digest}") for d in target.digests):
        return None
    return Held(
        seen=f"a pull brought {look.names.target} back: image {target.short}, digest sha256:{short(digest)}",
        wanted="the image that you tagged, from the Hub",
        text=f"It came back from the Hub, and it is the very same image: {target.short}.",
    )


@diagnoses.cause("pull-nothing-published", "state")
def nothing_published(look: Look) -> Found | None:
    """There is nothing of one's own at the Hub to fetch."""
    if look.view.facts.get("digest"):
        return None
    return not_yet(
        look,
        f"the Hub has no {look.names.target} of yours",
        "There is nothing to fetch back yet: the image has to be pushed first.",
        f"docker push {look.names.target}" if look.target else "docker-lessons solve push",
    )


diagnoses.include(refused)


# What is here instead.


@diagnoses.cause("pull-overwritten", "state")
def overwritten(look: Look) -> Found | None:
    """The Hub's tag was moved to another image before the pull."""
    tag, pushed = look.hub_tag, look.view.facts.get("digest", "")
    if not tag or tag.digest == pushed or (look.target and look.target.id == look.published_id):
        return None
    here = (
        f", and so is {look.names.target} here" if look.target and tag.holds(look.target.id) else ""
    )
    return Found(
        seen=f"the Hub's 1.0 is sha256:{short(tag.digest)} now, the image {short(tag.image)}{here}",
        wanted=f"sha256:{short(pushed)}, the image {short(look.published_id)} that you pushed",
        repair="docker-lessons solve push",
        text="Meanwhile another image was pushed over the tag 1.0, so a pull brings that one. "
        "Put your image back under the tag, then pull again.",
    )


@diagnoses.cause("pull-outdated", "state")
def outdated(look: Look) -> Found | None:
    """The Hub is right again, but the name here stands on what was pulled before."""
    target, tag = look.target, look.hub_tag
    if not target or not tag or target.id == look.published_id:
        return None
    if not tag.holds(look.published_id):
        return None
    pulled = [e for e in story(look).since if e.action == "pull" and e.id == look.names.target]
    moved = [e for e in story(look).since if e.action == "tag" and e.name == look.names.target]
    if not pulled or (moved and moved[-1].time > pulled[-1].time):
        return None
    return not_yet(
        look,
        f"{look.names.target} here is {target.short}; the Hub's is {short(tag.image)}",
        "What you pulled before is not what the Hub has under the tag now. Pull once more: the name moves over.",
    )


@diagnoses.cause("nobody-watched", "events")
def nobody_watched(look: Look) -> Found | None:
    """It is back, and nobody was there to see how."""
    told = story(look)
    if not told.present or not told.gone_at or not told.unwatched:
        return None
    gap = max(look.view.gaps, key=lambda one: one.end)
    return not_yet(
        look,
        f"the image {short(told.image_id)} is back; nobody watched between {_clock(gap.begin)} and {_clock(gap.end)}",
        "It may well have been a pull, but nobody was there to see it, so it is not counted, and you are not "
        "blamed. Take it off once more, and pull while the course watches.",
        delete_local.removal(look),
    )


def _clock(seconds: float) -> str:
    return time.strftime("%H:%M:%S", time.localtime(seconds))


@diagnoses.cause("pull-not-deleted", "events")
def not_deleted(look: Look) -> Found | None:
    """Pulled while the image was there all the time."""
    told = story(look)
    if not told.present or not told.pulled_without_removal:
        return None
    return not_yet(
        look,
        f"a pull of {look.names.target} while the image was here all the time",
        "Docker answered that all is up to date, and fetched nothing: it proves nothing about the Hub. "
        "Delete the names first, then pull.",
        delete_local.removal(look),
    )


@diagnoses.cause("pull-retagged", "events")
def retagged(look: Look) -> Found | None:
    """The name was given anew, from another name of the same image."""
    told = story(look)
    if not told.present or not told.retagged:
        return None
    return not_yet(
        look,
        f"{look.names.target} came back by docker tag; the image never was gone",
        "Another name kept the image here, and the label was only stuck on again: nothing came from the Hub. "
        "Remove every name, then pull.",
        delete_local.removal(look),
    )


@diagnoses.cause("pull-loaded", "events")
def loaded(look: Look) -> Found | None:
    """It came back from a file."""
    told = story(look)
    if not told.present or not told.brought or told.brought.action == "pull":
        return None
    return not_yet(
        look,
        f"the image {short(told.image_id)} came back by docker {told.brought.action}, not by a pull",
        "It is the right image, but it came from a file on this computer, not from the Hub. "
        "Remove it, then pull.",
        delete_local.removal(look),
    )


@diagnoses.cause("pull-rebuilt", "events")
def rebuilt(look: Look) -> Found | None:
    """It was built again: another image under the same name."""
    target = look.target
    if not target or target.id == look.published_id or not look.published_id:
        return None
    return not_yet(
        look,
        f"{look.names.target} is {target.short}, made here; the Hub's is {short(look.published_id)}",
        "That is a new image, built and tagged on this computer: no pull was seen since the image was gone. "
        "Remove it, then pull.",
        delete_local.removal(look),
    )


@diagnoses.cause("pull-other-name", "events")
def other_name(look: Look) -> Found | None:
    """Another name of the same image was pulled."""
    told = story(look)
    if not told.present or not told.brought or told.brought.action != "pull" or told.pulled:
        return None
    return not_yet(
        look,
        f"the image came back by a pull of {told.brought.id}",
        f"It came from the Hub, but under another name: {told.brought.id}. Remove it, then pull "
        f"{look.names.target}.",
        delete_local.removal(look),
    )


@diagnoses.cause("pull-built-only", "state")
def built_only(look: Look) -> Found | None:
    """`myimage:0.1` was built again, and nothing pulled."""
    if not look.image or look.image.id == look.published_id:
        return None
    return not_yet(
        look,
        f"{look.names.image} is {look.image.short}, built anew; no {look.names.target}",
        "You built a new image. Asked is the one that the Hub holds: fetch it.",
    )


@diagnoses.cause("pull-name-removed", "state")
def name_removed(look: Look) -> Found | None:
    """It was pulled, and its name taken off again."""
    told = story(look)
    if not told.present or not told.pulled:
        return None
    return not_yet(
        look,
        f"the image {short(told.image_id)} is here, but not as {look.names.target}",
        "A pull brought it, and its name was taken off since. Pull once more: that costs nothing.",
    )


@diagnoses.cause("pull-still-here", "state")
def still_here(look: Look) -> Found | None:
    """It was not deleted yet."""
    if not story(look).present:
        return None
    return not_yet(
        look,
        f"the image {short(look.published_id)} is here, and was not gone yet",
        "As long as it is here, a pull fetches nothing. Delete both names first.",
        delete_local.removal(look),
    )


@diagnoses.cause("pull-missing", "state")
def missing(look: Look) -> Found | None:
    """Gone, and not fetched yet."""
    return not_yet(
        look,
        f"no {look.names.target} on this computer",
        "The image is gone from here and safe on the Hub. Fetch it.",
    )


@diagnoses.note("pull-logged-in")
def logged_in(look: Look) -> str | None:
    """The puller was logged in."""
    if not look.snapshot.log_in:
        return None
    return (
        "You were logged in. It works as a stranger too, since the repository is public: "
        f"{look.names.log_out}, and try."
    )


@diagnoses.note("pull-all-tags")
def all_tags(look: Look) -> str | None:
    """Every tag of the repository was pulled."""
    brought = story(look).brought
    if not brought or brought.id != look.names.target_repository:
        return None
    return "With -a every tag of the repository came."


async def solve(doing: Solution, look: Look) -> None:
    """Pull it as a stranger; whatever stands in the way is removed first."""
    doing.log_out()
    told = story(look)
    in_the_way = [n for n in (look.names.target,) if look.host.named(n)]
    in_the_way += [n for n in told.names if n not in in_the_way]
    if told.present and not in_the_way:
        in_the_way = [told.image_id]
    if in_the_way:
        await doing.remove(look, *in_the_way)
    await doing.pull(look.names.target)


step = Step(
    id="pull-back",
    page="05-pull-back",
    title="Pull it back",
    goal="{target} is on this computer again, brought by a pull from the Hub: the same image as before.",
    command="docker pull {target}",
    hint="pull takes the whole name, tag included. Without a tag it would ask for latest.",
    hands="terminal",
    holds=holds,
    diagnoses=diagnoses,
    solve=solve,
    needs_hub=True,
)
