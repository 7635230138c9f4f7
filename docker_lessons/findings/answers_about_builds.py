"""What Docker answers to a build: a Dockerfile that it cannot read, a file that it does not find."""

from __future__ import annotations

import difflib
import re

from docker_lessons.findings.answer import Answer
from docker_lessons.findings.finding import Facts, Variant

INSTRUCTIONS = (
    *("ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL"),
    *("MAINTAINER", "ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"),
)
"""Source: https://docs.docker.com/reference/dockerfile/."""

_BUILD = ("build",)
_LINE = r"parse error (?:on )?line (?P<number>\d+): "
_ARGUMENTS = r"(?P<word>[A-Z]+) (?:requires|must have) (?!the arguments)[^\n]*arguments?\b"
_OF_THE_ENGINE = re.compile(r"^.*/docker-builder\d+/|^/+")


def _instruction(found: re.Match[str]) -> Variant:
    number, word = found.groupdict().get("number"), found["word"]
    facts: Facts = {"word": word} | ({"number": int(number)} if number else {})
    where = "" if number else "somewhere "
    near = difflib.get_close_matches(word.upper(), INSTRUCTIONS, 1)
    if near:
        return Variant(f"{where}near", {**facts, "instruction": near[0]})
    return Variant(f"{where}far", facts)


def _missing_file(found: re.Match[str]) -> Variant:
    for variant, file in found.groupdict().items():
        return Variant(variant, {"file": _OF_THE_ENGINE.sub("", file)})
    return Variant("none")


def _dockerfile(found: re.Match[str]) -> Variant:
    file = next((name for name in found.groupdict().values() if name), "Dockerfile").strip()
    return Variant("standard") if file == "Dockerfile" else Variant("other", {"file": file})


def _arguments(found: re.Match[str]) -> Variant:
    if number := found.groupdict().get("number"):
        return Variant("line", {"number": int(number), "word": found["word"]})
    return Variant("somewhere", {"word": found["word"]})


def _line(found: re.Match[str]) -> Facts:
    return {"number": int(found["number"]), "said": found["said"].strip()}


