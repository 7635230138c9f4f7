"""Build the image that the chapter starts from.

Checked: the host has `myimage:0.1`, and its layers are those that the course's Dockerfile makes.
"""

from __future__ import annotations

import re

from docker_lessons.findings import image_name, slips
from docker_lessons.findings.finding import Facts, Variant
from docker_lessons.lessons import course_image
from docker_lessons.lessons.attempt import Attempt
from docker_lessons.lessons.diagnosis import Diagnoses, Found, Words
from docker_lessons.lessons.look import RESTORE, Look
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import Step
from docker_lessons.lessons.steps.processor import (
    BUILD_FOR_THIS,
    HAS_PROGRAM,
    SAYS_PROCESSOR,
    for_another_processor,
)
from docker_lessons.lessons.steps.published import published_id
from docker_lessons.lessons.steps.refusals import miscounted, misspelt, register_docker_said
from docker_lessons.lessons.steps.sentences import HOST_HAS, OUTPUT_IN_LINE
from docker_lessons.world.snapshot import HostImage, short

_COMMAND = "docker build -t {image} myimage"
FOLDER_IS_BROKEN = frozenset(
    {
        "empty-dockerfile",
        "unknown-instruction",
        "file-not-in-context",
        "no-from-first",
        "instruction-arguments",
        "dockerfile-line",
    }
)
"""Docker's answers to a Dockerfile or a folder that the course did not make so."""
diagnoses = Diagnoses(
    "build-image", wanted="{image}, built from the folder myimage", repair=_COMMAND
)


@diagnoses.holds(
    seen="{image} is the image {id}",
    wanted="{image}, built from the course's Dockerfile",
    text="Your image {image} is ready: two layers, ID {id}.",
)
def holds(look: Look) -> Found:
    """`myimage:0.1` is there, made by the course's Dockerfile."""
    found = look.image
    if found is None or not course_image.is_course_image(found.diff_ids):
        return None
    if not course_image.starts_program(found.command) or look.made_for(found) != look.architecture:
        return None
    return {"id": found.short}


def _without_name(look: Look) -> list[HostImage]:
    """The course's complete images that have no name; what an unfinished build leaves starts nothing."""
    found = (one for one in look.course_images if not one.names)
    return [one for one in found if course_image.starts_program(one.command)]


# What the client or the engine refused.


def _name(tried: Attempt) -> str:
    """The name that the image was to get."""
    return tried.options.get("--tag", "")


def _broken(tried: Attempt, look: Look) -> str:
    """Which wording fits a Dockerfile that does not build: it is the course's own, may be that, or is another one."""
    if "--file" in tried.options:
        return "other-folder"
    if not tried.typed or tried.target in (".", "./"):
        return "some-folder"
    ours = tried.target.rstrip("/").rpartition("/")[2] == look.contents.folder
    return "" if ours else "other-folder"


_OTHER_FOLDER = "The course's own Dockerfile is in the folder myimage: build that one."
_SOME_FOLDER = "If this is the course's folder, docker-lessons restore puts it back the way it was."
_OURS = "docker-lessons restore puts the course's folder back the way it was, and keeps your version next to it."


def _unreadable(look: Look) -> Attempt | None:
    """The newest build, if its name could not be read."""
    tried = look.refused("build")
    return tried if tried and image_name.NAME_REFUSED.search(tried.docker_said) else None


@diagnoses.cause(
    "build-misspelled",
    seen="{line}: no command called {word}",
    text="Docker has no command called {word}. Did you mean build?",
)
def misspelled(look: Look) -> Found:
    """A word that is no command, and that means `build`."""
    return misspelt(look, "build", "build-image")


@diagnoses.cause(
    "build-no-context",
    seen="{line}: no folder at the end",
    text="Docker doesn't know what to build from. End the command with the folder that has the "
    "Dockerfile: myimage.",
)
def no_context(look: Look) -> Found:
    """`docker build -t myimage:0.1`: the folder is missing."""
    tried = look.refused("build")
    if not tried or tried.arguments or not miscounted(tried):
        return None
    return {"line": tried.line}


