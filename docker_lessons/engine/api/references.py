"""Image references in requests; a malformed one is refused in dockerd's words.

Source: ``distribution/reference``; moby ``api/server/router/image/image_routes.go``.
"""

from __future__ import annotations

from docker_lessons.engine.api.errors import BadParameter
from docker_lessons.oci.digest import is_digest
from docker_lessons.oci.reference import InvalidReference, Reference


def parse_reference(text: str) -> Reference:
    """Parses a name that a client gives.

    Raises:
        BadParameter: When it is not a reference, with dockerd's sentence.
    """
    try:
        return Reference.parse(text)
    except InvalidReference as error:
        raise BadParameter(str(error)) from None


def retagged(reference: Reference, tag: str) -> Reference:
    """Returns the reference with `tag` instead of its own tag; '' keeps the reference as it is.

    Raises:
        BadParameter: When `tag` is not a tag, with dockerd's sentence.
    """
    if not tag:
        return reference
    try:
        return reference.without_tag().with_tag(tag)
    except InvalidReference as error:
        raise BadParameter(str(error)) from None


def is_ambiguous(reference: Reference) -> bool:
    """Returns whether the repository's name makes its tags look like image IDs."""
    return reference.familiar_name == "sha256"


def refuse_ambiguous(reference: Reference) -> None:
    """Refuses a repository whose name would make its tags look like image IDs.

    Raises:
        BadParameter: When it is called ``sha256``, with dockerd's sentence.
    """
    if is_ambiguous(reference):
        raise BadParameter("refusing to create an ambiguous tag using digest algorithm as name")


def pull_reference(name: str, tag: str) -> Reference:
    """Returns what a pull asks for; `tag` may be a digest, and a missing tag stays missing.

    Raises:
        BadParameter: When either is malformed, with dockerd's sentence.
    """
    reference = parse_reference(name.rstrip(":"))
    if is_digest(tag):
        return reference.without_tag().with_digest(tag)
    return retagged(reference, tag)
