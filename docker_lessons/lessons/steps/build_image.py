"""Build the image that the chapter starts from.

Checked: the host has `myimage:0.1`, and its layers are those that the course's Dockerfile makes.
"""

from __future__ import annotations

import re

from docker_lessons.lessons import image
from docker_lessons.lessons.look import Look, listed
from docker_lessons.lessons.solution import Solution
from docker_lessons.lessons.step import Causes, Found, Held, Step
from docker_lessons.world.snapshot import short

diagnoses = Causes("build-image")
_COMMAND = "docker build -t myimage:0.1 myimage"


def holds(look: Look) -> Held | None:
    """`myimage:0.1` is there, made by the course's Dockerfile."""
    found = look.image
    if found is None or not image.is_course_image(found.diff_ids):
        return None
    return Held(
        seen=f"{look.names.image} is the image {found.short}",
        wanted=f"{look.names.image}, built from the course's Dockerfile",
        text=f"Your image is there: {look.names.image}, two layers, ID {found.short}.",
    )


def _wanted(look: Look) -> str:
    return f"{look.names.image}, built from the folder {image.FOLDER}"


# What the client or the engine refused.


@diagnoses.cause("build-no-context", "command line")
def no_context(look: Look) -> Found | None:
    """`docker build -t myimage:0.1`: the folder is missing."""
    tried = look.refused("build")
    if not tried or not re.search(r"requires (exactly )?1 argument", tried.said):
        return None
    if tried.arguments:
        return None
    return Found(
        seen=f"{tried.line}: no folder after the name",
        wanted=_wanted(look),
        repair=_COMMAND,
        text="The name is right there, but Docker does not know what to build from. "
        f"The last word of the command is the folder with the Dockerfile: {image.FOLDER}.",
    )


@diagnoses.cause("build-too-many-words", "command line")
def too_many_words(look: Look) -> Found | None:
    """Spaces within a name make more than one folder of it."""
    tried = look.refused("build")
    if not tried or not re.search(r"requires (exactly )?1 argument", tried.said):
        return None
    return Found(
        seen=f"{tried.line}: {len(tried.arguments)} words where one folder is wanted",
        wanted=_wanted(look),
        repair=_COMMAND,
        text="Docker takes everything after the name as the folder to build from, and found more than "
        "one word there. Write the name without spaces, then one folder.",
    )


@diagnoses.cause("build-no-dockerfile", "command line")
def no_dockerfile(look: Look) -> Found | None:
    """The folder holds no file called exactly `Dockerfile`."""
    tried = look.refused("build")
    if not tried or not re.search(
        r"Dockerfile[^\n]*no such file or directory|Cannot locate specified Dockerfile", tried.said
    ):
        return None
    return Found(
        seen=f"no file called Dockerfile in {tried.target or 'that folder'}",
        wanted=_wanted(look),
        repair=_COMMAND,
        text="Docker looked into that folder and found no file with exactly the name Dockerfile: capital D, "
        f"no ending such as .txt. The course's Dockerfile lies in the folder {image.FOLDER}.",
    )


@diagnoses.cause("build-no-folder", "command line")
def no_folder(look: Look) -> Found | None:
    """The folder does not exist."""
    tried = look.refused("build")
    if not tried or not re.search(r'path "[^"]*" not found|unable to prepare context', tried.said):
        return None
    return Found(
        seen=f"no folder {tried.target} here",
        wanted=_wanted(look),
        repair=_COMMAND,
        text=f"There is no folder {tried.target} where the command ran. The folder is called {image.FOLDER}, "
        "beside the pages.",
    )


@diagnoses.cause("build-placeholder", "command line")
def placeholder(look: Look) -> Found | None:
    """`-t <YOUR_USERNAME>/myapp`: a placeholder was typed as it stands."""
    tried = look.refused("build")
    name = tried.options.get("-t", tried.options.get("--tag", "")) if tried else ""
    if not tried or not re.search(r"[<>\[\]{}]|YOUR|___", name):
        return None
    return Found(
        seen=f"the name {name}",
        wanted=look.names.image,
        repair=_COMMAND,
        text=f"In {name} a placeholder is left: brackets and what is in them stand for something that you "
        "put in their place, brackets and all.",
    )


@diagnoses.cause("build-capitals", "command line")
def capitals(look: Look) -> Found | None:
    """Capital letters in the image's name."""
    tried = look.refused("build")
    if not tried or "must be lowercase" not in tried.said:
        return None
    name = tried.options.get("-t", tried.options.get("--tag", "")) or "that name"
    return Found(
        seen=f"the name {name}, with a capital letter",
        wanted=look.names.image,
        repair=_COMMAND,
        text=f"Image names are written in small letters alone. {name} has a capital.",
    )


@diagnoses.cause("build-slash-in-tag", "command line")
def slash_in_tag(look: Look) -> Found | None:
    """`-t demousr/demorep:feature/foo`: a slash in the tag."""
    tried = look.refused("build")
    name = tried.options.get("-t", tried.options.get("--tag", "")) if tried else ""
    if (
        not tried
        or "invalid reference format" not in tried.said
        or "/" not in name.rpartition(":")[2]
    ):
        return None
    if ":" not in name:
        return None
    tag = name.rpartition(":")[2]
    return Found(
        seen=f"the tag {tag}, with a slash in it",
        wanted=look.names.image,
        repair=_COMMAND,
        text="A tag holds letters, digits, dots, dashes and underscores. Slashes belong before the colon, "
        f"so {tag} cannot be one.",
    )