@diagnoses.cause(
    "build-too-many-words",
    seen="{line}: {count} words instead of one folder",
    text="Docker takes everything after the name as the folder to build from, and it found more "
    "than one word there. Write the name without spaces, then one folder.",
    variants={"output": OUTPUT_IN_LINE},
)
def too_many_words(look: Look) -> Found:
    """Spaces within a name make more than one folder of it."""
    return miscounted(look.refused("build"))


@diagnoses.cause(
    "build-no-dockerfile",
    seen="no file called Dockerfile in {folder}",
    text="Docker looked in that folder and found no file called exactly Dockerfile, with a capital "
    "D and no ending such as .txt. The course's Dockerfile is in the folder myimage.",
    variants={"unknown-folder": Words(seen="no file called Dockerfile in that folder")},
)
def no_dockerfile(look: Look) -> Found:
    """The folder holds no file called exactly `Dockerfile`."""
    tried = look.refused("build")
    if not tried or not re.search(
        r"Dockerfile[^\n]*no such file or directory|Cannot locate specified Dockerfile",
        tried.docker_said,
    ):
        return None
    return {"folder": tried.target} if tried.target else Variant("unknown-folder")


@diagnoses.cause(
    "build-no-folder",
    seen="no folder called {folder} here",
    text="There's no folder called {folder} where you ran the command. The course's folder is "
    "called myimage, and it's next to the pages.",
    variants={
        "file": Words(
            seen="{folder}, which is a file",
            text="docker build ends with a folder, and {folder} is a file. The course's folder is called myimage, and "
            "Docker finds the Dockerfile in it by itself.",
        )
    },
)
def no_folder(look: Look) -> Found:
    """The folder does not exist."""
    tried = look.refused("build")
    if not tried or not re.search(
        r'path "[^"]*" not found|unable to prepare context', tried.docker_said
    ):
        return None
    facts = {"folder": tried.target}
    return Variant("file", facts) if "must be a directory" in tried.docker_said else facts


@diagnoses.cause(
    "build-placeholder",
    seen="the name {name}",
    wanted="{image}",
    text="There's still a placeholder in {name}. Replace the brackets and everything in them with "
    "your own value.",
)
def placeholder(look: Look) -> Found:
    """`-t <YOUR_USERNAME>/myapp`: a placeholder was typed as it stands."""
    tried = look.refused("build")
    if not tried or not slips.has_blank(_name(tried)):
        return None
    return {"name": _name(tried)}


@diagnoses.cause(
    "build-capitals",
    seen="the name {name}, with a capital letter",
    wanted="{image}",
    text="Image names are lowercase, and {name} has a capital letter.",
    variants={
        "unknown-name": Words(
            seen="a name with a capital letter",
            text="Image names are lowercase, and that name has a capital letter.",
        )
    },
)
def capitals(look: Look) -> Found:
    """Capital letters in the image's name."""
    tried = look.refused("build")
    if not tried or "must be lowercase" not in tried.docker_said:
        return None
    return {"name": _name(tried)} if _name(tried) else Variant("unknown-name")


@diagnoses.cause(
    "build-slash-in-tag",
    seen="the tag {tag}, with a slash in it",
    wanted="{image}",
    text="A tag can have letters, digits, dots, dashes and underscores, but no slashes, so {tag} "
    "can't be a tag. Slashes go before the colon.",
)
def slash_in_tag(look: Look) -> Found:
    """`-t demousr/demorep:feature/foo`: a slash in the tag."""
    tried = _unreadable(look)
    found = tried and image_name.find_in_name(_name(tried), "name-tag-slash")
    return {"tag": found.facts["tag"]} if found else None