ANSWERS: tuple[Answer, ...] = (
    Answer(
        "no-such-folder",
        r'unable to prepare context: path "(?P<folder>.*?)" not found',
        "There's no folder called {folder} here. docker build ends with the folder that has the Dockerfile; "
        "in this course, that's myimage.",
        _BUILD,
        read=lambda found: {"folder": found["folder"].replace(r"\\", "\\")},  # as Go quotes it
    ),
    Answer(
        "file-for-folder",
        r"context must be a directory",
        "docker build ends with a folder, not with a file: give the folder that has the Dockerfile.",
        _BUILD,
    ),
    Answer(
        "no-dockerfile",
        r"failed to read dockerfile: open (?P<buildkit>[^\s:]+)"
        r"|unable to evaluate symlinks in Dockerfile path: lstat (?:[^\n]*/)?(?P<classic>[^\n/:]+):"
        r"|Cannot locate specified Dockerfile: (?P<engine>[^\n]+)"
        r"|failed to read dockerfile|Cannot locate specified Dockerfile",
        {
            "standard": "Docker found no file called Dockerfile in that folder (with a capital D, and without "
            "an extension such as .txt). Give the folder that has one, or name the file itself after -f.",
            "other": "Docker found no file called {file}. After -f comes the path to the Dockerfile, starting "
            "from the folder you're in.",
        },
        _BUILD,
        read=_dockerfile,
    ),
    Answer(
        "empty-dockerfile",
        r"the Dockerfile(?: \([^)\n]*\))? cannot be empty|file with no instructions",
        "The Dockerfile has no instructions: it needs at least a line that begins with FROM. Put its lines back, save the file, "
        "and build again.",
        _BUILD,
    ),
    Answer(
        "dockerfile-is-a-web-page",
        r"unknown instruction: <(?:!DOCTYPE|html)",
        "The Dockerfile is a saved web page. Save only the text that the page shows, then build again.",
        _BUILD,
    ),
    Answer(
        "unknown-instruction",
        (_LINE + r"unknown instruction: (?P<word>\S+)", r"unknown instruction: (?P<word>\S+)"),
        {
            "near": "Line {number} of the Dockerfile begins with {word}, which Docker doesn't know. Did you mean "
            "{instruction}? Fix that line, then build again.",
            "far": "Line {number} of the Dockerfile begins with {word}, which isn't an instruction. Perhaps the line "
            "before it should end with a backslash.",
            "somewhere near": "A line of the Dockerfile begins with {word}, which isn't an instruction. Did you mean "
            "{instruction}? Fix that line, then build again.",
            "somewhere far": "A line of the Dockerfile begins with {word}, which isn't an instruction. Perhaps the line "
            "before it should end with a backslash.",
        },
        _BUILD,
        read=_instruction,
    ),
    Answer(
        "no-from-first",
        r"no build stage in current context|no source image provided|provide a source image with `?from`?",
        "The Dockerfile has to begin with FROM, which says what the image is built on. Only ARG and comments can "
        "come before it.",
        _BUILD,
    ),
    Answer(
        "instruction-arguments",
        (_LINE + _ARGUMENTS, r"failed to [^\n]*?: " + _ARGUMENTS),
        {
            "line": "On line {number} of the Dockerfile, {word} is followed by too few words, or too many. Fix that "
            "line, then build again.",
            "somewhere": "In the Dockerfile, {word} is followed by too few words, or too many. Fix that line, then "
            "build again.",
        },
        _BUILD,
        read=_arguments,
    ),
    Answer(
        "dockerfile-line",
        _LINE + r"(?P<said>[^\n]+)",
        "Docker can't read line {number} of the Dockerfile ({said}). Fix that line, then build again.",
        _BUILD,
        read=_line,
    ),
    Answer(
        "file-not-in-context",
        (
            r'Attempting to Copy file "(?P<ignored>[^"\n]+)" that is excluded by \.dockerignore',
            r"forbidden path outside the build context: (?P<outside>\S+)",
            r"(?:COPY|ADD) failed: [^\n]*?stat (?P<missing>[^\n]+?): (?:file does not exist|no such file)",
            r'failed to (?:compute cache key|calculate checksum)[^\n]*?"(?P<missing>/[^"\n]*)"[^\n:]*: not found',
            r"failed to walk [^\n]*?: lstat (?:\S*?/buildkit-mount\d+)?(?P<missing>[^\n:]+): no such file",
            r"(?:COPY|ADD) failed",
        ),
        {
            "missing": "The Dockerfile copies {file}, but the folder you're building from has no such file, or its "
            ".dockerignore leaves it out. Compare the name in the Dockerfile with the folder, including capital letters.",
            "ignored": "The Dockerfile copies {file}, but a line in .dockerignore leaves that file out of the build. "
            "Remove that line, then build again.",
            "outside": "The Dockerfile copies {file}, which is outside the folder you're building from. Docker can "
            "only copy files from inside it: put the file there, or build from a folder that has it.",
            "none": "The Dockerfile copies files that Docker didn't find in the folder you're building from, perhaps "
            "because its .dockerignore leaves them out. Compare the COPY lines with the folder.",
        },
        _BUILD,
        read=_missing_file,
    ),
    Answer(
        "run-lacks-program",
        r'exec: "(?P<program>[^"]+)": (?:executable file not found|stat [^\n]*no such file)',
        "A RUN line starts {program} in the image, and the image doesn't have it: what begins FROM scratch is empty. "
        "Begin with an image that has it, or leave out RUN and COPY finished files.",
        _BUILD,
    ),
    Answer(
        "nothing-runs-here",
        r"runs no containers|starts no program|programs (?:of an image )?(?:are not|cannot be) run here",
        "This isn't your fault: the practice engine can't run programs on this computer, and you can finish the course "
        "without it.",
        learner_can_mend=False,
    ),
)
