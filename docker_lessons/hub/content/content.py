"""Tags, manifests and links to blobs, and the removal of blobs that no repository links to.

A blob is one file, however many repositories link to it. Links are kept under the repository's path,
since the blobs of a first push arrive before the manifest that creates the repository. A manifest
and the tag that names it are stored in one transaction.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from docker_lessons.hub.content.pushed_manifest import PushedManifest, referrer
from docker_lessons.hub.content.stored import StoredManifest, Tag, TaggedImage

if TYPE_CHECKING:
    import sqlite3

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


class Content:
    """The content of all repositories of this Hub."""

    def __init__(self, database: Database, blobs: BlobStore) -> None:
        self._database = database
        self.blobs = blobs
        self._arriving: Counter[str] = Counter()

    # Blobs

    def has_blob(self, path: str, digest: str) -> bool:
        """Tells whether the repository `path` links to the blob; the link's time of grace begins again."""
        touched = self._database.execute(
            "UPDATE blobs SET linked = ? WHERE path = ? AND digest = ?", time.time(), path, digest
        )
        return bool(touched) and self.blobs.has(digest)

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
        """
        missing = [
            digest
            for digest in dict.fromkeys(manifest.blobs)
            if not self.has_blob(repository.path, digest)
        ] + [digest for digest in manifest.manifests if not self.manifest(repository, digest)]
        if missing:
            raise BlobsMissing(missing)
        now = time.time()
        architecture, os, variant = manifest.platform(self.blobs.read)
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
        for digest in {*manifest.blobs, *manifest.manifests}:
            self._database.execute(
                "INSERT OR IGNORE INTO manifest_references VALUES (?, ?, ?)",
                repository.id,
                manifest.digest,
                digest,
            )
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

    def delete_manifest(self, repository: Repository, digest: str) -> bool:
        """Deletes a manifest with its tags; returns whether there was one."""
        with self._database.transaction():
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

    def tags(self, repository: Repository) -> list[Tag]:
        """Returns all tags, the last pushed first."""
        rows = self._database.rows(
            """SELECT tags.id, name, tags.digest, media_type, tags.pushed, pusher, pulled
            FROM tags JOIN manifests USING (repository, digest) WHERE repository = ?
            ORDER BY tags.pushed DESC, tags.id DESC""",
            repository.id,
        )
        return [self._tag(repository, row) for row in rows]

    def tag(self, repository: Repository, name: str) -> Tag | None:
        """Returns the tag called `name`, None if there is none."""
        return next((tag for tag in self.tags(repository) if tag.name == name), None)

    def delete_tag(self, repository: Repository, name: str) -> bool:
        """Deletes a tag, and its manifest unless another tag or an index names it.

        Returns:
            Whether there was such a tag.
        """
        with self._database.transaction():
            row = self._database.row(
                "SELECT digest FROM tags WHERE repository = ? AND name = ?", repository.id, name
            )
            if row is None:
                return False
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
                row["digest"],
            )
            self._touch(repository, time.time())
        self.collect()
        return True

    def pulled(self, repository: Repository, tag: str) -> None:
        """Counts a pull of the repository and notes the time at the tag."""
        self._database.execute(
            "UPDATE repositories SET pulls = pulls + 1 WHERE id = ?", repository.id
        )
        self._database.execute(
            "UPDATE tags SET pulled = ? WHERE repository = ? AND name = ?",
            time.time(),
            repository.id,
            tag,
        )

    # What nothing refers to

    def collect(self) -> None:
        """Deletes links that no manifest justifies after `GRACE`, and blobs without a link."""
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

    def _tag(self, repository: Repository, row: sqlite3.Row) -> Tag:
        rows = self._database.rows(
            """SELECT digest, architecture, os, variant, layers_size AS size, config FROM manifests
            WHERE repository = ? AND config != '' AND (digest = ? OR digest IN (
                SELECT digest FROM manifest_references WHERE repository = ? AND manifest = ?))""",
            repository.id,
            row["digest"],
            repository.id,
            row["digest"],
        )
        return Tag(**dict(row), images=tuple(TaggedImage(**dict(image)) for image in rows))