@diagnoses.cause(
    "build-dash-at-end",
    seen="{part} in the name {name}",
    wanted="{image}",
    text="Each part of a name starts and ends with a letter or a digit, and {part} doesn't.",
)
def dash_at_end(look: Look) -> Found:
    """`-t name-/foobar`: a part of the name ends with a dash."""
    tried = _unreadable(look)
    found = tried and image_name.find_in_name(_name(tried), "name-part-ends")
    return found.facts if found else None


@diagnoses.cause(
    "build-bad-name",
    seen="the name {name}",
    wanted="{image}",
    text="Docker can't read the name {name}. A name has lowercase letters, digits and dashes, then "
    "one colon and a tag.",
    variants={
        "unknown-name": Words(
            seen="a name that Docker can't read",
            text="Docker can't read that name. A name has lowercase letters, digits and dashes, "
            "then one colon and a tag.",
        )
    },
)
def bad_name(look: Look) -> Found:
    """The client refuses the name for another reason."""
    tried = _unreadable(look)
    if not tried:
        return None
    return {"name": _name(tried)} if _name(tried) else Variant("unknown-name")


_WEB_PAGE = "The file called Dockerfile contains a web page, not a Dockerfile."


@diagnoses.cause(
    "build-web-page",
    seen="a Dockerfile that starts like a web page (<!DOCTYPE ...)",
    repair=RESTORE,
    text=f"{_WEB_PAGE} {_OURS}",
    variants={
        "some-folder": Words(text=f"{_WEB_PAGE} {_SOME_FOLDER}"),
        "other-folder": Words(text=f"{_WEB_PAGE} {_OTHER_FOLDER}", repair=_COMMAND),
    },
)
def web_page(look: Look) -> Found:
    """The Dockerfile is a saved web page."""
    tried = look.refused("build")
    page = tried and re.search(
        r"unknown instruction: (<!DOCTYPE|<HTML|<)", tried.docker_said, re.IGNORECASE
    )
    return Variant(_broken(tried, look)) if tried and page else None


_NO_INSTRUCTION = (
    "Docker read the Dockerfile up to line {number}: {word} isn't an instruction. It may be "
    "misspelled, or it may be the second half of a line that was split in two."
)


@diagnoses.cause(
    "build-unknown-instruction",
    seen="line {number} of the Dockerfile starts with {word}",
    wanted="lines that start with an instruction: FROM, COPY, CMD",
    repair=RESTORE,
    text=f"{_NO_INSTRUCTION} {_OURS}",
    variants={
        "some-folder": Words(text=f"{_NO_INSTRUCTION} {_SOME_FOLDER}"),
        "other-folder": Words(text=f"{_NO_INSTRUCTION} {_OTHER_FOLDER}", repair=_COMMAND),
    },
)
def unknown_instruction(look: Look) -> Found:
    """A line of the Dockerfile begins with no instruction."""
    tried = look.refused("build")
    match = tried and re.search(
        r"line (\d+):? *unknown instruction: (\S+)", tried.docker_said, re.IGNORECASE
    )
    if not tried or not match:
        return None
    return Variant(_broken(tried, look), {"number": int(match[1]), "word": match[2]})


_RUN_FAILED = (
    "RUN starts a program while Docker builds the image, and that didn't work. The course's Dockerfile needs only FROM, "
    "COPY and CMD."
)


@diagnoses.cause(
    "build-runs-something",
    seen="a Dockerfile with RUN",
    repair=RESTORE,
    text=f"{_RUN_FAILED} {_OURS}",
    variants={
        "some-folder": Words(text=f"{_RUN_FAILED} {_SOME_FOLDER}"),
        "other-folder": Words(text=f"{_RUN_FAILED} {_OTHER_FOLDER}", repair=_COMMAND),
    },
)
def runs_something(look: Look) -> Found:
    """`RUN` in the Dockerfile, whose command failed or cannot be run here."""
    tried = look.refused("build")
    if not tried or not _COMMAND_OF_RUN.search(tried.docker_said):
        return None
    return Variant(_broken(tried, look))


