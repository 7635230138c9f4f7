"""Start a container from what was pulled (beyond the chapter).

Checked where the engine runs containers: one that was made from `demousr/demorep:1.0` ended with exit
code 0 since that came back, and the answer is what it printed. The practice engine runs none, and the step is
skipped there.
"""

from __future__ import annotations

import re
from dataclasses import replace

from docker_lessons.lessons import image
from docker_lessons.lessons.look import Look, listed
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import Causes, Found, Held, Question, Step
from docker_lessons.lessons.steps.pull_back import story
from docker_lessons.lessons.verdict import SKIPPED
from docker_lessons.world.host import Event

diagnoses = Causes("run-it")
_PLATFORM = re.compile(
    r"exec format error|requested image's platform|no matching manifest|does not match the "
    r"(?:detected|specified) (?:host )?platform",
    re.IGNORECASE,
)


def _attribute(event: Event, name: str) -> str:
    return dict(event.attributes).get(name, "")


def _ended(look: Look) -> list[Event]:
    """The containers that ended since the image came back, oldest first; of images that are the course's."""
    since = story(look).gone_at
    return [
        e
        for e in look.view.events
        if e.type == "container" and e.action == "die" and e.seconds > since
    ]


def _of_target(look: Look, event: Event) -> bool:
    """Whether a container was made from the pulled image, by its name or by its ID."""
    made_from = _attribute(event, "image")
    if made_from == look.names.target:
        return True
    number = made_from.removeprefix("sha256:")
    hexadecimal = re.fullmatch(r"[0-9a-f]{4,64}", number)
    return bool(hexadecimal) and look.published_id.removeprefix("sha256:").startswith(number)


def _codes(look: Look) -> list[str]:
    """The exit codes of the containers that were made from the pulled image, oldest first."""
    return [_attribute(event, "exitCode") for event in _ended(look) if _of_target(look, event)]


def _said(text: str) -> list[str]:
    """The words of a text, whatever quotes, spaces and capitals it was given with."""
    return re.findall(r"\w+", text.casefold())


def holds(look: Look) -> Held | None:
    """A container ended well, and its words were read."""
    if "0" not in _codes(look) or _said(look.answer or "") != _said(image.MESSAGE):
        return None
    return Held(
        seen=f"a container made from {look.names.target} ended with exit code 0; you answered {look.answer}",
        wanted="a container that ended with exit code 0, and what it printed",
        text="What you built, published and fetched back also runs.",
    )


def _found(look: Look, seen: str, text: str) -> Found:
    return Found(
        seen=seen,
        wanted=f"a container made from {look.names.target} that ended with exit code 0, and what it printed",
        repair=f"docker run --rm {look.names.target}",
        text=text,
    )


@diagnoses.cause("no-containers", "state")
def no_containers(look: Look) -> Found | None:
    """The engine runs no containers."""
    if look.host.runs_containers:
        return None
    return Found(
        seen="an engine that runs no containers",
        wanted=f"a container made from {look.names.target} that ended with exit code 0",
        repair=None,
        text="The practice engine keeps and moves images, and runs none, so this step is skipped. "
        "On your own Docker (docker-lessons start --engine docker) the same page runs it.",
        verdict=SKIPPED,
    )


# It ran: what did it print?


def _answer(look: Look, seen: str, text: str) -> Found:
    repair = f"docker-lessons check run-it --answer '{image.MESSAGE.strip()}'"
    return replace(_found(look, seen, text), repair=repair)


@diagnoses.cause("run-no-answer", "answer")
def no_answer(look: Look) -> Found | None:
    """It ran, and nothing was answered."""
    if "0" not in _codes(look) or (look.answer or "").strip():
        return None
    return _answer(
        look,
        f"a container made from {look.names.target} ended with exit code 0; no answer yet",
        "It ran and ended well. What did it print?",
    )


@diagnoses.cause("run-answer-wrong", "answer")
def answer_wrong(look: Look) -> Found | None:
    """It ran, and something else was answered."""
    if "0" not in _codes(look):
        return None
    return _answer(
        look,
        f"the answer {(look.answer or '').strip()[:40]}",
        "It ran and ended well, and printed one line, which is another. It is the text of myimage/message.txt as it "
        "was when you built; run it again, and read.",
    )


# It did not run, or something else did.


