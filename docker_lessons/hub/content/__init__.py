"""What is published: repositories, and the tags, manifests and blobs that they hold."""

from docker_lessons.hub.content.content import BlobsMissing, Content
from docker_lessons.hub.content.preload import preload_image
from docker_lessons.hub.content.pushed_manifest import read_manifest
from docker_lessons.hub.content.repositories import (
    ORDERINGS,
    Repositories,
    Repository,
    RepositoryExists,
)
from docker_lessons.hub.content.stored import StoredManifest, Tag, TaggedImage

__all__ = [
    "ORDERINGS",
    "BlobsMissing",
    "Content",
    "Repositories",
    "Repository",
    "RepositoryExists",
    "StoredManifest",
    "Tag",
    "TaggedImage",
    "preload_image",
    "read_manifest",
]
