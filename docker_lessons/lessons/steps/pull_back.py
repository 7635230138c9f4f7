"""Fetch the image again.

Checked: after the image was gone, the first event that brought it back was a pull of
`demousr/demorep:1.0`, and the image is here now: same ID, same digest.
"""

from __future__ import annotations

import time

from docker_lessons.findings.finding import Variant
from docker_lessons.lessons.diagnosis import Diagnoses, Found, Words
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import AtRegistry, Step
from docker_lessons.lessons.steps.delete_local import left
from docker_lessons.lessons.steps.published import published_id
from docker_lessons.lessons.steps.pull_refused import COMMAND, WANTED, refused
from docker_lessons.lessons.story import Story
from docker_lessons.world.snapshot import short

_REMOVAL = "docker rmi {left}"
diagnoses = Diagnoses("pull-back", wanted=WANTED, repair=COMMAND)


def story(look: Look) -> Story:
    """Returns how the image came back."""
    return Story(look, published_id(look), look.names.target)


@diagnoses.holds(
    seen="a pull brought {target} back: image {id}, digest sha256:{digest}",
    wanted="the image that you tagged, from the Hub",
    text="It came back from the Hub, and it is the very same image: {id}.",
)
def holds(look: Look) -> Found:
    """A pull brought it back, and it is the same."""
    told, target = story(look), look.target
    if target is None or target.id != told.image_id or not told.pulled or told.unwatched:
        return None
    digest = look.view.facts.get("digest", "")
    if not digest or not any(d.endswith(f"@{digest}") for d in target.digests):
        return None
    return {"id": target.short, "digest": short(digest)}


@diagnoses.cause(
    "pull-nothing-published",
    "state",
    seen="the Hub has no {target} of yours",
    repair="docker-lessons solve push",
    text="There is nothing to fetch back yet: the image has to be pushed first.",
    variants={"tagged": Words(repair="docker push {target}")},
)
def nothing_published(look: Look) -> Found:
    """There is nothing of one's own at the Hub to fetch."""
    if look.view.facts.get("digest"):
        return None
    return Variant("tagged") if look.target else {}


diagnoses.include(refused)


# What is here instead.


@diagnoses.cause(
    "pull-overwritten",
    "state",
    seen="the Hub's 1.0 is sha256:{digest} now, the image {id}",
    wanted="sha256:{pushed}, the image {published} that you pushed",
    repair="docker-lessons solve push",
    text="Meanwhile another image was pushed over the tag 1.0, so a pull brings that one. "
    "Put your image back under the tag, then pull again.",
    variants={
        "pulled": Words(
            seen="the Hub's 1.0 is sha256:{digest} now, the image {id}, and so is {target} here"
        )
    },
)
def overwritten(look: Look) -> Found:
    """The Hub's tag was moved to another image before the pull."""
    tag, pushed = look.hub_tag, look.view.facts.get("digest", "")
    if not tag or tag.digest == pushed or (look.target and look.target.id == published_id(look)):
        return None
    facts = {
        "digest": short(tag.digest),
        "id": short(tag.image),
        "pushed": short(pushed),
        "published": short(published_id(look)),
    }
    return Variant("pulled", facts) if look.target and tag.holds(look.target.id) else facts


@diagnoses.cause(
    "pull-outdated",
    "state",
    seen="{target} here is {id}; the Hub's is {there}",
    text="What you pulled before is not what the Hub has under the tag now. Pull once more: the name moves over.",
)
def outdated(look: Look) -> Found:
    """The Hub is right again, but the name here stands on what was pulled before."""
    target, tag = look.target, look.hub_tag
    if not target or not tag or target.id == published_id(look):
        return None
    if not tag.holds(published_id(look)):
        return None
    since = story(look).since
    pulled = [e for e in since if e.action == "pull" and e.id == look.names.target]
    moved = [e for e in since if e.action == "tag" and e.name == look.names.target]
    if not pulled or (moved and moved[-1].time > pulled[-1].time):
        return None
    return {"id": target.short, "there": short(tag.image)}


@diagnoses.cause(
    "nobody-watched",
    "events",
    seen="the image {id} is back; nobody watched between {begin} and {end}",
    repair=_REMOVAL,
    text="It may well have been a pull, but nobody was there to see it, so it is not counted, and you are not "
    "blamed. Take it off once more, and pull while the course watches.",
)
def nobody_watched(look: Look) -> Found:
    """It is back, and nobody was there to see how."""
    told = story(look)
    if not told.present or not told.gone_at or not told.unwatched:
        return None
    gap = max(look.view.gaps, key=lambda one: one.end)
    return {
        "id": short(told.image_id),
        "begin": _clock(gap.begin),
        "end": _clock(gap.end),
        "left": left(look),
    }


def _clock(seconds: float) -> str:
    return time.strftime("%H:%M:%S", time.localtime(seconds))


