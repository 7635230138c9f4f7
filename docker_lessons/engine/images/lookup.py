"""What the engine's database knows: images, names, layers, and where layers were seen.

Source for the ways to name an image: moby ``daemon/images/image.go`` (``GetImage``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docker_lessons.engine.api.errors import NotFound
from docker_lessons.engine.api.references import parse_reference
from docker_lessons.engine.images.model import Image, Named, Place
from docker_lessons.engine.layers.layer import Layer
from docker_lessons.oci.digest import is_digest
from docker_lessons.oci.reference import Reference

if TYPE_CHECKING:
    from docker_lessons.engine.images.image_database import ImageDatabase


class ImageLookup:
    """Read access to the images of one engine. Its methods may be called from any thread."""

    def __init__(self, database: ImageDatabase) -> None:
        self._database = database

    # Images --------------------------------------------------------------------------------------

    def image(self, image_id: str) -> Image | None:
        """Returns the image of exactly this ID, ``sha256:`` included."""
        return next(iter(self._images("WHERE id = ?", image_id)), None)

    def images(self) -> list[Image]:
        """Returns all images, including those that are only steps of a build."""
        return self._images("ORDER BY id")

    def count(self) -> int:
        """Returns how many images there are, including those that are only steps of a build."""
        return int(self._database.rows("SELECT count(*) FROM image")[0][0])

    def children(self, image_id: str | None) -> list[Image]:
        """Returns the images that a build made from this one; None stands for ``scratch``."""
        return self._images("WHERE parent IS ? ORDER BY id", image_id)

    def parents(self) -> frozenset[str]:
        """Returns the IDs of the images from which others were built."""
        rows = self._database.rows("SELECT DISTINCT parent FROM image WHERE parent IS NOT NULL")
        return frozenset(str(row[0]) for row in rows)

    def resolve(self, text: str) -> Image:
        """Returns the image that `text` names: a name, a name with tag or digest, an ID or a prefix of one.

        Raises:
            BadParameter: When `text` can be none of them.
            NotFound: When there is no such image.
        """
        if is_digest(text) or is_digest(f"sha256:{text}"):
            image_id = text if is_digest(text) else f"sha256:{text}"
            image = self.image(image_id)
            if image is None:
                raise NotFound(f"No such image: {image_id}")
            return image
        reference = parse_reference(text)
        named = self.reference(reference)
        image = self.image(named) if named else self._by_prefix(text)
        if image is None:
            raise NotFound(f"No such image: {reference.with_default_tag().familiar}")
        return image

    def _images(self, clause: str, *values: object) -> list[Image]:
        sql = f"SELECT id, config, parent, tagged FROM image {clause}"  # noqa: S608
        return [Image(*row) for row in self._database.rows(sql, *values)]

    def _by_prefix(self, text: str) -> Image | None:
        start = text.removeprefix("sha256:")
        if not start or not set(start) <= set("0123456789abcdef"):
            return None
        found = self._images("WHERE id GLOB ? LIMIT 2", f"sha256:{start}*")
        return found[0] if len(found) == 1 else None

    def manifests(self, image_id: str) -> list[tuple[str, bytes]]:
        """Returns the manifests with which the image came from registries: media type and bytes."""
        rows = self._database.rows(
            "SELECT media_type, data FROM manifest WHERE image = ? ORDER BY digest", image_id
        )
        return [(str(media_type), data) for media_type, data in rows if isinstance(data, bytes)]

    # Names ---------------------------------------------------------------------------------------

    def references(self, repository: str) -> list[Named]:
        """Returns the names in a repository (``docker.io/demousr/demorep``), sorted."""
        return self._named("repository", repository)

    def names_of(self, image_id: str) -> list[Reference]:
        """Returns the names of an image, with tags and with digests, sorted."""
        return [named.reference for named in self._named("image", image_id)]

    def reference(self, reference: Reference) -> str | None:
        """Returns the ID of the image that a name points at; a missing tag means ``latest``.

        If the name has both a tag and a digest, the digest counts, as in dockerd.
        """
        if reference.digest is not None:
            reference = reference.without_tag().with_digest(reference.digest)
        key = reference.with_default_tag().full
        rows = self._database.rows("SELECT image FROM name WHERE reference = ?", key)
        return str(rows[0][0]) if rows else None

    def _named(self, column: str, value: str) -> list[Named]:
        rows = self._database.rows(
            f"SELECT repository, tag, digest, image FROM name WHERE {column} = ? ORDER BY reference",  # noqa: S608
            value,
        )
        return [
            Named(_reference(str(repository), tag, digest), str(image))
            for repository, tag, digest, image in rows
        ]

    # Layers --------------------------------------------------------------------------------------

    def layer(self, diff_id: str) -> Layer | None:
        """Returns a layer by the digest of its tar."""
        rows = self._database.rows(
            "SELECT diff_id, digest, size, content FROM layer WHERE diff_id = ?", diff_id
        )
        return Layer(*rows[0]) if rows else None

    def layer_of_blob(self, digest: str) -> Layer | None:
        """Returns the layer that a registry has as the blob `digest`."""
        rows = self._database.rows("SELECT diff_id FROM layer_blob WHERE digest = ?", digest)
        return self.layer(str(rows[0][0])) if rows else None

    def layers(self, image: Image) -> list[Layer]:
        """Returns the layers of an image, bottom first."""
        rows = self._database.rows(
            "SELECT layer.diff_id, digest, size, content FROM image_layer JOIN layer "
            "ON layer.diff_id = image_layer.diff_id WHERE image = ? ORDER BY position",
            image.id,
        )
        return [Layer(*row) for row in rows]

    def has_other_image(self, image: Image, top: int) -> bool:
        """Returns whether another image has the first layers of this one, up to the one with the number `top`."""
        rows = self._database.rows(
            "SELECT image FROM image_layer WHERE diff_id = ? AND position = ? AND image != ?",
            *(image.diff_ids[top], top, image.id),
        )
        wanted = list(image.diff_ids[: top + 1])
        for (other,) in rows:
            below = self._database.rows(
                "SELECT diff_id FROM image_layer WHERE image = ? AND position <= ? ORDER BY position",
                *(other, top),
            )
            if [row[0] for row in below] == wanted:
                return True
        return False

    def places(self, diff_id: str) -> list[Place]:
        """Returns the repositories in which a layer was seen, the most recent first.

        The layer itself may have been removed since.
        """
        rows = self._database.rows(
            "SELECT repository, account FROM layer_place WHERE diff_id = ? ORDER BY number DESC",
            diff_id,
        )
        return [Place(*row) for row in rows]


def _reference(repository: str, tag: object, digest: object) -> Reference:
    domain, slash, path = repository.partition("/")
    if not slash:
        domain, path = "", repository
    return Reference(
        domain, path, None if tag is None else str(tag), None if digest is None else str(digest)
    )
