"""What is published: repositories, and the tags, manifests and blobs that they hold."""

from docker_lessons.hub.content.content import BlobsMissing, Content, TagImmutable
from docker_lessons.hub.content.preload import preload_image
from docker_lessons.hub.content.pushed_manifest import read_manifest
from docker_lessons.hub.content.repositories import (
    ORDERINGS,
    Repositories,
    Repository,
    RepositoryExists,
)
from docker_lessons.hub.content.stored import StoredManifest, Tag, TaggedImage
from docker_lessons.hub.content.tag_rules import InvalidRule, rule

__all__ = [
    "ORDERINGS",
    "BlobsMissing",
    "Content",
    "InvalidRule",
    "Repositories",
    "Repository",
    "RepositoryExists",
    "StoredManifest",
    "Tag",
    "TagImmutable",
    "TaggedImage",
    "preload_image",
    "read_manifest",
    "rule",
]
