"""Build the image that the chapter starts from.

Checked: the host has `myimage:0.1`, and its layers are those that the course's Dockerfile makes.
"""

from __future__ import annotations

import re

from docker_lessons.findings.finding import Variant
from docker_lessons.lessons import course_image
from docker_lessons.lessons.attempt import Attempt
from docker_lessons.lessons.diagnosis import Diagnoses, Found, Words
from docker_lessons.lessons.look import Look
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import Step
from docker_lessons.lessons.steps.sentences import HOST_HAS
from docker_lessons.world.snapshot import short

_COMMAND = "docker build -t {image} myimage"
diagnoses = Diagnoses(
    "build-image", wanted="{image}, built from the folder myimage", repair=_COMMAND
)


@diagnoses.holds(
    seen="{image} is the image {id}",
    wanted="{image}, built from the course's Dockerfile",
    text="Your image is there: {image}, two layers, ID {id}.",
)
def holds(look: Look) -> Found:
    """`myimage:0.1` is there, made by the course's Dockerfile."""
    found = look.image
    if found is None or not course_image.is_course_image(found.diff_ids):
        return None
    return {"id": found.short}


# What the client or the engine refused.


def _name(tried: Attempt) -> str:
    """The name that the image was to get."""
    return tried.options.get("--tag", "")


@diagnoses.cause(
    "build-no-context",
    "command line",
    seen="{line}: no folder after the name",
    text="The name is right there, but Docker does not know what to build from. "
    "The last word of the command is the folder with the Dockerfile: myimage.",
)
def no_context(look: Look) -> Found:
    """`docker build -t myimage:0.1`: the folder is missing."""
    tried = look.refused("build")
    if not tried or not re.search(r"requires (exactly )?1 argument", tried.said):
        return None
    return None if tried.arguments else {"line": tried.line}


@diagnoses.cause(
    "build-too-many-words",
    "command line",
    seen="{line}: {count} words where one folder is wanted",
    text="Docker takes everything after the name as the folder to build from, and found more than "
    "one word there. Write the name without spaces, then one folder.",
)
def too_many_words(look: Look) -> Found:
    """Spaces within a name make more than one folder of it."""
    tried = look.refused("build")
    if not tried or not re.search(r"requires (exactly )?1 argument", tried.said):
        return None
    return {"line": tried.line, "count": len(tried.arguments)}


@diagnoses.cause(
    "build-no-dockerfile",
    "command line",
    seen="no file called Dockerfile in {folder}",
    text="Docker looked into that folder and found no file with exactly the name Dockerfile: capital D, "
    "no ending such as .txt. The course's Dockerfile lies in the folder myimage.",
    variants={"unknown-folder": Words(seen="no file called Dockerfile in that folder")},
)
def no_dockerfile(look: Look) -> Found:
    """The folder holds no file called exactly `Dockerfile`."""
    tried = look.refused("build")
    if not tried or not re.search(
        r"Dockerfile[^\n]*no such file or directory|Cannot locate specified Dockerfile", tried.said
    ):
        return None
    return {"folder": tried.target} if tried.target else Variant("unknown-folder")


@diagnoses.cause(
    "build-no-folder",
    "command line",
    seen="no folder {folder} here",
    text="There is no folder {folder} where the command ran. The folder is called myimage, beside the pages.",
)
def no_folder(look: Look) -> Found:
    """The folder does not exist."""
    tried = look.refused("build")
    if not tried or not re.search(r'path "[^"]*" not found|unable to prepare context', tried.said):
        return None
    return {"folder": tried.target}


@diagnoses.cause(
    "build-placeholder",
    "command line",
    seen="the name {name}",
    wanted="{image}",
    text="In {name} a placeholder is left: brackets and what is in them stand for something that you "
    "put in their place, brackets and all.",
)
def placeholder(look: Look) -> Found:
    """`-t <YOUR_USERNAME>/myapp`: a placeholder was typed as it stands."""
    tried = look.refused("build")
    if not tried or not re.search(r"[<>\[\]{}]|YOUR|___", _name(tried)):
        return None
    return {"name": _name(tried)}


@diagnoses.cause(
    "build-capitals",
    "command line",
    seen="the name {name}, with a capital letter",
    wanted="{image}",
    text="Image names are written in small letters alone. {name} has a capital.",
    variants={
        "unknown-name": Words(
            seen="the name that name, with a capital letter",
            text="Image names are written in small letters alone. that name has a capital.",
        )
    },
)
def capitals(look: Look) -> Found:
    """Capital letters in the image's name."""
    tried = look.refused("build")
    if not tried or "must be lowercase" not in tried.said:
        return None
    return {"name": _name(tried)} if _name(tried) else Variant("unknown-name")


@diagnoses.cause(
    "build-slash-in-tag",
    "command line",
    seen="the tag {tag}, with a slash in it",
    wanted="{image}",
    text="A tag holds letters, digits, dots, dashes and underscores. Slashes belong before the colon, "
    "so {tag} cannot be one.",
)
def slash_in_tag(look: Look) -> Found:
    """`-t demousr/demorep:feature/foo`: a slash in the tag."""
    tried = look.refused("build")
    if not tried or "invalid reference format" not in tried.said:
        return None
    _, colon, tag = _name(tried).rpartition(":")
    return {"tag": tag} if colon and "/" in tag else None


