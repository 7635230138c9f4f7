"""Whether a store's blobs are what their names say."""

from docker_lessons.oci.digest import sha256
from docker_lessons.oci.store import BlobStore


def is_whole(store: BlobStore, digest: str) -> bool:
    """Whether the blob is in the store, and its bytes have this digest."""
    return store.has(digest) and sha256(store.read(digest)) == digest