@diagnoses.cause(
    "pull-not-deleted",
    "events",
    seen="a pull of {target} while the image was here all the time",
    repair=_REMOVAL,
    text="Docker answered that all is up to date, and fetched nothing: it proves nothing about the Hub. "
    "Delete the names first, then pull.",
)
def not_deleted(look: Look) -> Found:
    """Pulled while the image was there all the time."""
    told = story(look)
    return {"left": left(look)} if told.present and told.pulled_without_removal else None


@diagnoses.cause(
    "pull-retagged",
    "events",
    seen="{target} came back by docker tag; the image never was gone",
    repair=_REMOVAL,
    text="Another name kept the image here, and the label was only stuck on again: nothing came from the Hub. "
    "Remove every name, then pull.",
)
def retagged(look: Look) -> Found:
    """The name was given anew, from another name of the same image."""
    told = story(look)
    return {"left": left(look)} if told.present and told.retagged else None


@diagnoses.cause(
    "pull-loaded",
    "events",
    seen="the image {id} came back by docker {action}, not by a pull",
    repair=_REMOVAL,
    text="It is the right image, but it came from a file on this computer, not from the Hub. "
    "Remove it, then pull.",
)
def loaded(look: Look) -> Found:
    """It came back from a file."""
    told = story(look)
    if not told.present or not told.brought or told.brought.action == "pull":
        return None
    return {"id": short(told.image_id), "action": told.brought.action, "left": left(look)}


@diagnoses.cause(
    "pull-rebuilt",
    "events",
    seen="{target} is {id}, made here; the Hub's is {published}",
    repair=_REMOVAL,
    text="That is a new image, built and tagged on this computer: no pull was seen since the image was gone. "
    "Remove it, then pull.",
)
def rebuilt(look: Look) -> Found:
    """It was built again: another image under the same name."""
    target, published = look.target, published_id(look)
    if not target or target.id == published or not published:
        return None
    return {"id": target.short, "published": short(published), "left": left(look)}


@diagnoses.cause(
    "pull-other-name",
    "events",
    seen="the image came back by a pull of {other}",
    repair=_REMOVAL,
    text="It came from the Hub, but under another name: {other}. Remove it, then pull {target}.",
)
def other_name(look: Look) -> Found:
    """Another name of the same image was pulled."""
    told = story(look)
    if not told.present or not told.brought or told.brought.action != "pull" or told.pulled:
        return None
    return {"other": told.brought.id, "left": left(look)}


@diagnoses.cause(
    "pull-built-only",
    "state",
    seen="{image} is {id}, built anew; no {target}",
    text="You built a new image. Asked is the one that the Hub holds: fetch it.",
)
def built_only(look: Look) -> Found:
    """`myimage:0.1` was built again, and nothing pulled."""
    if not look.image or look.image.id == published_id(look):
        return None
    return {"id": look.image.short}


@diagnoses.cause(
    "pull-name-removed",
    "state",
    seen="the image {id} is here, but not as {target}",
    text="A pull brought it, and its name was taken off since. Pull once more: that costs nothing.",
)
def name_removed(look: Look) -> Found:
    """It was pulled, and its name taken off again."""
    told = story(look)
    return {"id": short(told.image_id)} if told.present and told.pulled else None


@diagnoses.cause(
    "pull-still-here",
    "state",
    seen="the image {id} is here, and was not gone yet",
    repair=_REMOVAL,
    text="As long as it is here, a pull fetches nothing. Delete both names first.",
)
def still_here(look: Look) -> Found:
    """It was not deleted yet."""
    if not story(look).present:
        return None
    return {"id": short(published_id(look)), "left": left(look)}


@diagnoses.cause(
    "pull-missing",
    "state",
    seen="no {target} on this computer",
    text="The image is gone from here and safe on the Hub. Fetch it.",
)
def missing(look: Look) -> Found:
    """Gone, and not fetched yet."""
    return {}


@diagnoses.note(
    "pull-logged-in",
    "You were logged in. It works as a stranger too, since the repository is public: {log_out}, and try.",
)
def logged_in(look: Look) -> Found:
    """The puller was logged in."""
    return {} if look.snapshot.log_in else None


@diagnoses.note("pull-all-tags", "With -a every tag of the repository came.")
def all_tags(look: Look) -> Found:
    """Every tag of the repository was pulled."""
    brought = story(look).brought
    return {} if brought and brought.id == look.names.target_repository else None


async def solve(doing: Solution, look: Look) -> None:
    """Pulls it as a stranger; whatever stands in the way is removed first."""
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
    command=COMMAND,
    hint="pull takes the whole name, tag included. Without a tag it would ask for latest.",
    hands="terminal",
    diagnoses=diagnoses,
    solve=solve,
    undone_by=frozenset({"second-delete", "clean-up"}),
    registry=AtRegistry(frozenset({"pull", "run"})),
    needs_hub=True,
)