_COMMAND_OF_RUN = re.compile(
    r"\bcommand of RUN\b|OCI runtime create failed|The command '.*' returned a non-zero code"
)


def _mend(look: Look, tried: Attempt, answer: str) -> dict[str, str]:
    """What mends the folder, or builds from the right one."""
    broken = answer in FOLDER_IS_BROKEN and _broken(tried, look) != "other-folder"
    return {"mend": RESTORE if broken else f"docker build -t {look.names.image} myimage"}


register_docker_said(
    diagnoses,
    "build-refused",
    lambda look: look.refused("build"),
    repair="{mend}",
    facts=_mend,
)


# What the host has instead.


@diagnoses.cause(
    "build-restored",
    seen="the folder myimage, the way the course made it",
    text="The folder is back to the way it was. Now build the image from it.",
    variants={
        "afresh": Words(
            text="The folder is back to the way it was. Now build the image from it, with --no-cache: Docker's build "
            "cache ignores file times, so it would reuse the layers of the earlier build.",
            repair="docker build --no-cache -t {image} myimage",
        )
    },
)
def restored(look: Look) -> Found:
    """The folder was put back, and nothing was built since."""
    if look.restored_at <= look.changed or look.changed_files or _built_unnamed(look):
        return None
    return Variant("afresh") if look.image else {}


def _built_unnamed(look: Look) -> bool:
    """Whether the course's image was built without a name, of which an engine tells no event."""
    return look.image is None and bool(_without_name(look))


@diagnoses.cause(
    "build-folder-changed",
    seen="the folder myimage, where {files} isn't the way the course made it",
    repair=RESTORE,
    text="With that folder, Docker can't build the course's image. docker-lessons restore brings it back to the way it "
    "was, and keeps your version next to it.",
    variants={
        "several": Words(
            seen="the folder myimage, where {files} aren't the way the course made them"
        )
    },
)
def folder_changed(look: Look) -> Found:
    """A file in the folder beside the pages was changed, or is missing."""
    if not look.changed_files:
        return None
    facts = {"files": look.changed_files}
    return Variant("several", facts) if len(look.changed_files) > 1 else facts


@diagnoses.cause(
    "build-other-processor",
    seen="{image} is {id}, for the processor {processor}",
    wanted="{image}, for {wanted}",
    repair="docker build --no-cache --platform linux/{wanted} -t {image} myimage",
    text=f"{SAYS_PROCESSOR} {BUILD_FOR_THIS}",
    variants={"program": Words(text=f"{HAS_PROGRAM} {_OURS}", repair=RESTORE)},
)
def other_processor(look: Look) -> Found:
    """Built with `--platform`, or with the program for another processor."""
    return for_another_processor(look, look.image)


@diagnoses.cause(
    "build-other-content",
    seen="{image} is {id}, built from something else ({count} layers)",
    wanted="the two layers {layers}",
    text="You have an image with that name, but it isn't made from the course's files: it comes "
    "from another folder or Dockerfile, or a file in myimage has changed. Build it from the "
    "folder myimage.",
    variants={
        "none": Words(seen="{image} is {id}, built from something else (no layers)"),
        "one": Words(seen="{image} is {id}, built from something else (one layer)"),
        "command": Words(
            seen="{image} is {id}, which starts {command}",
            wanted="an image that starts /hello",
            text="The files in it are right, but it doesn't start /hello. The Dockerfile's last line makes the "
            'difference: CMD ["/hello"], with brackets and straight quotes. Without them, Docker starts a shell, and '
            "this image doesn't have one. docker-lessons restore puts the Dockerfile back the way it was.",
            repair=RESTORE,
        ),
        "nothing": Words(
            seen="{image} is {id}, which starts nothing",
            wanted="an image that starts /hello",
            text="The files in it are right, but it doesn't start any of them. That's the job of the Dockerfile's last line: "
            'CMD ["/hello"]. docker-lessons restore puts the Dockerfile back the way it was.',
            repair=RESTORE,
        ),
    },
)
def other_content(look: Look) -> Found:
    """`myimage:0.1` is something else."""
    if not look.image:
        return None
    if course_image.is_course_image(look.image.diff_ids):
        facts: Facts = {"id": look.image.short}
        if not look.image.command:
            return Variant("nothing", facts)
        return Variant("command", {**facts, "command": " ".join(look.image.command)})
    layers = course_image.DIFF_IDS[look.architecture]
    count = len(look.image.diff_ids)
    facts = {
        "id": look.image.short,
        "count": count,
        "layers": tuple(short(layer) for layer in layers),
    }
    return facts if count > 1 else Variant("one" if count else "none", facts)


