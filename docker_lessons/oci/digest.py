"""Digests: identifiers of contents, computed from the contents.

Source: OCI image specification, descriptor.md, section "Digests".
"""

from __future__ import annotations

import hashlib
import re

_ALGORITHMS = {"sha256": 64, "sha384": 96, "sha512": 128}
_SHAPE = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]+")
_HEX = re.compile(r"[0-9a-f]+")


class InvalidDigest(ValueError):
    """A text that is not a digest; the message is Docker's."""


def sha256(data: bytes) -> str:
    """Returns the digest of `data`: ``sha256:`` and 64 hexadecimal digits."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def is_digest(text: str) -> bool:
    """Tells whether `text` is a well-formed digest of a registered algorithm."""
    try:
        validate(text)
    except InvalidDigest:
        return False
    return True


def is_sha256(text: str) -> bool:
    """Tells whether `text` is a sha256 digest, the only ones that the blob store has."""
    return text.startswith("sha256:") and is_digest(text)


def validate(text: str) -> str:
    """Returns `text` if it is a digest.

    Raises:
        InvalidDigest: When it is not, with the message of opencontainers/go-digest, as dockerd shows it.
    """
    if not _SHAPE.fullmatch(text):
        raise InvalidDigest("invalid checksum digest format")
    algorithm, _, encoded = text.partition(":")
    length = _ALGORITHMS.get(algorithm)
    if length is None:
        raise InvalidDigest("unsupported digest algorithm")
    if len(encoded) != length:
        raise InvalidDigest("invalid checksum digest length")
    if not _HEX.fullmatch(encoded):
        raise InvalidDigest("invalid checksum digest format")
    return text
