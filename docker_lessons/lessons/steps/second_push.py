"""Alone, part two: publish the second version.

Checked: the Hub's tag `2.0` holds the image `myimage:0.2`.
"""

from __future__ import annotations

from docker_lessons.findings.finding import Variant
from docker_lessons.lessons.diagnosis import Diagnoses, Found, Words, on_docker_hub
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import AtRegistry, Step
from docker_lessons.lessons.steps.push_refused import denied, denied_to_another
from docker_lessons.lessons.steps.refusals import register_docker_said
from docker_lessons.lessons.steps.second_build import SECOND_MESSAGE, other_names, second, second_id
from docker_lessons.world.snapshot import HostImage, short

diagnoses = Diagnoses(
    "second-push", wanted="{second_image} on the Hub as {second_target}", repair="{next}"
)
_GONE = "gone"
"""The variant where the second version was here, and is not anymore."""
_TAGGED = "tagged"
"""The variant where the second version has its name for the Hub here."""


def is_published(look: Look) -> bool:
    """Tells whether the Hub has the second version under its tag."""
    tag = look.second_hub_tag
    return tag is not None and tag.holds(second_id(look))


@diagnoses.holds(
    seen="the Hub's {second_target} is sha256:{digest}, the image {id}",
    wanted="the image {id} on the Hub as {second_target}",
    text="Published. The Hub already had the layer with the program, so it wasn't sent again: only "
    "the message is new.",
)
def holds(look: Look) -> Found:
    """The Hub's `2.0` is the second image."""
    tag = look.second_hub_tag
    if tag is None or not is_published(look):
        return None
    return {"digest": short(tag.digest), "id": short(tag.id_on(look.host))}


def _next(look: Look) -> str:
    """The command that comes next, which may be a step before this one."""
    here, names = _here(look), look.names
    if here is None:
        return "docker-lessons solve second-build"
    if names.second_target in here.names:
        return f"docker push {names.second_target}"
    source = next(iter(here.names), here.short)
    if names.second_image in here.names:
        source = names.second_image
    return f"docker tag {source} {names.second_target}"


def _here(look: Look) -> HostImage | None:
    """The second version, as long as this computer has it, whatever it is called."""
    return look.host.image(second_id(look))


@diagnoses.cause(
    "second-push-not-logged-in",
    seen="a push of {given} that was denied; no saved login",
    repair="{log_in}",
    text="You aren't logged in. Pulling doesn't need that, but without a login, the Hub doesn't know who pushes. Log in, "
    "then push again.",
)
def not_logged_in(look: Look) -> Found:
    """The push was denied to a stranger."""
    tried, known = denied(look), look.snapshot.log_in
    return {"given": tried.target} if tried and not known else None


@diagnoses.cause(
    "second-push-other-account",
    seen="a push of {given} that was denied: you are logged in as {account}",
    repair="{log_in}",
    text="{account} doesn't have permission to push to {username}'s repositories. Log in as {username}, then push "
    "again.",
)
def other_account(look: Look) -> Found:
    """The push was denied to somebody who is logged in, as another account."""
    return denied_to_another(look)


register_docker_said(
    diagnoses,
    "second-push-refused",
    lambda look: look.refused("push", "tag"),
    facts=lambda look, tried, answer: {"next": _next(look)},
)


@diagnoses.cause(
    "second-push-over-first",
    seen="the Hub's 1.0 is the second version now, {id}; there is no 2.0",
    text="You pushed the second version over the first, so anyone who pulls 1.0 gets another image "
    "from now on. Give it the tag 2.0. (docker-lessons solve push puts 1.0 back.)",
    variants={
        on_docker_hub(): Words(
            text="You pushed the second version over the first, so anyone who pulls 1.0 gets another image from now on. "
            "Give it the tag 2.0. To put 1.0 back, tag the first version's image as {target} again, and push it."
        )
    },
)
def over_first(look: Look) -> Found:
    """It was pushed over `1.0`."""
    first = look.hub_tag
    if look.second_hub_tag or not first or not first.holds(second_id(look)):
        return None
    return {"id": short(first.image), "next": _next(look)}


@diagnoses.cause(
    "second-push-first-image",
    seen="the Hub's 2.0 is the image {there}",
    text="The tag 2.0 is there, but it isn't your second version, {id}. Tag that one, and push again.",
    variants={
        _TAGGED: Words(
            text="The tag 2.0 is there, but it isn't your second version, {id}. On this computer, that one already has "
            "its name for the Hub. Push it."
        ),
        _GONE: Words(
            text="The tag 2.0 is there, but it isn't your second version, {id}, and that one isn't on this computer "
            "anymore. Build it again, then push it."
        ),
    },
)
def first_image(look: Look) -> Found:
    """`2.0` holds another image than the second version."""
    tag = look.second_hub_tag
    if tag is None or not second_id(look):
        return None
    facts = {
        "there": short(tag.id_on(look.host)),
        "id": short(second_id(look)),
        "next": _next(look),
    }
    here = _here(look)
    if here is None:
        return Variant(_GONE, facts)
    return Variant(_TAGGED, facts) if look.names.second_target in here.names else facts