@diagnoses.cause("build-dash-at-end", "command line")
def dash_at_end(look: Look) -> Found | None:
    """`-t name-/foobar`: a part of the name ends with a dash."""
    tried = look.refused("build")
    name = tried.options.get("-t", tried.options.get("--tag", "")) if tried else ""
    if not tried or "invalid reference format" not in tried.said:
        return None
    part = next(
        (p for p in name.partition(":")[0].split("/") if re.search(r"^[-._]|[-._]$", p)), ""
    )
    if not part:
        return None
    return Found(
        seen=f"{part} in the name {name}",
        wanted=look.names.image,
        repair=_COMMAND,
        text=f"Each part of a name begins and ends with a letter or a digit, and {part} does not.",
    )


@diagnoses.cause("build-bad-name", "command line")
def bad_name(look: Look) -> Found | None:
    """The client refuses the name for another reason."""
    tried = look.refused("build")
    if not tried or "invalid reference format" not in tried.said:
        return None
    name = tried.options.get("-t", tried.options.get("--tag", "")) or "that name"
    return Found(
        seen=f"the name {name}",
        wanted=look.names.image,
        repair=_COMMAND,
        text=f"Docker cannot read {name} as a name: small letters, digits and dashes, then one colon and a tag.",
    )


@diagnoses.cause("build-web-page", "refused requests")
def web_page(look: Look) -> Found | None:
    """The Dockerfile is a saved web page."""
    tried = look.refused("build")
    if not tried or not re.search(
        r"unknown instruction: (<!DOCTYPE|<HTML|<)", tried.said, re.IGNORECASE
    ):
        return None
    return Found(
        seen="a Dockerfile that begins like a web page (<!DOCTYPE ...)",
        wanted=_wanted(look),
        repair=_COMMAND,
        text="What was saved as the Dockerfile is the web page around it, not the file itself. "
        f"The course's own Dockerfile lies in {image.FOLDER}.",
    )


@diagnoses.cause("build-unknown-instruction", "refused requests")
def unknown_instruction(look: Look) -> Found | None:
    """A line of the Dockerfile begins with no instruction."""
    tried = look.refused("build")
    match = (
        re.search(r"line (\d+):? *unknown instruction: (\S+)", tried.said, re.IGNORECASE)
        if tried
        else None
    )
    if not match:
        return None
    return Found(
        seen=f"line {match[1]} of the Dockerfile begins with {match[2]}",
        wanted="lines that begin with an instruction: FROM, COPY, CMD",
        repair=_COMMAND,
        text=f"Docker read your Dockerfile and stopped at line {match[1]}: {match[2]} is no instruction. "
        "It may be a misspelled word, or the second half of a broken line. "
        f"The folder {image.FOLDER} holds a Dockerfile that works.",
    )


@diagnoses.cause("build-runs-something", "refused requests")
def runs_something(look: Look) -> Found | None:
    """`RUN` in the Dockerfile, in an engine that runs nothing."""
    tried = look.refused("build")
    if not tried or not re.search(r"\bRUN\b", tried.said):
        return None
    return Found(
        seen="a Dockerfile with RUN",
        wanted=_wanted(look),
        repair=_COMMAND,
        text="RUN starts a program while the image is built, and the practice engine starts none. "
        "The course's Dockerfile needs only FROM, COPY and CMD.",
    )


# What the host has instead.


@diagnoses.cause("build-other-content", "state")
def other_content(look: Look) -> Found | None:
    """`myimage:0.1` is something else."""
    found = look.image
    if not found:
        return None
    return Found(
        seen=f"{look.names.image} is {found.short}, built from something else ({len(found.diff_ids)} layers)",
        wanted=f"the two layers {listed(short(d) for d in image.DIFF_IDS[image.architecture()])}",
        repair=_COMMAND,
        text=f"You have an image of that name, but it was not made from the course's files as they came: "
        f"another Dockerfile, or a file that was changed. Build it from {image.FOLDER} as it is.",
    )


@diagnoses.cause("build-other-name", "state")
def other_name(look: Look) -> Found | None:
    """The right image under a name that is like the wanted one."""
    names = [name for one in look.course_images for name in one.names]
    if not names:
        return None
    name = look.near(look.names.image, names) or names[0]
    latest = " Without a tag, Docker wrote latest." if name.endswith(":latest") else ""
    return Found(
        seen=f"the course's image under the name {name}",
        wanted=look.names.image,
        repair=_COMMAND,
        text=f"You built the right image and called it {name}.{latest} The course calls it "
        f"{look.names.image}; building again takes no time, since nothing changed.",
    )


@diagnoses.cause("build-nothing", "state")
def nothing(look: Look) -> Found | None:
    """Nothing was built yet."""
    return Found(
        seen=f"this computer has {look.host_names}",
        wanted=_wanted(look),
        repair=_COMMAND,
        text=f"There is no {look.names.image} yet. One command builds it.",
    )


@diagnoses.note("build-nameless")
def nameless(look: Look) -> str | None:
    """An older build has lost its name to a newer one."""
    if all(one.names for one in look.course_images):
        return None
    return (
        "The line with <none> is your older build: its name went to the new one. "
        "It does no harm; docker image prune takes it away."
    )


async def solve(doing: Solution, look: Look) -> None:
    """Build it."""
    await doing.build(look.names.image)


step = Step(
    id="build-image",
    page="00-start",
    title="Build the image",
    goal="This computer has {image}, built from the course's Dockerfile.",
    command="docker build -t {image} myimage",
    hint="The command stands in the grey box already: click into it and press Shift+Enter.",
    hands="given",
    holds=holds,
    diagnoses=diagnoses,
    solve=solve,
    facts=lambda look: {"built": look.image.id} if look.image else {},
)
