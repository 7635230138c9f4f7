"""A layer as the engine knows it, and the chain IDs of a stack of layers.

Source: OCI image specification, config.md ("Layer DiffID", "Layer ChainID").
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Layer:
    """A layer: `diff_id` is the digest of its tar, `digest` that of the gzip blob in the store.

    `size` is the blob's size in bytes, `content` the sum of the sizes of its files.
    """

    diff_id: str
    digest: str
    size: int
    content: int


def chain_ids(diff_ids: tuple[str, ...]) -> tuple[str, ...]:
    """Returns the chain ID of each layer, which identifies it together with all layers below it."""
    chain: list[str] = []
    for diff_id in diff_ids:
        if chain:
            both = f"{chain[-1]} {diff_id}".encode()
            chain.append("sha256:" + hashlib.sha256(both).hexdigest())
        else:
            chain.append(diff_id)
    return tuple(chain)
