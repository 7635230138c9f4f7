"""Digests: identifiers of contents, computed from the contents.

Source: OCI image specification, descriptor.md, section "Digests".
"""

from __future__ import annotations

import hashlib
import re

ALGORITHMS = {"sha256": 64, "sha384": 96, "sha512": 128}
"""The algorithms that opencontainers/go-digest knows, with the number of their hexadecimal digits."""

_SHAPE = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]+")
_HEX = re.compile(r"[0-9a-f]+")


class InvalidDigest(ValueError):
    """A text that is not a digest; the message is Docker's."""


def sha256(data: bytes) -> str:
    """Returns the digest of `data`: ``sha256:`` and 64 hexadecimal digits."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def digest_like(data: bytes, other: str) -> str:
    """Returns the digest of `data` by the algorithm of the digest `other`."""
    hasher = hasher_like(other)
    hasher.update(data)
    return f"{hasher.name}:{hasher.hexdigest()}"


def hasher_like(other: str) -> hashlib._Hash:
    """Returns an empty hash by the algorithm of the digest `other`."""
    return hashlib.new(other.partition(":")[0])


def is_digest(text: str) -> bool:
    """Tells whether `text` is a well-formed digest of a registered algorithm."""
    try:
        validate(text)
    except InvalidDigest:
        return False
    return True


def validate(text: str) -> str:
    """Returns `text` if it is a digest.

    Raises:
        InvalidDigest: When it is not, with the message of opencontainers/go-digest, as dockerd shows it.
    """
    if not _SHAPE.fullmatch(text):
        raise InvalidDigest("invalid checksum digest format")
    algorithm, _, encoded = text.partition(":")
    length = ALGORITHMS.get(algorithm)
    if length is None:
        raise InvalidDigest("unsupported digest algorithm")
    if len(encoded) != length:
        raise InvalidDigest("invalid checksum digest length")
    if not _HEX.fullmatch(encoded):
        raise InvalidDigest("invalid checksum digest format")
    return text
