"""See the tag at the Hub.

Checked: the answer is the beginning of the digest of the Hub's tag `1.0`.
"""

from __future__ import annotations

import re

from docker_lessons.findings.finding import Variant
from docker_lessons.lessons.diagnosis import Diagnoses, Found, Words
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import Question, Step
from docker_lessons.world.snapshot import short

_COMMAND = "docker images --digests {repository}"
diagnoses = Diagnoses(
    "see-tag",
    wanted="the digest beside the tag 1.0 of {hub_repository} on the Hub",
    repair=_COMMAND,
)
_SHORTEST = 4


def _given(look: Look) -> str:
    given = (look.answer or "").strip().strip("`'\"").lower()
    return given.removeprefix("digest:").strip().removeprefix("sha256:").removesuffix("...").strip()


def _hexadecimal(look: Look) -> bool:
    return re.fullmatch(r"[0-9a-f]+", _given(look)) is not None


def _begins(digest: str, given: str) -> bool:
    return digest.removeprefix("sha256:").startswith(given)


@diagnoses.holds(
    seen="your answer {given}",
    wanted="the digest of {target}: sha256:{digest}",
    text="Right. The digest names the content: whoever pulls sha256:{digest} gets these very bytes.",
)
def holds(look: Look) -> Found:
    """The answer begins the digest of `1.0`."""
    given, tag = _given(look), look.hub_tag
    if tag is None or len(given) < _SHORTEST or not _hexadecimal(look):
        return None
    if not _begins(tag.digest, given):
        return None
    return {"given": given[:12], "digest": short(tag.digest)}


@diagnoses.cause(
    "digest-no-tag",
    "state",
    seen="no tag 1.0 in {hub_repository} on the Hub",
    wanted="the tag 1.0, to look at",
    repair="docker push {target}",
    text="There is nothing to see yet: push first.",
    variants={"untagged": Words(repair="docker-lessons solve push")},
)
def no_tag(look: Look) -> Found:
    """There is no tag to look at."""
    if look.hub_tag:
        return None
    return {} if look.target else Variant("untagged")


@diagnoses.cause(
    "digest-answer-outdated",
    "answer",
    seen="your earlier answer {given}; the tag is sha256:{digest} now",
    text="Your answer was right for what the tag pointed at then. Another image was pushed since, and the digest "
    "changed with it.",
)
def outdated(look: Look) -> Found:
    """The answer was accepted once; the tag points elsewhere now."""
    accepted = look.view.accepted.get("see-tag")
    if not accepted or accepted != look.answer or not look.hub_tag:
        return None
    return {"given": _given(look)[:12], "digest": short(look.hub_tag.digest)}


@diagnoses.cause(
    "digest-no-answer",
    "answer",
    seen="no answer yet",
    text="Open the repository's page on the Hub, then Tags. Beside 1.0 stands its digest, the one that your push "
    "printed.",
)
def no_answer(look: Look) -> Found:
    """Nothing was answered."""
    return None if _given(look) else {}


@diagnoses.cause(
    "digest-answer-tag",
    "answer",
    seen="{given}, which is the tag's name",
    text="{given} is the label; asked is what it points at: the digest beside it, which begins with sha256:.",
)
def tag_given(look: Look) -> Found:
    """The tag's name was given."""
    given = (look.answer or "").strip().lstrip(":")
    tags = {tag.name for tag in look.repository.tags} if look.repository else set()
    return {"given": given} if given in tags else None


@diagnoses.cause(
    "digest-answer-short",
    "answer",
    seen="{given}: {count} characters",
    text="That is how it begins, but too little to be sure. Give at least four characters behind sha256:.",
)
def too_short(look: Look) -> Found:
    """The right beginning, but too little of it."""
    given = _given(look)
    if len(given) >= _SHORTEST or not look.hub_tag or not _begins(look.hub_tag.digest, given):
        return None
    return {"given": given, "count": len(given)}


@diagnoses.cause(
    "digest-answer-image-id",
    "answer",
    seen="{given}, an image ID",
    text="That is the image ID, by which your engine knows the image. The Hub names what it keeps by the digest "
    "of its manifest: another number, on the Tags page.",
)
def image_id(look: Look) -> Found:
    """The image ID was given."""
    given = _given(look)
    images = [one.id for one in look.host.images] + ([look.hub_tag.image] if look.hub_tag else [])
    if len(given) < _SHORTEST or not any(_begins(one, given) for one in images):
        return None
    return {"given": given[:12]}


@diagnoses.cause(
    "digest-answer-layer",
    "answer",
    seen="{given}, a layer",
    text="That is one layer of the image, as the push lists them. The digest of the whole stands in the push's "
    "last line, and on the Tags page.",
)
def layer(look: Look) -> Found:
    """A layer's digest was given."""
    given = _given(look)
    layers = [d for one in look.host.images for d in one.diff_ids]
    if len(given) < _SHORTEST or not any(_begins(one, given) for one in layers):
        return None
    return {"given": given[:12]}


@diagnoses.cause(
    "digest-answer-other-tag",
    "answer",
    seen="{given}, the digest of {name}",
    text="That is the digest of {name}. Look in the line of 1.0.",
)
def other_tag(look: Look) -> Found:
    """The digest of another tag was given."""
    given = _given(look)
    if len(given) < _SHORTEST:
        return None
    for repository in look.hub.repositories:
        for tag in repository.tags:
            if _begins(tag.digest, given):
                return {"given": given[:12], "name": f"{repository.full_name}:{tag.name}"}
    return None


@diagnoses.cause(
    "digest-answer-unknown",
    "answer",
    seen="the answer {given}",
    text="A digest is made of digits and the letters a to f, behind sha256:. "
    "It stands beside 1.0 on the repository's Tags page.",
    variants={
        "hexadecimal": Words(
            text="It looks like a digest, but the Hub has none that begins so. "
            "It stands beside 1.0 on the repository's Tags page."
        )
    },
)
def unknown(look: Look) -> Found:
    """Something else was given."""
    facts = {"given": (look.answer or "").strip()[:40]}
    return Variant("hexadecimal", facts) if _hexadecimal(look) else facts


@diagnoses.note(
    "digest-without-algorithm", "In full it begins with sha256:, the way it was computed."
)
def without_algorithm(look: Look) -> Found:
    """A part of it was given."""
    given = (look.answer or "").strip().lower()
    return None if given.startswith("sha256:") else {}


async def solve(doing: Solution, look: Look) -> None:
    """Reads the digest from the Hub."""
    if look.hub_tag:
        doing.did.append("look at the Tags page of the repository on the Hub")
        doing.answer(f"sha256:{short(look.hub_tag.digest)}")


step = Step(
    id="see-tag",
    page="04-push",
    title="See the tag on the Hub",
    goal="You can give the digest of the tag 1.0, as the Hub's Tags page shows it.",
    command=_COMMAND,
    hint="On the repository's page choose Tags: the digest begins with sha256:. Your push printed it too.",
    hands="answer",
    diagnoses=diagnoses,
    solve=solve,
    undone_by=frozenset({"clean-up"}),
    question=Question("How does the digest of 1.0 begin?", "sha256:...", about="digest"),
    needs_hub=True,
)
