"""What is wrong in the name of an image, and what a name leaves out.

Source: the grammar of https://github.com/distribution/reference, `[host[:port]/]path[:tag][@digest]`.
"""

from __future__ import annotations

import re

from docker_lessons.findings.finding import Finding
from docker_lessons.findings.wording import Sentences
from docker_lessons.oci.reference import is_tag

SENTENCES: Sentences = {
    "name-backslash": "The parts of a name are joined by /, not by \\, so {name} is refused.",
    "name-space": "A name holds no space, so {name} is refused.",
    "name-two-colons": "One : stands between name and tag, not two, so {name} is refused.",
    "name-tag-missing": "Behind the : a tag is missing (such as 1.0; without the : it is latest), so {name} is "
    "refused.",
    "name-tag-slash": "A tag holds no / : letters, digits, and . _ - between them, so {name} is refused.",
    "name-tag-comma": "A tag holds no comma (write {mended}), so {name} is refused.",
    "name-tag-characters": "A tag holds letters, digits, and . _ - between them, nothing else, so {name} is refused.",
    "name-capitals": "The name of a repository has no capital letters, so {name} is refused.",
    "name-part-empty": "Between two / something is missing, or a / stands at an end, so {name} is refused.",
    "name-part-ends": "Each part of a name begins and ends with a small letter or a digit, so {name} is refused.",
    "left-out-tag": {
        "host": "Without a tag Docker looks for {name}:latest, which the host does not have: "
        "docker images shows each name with its tag, write both.",
        "push": "Without a tag Docker pushes {name}:latest, which the host does not have: "
        "write the tag behind the name.",
        "hub": "Without a tag Docker asks for {name}:latest, which the repository does not have: "
        "write the tag behind the name.",
    },
}

_PART = re.compile(r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*")


def wrong_in_name(name: str) -> Finding | None:
    """Finds why Docker refuses a name; returns None for a name that every client takes.

    Client 20.10 refuses a capital letter also in the first part, which newer clients take for a registry's address.
    Facts: `name`; for a comma also `mended`, the tag with a dot.
    """
    cause = _wrong(name)
    if cause is None:
        return None
    facts = {"name": name}
    if cause == "name-tag-comma":
        facts["mended"] = _parts(name)[1].replace(",", ".")
    return Finding(cause, facts)


def left_out_tag(name: str, where: str) -> Finding | None:
    """Finds a name without a tag, for which Docker takes `latest`.

    `where` was no such name: `host`, `push` for a push from the host, or `hub`. Facts: `name`.
    """
    return None if not name or has_tag(name) else Finding("left-out-tag", {"name": name}, where)


def has_tag(name: str) -> bool:
    """Tells whether a name says which image it means, by a tag or a digest."""
    return ":" in name.rpartition("/")[2] or "@" in name


def registry_of(name: str) -> str:
    """Returns the registry's address in front of a name, '' where it means Docker Hub.

    A first part is an address if it holds a dot, a colon or a capital letter, or is `localhost`.
    """
    first, slash, _ = name.partition("/")
    return first if slash and (re.search(r"[.:]|[A-Z]", first) or first == "localhost") else ""


def _parts(name: str) -> tuple[str, str, bool]:
    """Returns what stands in front of the tag, the tag, and whether there is a colon for it."""
    whole = name.partition("@")[0]
    repository, _, tag = whole.rpartition(":")
    return (whole, "", False) if not repository or "/" in tag else (repository, tag, True)


def _wrong(name: str) -> str | None:
    repository, tag, has_colon = _parts(name)
    path = repository.removeprefix(f"{registry_of(repository)}/")
    if "\\" in name:
        return "name-backslash"
    if any(sign.isspace() for sign in name):
        return "name-space"
    if "::" in name:
        return "name-two-colons"
    if has_colon and not tag:
        return "name-tag-missing"
    if ":" in repository and "/" in name.partition(":")[2] and not re.match(r"[^/]+:\d+/", name):
        return "name-tag-slash"
    if has_colon and "," in tag:
        return "name-tag-comma"
    if has_colon and not is_tag(tag):
        return "name-tag-characters"
    if repository != repository.lower():
        return "name-capitals"
    if "" in repository.split("/"):
        return "name-part-empty"
    if any(not _PART.fullmatch(part) for part in path.split("/")):
        return "name-part-ends"
    return None