@diagnoses.cause("run-platform", "state")
def platform(look: Look) -> Found | None:
    """The image is for another processor."""
    tried = look.refused("run")
    told = tried and _PLATFORM.search(tried.said)
    made_for = next(
        (
            name
            for name, layers in image.DIFF_IDS.items()
            if look.target and look.target.diff_ids == layers
        ),
        image.architecture(),
    )
    if not told and made_for == image.architecture():
        return None
    return Found(
        seen=f"an image for another processor than this computer's ({image.architecture()})",
        wanted=f"{look.names.target}, built for this computer",
        repair=f"docker build -t {look.names.image} {image.FOLDER}",
        text="An image holds a program for one kind of processor, and this one's is another: it was built with "
        "another --platform, or on another computer. Build it here, then tag, push, remove and pull it again.",
    )


@diagnoses.cause("run-no-tag", "command line")
def no_tag(look: Look) -> Found | None:
    """`docker run demousr/demorep`: no tag means `latest`."""
    tried = look.refused("run")
    first = tried.arguments[0].removesuffix(":latest") if tried and tried.arguments else ""
    if first not in (look.names.target_repository, look.names.image.partition(":")[0]):
        return None
    return _found(
        look,
        f"docker run {first}: no image {first}:latest",
        f"Without a tag Docker means {first}:latest, which is neither here nor on the Hub. Say the tag.",
    )


def _other(look: Look) -> str:
    """The name of the course's that something else was started from, or was to be, most recently."""
    tried = look.refused("run")
    if tried and tried.arguments:
        return tried.arguments[0]
    others = [_attribute(e, "image") for e in _ended(look) if not _of_target(look, e)]
    return others[-1] if others else ""


@diagnoses.cause("run-other-tag", "events")
def other_tag(look: Look) -> Found | None:
    """Another tag of the repository was started."""
    name = _other(look)
    if not name.startswith(f"{look.names.target_repository}:") or name == look.names.target:
        return None
    return _found(
        look,
        f"a container made from {name}",
        f"You started {name}; what you pulled is {look.names.target}. Two tags are two names, and may be two images.",
    )


@diagnoses.cause("run-other-name", "events")
def other_name(look: Look) -> Found | None:
    """Another name was started, one that is not here perhaps."""
    name = _other(look)
    if not name or name == look.names.target:
        return None
    here = look.host.named(name if ":" in name.rpartition("/")[2] else f"{name}:latest")
    return _found(
        look,
        f"docker run {name}" + ("" if here else ": no such image here"),
        f"Asked is the image that you fetched from the Hub, by the name that you fetched it with: {look.names.target}.",
    )


@diagnoses.cause("run-failed", "events")
def failed(look: Look) -> Found | None:
    """Containers ended, none of them well."""
    codes = _codes(look)
    if not codes:
        return None
    return _found(
        look,
        f"a container made from {look.names.target} ended with exit code {codes[-1]}",
        "It started and ended with an error. Run the image without other words behind its name.",
    )


@diagnoses.cause("run-refused", "command line")
def refused(look: Look) -> Found | None:
    """Docker started nothing: a word behind the name that is no program of the image's, say."""
    tried = look.refused("run")
    if not tried:
        return None
    return _found(
        look,
        f"{tried.line}: {tried.said.strip()[-160:]}",
        "Docker refused that, and said why. The image's name is the last word.",
    )


@diagnoses.cause("run-missing", "events")
def missing(look: Look) -> Found | None:
    """None was started yet."""
    return _found(
        look,
        f"no container made from {look.names.target} was seen",
        "Start a container from the image that you pulled; --rm removes the container when it has ended.",
    )


@diagnoses.note("run-container-left")
def container_left(look: Look) -> str | None:
    """Without `--rm` the container stays when it has ended."""
    left = [one.name for one in look.containers_of(look.published_id)]
    if not left:
        return None
    return (
        f"Without --rm a container stays when it has ended: {listed(left)} is still there, and holds the image. "
        f"docker rm {' '.join(left)} takes it away."
    )


async def solve(doing: Solution, look: Look) -> None:
    """Run it, where something runs, and read what it prints."""
    if look.host.runs_containers:
        if "0" not in _codes(look):
            await doing.run(look.names.target)
        doing.answer(image.MESSAGE.strip())


step = Step(
    id="run-it",
    page="05-pull-back",
    title="Run it",
    goal="A container made from {target} has ended with exit code 0, and you can say what it printed.",
    command="docker run --rm {target}",
    hint="run takes the image's name; --rm removes the container when it has ended.",
    hands="blank",
    holds=holds,
    diagnoses=diagnoses,
    solve=solve,
    question=Question("What did it print?", "one line"),
    on_own_docker=True,
)