@diagnoses.cause(
    "second-push-other-tag",
    seen="the second version is on the Hub as {tags}",
    text="The image is there, under another tag. The goal is 2.0.",
)
def other_tag(look: Look) -> Found:
    """It went up under another tag."""
    every = look.repository.tags if look.repository else ()
    tags = tuple(tag.name for tag in every if tag.holds(second_id(look)))
    return {"tags": tags, "next": _next(look)} if tags else None


@diagnoses.cause(
    "second-push-other-repository",
    seen="the second version is on the Hub as {there}; {hub_repository} has no tag 2.0",
    text="The push went to another repository. When a repository doesn't exist, the Hub creates it by itself, so you got "
    "no error. The goal is {second_target}.",
)
def other_repository(look: Look) -> Found:
    """It went up to another repository, which the Hub made by itself."""
    there = tuple(
        f"{one.full_name}:{tag.name}"
        for one in look.hub.repositories
        for tag in one.tags
        if tag.holds(second_id(look))
    )
    return {"there": there, "next": _next(look)} if there else None


@diagnoses.cause(
    "second-push-not-built",
    seen="no {second_image} on this computer",
    repair="docker-lessons solve second-build",
    text="Build the second version first.",
    variants={
        "other-name": Words(
            seen="the second version, called {names}; no {second_image}",
            repair="docker tag {first} {second_image}",
            text="The second version is here, but the course calls it {second_image}. Give it that name, too.",
        ),
        "other-content": Words(seen="{second_image} is {id}, which isn't a second version"),
    },
)
def not_built(look: Look) -> Found:
    """There is nothing to publish yet, or not under its name."""
    if second_id(look):
        return None
    if found := second(look):
        return Variant("other-content", {"id": found.short})
    names = other_names(look)
    return Variant("other-name", {"names": names, "first": names[0]}) if names else {}


@diagnoses.cause(
    "second-push-missing",
    seen="{hub_repository} on the Hub has no tag 2.0",
    text="The second version is only on this computer. Add its name for the Hub, then push it.",
    variants={
        _TAGGED: Words(
            seen="{hub_repository} on the Hub has no tag 2.0; {second_target} is ready here",
            text="It has its name for the Hub. Now push it.",
        ),
        "another": Words(
            seen="{hub_repository} on the Hub has no tag 2.0; {second_target} here is the image {tagged}",
            text="On this computer, {second_target} is the name of another image, not of the second version, {id}. Tag "
            "again, and the name moves to it.",
        ),
        _GONE: Words(
            text="The second version isn't on the Hub, and it isn't on this computer anymore. Build it again, then push it."
        ),
    },
)
def missing(look: Look) -> Found:
    """Not published yet."""
    facts = {"next": _next(look)}
    if _here(look) is None:
        return Variant(_GONE, facts)
    found = look.host.named(look.names.second_target)
    if found and found.id != second_id(look):
        return Variant("another", {**facts, "tagged": found.short, "id": short(second_id(look))})
    return Variant(_TAGGED, facts) if found else facts


async def solve(doing: Solution, look: Look) -> None:
    """Tags and pushes it."""
    found = second(look)
    if found is None or found.id != second_id(look):
        await doing.build(look.names.second_image, SECOND_MESSAGE)
        found = None
    target = look.host.named(look.names.second_target)
    if found is None or target is None or target.id != found.id:
        await doing.tag(look.names.second_image, look.names.second_target)
    await doing.push(look.names.second_target)


def _is_yours(look: Look) -> bool:
    """Whether nothing but the push is left, to an account of the learner's own."""
    target = look.host.named(look.names.second_target)
    return look.which_hub.is_real and target is not None and target.id == second_id(look)


step = Step(
    id="second-push",
    page="06-alone",
    title="Publish it",
    goal="The Hub has the second version as {second_target}.",
    command="docker push {second_target}",
    hint="Add its name for the Hub first, then push it. If the push is denied: are you logged in?",
    hands="yours",
    diagnoses=diagnoses,
    solve=solve,
    undone_by=frozenset({"clean-up"}),
    registry=AtRegistry(
        frozenset({"tag", "login", "push"}), target="{second_target}", tag_matters=True
    ),
    needs_hub=True,
    reaches_registry=True,
    reveal_after=300,
    is_yours=_is_yours,
    facts=lambda look: {"second digest": look.second_hub_tag.digest} if look.second_hub_tag else {},
)