@diagnoses.cause(
    "build-other-name",
    seen="the course's image, named {name}",
    wanted="{image}",
    text="You built the right image and called it {name}. The course calls it {image}. Building it "
    "again takes almost no time, because nothing has changed.",
    variants={
        "latest": Words(
            text="You built the right image and called it {name}: without a tag, Docker uses "
            "latest. The course calls it {image}. Building it again takes almost no time, "
            "because nothing has changed."
        )
    },
)
def other_name(look: Look) -> Found:
    """The right image under a name that is like the wanted one."""
    names = [name for one in look.course_images for name in one.names]
    if not names:
        return None
    near = look.near(look.names.image, names)
    name = look.newest_first([near, *names] if near else names)[0]
    return (
        Variant("latest", {"name": name})
        if image_name.without_latest(name) != name
        else {"name": name}
    )


@diagnoses.cause(
    "build-unnamed",
    seen="the image {id}, without a name (<none>)",
    repair="docker tag {id} {image}",
    text="It's built, but it has no name, as after a build without -t: docker images lists it as <none>. Its ID "
    "is {id}, and docker tag can still give it a name.",
)
def unnamed(look: Look) -> Found:
    """The right image was built without a name."""
    if any(one.names for one in look.course_images):
        return None
    newest = max(_without_name(look), key=lambda one: one.created, default=None)
    return {"id": newest.short} if newest else None


@diagnoses.cause(
    "build-nothing",
    seen=HOST_HAS,
    text="There's no {image} on this computer. One command builds it.",
)
def nothing(look: Look) -> Found:
    """Nothing was built yet."""
    return {"here": look.host_names}


@diagnoses.note(
    "build-nameless",
    "The line with <none> is your older build: the new one took over its name. It does no "
    "harm, and docker image prune removes it.",
    variants={
        "never-named": Words(
            text="The line with <none> is an image that you built without -t, so it has no name. It does no harm, and "
            "docker image prune removes it."
        )
    },
)
def nameless(look: Look) -> Found:
    """An older build has lost its name to a newer one, or never had one."""
    left = {one.id for one in look.course_images if not one.names}
    named = {image for _, image in look.view.sightings}
    named |= {event.id for event in look.image_events if event.action == "tag"}
    if left & named:
        return {}
    return Variant("never-named") if _without_name(look) else None


def was_done(look: Look) -> bool:
    """What is published had its name here."""
    return look.was_named(published_id(look), look.names.image)


async def solve(doing: Solution, look: Look) -> None:
    """Builds it."""
    await doing.build(look.names.image)


step = Step(
    id="build-image",
    page="00-start",
    title="Build the image",
    goal="This computer has {image}, built from the course's Dockerfile.",
    command=_COMMAND,
    hint="-t gives the image its name, and the folder, myimage, comes last. Shift+Enter runs the line.",
    hands="given",
    diagnoses=diagnoses,
    solve=solve,
    undone_by=frozenset({"delete-local", "clean-up"}),
    was_done=was_done,
    rescues=(RESTORE,),
    facts=lambda look: {"built": look.image.id} if look.image else {},
)
