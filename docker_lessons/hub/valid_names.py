"""Which names accounts and repositories may have, and why a name is refused.

Sources: Docker's documentation, "Create a repository" (2 to 255 characters) and "Docker ID"
(4 to 30 lower-case letters and digits); distribution specification, "Pulling manifests" (the
characters of a name). A name is taken as typed or refused, never changed silently.
"""

from __future__ import annotations

import re

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
            f"“{name}” cannot be an account: 4 to 30 lower-case letters and digits are wanted."
        )


def check_description(description: str) -> None:
    """Checks the length of a short description.

    Raises:
        InvalidName: When it is not valid, with a sentence that says why.
    """
    if len(description) > DESCRIPTION_LENGTH:
        raise InvalidName(
            f"The description has {len(description)} characters; "
            f"at most {DESCRIPTION_LENGTH} are possible. Please shorten it."
        )


def _why_not(name: str) -> str:
    if not name:
        return "A repository needs a name, for example demorep."
    if "/" in name:
        namespace, _, rest = name.rpartition("/")
        return (
            f"The name holds a slash. “{namespace}” would be the namespace, which is chosen "
            f"beside the name; type “{rest}” alone."
        )
    if ":" in name:
        return (
            f"A tag does not belong to a repository's name: “{name.partition(':')[0]}” is the "
            "name, and the tag is given when you push."
        )
    if any(character.isspace() for character in name):
        return f"“{name}” holds a space. Names have none; a hyphen can stand in its place."
    if name != name.lower():
        return (
            f"“{name}” has capital letters. Repository names are lower-case: “{name.lower()}” "
            "would be possible."
        )
    if len(name) < _SHORTEST:
        return f"“{name}” is too short: a repository's name has at least {_SHORTEST} characters."
    if len(name) > _LONGEST:
        return f"The name has {len(name)} characters; at most {_LONGEST} are possible."
    strange = "".join(dict.fromkeys(re.findall(r"[^a-z0-9._-]", name)))
    if strange:
        return (
            f"“{strange}” cannot stand in a name. Lower-case letters a to z, digits, "
            "“-”, “_” and “.” can."
        )
    return (
        f"“{name}” must begin and end with a letter or a digit, and between two of them "
        "stands one “.”, one or two “_”, or hyphens."
    )