@diagnoses.cause(
    "build-dash-at-end",
    "command line",
    seen="{part} in the name {name}",
    wanted="{image}",
    text="Each part of a name begins and ends with a letter or a digit, and {part} does not.",
)
def dash_at_end(look: Look) -> Found:
    """`-t name-/foobar`: a part of the name ends with a dash."""
    tried = look.refused("build")
    if not tried or "invalid reference format" not in tried.said:
        return None
    for part in _name(tried).partition(":")[0].split("/"):
        if re.search(r"^[-._]|[-._]$", part):
            return {"part": part, "name": _name(tried)}
    return None


@diagnoses.cause(
    "build-bad-name",
    "command line",
    seen="the name {name}",
    wanted="{image}",
    text="Docker cannot read {name} as a name: small letters, digits and dashes, then one colon and a tag.",
    variants={
        "unknown-name": Words(
            seen="the name that name",
            text="Docker cannot read that name as a name: small letters, digits and dashes, then one colon and "
            "a tag.",
        )
    },
)
def bad_name(look: Look) -> Found:
    """The client refuses the name for another reason."""
    tried = look.refused("build")
    if not tried or "invalid reference format" not in tried.said:
        return None
    return {"name": _name(tried)} if _name(tried) else Variant("unknown-name")


@diagnoses.cause(
    "build-web-page",
    "refused requests",
    seen="a Dockerfile that begins like a web page (<!DOCTYPE ...)",
    text="What was saved as the Dockerfile is the web page around it, not the file itself. "
    "The course's own Dockerfile lies in myimage.",
)
def web_page(look: Look) -> Found:
    """The Dockerfile is a saved web page."""
    tried = look.refused("build")
    page = tried and re.search(
        r"unknown instruction: (<!DOCTYPE|<HTML|<)", tried.said, re.IGNORECASE
    )
    return {} if page else None


@diagnoses.cause(
    "build-unknown-instruction",
    "refused requests",
    seen="line {number} of the Dockerfile begins with {word}",
    wanted="lines that begin with an instruction: FROM, COPY, CMD",
    text="Docker read your Dockerfile and stopped at line {number}: {word} is no instruction. "
    "It may be a misspelled word, or the second half of a broken line. "
    "The folder myimage holds a Dockerfile that works.",
)
def unknown_instruction(look: Look) -> Found:
    """A line of the Dockerfile begins with no instruction."""
    tried = look.refused("build")
    match = tried and re.search(
        r"line (\d+):? *unknown instruction: (\S+)", tried.said, re.IGNORECASE
    )
    return {"number": int(match[1]), "word": match[2]} if match else None


@diagnoses.cause(
    "build-runs-something",
    "refused requests",
    seen="a Dockerfile with RUN",
    text="RUN starts a program while the image is built, and the practice engine starts none. "
    "The course's Dockerfile needs only FROM, COPY and CMD.",
)
def runs_something(look: Look) -> Found:
    """`RUN` in the Dockerfile, in an engine that runs nothing."""
    tried = look.refused("build")
    return {} if tried and re.search(r"\bRUN\b", tried.said) else None


# What the host has instead.


@diagnoses.cause(
    "build-other-content",
    "state",
    seen="{image} is {id}, built from something else ({count} layers)",
    wanted="the two layers {layers}",
    text="You have an image of that name, but it was not made from the course's files as they came: "
    "another Dockerfile, or a file that was changed. Build it from myimage as it is.",
)
def other_content(look: Look) -> Found:
    """`myimage:0.1` is something else."""
    if not look.image:
        return None
    layers = course_image.DIFF_IDS[course_image.architecture()]
    return {
        "id": look.image.short,
        "count": len(look.image.diff_ids),
        "layers": tuple(short(layer) for layer in layers),
    }


@diagnoses.cause(
    "build-other-name",
    "state",
    seen="the course's image under the name {name}",
    wanted="{image}",
    text="You built the right image and called it {name}. The course calls it {image}; building again takes no "
    "time, since nothing changed.",
    variants={
        "latest": Words(
            text="You built the right image and called it {name}. Without a tag, Docker wrote latest. The course "
            "calls it {image}; building again takes no time, since nothing changed."
        )
    },
)
def other_name(look: Look) -> Found:
    """The right image under a name that is like the wanted one."""
    names = [name for one in look.course_images for name in one.names]
    if not names:
        return None
    name = look.near(look.names.image, names) or names[0]
    return Variant("latest", {"name": name}) if name.endswith(":latest") else {"name": name}


@diagnoses.cause(
    "build-nothing",
    "state",
    seen=HOST_HAS,
    text="There is no {image} yet. One command builds it.",
)
def nothing(look: Look) -> Found:
    """Nothing was built yet."""
    return {"here": look.host_names}


@diagnoses.note(
    "build-nameless",
    "The line with <none> is your older build: its name went to the new one. "
    "It does no harm; docker image prune takes it away.",
)
def nameless(look: Look) -> Found:
    """An older build has lost its name to a newer one."""
    return None if all(one.names for one in look.course_images) else {}


async def solve(doing: Solution, look: Look) -> None:
    """Builds it."""
    await doing.build(look.names.image)


step = Step(
    id="build-image",
    page="00-start",
    title="Build the image",
    goal="This computer has {image}, built from the course's Dockerfile.",
    command=_COMMAND,
    hint="The command stands in the grey box already: click into it and press Shift+Enter.",
    hands="given",
    diagnoses=diagnoses,
    solve=solve,
    undone_by=frozenset({"delete-local", "clean-up"}),
    facts=lambda look: {"built": look.image.id} if look.image else {},
)
