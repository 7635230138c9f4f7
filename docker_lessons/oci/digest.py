"""Digests: the name of a content, made from the content itself.

Source: OCI image specification, descriptor.md, section "Digests".
"""

from __future__ import annotations

import hashlib
import re

_ALGORITHMS = {"sha256": 64, "sha384": 96, "sha512": 128}
_SHAPE = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]+")
_HEX = re.compile(r"[0-9a-f]+")


class InvalidDigest(ValueError):
    """A text is no digest; the message is the sentence that Docker has for it."""


def sha256(data: bytes) -> str:
    """Return the digest of `data`: ``sha256:`` and 64 hexadecimal digits."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def is_digest(text: str) -> bool:
    """Say whether `text` is a whole, well-formed digest of a registered algorithm."""
    try:
        validate(text)
    except InvalidDigest:
        return False
    return True


def is_sha256(text: str) -> bool:
    """Say whether `text` is a digest of the one algorithm that content is kept under here."""
    return text.startswith("sha256:") and is_digest(text)


def validate(text: str) -> str:
    """Return `text` if it is a digest.

    Raises:
        InvalidDigest: With the sentence of opencontainers/go-digest, which dockerd shows.
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
