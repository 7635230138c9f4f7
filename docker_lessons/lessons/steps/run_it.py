"""Start a container from what was pulled (beyond the chapter).

Checked where the engine runs containers: one that was made from `demousr/demorep:1.0` ended with exit
code 0 since that came back, and the answer is what it printed. The practice engine runs none, and the step is
skipped there.
"""

from __future__ import annotations

import re

from docker_lessons.findings.finding import Variant
from docker_lessons.lessons import course_image
from docker_lessons.lessons.diagnosis import Diagnoses, Found, Words
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import Question, Step
from docker_lessons.lessons.steps.published import published_id
from docker_lessons.lessons.steps.pull_back import story
from docker_lessons.lessons.steps.sentences import DOCKER_SAID
from docker_lessons.lessons.verdict import SKIPPED
from docker_lessons.world.host import Event

_COMMAND = "docker run --rm {target}"
_PRINTED = course_image.MESSAGE.strip()
_WITH_ANSWER = f"docker-lessons check run-it --answer '{_PRINTED}'"
_PLATFORM = re.compile(
    r"exec format error|requested image's platform|no matching manifest|does not match the "
    r"(?:detected|specified) (?:host )?platform",
    re.IGNORECASE,
)

diagnoses = Diagnoses(
    "run-it",
    wanted="a container made from {target} that ended with exit code 0, and what it printed",
    repair=_COMMAND,
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
    return bool(hexadecimal) and published_id(look).removeprefix("sha256:").startswith(number)


def _codes(look: Look) -> list[str]:
    """The exit codes of the containers that were made from the pulled image, oldest first."""
    return [_attribute(event, "exitCode") for event in _ended(look) if _of_target(look, event)]


def _words(text: str) -> list[str]:
    """The words of a text, whatever quotes, spaces and capitals it was given with."""
    return re.findall(r"\w+", text.casefold())


@diagnoses.holds(
    seen="a container made from {target} ended with exit code 0; you answered {given}",
    wanted="a container that ended with exit code 0, and what it printed",
    text="What you built, published and fetched back also runs.",
)
def holds(look: Look) -> Found:
    """A container ended well, and its words were read."""
    answer = look.answer or ""
    if "0" not in _codes(look) or _words(answer) != _words(course_image.MESSAGE):
        return None
    return {"given": answer}


@diagnoses.cause(
    "no-containers",
    "state",
    seen="an engine that runs no containers",
    wanted="a container made from {target} that ended with exit code 0",
    repair="",
    text="The practice engine keeps and moves images, and runs none, so this step is skipped. "
    "On your own Docker (docker-lessons start --engine docker) the same page runs it.",
    verdict=SKIPPED,
)
def no_containers(look: Look) -> Found:
    """The engine runs no containers."""
    return None if look.host.runs_containers else {}


# It ran: what did it print?


@diagnoses.cause(
    "run-no-answer",
    "answer",
    seen="a container made from {target} ended with exit code 0; no answer yet",
    repair=_WITH_ANSWER,
    text="It ran and ended well. What did it print?",
)
def no_answer(look: Look) -> Found:
    """It ran, and nothing was answered."""
    return None if "0" not in _codes(look) or (look.answer or "").strip() else {}


@diagnoses.cause(
    "run-answer-wrong",
    "answer",
    seen="the answer {given}",
    repair=_WITH_ANSWER,
    text="It ran and ended well, and printed one line, which is another. It is the text of myimage/message.txt as it "
    "was when you built; run it again, and read.",
)
def answer_wrong(look: Look) -> Found:
    """It ran, and something else was answered."""
    return {"given": (look.answer or "").strip()[:40]} if "0" in _codes(look) else None


# It did not run, or something else did.


@diagnoses.cause(
    "run-platform",
    "state",
    seen="an image for another processor than this computer's ({machine})",
    wanted="{target}, built for this computer",
    repair="docker build -t {image} myimage",
    text="An image holds a program for one kind of processor, and this one's is another: it was built with "
    "another --platform, or on another computer. Build it here, then tag, push, remove and pull it again.",
)
def platform(look: Look) -> Found:
    """The image is for another processor."""
    tried, machine = look.refused("run"), course_image.architecture()
    told = tried and _PLATFORM.search(tried.said)
    layers = look.target.diff_ids if look.target else ()
    made_for = next((name for name, of in course_image.DIFF_IDS.items() if layers == of), machine)
    return {"machine": machine} if told or made_for != machine else None


@diagnoses.cause(
    "run-no-tag",
    "command line",
    seen="docker run {given}: no image {given}:latest",
    text="Without a tag Docker means {given}:latest, which is neither here nor on the Hub. Say the tag.",
)
def no_tag(look: Look) -> Found:
    """`docker run demousr/demorep`: no tag means `latest`."""
    tried = look.refused("run")
    first = tried.arguments[0].removesuffix(":latest") if tried and tried.arguments else ""
    if first not in (look.names.target_repository, look.names.image.partition(":")[0]):
        return None
    return {"given": first}


def _other(look: Look) -> str:
    """The name of the course's that something else was started from, or was to be, most recently."""
    tried = look.refused("run")
    if tried and tried.arguments:
        return tried.arguments[0]
    others = [_attribute(e, "image") for e in _ended(look) if not _of_target(look, e)]
    return others[-1] if others else ""


@diagnoses.cause(
    "run-other-tag",
    "events",
    seen="a container made from {name}",
    text="You started {name}; what you pulled is {target}. Two tags are two names, and may be two images.",
)
def other_tag(look: Look) -> Found:
    """Another tag of the repository was started."""
    name = _other(look)
    if not name.startswith(f"{look.names.target_repository}:") or name == look.names.target:
        return None
    return {"name": name}


@diagnoses.cause(
    "run-other-name",
    "events",
    seen="docker run {name}",
    text="Asked is the image that you fetched from the Hub, by the name that you fetched it with: {target}.",
    variants={"absent": Words(seen="docker run {name}: no such image here")},
)
def other_name(look: Look) -> Found:
    """Another name was started, one that is not here perhaps."""
    name = _other(look)
    if not name or name == look.names.target:
        return None
    here = look.host.named(name if ":" in name.rpartition("/")[2] else f"{name}:latest")
    return {"name": name} if here else Variant("absent", {"name": name})


@diagnoses.cause(
    "run-failed",
    "events",
    seen="a container made from {target} ended with exit code {code}",
    text="It started and ended with an error. Run the image without other words behind its name.",
)
def failed(look: Look) -> Found:
    """Containers ended, none of them well."""
    codes = _codes(look)
    return {"code": codes[-1]} if codes else None


@diagnoses.cause(
    "run-refused",
    "command line",
    seen=DOCKER_SAID,
    text="Docker refused that, and said why. The image's name is the last word.",
)
def refused(look: Look) -> Found:
    """Docker started nothing: a word behind the name that is no program of the image's, say."""
    tried = look.refused("run")
    return {"line": tried.line, "said": tried.said.strip()[-160:]} if tried else None


@diagnoses.cause(
    "run-missing",
    "events",
    seen="no container made from {target} was seen",
    text="Start a container from the image that you pulled; --rm removes the container when it has ended.",
)
def missing(look: Look) -> Found:
    """None was started yet."""
    return {}


@diagnoses.note(
    "run-container-left",
    "Without --rm a container stays when it has ended: {names} is still there, and holds the image. "
    "docker rm {all} takes it away.",
)
def container_left(look: Look) -> Found:
    """Without `--rm` the container stays when it has ended."""
    names = tuple(one.name for one in look.containers_of(published_id(look)))
    return {"names": names, "all": " ".join(names)} if names else None


async def solve(doing: Solution, look: Look) -> None:
    """Runs it, where something runs, and reads what it prints."""
    if look.host.runs_containers:
        if "0" not in _codes(look):
            await doing.run(look.names.target)
        doing.answer(_PRINTED)


step = Step(
    id="run-it",
    page="05-pull-back",
    title="Run it",
    goal="A container made from {target} has ended with exit code 0, and you can say what it printed.",
    command=_COMMAND,
    hint="run takes the image's name; --rm removes the container when it has ended.",
    hands="blank",
    diagnoses=diagnoses,
    solve=solve,
    undone_by=frozenset({"second-delete", "clean-up"}),
    question=Question("What did it print?", "one line"),
    needs_containers=True,
)
