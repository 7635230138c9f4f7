"""Tags, manifests and links to blobs, and the removal of blobs that no repository links to.

A blob is one file, however many repositories link to it. Links are kept under the repository's path,
since the blobs of a first push arrive before the manifest that creates the repository. A manifest
and the tag that names it are stored in one transaction.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from docker_lessons.hub.content.pushed_manifest import PushedManifest, read_manifest, referrer
from docker_lessons.hub.content.stored import StoredManifest, Tag, TaggedImage
from docker_lessons.oci.fields import InvalidManifest
from docker_lessons.oci.store import DiskFull

if TYPE_CHECKING:
    from docker_lessons.hub.content.repositories import Repository
    from docker_lessons.hub.database import Database
    from docker_lessons.oci.store import BlobStore

GRACE = 3600.0
"""Seconds for which a link to a blob is kept without a manifest that names the blob."""


class BlobsMissing(LookupError):
    """A manifest names blobs or manifests that the repository lacks; `digests` are theirs."""

    def __init__(self, digests: list[str]) -> None:
        super().__init__(", ".join(digests))
        self.digests = digests


class TagImmutable(Exception):
    """A tag that its repository's settings keep as it is."""

    def __init__(self, tag: str) -> None:
        super().__init__(tag)
        self.tag = tag


