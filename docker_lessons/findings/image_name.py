"""What is wrong in the name of an image, and what a name leaves out.

Source: the grammar of https://github.com/distribution/reference, `[host[:port]/]path[:tag][@digest]`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from docker_lessons.findings.finding import Finding
from docker_lessons.findings.wording import Sentences
from docker_lessons.oci.reference import DEFAULT_TAG, is_tag

SENTENCES: Sentences = {
    "name-at": "Docker can't read {name} as a name: @ goes only before a digest, which begins with sha256:. Try {mended}.",
    "name-backslash": "Docker can't read {name} as a name: the parts of a name are joined by /, not by \\.",
    "name-space": "Docker can't read {name} as a name: there are no spaces in a name.",
    "name-two-colons": "Docker can't read {name} as a name: there is one : between the name and its tag, not two.",
    "name-tag-missing": "Docker can't read {name} as a name: a tag has to follow the : , such as 1.0. (Without the : , it's latest.)",
    "name-tag-slash": "Docker can't read {name} as a name: a tag can't contain a / , only letters, digits, and . _ - between them.",
    "name-tag-comma": "Docker can't read {name} as a name: a tag can't contain a comma. Try {mended}.",
    "name-tag-characters": "Docker can't read {name} as a name: a tag has letters, digits, and . _ - between them, nothing else.",
    "name-capitals": "Docker can't read {name} as a name: the name of a repository must be lowercase.",
    "name-part-empty": {
        "account": "Docker can't read {name} as a name: the account before the / is missing (perhaps a variable is empty). "
        "Type your username there.",
        "repository": "Docker can't read {name} as a name: the repository's name after the / is missing.",
        "between": "Docker can't read {name} as a name: something is missing between two of its slashes.",
    },
    "name-part-ends": "Docker can't read {name} as a name: each part of a name begins and ends with a lowercase letter or a digit.",
    "name-part-characters": "Docker can't read {name} as a name: a name has lowercase letters, digits, and . _ - between them, "
    "nothing else.",
    "left-out-tag": {
        "host": "Without a tag, Docker looks for {name}:latest, and this computer has no such image. docker images "
        "shows each name with its tag; type both.",
        "push": "Without a tag, Docker pushes {name}:latest, and this computer has no such image. Add the tag to the "
        "name.",
        "hub": "Without a tag, Docker asks for {name}:latest, and the repository has no such tag. Add the tag to the "
        "name.",
    },
}

NAME_REFUSED = re.compile(r"invalid reference format|not a valid repository/tag|must be lowercase")
"""What clients and engines say of a name that they cannot read."""

_PART = re.compile(r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*")
_SIGN_AT_END = re.compile(r"^[-._]|[-._]$")
_IMAGE_ID = re.compile(r"(?:sha256:)?[0-9a-f]{4,64}")
_REGISTRY = re.compile(r"(?:localhost|[\w-]+(?:\.[\w-]+)+|[\w.-]+(?=:\d+/))(?::\d+)?/")
_VERSION = re.compile(r"v?\d+(?:[._-]\w+)*|latest")
_PORT = re.compile(r"^[^/]+:\d+/")


def wrong_in_name(name: str) -> Finding | None:
    """Finds why Docker refuses a name; returns None for a name that every client takes."""
    return next(all_wrong_in_name(name), None)


def all_wrong_in_name(name: str) -> Iterator[Finding]:
    """Yields everything for which Docker refuses a name, the plainest first.

    Client 20.10 refuses a capital letter also in the first part, which newer clients take for a registry's address.
    Facts: `name`; for a comma also `mended`, the tag with a dot; for a slash `tag`; for the end of a part `part`.
    """
    repository, tag, has_colon = _parts(name)
    if "\\" in name:
        yield Finding("name-backslash", {"name": name})
    if mended := _without_at(name):
        yield Finding("name-at", {"name": name, "mended": mended})
    if any(sign.isspace() for sign in name):
        yield Finding("name-space", {"name": name})
    if "::" in name:
        yield Finding("name-two-colons", {"name": name})
    if has_colon and not tag:
        yield Finding("name-tag-missing", {"name": name})
    _, _, behind_colon = _PORT.sub("", name.partition("@")[0], count=1).partition(":")
    if "/" in behind_colon:
        yield Finding("name-tag-slash", {"name": name, "tag": behind_colon})
    if "," in tag:
        yield Finding("name-tag-comma", {"name": name, "mended": tag.strip(",").replace(",", ".")})
    if has_colon and not is_tag(tag):
        yield Finding("name-tag-characters", {"name": name})
    if repository != repository.lower():
        yield Finding("name-capitals", {"name": name})
    yield from _wrong_in_parts(name, repository)


def _without_at(name: str) -> str:
    """Returns a name with its misplaced @ removed or turned into a colon; '' if it has none or that gives no name."""
    front, at, behind = name.partition("@")
    if not at or behind.startswith("sha256:"):
        return ""
    mended = f"{front}:{behind}" if front else behind
    return "" if wrong_in_name(mended) else mended


def _wrong_in_parts(name: str, repository: str) -> Iterator[Finding]:
    parts = repository.removeprefix(f"{registry_of(repository)}/").split("/")
    if "" in repository.split("/"):
        yield Finding("name-part-empty", {"name": name}, _missing_part(repository))
    for part in repository.split("/"):
        if _SIGN_AT_END.search(part):
            yield Finding("name-part-ends", {"name": name, "part": part})
    if any(not _PART.fullmatch(part) for part in parts):
        yield Finding("name-part-characters", {"name": name})


def _missing_part(repository: str) -> str:
    """Tells which part of a name is missing."""
    if repository.startswith("/"):
        return "account"
    return "repository" if repository.endswith("/") else "between"


def mended_name(name: str) -> str:
    """Returns a name with its / and : in the right places: `demousr/demorep:1.0` for `demousr:demorep/1.0`.

    Returns '' where they already are, or where nobody can tell. The part that looks like a version is the tag.
    """
    registry = _REGISTRY.match(name)
    front = registry[0] if registry else ""
    parts = re.split(r"[/:]", name[len(front) :])
    versions = [at for at, part in enumerate(parts) if at and _VERSION.fullmatch(part)]
    if not 1 < len(parts) < 4 or len(versions) != 1:
        return ""
    tag = parts.pop(versions[0])
    mended = f"{front}{'/'.join(parts)}:{tag}"
    return mended if mended != name and all(map(_PART.fullmatch, parts)) else ""


def find_in_name(name: str, cause: str) -> Finding | None:
    """Finds one cause in a name, whatever else is wrong with the name."""
    return next((found for found in all_wrong_in_name(name) if found.cause == cause), None)


def left_out_tag(name: str, where: str) -> Finding | None:
    """Finds a name without a tag, for which Docker takes `latest`.

    `where` tells what has no such name: `host`, `push` for a push from the host, or `hub`. Facts: `name`.
    """
    return None if not name or has_tag(name) else Finding("left-out-tag", {"name": name}, where)


def has_tag(name: str) -> bool:
    """Tells whether a name says which image it means, by a tag or a digest."""
    return ":" in name.rpartition("/")[2] or "@" in name


def with_tag(name: str) -> str:
    """Returns a name with its tag; a name without one gets the tag that Docker assumes."""
    return name if has_tag(name) else f"{name}:{DEFAULT_TAG}"


def without_latest(name: str) -> str:
    """Returns a name without the tag `latest`, which a request shows also where none was typed."""
    return name.removesuffix(f":{DEFAULT_TAG}")


def is_image_id(name: str) -> bool:
    """Tells whether a name may be an image's ID, whole or at least four characters of it."""
    return _IMAGE_ID.fullmatch(name) is not None


def registry_of(name: str) -> str:
    """Returns the registry's address in front of a name, '' where it means Docker Hub.

    A first part is an address if it holds a dot, a colon or a capital letter, or is `localhost`.
    """
    first, slash, _ = name.partition("/")
    return first if slash and (re.search(r"[.:]|[A-Z]", first) or first == "localhost") else ""


def _parts(name: str) -> tuple[str, str, bool]:
    """Returns what stands in front of the tag, the tag, and whether there is a colon for it."""
    whole = name.partition("@")[0] or name
    repository, _, tag = whole.rpartition(":")
    return (whole, "", False) if not repository or "/" in tag else (repository, tag, True)
