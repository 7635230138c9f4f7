"""Podman's answers in Docker's words, so that what is known of Docker's answers holds for Podman's.

Recorded from Podman 4.3, whose socket speaks the Docker Engine API. What it words as Docker does is left alone.
"""

import re

_WORDS = (
    (r"failed to find image (\S+): \S+: image not known", r"No such image: \1"),
    (r"(\S+): image not known", r"No such image: \1"),
    (
        r'image "(\w+)" by ID with more than one tag',
        r"image \1: image is referenced in multiple repositories",
    ),
    (
        r"image used by (\w{12})\w*: image is in use by a container",
        r"container \1 is using its referenced image",
    ),
    (
        r'no container with name or ID "([^"\n]+)" found: no such container',
        r"No such container: \1",
    ),
    (r"daemon: Not Found\b", "daemon: No such container"),
    (r'no contents in "[^"\n]*Dockerfile"', "the Dockerfile (Dockerfile) cannot be empty"),
    (
        r"no command or entrypoint provided, and no CMD or ENTRYPOINT from image",
        "No command specified",
    ),
    (r"no stages to build", "file with no instructions"),
    (r"no FROM statement found", "no build stage in current context"),
    (r'Unknown instruction: "([^"\n]+)"[^\n]*', r"unknown instruction: \1"),
    (
        r'possible escaping context directory error: copier: stat: "([^"\n]+)"[^\n]*',
        r"forbidden path outside the build context: \1",
    ),
    (
        r'copier: stat: "/?([^"\n]+)": no such file',
        r"COPY failed: stat \1: no such file",
    ),
    (r'exec: \\"([^"\\\n]+)\\":', r'exec: "\1":'),
    (
        r'building at STEP "RUN ([^\n]*)": while running runtime: exit status (\d+)',
        r"The command '\1' returned a non-zero code: \2",
    ),
    (
        r'(?:building at STEP "[^"\n]*"|parsing main Dockerfile: [^\s:]+): (?=[A-Z]+ (?:requires|must have) )',
        "failed to build: ",
    ),
    (r"^(?=FROM requires )", "failed to build: "),
)
_COMPILED = tuple((re.compile(pattern, re.MULTILINE), words) for pattern, words in _WORDS)


def in_dockers_words(said: str) -> str:
    """Returns what an engine answered, with Podman's phrases as Docker says them."""
    for pattern, words in _COMPILED:
        said = pattern.sub(words, said)
    return said
