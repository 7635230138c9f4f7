"""Start a container from what was pulled (beyond the chapter).

Checked: a container that was made from `demousr/demorep:1.0` ended with exit code 0 since that came back, and the
answer is what it printed. Where the engine can run none, the step is skipped.
"""

from __future__ import annotations

import re

from docker_lessons.findings import docker_answers
from docker_lessons.findings.finding import Variant
from docker_lessons.findings.image_name import is_image_id, with_tag
from docker_lessons.language import later
from docker_lessons.lessons import course_image
from docker_lessons.lessons.answers import bare, told_again
from docker_lessons.lessons.diagnosis import Diagnoses, Found, Words
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import Question, Step
from docker_lessons.lessons.steps.published import published_id
from docker_lessons.lessons.steps.pull_back import story
from docker_lessons.lessons.steps.refusals import left_out_tag, misspelt, register_docker_said
from docker_lessons.lessons.steps.removal import containers_left
from docker_lessons.lessons.verdict import SKIPPED
from docker_lessons.oci.reference import InvalidReference, Reference
from docker_lessons.world.host import Event
from docker_lessons.world.snapshot import short

_COMMAND = "docker run --rm {target}"
_PRINTED = course_image.MESSAGE.strip()
_WITH_ANSWER = f"docker-lessons check run-it --answer '{_PRINTED}'"
_PROGRAM = ("/hello",)
"""What starts the course's program in an image that does not start it by itself."""
_PLATFORM = re.compile(
    r"exec format error|requested image's platform|no matching manifest|does not (?:match|provide) the "
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
    made_from, published = _attribute(event, "image"), published_id(look)
    if _is_target(look, made_from):
        return True
    number = made_from.removeprefix("sha256:")
    return is_image_id(made_from) and published.removeprefix("sha256:").startswith(number)


def _is_target(look: Look, name: str) -> bool:
    """Whether Docker reads a name as the pulled one: with Docker Hub's address in front too, or with its digest."""
    try:
        read = Reference.parse(name)
    except InvalidReference:
        return False
    if read.digest is None:
        return read.familiar == look.names.target
    by_digest = f"{read.familiar_name}@{read.digest}"
    image = look.host.image(published_id(look))
    return image is not None and by_digest in image.digests


def _codes(look: Look) -> list[str]:
    """The exit codes of the containers that were made from the pulled image, oldest first."""
    return [_attribute(event, "exitCode") for event in _ended(look) if _of_target(look, event)]


def _words(text: str) -> list[str]:
    """The words of a text, whatever quotes, spaces and capitals it was given with."""
    return re.findall(r"\w+", text.casefold())


@diagnoses.holds(
    seen="a container made from {target} ended with exit code 0; you answered {given}",
    wanted="a container that ended with exit code 0, and what it printed",
    text="What you built, published and pulled back also runs.",
)
def holds(look: Look) -> Found:
    """A container ended with exit code 0, and the answer is what it printed."""
    answer = look.answer or ""
    if (
        older_copy(look)
        or "0" not in _codes(look)
        or _words(answer) != _words(course_image.MESSAGE)
    ):
        return None
    return {"given": answer}


@diagnoses.cause(
    "no-containers",
    seen="an engine that doesn't run containers",
    wanted="a container made from {target} that ended with exit code 0",
    repair="",
    text="This step is skipped, and you don't need it for the rest of the course: on this "
    "computer, the engine can't start a container. It says: {why}. On your own Docker "
    "(docker-lessons start --engine docker), the same page runs it.",
    verdict=SKIPPED,
)
def no_containers(look: Look) -> Found:
    """The engine runs no containers. The reason that the practice engine gives is told as a message."""
    return None if look.host.runs_containers else {"why": later(look.host.why_no_containers)}


@diagnoses.cause(
    "run-older-copy",
    seen="{target} here is the image {id}; the Hub's is {there}",
    wanted="a container made from the image that the Hub has as {target}",
    repair="docker pull {target}",
    text="docker run uses the image on this computer and doesn't ask the Hub. Your copy isn't the "
    "image that's on the Hub now: pull again, then run it.",
)
def older_copy(look: Look) -> Found:
    """Another image than the Hub's bears the name here, and would be run."""
    tag = look.hub_tag if look.snapshot.hub else None
    if not tag or not look.target or tag.holds(look.target.id) or _pushed_since(look):
        return None
    return {"id": look.target.short, "there": short(tag.id_on(look.host))}


def _pushed_since(look: Look) -> bool:
    """Whether the name was pushed after the Hub was looked at, so that it may be this image there by now."""
    seen = look.hub.seen_at
    pushes = (e for e in look.image_events if e.action == "push" and e.id == look.names.target)
    return bool(seen) and any(e.seconds > seen for e in pushes)


# It ran: what did it print?


@diagnoses.cause(
    "run-no-answer",
    seen="a container made from {target} ended with exit code 0; no answer yet",
    repair=_WITH_ANSWER,
    text="It ran and ended well. What did it print?",
)
def no_answer(look: Look) -> Found:
    """It ran, and nothing was answered."""
    return None if "0" not in _codes(look) or bare(look.answer) else {}


@diagnoses.cause(
    "run-answer-wrong",
    seen="the answer {given}",
    repair=_WITH_ANSWER,
    text="It ran and ended well, but it printed something else: one line, the text of "
    "myimage/message.txt from when you built the image. Run it again, and read what it "
    "prints.",
)
def answer_wrong(look: Look) -> Found:
    """It ran, and something else was answered."""
    return {"given": told_again(bare(look.answer))} if "0" in _codes(look) else None


# It did not run, or something else did.


@diagnoses.cause(
    "run-misspelled",
    seen="{line}: no command called {word}",
    text="Docker has no command called {word}. Did you mean run?",
)
def misspelled(look: Look) -> Found:
    """A word that is no command, and that means `run`."""
    return misspelt(look, "run", "run-it")


def _published_for(look: Look) -> str:
    """The processor that the Hub's image is for, as far as its layers tell; '' where they don't."""
    tag = look.hub_tag if look.snapshot.hub else None
    return look.contents.program_for(tag.diff_ids if tag else ())


@diagnoses.cause(
    "run-platform",
    seen="an image for another processor: Docker runs on {machine} here",
    wanted="{target}, built for {machine}",
    repair="docker build -t {image} myimage",
    text="An image is built for one kind of processor, and this one is for another kind: it was "
    "built with a different --platform, or on another computer. Build it yourself, then tag, "
    "push, remove and pull it again.",
    variants={
        "asked": Words(
            seen="{target}, which is for {machine}, and a command that asked for another processor",
            wanted="a container made from {target}, for {machine}",
            repair=_COMMAND,
            text="The image is for {machine}, which is what Docker runs on here. But --platform in the command, or the variable "
            "DOCKER_DEFAULT_PLATFORM, asked for another kind. Leave it out.",
        )
    },
)
def platform(look: Look) -> Found:
    """The image is for another processor, or another one was asked for."""
    tried, machine = look.refused("run"), look.architecture
    told = tried and _PLATFORM.search(tried.docker_said)
    made_for = look.made_for(look.target) if look.target else machine
    if not told and made_for == machine:
        return None
    asked = tried and ("--platform" in tried.options or "specified platform" in tried.docker_said)
    fits = (made_for if look.target else _published_for(look)) == machine
    return Variant("asked" if asked and fits else "", {"machine": machine})


@diagnoses.cause(
    "run-own-program",
    seen="{line}: no program {program} in the image",
    repair="docker run --rm {target} /hello",
    text="By itself, this image starts {program}, which it doesn't have: in the Dockerfile it was built from, CMD has "
    "no brackets, or other quotes. Name the program after the image: /hello.",
    variants={
        "nothing": Words(
            seen="{line}: the image starts nothing",
            text="By itself, this image starts nothing: the Dockerfile it was built from has no CMD. Name the program after "
            "the image: /hello.",
        ),
        "unnamed": Words(
            seen="{line}: Podman couldn't start the image's program",
            text="Podman couldn't start what this image starts by itself; most likely the image doesn't have it. Name the "
            "program after the image: /hello.",
        ),
    },
)
def own_program(look: Look) -> Found:
    """The image's own command is one that it does not hold, such as the shell of `CMD /hello`."""
    tried = look.refused("run")
    if not tried or len(tried.arguments) != 1 or not _is_target(look, tried.target):
        return None
    said = docker_answers.what_docker_said("run", tried.docker_said)
    if said and said.cause == "no-command":
        return Variant("nothing", {"line": tried.line})
    if said and said.cause == "program-not-started":
        return Variant("unnamed", {"line": tried.line})
    if not said or said.cause != "no-such-program":
        return None
    return {"line": tried.line, "program": said.facts["program"]}


@diagnoses.cause(
    "run-no-tag",
    seen="docker run {given}: no image {given}:latest",
    text="Without a tag, Docker means {given}:latest, which is neither here nor on the Hub. Add "
    "the tag.",
)
def no_tag(look: Look) -> Found:
    """`docker run demousr/demorep`: no tag means `latest`."""
    tried = look.refused("run")
    repositories = look.names.target_repository, look.names.image.partition(":")[0]
    given = tried and left_out_tag(tried.arguments[:1], *repositories)
    return {"given": given} if given else None


def _other(look: Look) -> str:
    """The name in the newest refused `docker run`, else of the last other image that was started; '' for none."""
    tried = look.refused("run")
    if tried and tried.arguments:
        return tried.arguments[0]
    others = [_attribute(e, "image") for e in _ended(look) if not _of_target(look, e)]
    return others[-1] if others else ""


@diagnoses.cause(
    "run-other-tag",
    seen="a container made from {name}",
    text="You started {name}, but you pulled {target}. Two tags are two names, and they can be two "
    "images.",
)
def other_tag(look: Look) -> Found:
    """Another tag of the repository was started."""
    name = _other(look)
    if not name.startswith(f"{look.names.target_repository}:") or _is_target(look, name):
        return None
    return {"name": name}


@diagnoses.cause(
    "run-other-name",
    seen="docker run {name}",
    text="Run the image that you pulled from the Hub, with the name that you pulled: {target}.",
    variants={"absent": Words(seen="docker run {name}: no such image here")},
)
def other_name(look: Look) -> Found:
    """Another name was started, one that is not here perhaps."""
    name = _other(look)
    if not name or _is_target(look, name):
        return None
    return {"name": name} if look.host.named(with_tag(name)) else Variant("absent", {"name": name})


@diagnoses.cause(
    "run-failed",
    seen="a container made from {target} ended with exit code {code}",
    text="It started, and ended with an error. Run the image with nothing after its name.",
)
def failed(look: Look) -> Found:
    """Containers ended, none of them well."""
    codes = _codes(look)
    return {"code": codes[-1]} if codes else None


register_docker_said(diagnoses, "run-refused", lambda look: look.refused("run"))


@diagnoses.cause(
    "run-missing",
    seen="no container made from {target} was seen",
    text="Start a container from the image that you pulled. With --rm, Docker removes the "
    "container when it ends.",
)
def missing(look: Look) -> Found:
    """None was started yet."""
    return {}


@diagnoses.note(
    "run-container-left",
    "Without --rm, a container stays after it ends, and keeps its image. "
    "To remove {names}, type docker rm {all}.",
)
def container_left(look: Look) -> Found:
    """Without `--rm` the container stays when it has ended."""
    return containers_left(look, published_id(look))


async def solve(doing: Solution, look: Look) -> None:
    """Runs it, where something runs, and reads what it prints."""
    if look.host.runs_containers:
        if "0" not in _codes(look):
            whole = look.target is None or course_image.starts_program(look.target.command)
            await doing.run(look.names.target, *(() if whole else _PROGRAM))
        doing.answer(_PRINTED)


step = Step(
    id="run-it",
    page="05-pull-back",
    title="Run it",
    goal="A container made from {target} has ended with exit code 0, and you know what it printed.",
    command=_COMMAND,
    hint="run takes the image's name. With --rm, Docker removes the container when it ends.",
    hands="blank",
    diagnoses=diagnoses,
    solve=solve,
    undone_by=frozenset({"second-delete", "clean-up"}),
    question=Question("What did it print?", "one line"),
    needs_containers=True,
)
