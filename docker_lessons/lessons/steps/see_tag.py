"""See the tag at the Hub.

Checked: the answer is the beginning of the digest of the Hub's tag `1.0`.
"""

from __future__ import annotations

import re

from docker_lessons.lessons.look import Look
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import Causes, Found, Held, Question, Step
from docker_lessons.lessons.steps import push_refused
from docker_lessons.world.snapshot import short

diagnoses = Causes("see-tag")
_SHORTEST = 4


def _given(look: Look) -> str:
    given = (look.answer or "").strip().strip("`'\"").lower()
    return given.removeprefix("digest:").strip().removeprefix("sha256:").removesuffix("...").strip()


def _hexadecimal(look: Look) -> bool:
    return re.fullmatch(r"[0-9a-f]+", _given(look)) is not None


def _begins(digest: str, given: str) -> bool:
    return digest.removeprefix("sha256:").startswith(given)


def holds(look: Look) -> Held | None:
    """The answer begins the digest of `1.0`."""
    given, tag = _given(look), look.hub_tag
    if tag is None or len(given) < _SHORTEST or not _hexadecimal(look):
        return None
    if not _begins(tag.digest, given):
        return None
    return Held(
        seen=f"your answer {given[:12]}",
        wanted=f"the digest of {look.names.target}: sha256:{short(tag.digest)}",
        text=f"Right. The digest names the content: whoever pulls sha256:{short(tag.digest)} gets these very bytes.",
    )


def _found(look: Look, seen: str, text: str) -> Found:
    return Found(
        seen=seen,
        wanted=f"the digest beside the tag 1.0 of {look.repository_name} on the Hub",
        repair=f"docker images --digests {look.names.target_repository}",
        text=text,
    )


@diagnoses.cause("digest-no-tag", "state")
def no_tag(look: Look) -> Found | None:
    """There is no tag to look at."""
    if look.hub_tag:
        return None
    return Found(
        seen=f"no tag 1.0 in {look.repository_name} on the Hub",
        wanted="the tag 1.0, to look at",
        repair=push_refused.command(look) if look.target else "docker-lessons solve push",
        text="There is nothing to see yet: push first.",
    )


@diagnoses.cause("digest-answer-outdated", "answer")
def outdated(look: Look) -> Found | None:
    """The answer was accepted once; the tag points elsewhere now."""
    accepted = look.view.accepted.get("see-tag")
    if not accepted or accepted != look.answer or not look.hub_tag:
        return None
    return _found(
        look,
        f"your earlier answer {_given(look)[:12]}; the tag is sha256:{short(look.hub_tag.digest)} now",
        "Your answer was right for what the tag pointed at then. Another image was pushed since, and the digest "
        "changed with it.",
    )


@diagnoses.cause("digest-no-answer", "answer")
def no_answer(look: Look) -> Found | None:
    """Nothing was answered."""
    if _given(look):
        return None
    return _found(
        look,
        "no answer yet",
        "Open the repository's page on the Hub, then Tags. Beside 1.0 stands its digest, the one that your push "
        "printed.",
    )


@diagnoses.cause("digest-answer-tag", "answer")
def tag_given(look: Look) -> Found | None:
    """The tag's name was given."""
    given = (look.answer or "").strip().lstrip(":")
    tags = {tag.name for tag in look.repository.tags} if look.repository else set()
    if given not in tags:
        return None
    return _found(
        look,
        f"{given}, which is the tag's name",
        f"{given} is the label; asked is what it points at: the digest beside it, which begins with sha256:.",
    )


@diagnoses.cause("digest-answer-short", "answer")
def too_short(look: Look) -> Found | None:
    """The right beginning, but too little of it."""
    given = _given(look)
    if len(given) >= _SHORTEST or not look.hub_tag or not _begins(look.hub_tag.digest, given):
        return None
    return _found(
        look,
        f"{given}: {len(given)} characters",
        "That is how it begins, but too little to be sure. Give at least four characters behind sha256:.",
    )


@diagnoses.cause("digest-answer-image-id", "answer")
def image_id(look: Look) -> Found | None:
    """The image ID was given."""
    given = _given(look)
    images = [one.id for one in look.host.images] + ([look.hub_tag.image] if look.hub_tag else [])
    if len(given) < _SHORTEST or not any(_begins(one, given) for one in images):
        return None
    return _found(
        look,
        f"{given[:12]}, an image ID",
        "That is the image ID, by which your engine knows the image. The Hub names what it keeps by the digest "
        "of its manifest: another number, on the Tags page.",
    )


@diagnoses.cause("digest-answer-layer", "answer")
def layer(look: Look) -> Found | None:
    """A layer's digest was given."""
    given = _given(look)
    layers = [d for one in look.host.images for d in one.diff_ids]
    if len(given) < _SHORTEST or not any(_begins(one, given) for one in layers):
        return None
    return _found(
        look,
        f"{given[:12]}, a layer",
        "That is one layer of the image, as the push lists them. The digest of the whole stands in the push's "
        "last line, and on the Tags page.",
    )


@diagnoses.cause("digest-answer-other-tag", "answer")
def other_tag(look: Look) -> Found | None:
    """The digest of another tag was given."""
    given = _given(look)
    if len(given) < _SHORTEST:
        return None
    for repository in look.hub.repositories:
        for tag in repository.tags:
            if _begins(tag.digest, given):
                return _found(
                    look,
                    f"{given[:12]}, the digest of {repository.full_name}:{tag.name}",
                    f"That is the digest of {repository.full_name}:{tag.name}. Look in the line of 1.0.",
                )
    return None


@diagnoses.cause("digest-answer-unknown", "answer")
def unknown(look: Look) -> Found | None:
    """Something else was given."""
    shape = (
        "It looks like a digest, but the Hub has none that begins so."
        if _hexadecimal(look)
        else ("A digest is made of digits and the letters a to f, behind sha256:.")
    )
    return _found(
        look,
        f"the answer {(look.answer or '').strip()[:40]}",
        f"{shape} It stands beside 1.0 on the repository's Tags page.",
    )


@diagnoses.note("digest-without-algorithm")
def without_algorithm(look: Look) -> str | None:
    """A part of it was given."""
    given = (look.answer or "").strip().lower()
    return (
        None
        if given.startswith("sha256:")
        else "In full it begins with sha256:, the way it was computed."
    )


async def solve(doing: Solution, look: Look) -> None:
    """Read the digest from the Hub."""
    if look.hub_tag:
        doing.did.append("look at the Tags page of the repository on the Hub")
        doing.answer(f"sha256:{short(look.hub_tag.digest)}")


step = Step(
    id="see-tag",
    page="04-push",
    title="See the tag on the Hub",
    goal="You can give the digest of the tag 1.0, as the Hub's Tags page shows it.",
    command="docker images --digests {repository}",
    hint="On the repository's page choose Tags: the digest begins with sha256:. Your push printed it too.",
    hands="answer",
    holds=holds,
    diagnoses=diagnoses,
    solve=solve,
    question=Question("How does the digest of 1.0 begin?", "sha256:...", about="digest"),
    needs_hub=True,
)
