"""Removal of names and images: `docker rmi` and `docker image prune`.

Source: moby ``daemon/images/image_delete.go`` and ``image_prune.go``, whose rules, order of lines and
sentences these are. A removal is one transaction: it happens whole or not at all.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from docker_lessons.engine.api import departure
from docker_lessons.engine.api.errors import Conflict, NotFound
from docker_lessons.engine.images.model import Image, short
from docker_lessons.engine.layers.layer import chain_ids
from docker_lessons.oci.reference import Reference

if TYPE_CHECKING:
    from docker_lessons.engine.images.image_store import ImageStore
    from docker_lessons.engine.images.image_use import ImageUse, ImageUses
    from docker_lessons.engine.images.transaction import Change

Record = dict[str, str]
"""One line of the answer: ``{"Untagged": name}`` or ``{"Deleted": digest}``."""


def remove(
    store: ImageStore, uses: ImageUses, text: str, *, force: bool, prune: bool
) -> list[Record]:
    """Removes a name, or the image; `prune` also removes the unnamed images that it was built from.

    Raises:
        NotFound: When there is no such image.
        Conflict: When a container or another image needs it.
    """
    with store.removing() as change:
        image = store.resolve(text)
        return _Removal(store, uses, change).remove(image, text, force=force, prune=prune)


class _Removal:
    def __init__(self, store: ImageStore, uses: ImageUses, change: Change) -> None:
        self._store = store
        self._uses = uses
        self._change = change
        self._records: list[Record] = []

    def remove(self, image: Image, text: str, *, force: bool, prune: bool) -> list[Record]:
        names = self._store.names_of(image.id)
        removed_a_name = False
        if not _is_prefix(image.id, text):
            if not force and _is_single(names):
                self._refuse_while_used(image, text)
            reference = Reference.parse(text).with_default_tag()
            if reference.digest is not None and reference.tag is not None:
                reference = reference.without_tag().with_digest(reference.digest)
            self._untag(image, reference)
            if reference.digest is None:
                self._untag_digests(image, reference)
            if self._store.names_of(image.id):
                return self._records
            removed_a_name = True
        elif _is_single(names):
            conflict = self._conflict(image, hard_only=force, with_names=False)
            if conflict is not None:
                raise conflict
            for name in names:
                self._untag(image, name)
        self._delete(image, force=force, prune=prune, quiet=removed_a_name)
        return self._records

    def _untag(self, image: Image, reference: Reference, *, event: bool = True) -> None:
        self._change.remove_reference(reference)
        if event:
            self._change.event("untag", image.id, image.id)
        self._records.append({"Untagged": reference.familiar})

    def _untag_digests(self, image: Image, reference: Reference) -> None:
        """Removes the digests of a repository after the last tag of the image there was removed."""
        names = [name for name in self._store.names_of(image.id) if name.name == reference.name]
        if any(name.digest is None for name in names):
            return
        for name in names:
            self._untag(image, name, event=False)

    def _delete(self, image: Image, *, force: bool, prune: bool, quiet: bool) -> None:
        conflict = self._conflict(image, hard_only=force)
        if conflict is not None:
            names, children = self._store.names_of(image.id), self._store.children(image.id)
            if quiet and (names or children or self._uses_of(image)):
                return
            raise conflict
        for name in self._store.names_of(image.id):
            self._untag(image, name)
        gone = self._layers_of(image)
        parent = self._store.image(image.parent) if image.parent else None
        self._change.remove_image(image.id)
        self._change.event("delete", image.id, image.id)
        self._records += [{"Deleted": digest} for digest in (image.id, *gone)]
        if prune and parent is not None:
            self._delete(parent, force=False, prune=True, quiet=True)

    def _layers_of(self, image: Image) -> list[str]:
        """Returns the chain IDs of the layers that no other image has, the topmost first."""
        chains = chain_ids(image.diff_ids)
        # Who has a layer has those below it as well.
        below = next(
            (
                top + 1
                for top in reversed(range(len(chains)))
                if self._store.has_other_image(image, top)
            ),
            0,
        )
        return list(reversed(chains[below:]))

    def _refuse_while_used(self, image: Image, text: str) -> None:
        """Refuses to remove the last name of an image that a container uses."""
        for use in self._uses_of(image)[:1]:
            raise Conflict(
                f'conflict: unable to remove repository reference "{text}" (must force) - container '
                f"{short(use.container)} is using its referenced image {short(image.id)}"
            )

    def _conflict(
        self, image: Image, *, hard_only: bool, with_names: bool = True
    ) -> Conflict | None:
        """Returns why the image cannot be removed; `hard_only` leaves out what `force` overrides.

        `with_names` counts the image's names as a reason.
        """
        start = f"conflict: unable to delete {short(image.id)}"
        uses = self._uses_of(image)
        if self._store.children(image.id):
            return Conflict(f"{start} (cannot be forced) - image has dependent child images")
        for use in uses:
            if use.is_running:
                return Conflict(
                    f"{start} (cannot be forced) - image is being used by running container "
                    f"{short(use.container)}"
                )
        if hard_only:
            return None
        if with_names and self._store.names_of(image.id):
            return Conflict(
                f"{start} (must be forced) - image is referenced in multiple repositories"
            )
        for use in uses:
            return Conflict(
                f"{start} (must be forced) - image is being used by stopped container "
                f"{short(use.container)}"
            )
        return None

    def _uses_of(self, image: Image) -> list[ImageUse]:
        return [use for use in self._uses.image_uses() if use.image == image.id]


def _is_prefix(image_id: str, text: str) -> bool:
    return image_id.startswith(text) or image_id.partition(":")[2].startswith(text)


def _is_single(names: list[Reference]) -> bool:
    """Returns whether there are names, all of one repository, and at most one of them with a tag."""
    if len(names) <= 1:
        return len(names) == 1
    tags = [name for name in names if name.digest is None]
    if len(tags) > 1:
        return False
    repositories = {name.name for name in names if name.digest is not None}
    return repositories == {(tags or names)[0].name}


def prune(
    store: ImageStore, uses: ImageUses, *, dangling_only: bool, wanted: list[Image]
) -> tuple[list[Record], int]:
    """Removes those of the `wanted` images that have no tag; without `dangling_only`, also those that have.

    Images that a container or another image needs stay. Returns the records and the freed bytes.
    """
    parents = store.parents()
    content: dict[str, int] = {}
    for image in store.images():
        for chain, diff_id in zip(chain_ids(image.diff_ids), image.diff_ids, strict=True):
            # Another client may have removed the image meanwhile, and its layers with it.
            layer = store.layer(diff_id) if chain not in content else None
            if layer is not None:
                content[chain] = layer.content
    records: list[Record] = []
    with store.holding():
        for image in wanted:
            departure.check()
            records += _pruned(store, uses, image, parents, dangling_only=dangling_only)
    freed = sum(content.get(record.get("Deleted", ""), 0) for record in records)
    with store.removing() as change:
        change.log("prune", "image", "", {"reclaimed": str(freed)})
    return records, freed


def _pruned(
    store: ImageStore,
    uses: ImageUses,
    image: Image,
    parents: frozenset[str],
    *,
    dangling_only: bool,
) -> list[Record]:
    """Removes one image, if it is one of those that a prune removes."""
    records: list[Record] = []
    names = store.names_of(image.id)
    if image.id in parents and (dangling_only or not names):
        return records
    if names and dangling_only and any(name.digest is None for name in names):
        return records
    for text in [name.full for name in names] or [image.id.partition(":")[2]]:
        # Removed by another client, or with the last tag of its repository as digests are.
        with suppress(Conflict, NotFound), store.removing() as change:
            if not names and store.names_of(image.id):
                break  # another client has just named it
            found = store.resolve(text)
            removal = _Removal(store, uses, change)
            records += removal.remove(found, text, force=False, prune=True)
    return records
