"""Which names accounts and repositories may have, and why a name is refused.

Sources: Docker's documentation, "Create a repository" (2 to 255 characters) and "Docker ID"
(4 to 30 lower-case letters and digits); distribution specification, "Pulling manifests" (the
characters of a name). A name is taken as typed or refused, never changed silently.
"""

from __future__ import annotations

import re

from docker_lessons.language import gettext

RESERVED_NAMESPACE = "library"
"""The namespace of official images, which no account can have."""

DESCRIPTION_LENGTH = 100
"""Characters that a repository's short description may have."""

_COMPONENT = re.compile(r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*")
_ACCOUNT = re.compile(r"[a-z0-9]{4,30}")
_SHORTEST, _LONGEST = 2, 255


class InvalidName(ValueError):
    """A name or description that is not valid; the message says why and what would be."""


def is_path(path: str) -> bool:
    """Tells whether `path` is a repository's name by the distribution specification."""
    return len(path) <= _LONGEST and all(
        _COMPONENT.fullmatch(component) for component in path.split("/")
    )


def is_repository_name(name: str) -> bool:
    """Tells whether a repository of an account may be called `name`."""
    return _SHORTEST <= len(name) <= _LONGEST and _COMPONENT.fullmatch(name) is not None


def check_repository_name(name: str) -> None:
    """Checks a repository's name.

    Raises:
        InvalidName: When it is not valid, with a sentence for the person who typed it.
    """
    if not is_repository_name(name):
        raise InvalidName(_why_not(name))


def check_account_name(name: str) -> None:
    """Checks an account's name.

    Raises:
        InvalidName: When it is not valid, with a sentence that says why.
    """
    if name == RESERVED_NAMESPACE or not _ACCOUNT.fullmatch(name):
        raise InvalidName(
            gettext(
                "“{name}” can't be an account: a username has 4 to 30 lowercase letters and digits.",
                name=name,
            )
        )


def check_description(description: str) -> None:
    """Checks the length of a short description.

    Raises:
        InvalidName: When it is not valid, with a sentence that says why.
    """
    if len(description) > DESCRIPTION_LENGTH:
        raise InvalidName(
            gettext(
                "The description has {length} characters, but {limit} is the limit. Please shorten it.",
                length=len(description),
                limit=DESCRIPTION_LENGTH,
            )
        )


def _why_not(name: str) -> str:
    if not name:
        return gettext("A repository needs a name, for example demorep.")
    if "/" in name:
        namespace, _, rest = name.rpartition("/")
        return gettext(
            "The name has a slash in it. “{namespace}” would be the namespace, which is chosen "
            "separately; type just “{rest}”.",
            namespace=namespace,
            rest=rest,
        )
    if ":" in name:
        return gettext(
            "A repository's name doesn't include a tag: “{name}” is the name, and you give the tag "
            "when you push.",
            name=name.partition(":")[0],
        )
    if any(character.isspace() for character in name):
        return gettext(
            "“{name}” has a space in it, and names can't have spaces. Use a hyphen instead.",
            name=name,
        )
    if name != name.lower():
        return gettext(
            "“{name}” has capital letters, but repository names are lowercase: try “{lowercase}”.",
            name=name,
            lowercase=name.lower(),
        )
    if len(name) < _SHORTEST:
        return gettext(
            "“{name}” is too short: a repository's name needs at least {shortest} characters.",
            name=name,
            shortest=_SHORTEST,
        )
    if len(name) > _LONGEST:
        return gettext(
            "The name has {length} characters, but {limit} is the limit.",
            length=len(name),
            limit=_LONGEST,
        )
    strange = "".join(dict.fromkeys(re.findall(r"[^a-z0-9._-]", name)))
    if strange:
        return gettext(
            "A name can't contain “{strange}”, only lowercase letters a to z, digits, “-”, “_” and “.”.",
            strange=strange,
        )
    return gettext(
        "“{name}” must begin and end with a letter or a digit, and between two of those "
        "there can be one “.”, one or two “_”, or any number of “-”.",
        name=name,
    )