class Content:
    """The content of all repositories of this Hub."""

    def __init__(self, database: Database, blobs: BlobStore) -> None:
        self._database = database
        self.blobs = blobs
        self._arriving: Counter[str] = Counter()

    # Blobs

    def has_blob(self, path: str, digest: str) -> bool:
        """Tells whether the repository `path` links to the blob; the link's time of grace begins again."""
        with suppress(DiskFull):  # it is there all the same
            self._database.execute(
                "UPDATE blobs SET linked = ? WHERE path = ? AND digest = ?",
                time.time(),
                path,
                digest,
            )
        linked = self._database.row(
            "SELECT 1 FROM blobs WHERE path = ? AND digest = ?", path, digest
        )
        return linked is not None and self.blobs.has(digest)

    def has_blobs(self, path: str) -> bool:
        """Tells whether the repository `path` links to any blob."""
        return self._database.row("SELECT 1 FROM blobs WHERE path = ? LIMIT 1", path) is not None

    def paths_with(self, digest: str) -> list[str]:
        """Returns the repositories that link to the blob, whoever may see them."""
        rows = self._database.rows("SELECT path FROM blobs WHERE digest = ?", digest)
        return [row["path"] for row in rows]

    def link_blob(self, path: str, digest: str) -> None:
        """Links the repository `path` to a blob that is in the store."""
        self._database.execute(
            """INSERT INTO blobs (path, digest, size, linked) VALUES (?, ?, ?, ?)
            ON CONFLICT (path, digest) DO UPDATE SET linked = excluded.linked""",
            path,
            digest,
            self.blobs.size(digest),
            time.time(),
        )

    def unlink_blob(self, path: str, digest: str) -> bool:
        """Removes the link of the repository `path` to the blob; returns whether there was one."""
        with self._database.reserve():
            found = self._database.execute(
                "DELETE FROM blobs WHERE path = ? AND digest = ?", path, digest
            )
        self.collect()
        return bool(found)

    @contextmanager
    def arriving(self, digest: str) -> Iterator[None]:
        """Protects a blob from `collect` from before it enters the store until it is linked."""
        self._arriving[digest] += 1
        try:
            yield
        finally:
            self._arriving[digest] -= 1
            self._arriving += Counter()

    # Manifests

    def manifest(self, repository: Repository, reference: str) -> StoredManifest | None:
        """Returns the manifest that a tag or a digest names, None if there is none."""
        row = self._database.row(
            """SELECT digest, media_type, content FROM manifests WHERE repository = ? AND digest =
            COALESCE((SELECT digest FROM tags WHERE repository = ? AND name = ?), ?)""",
            repository.id,
            repository.id,
            reference,
            reference,
        )
        return StoredManifest(**dict(row)) if row else None

    def put_manifest(
        self, repository: Repository, manifest: PushedManifest, tags: tuple[str, ...], pusher: str
    ) -> None:
        """Stores a manifest under `tags`. The caller opens the transaction.

        Raises:
            BlobsMissing: When the repository lacks a config, a layer or a listed manifest.
            InvalidManifest: When one of them is not what the manifest says of it.
            TagImmutable: When one of the tags is immutable and names another manifest.
        """
        for tag in tags:
            if repository.is_immutable(tag) and self._digest_of(repository, tag) not in {
                None,
                manifest.digest,
            }:
                raise TagImmutable(tag)
        missing = []
        for blob in manifest.blobs:
            if not self.has_blob(repository.path, blob.digest):
                missing.append(blob.digest)
            elif (size := self.blobs.size(blob.digest)) != blob.size:
                raise InvalidManifest(f"{blob.digest} has {size} bytes, not {blob.size}")
        for entry in manifest.manifests:
            listed = self.manifest(repository, entry.digest)
            if listed is None:
                missing.append(entry.digest)
            elif len(listed.content) != entry.size:
                raise InvalidManifest(
                    f"{entry.digest} has {len(listed.content)} bytes, not {entry.size}"
                )
        if missing:
            raise BlobsMissing(list(dict.fromkeys(missing)))
        now = time.time()
        architecture, os, variant = manifest.platform(self.blobs)
        self._database.execute(
            """INSERT INTO manifests VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (repository, digest) DO UPDATE
            SET media_type = excluded.media_type, pushed = excluded.pushed""",
            repository.id,
            manifest.digest,
            manifest.media_type,
            manifest.content,
            manifest.config,
            architecture,
            os,
            variant,
            manifest.layers_size,
            manifest.subject,
            manifest.artifact_type,
            now,
        )
        self._refer(repository.id, manifest)
        for tag in tags:
            self._database.execute(
                """INSERT INTO tags (repository, name, digest, pushed, pusher)
                VALUES (?, ?, ?, ?, ?) ON CONFLICT (repository, name) DO UPDATE
                SET digest = excluded.digest, pushed = excluded.pushed, pusher = excluded.pusher""",
                repository.id,
                tag,
                manifest.digest,
                now,
                pusher,
            )
        self._touch(repository, now)

    def _refer(self, repository: int, manifest: PushedManifest) -> None:
        for digest in {entry.digest for entry in (*manifest.blobs, *manifest.manifests)}:
            self._database.execute(
                "INSERT OR IGNORE INTO manifest_references VALUES (?, ?, ?)",
                repository,
                manifest.digest,
                digest,
            )

    def delete_manifest(self, repository: Repository, digest: str) -> bool:
        """Deletes a manifest with its tags; returns whether there was one.

        Raises:
            TagImmutable: When one of its tags has to stay.
        """
        with self._database.reserve(), self._database.transaction():
            for row in self._database.rows(
                "SELECT name FROM tags WHERE repository = ? AND digest = ?", repository.id, digest
            ):
                if repository.is_immutable(row["name"]):
                    raise TagImmutable(row["name"])
            found = self._database.execute(
                "DELETE FROM manifests WHERE repository = ? AND digest = ?", repository.id, digest
            )
            self._touch(repository, time.time())
        self.collect()
        return bool(found)

    def referrers(self, path: str, subject: str, artifact_type: str) -> list[dict[str, Any]]:
        """Returns the descriptors of the manifests whose subject is `subject`.

        With an `artifact_type` other than `''`, of those of this type only.
        """
        rows = self._database.rows(
            """SELECT content, digest, media_type, artifact_type FROM manifests
            JOIN repositories ON repositories.id = manifests.repository
            WHERE namespace || '/' || name = ? AND subject = ?
            AND (? = '' OR artifact_type = ?) ORDER BY pushed""",
            path,
            subject,
            artifact_type,
            artifact_type,
        )
        return [referrer(**dict(row)) for row in rows]

    # Tags

    def tag_names(self, repository: Repository) -> list[str]:
        """Returns the names of all tags in the order of the distribution specification."""
        rows = self._database.rows(
            "SELECT name FROM tags WHERE repository = ? ORDER BY name", repository.id
        )
        return [row["name"] for row in rows]

    def tags(self, repository: Repository, first: int = 0, number: int = -1) -> list[Tag]:
        """Returns the tags, the last pushed first: all of them, or `number` from the one at `first` on."""
        return self._tags(repository, "1", (), first, number)

    def tag(self, repository: Repository, name: str) -> Tag | None:
        """Returns the tag called `name`, None if there is none."""
        return next(iter(self._tags(repository, "tags.name = ?", (name,))), None)

    def _tags(
        self,
        repository: Repository,
        condition: str,
        values: tuple[object, ...],
        first: int = 0,
        number: int = -1,
    ) -> list[Tag]:
        rows = self._database.rows(
            f"""SELECT tags.id, name, tags.digest, media_type, tags.pushed, pusher, pulled
            FROM tags JOIN manifests USING (repository, digest)
            WHERE repository = ? AND {condition}
            ORDER BY tags.pushed DESC, tags.id DESC LIMIT ? OFFSET ?""",  # noqa: S608
            repository.id,
            *values,
            number,
            first,
        )
        return [
            Tag(**dict(row), images=tuple(self._images(repository, row["digest"]))) for row in rows
        ]

    def _images(self, repository: Repository, digest: str) -> Iterator[TaggedImage]:
        """Yields the image that a manifest describes, or those of an index."""
        listed = self._database.rows(
            "SELECT digest FROM manifest_references WHERE repository = ? AND manifest = ?",
            repository.id,
            digest,
        )
        for one in dict.fromkeys((digest, *(row["digest"] for row in listed))):
            row = self._database.row(
                """SELECT digest, architecture, os, variant, layers_size AS size, config
                FROM manifests WHERE repository = ? AND digest = ? AND config != ''""",
                repository.id,
                one,
            )
            if row is not None:
                yield TaggedImage(**dict(row))

    def delete_tag(self, repository: Repository, name: str) -> bool:
        """Deletes a tag, and its manifest unless another tag or an index names it.

        Returns:
            Whether there was such a tag.

        Raises:
            TagImmutable: When it has to stay.
        """
        with self._database.reserve(), self._database.transaction():
            digest = self._digest_of(repository, name)
            if digest is None:
                return False
            if repository.is_immutable(name):
                raise TagImmutable(name)
            self._database.execute(
                "DELETE FROM tags WHERE repository = ? AND name = ?", repository.id, name
            )
            self._database.execute(
                """DELETE FROM manifests WHERE repository = ? AND digest = ?
                AND NOT EXISTS (SELECT 1 FROM tags WHERE tags.repository = manifests.repository
                                AND tags.digest = manifests.digest)
                AND NOT EXISTS (SELECT 1 FROM manifest_references AS listed
                                WHERE listed.repository = manifests.repository
                                AND listed.digest = manifests.digest)""",
                repository.id,
                digest,
            )
            self._touch(repository, time.time())
        self.collect()
        return True

    def _digest_of(self, repository: Repository, tag: str) -> str | None:
        row = self._database.row(
            "SELECT digest FROM tags WHERE repository = ? AND name = ?", repository.id, tag
        )
        return row["digest"] if row else None

    def pulled(self, repository: Repository, reference: str) -> None:
        """Counts a pull of the repository and notes the time at what was pulled, unless the disk is full.

        `reference` is a tag, or the digest that tags point to: Docker asks for a tag's digest, and pulls that.
        """
        with suppress(DiskFull), self._database.transaction():
            self._database.execute(
                "UPDATE repositories SET pulls = pulls + 1 WHERE id = ?", repository.id
            )
            self._database.execute(
                "UPDATE tags SET pulled = ? WHERE repository = ? AND ? IN (name, digest)",
                time.time(),
                repository.id,
                reference,
            )

    # What is referred to, and what is not

    def link_again(self) -> None:
        """Restores the links that a rescue may have lost, by reading in each manifest what it names."""
        rows = self._database.rows(
            """SELECT repository, namespace || '/' || name AS path, digest, media_type, content
            FROM manifests JOIN repositories ON repositories.id = manifests.repository"""
        )
        with self._database.transaction():
            for row in rows:
                with suppress(InvalidManifest):
                    manifest = read_manifest(row["content"], row["media_type"], row["digest"])
                    self._refer(row["repository"], manifest)
                    for blob in manifest.blobs:
                        if self.blobs.has(blob.digest):
                            self.link_blob(row["path"], blob.digest)

    def collect(self) -> None:
        """Deletes links that no manifest justifies after `GRACE`, and blobs without a link."""
        with self._database.reserve():
            self._database.execute(
                """DELETE FROM blobs WHERE linked < ? AND NOT EXISTS (
                    SELECT 1 FROM manifest_references
                    JOIN repositories ON repositories.id = manifest_references.repository
                    WHERE manifest_references.digest = blobs.digest
                    AND namespace || '/' || name = blobs.path)""",
                time.time() - GRACE,
            )
        held = {row["digest"] for row in self._database.rows("SELECT DISTINCT digest FROM blobs")}
        unheld = [
            digest for digest in self.blobs if digest not in held and digest not in self._arriving
        ]
        for digest in unheld:
            self.blobs.delete(digest)

    def _touch(self, repository: Repository, now: float) -> None:
        self._database.execute(
            "UPDATE repositories SET updated = ? WHERE id = ?", now, repository.id
        )
