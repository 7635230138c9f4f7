"""Save: images as one tar, in the format of ``docker save``.

What is in the tar is `saved_layout` from version 1.44 of the API on, and `saved_layers` before.
"""

from __future__ import annotations

import asyncio
import tarfile
from typing import TYPE_CHECKING

from docker_lessons.engine.api.errors import NotFound, SystemFailure
from docker_lessons.engine.layers.layer_blob import CHUNK, inflated
from docker_lessons.engine.transfer import saved_layers, saved_layout
from docker_lessons.engine.transfer.member import Member, Saved, tar_size
from docker_lessons.oci.reference import InvalidReference, Reference

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Mapping

    from docker_lessons.engine.images.image_store import ImageStore

_BLOCK = 512
_RECORD = 10240


async def save(
    store: ImageStore, names: list[str], *, as_layout: bool = False
) -> AsyncIterator[bytes]:
    """Yields the tar of all images that `names` mean, in chunks; `as_layout` makes it an OCI image layout, too.

    Raises:
        EngineError: When a name means no image, before the first chunk; with dockerd's sentence.
    """
    images = _find(store, names)
    for saved in images.values():
        if not saved.image.diff_ids:
            raise SystemFailure("empty export - not implemented")
    with store.holding():
        with store.change() as change:
            for image_id in images:
                change.event("save", image_id, image_id)
        members = saved_layout.members if as_layout else saved_layers.members
        written = 0
        async for chunk in _tar(await asyncio.to_thread(members, store, [*images.values()])):
            written += len(chunk)
            yield chunk
        # A tar ends with two empty blocks and is padded to a whole number of records.
        yield bytes(2 * _BLOCK + -(written + 2 * _BLOCK) % _RECORD)


def _find(store: ImageStore, names: Iterable[str]) -> dict[str, Saved]:
    found: dict[str, Saved] = {}

    def add(image_id: str, name: Reference | None = None) -> None:
        image = store.image(image_id)
        if image is None:
            raise NotFound(f"No such image: {image_id}")
        saved = found.setdefault(image_id, Saved(image))
        if name is not None and name.tag is not None and name not in saved.names:
            saved.names.append(name)

    for text in names:
        try:
            reference = Reference.parse(text)
        except InvalidReference as error:
            if store.image(f"sha256:{text}") is None:
                raise SystemFailure(str(error)) from None
            add(f"sha256:{text}")
            continue
        named = store.reference(reference)
        if reference.tag is None and reference.digest is None:
            references = store.references(reference.name)
            for one in references:
                add(one.image, one.reference)
            if not references:
                try:
                    add(store.resolve(text).id)
                except NotFound:
                    raise NotFound(f"No such image: {text}") from None
        elif named is not None:
            add(named, reference)
        elif text.startswith("sha256:"):
            add(store.resolve(text).id)
        else:
            raise NotFound("reference does not exist")
    return found


async def _tar(members: Mapping[str, Member]) -> AsyncIterator[bytes]:
    for path in sorted(members):
        async for chunk in _entry(path, members[path]):
            yield chunk


async def _entry(name: str, member: Member) -> AsyncIterator[bytes]:
    """Yields one member: a folder, a file of these bytes, the tar in a blob, or a link to one."""
    info = tarfile.TarInfo(name.rstrip("/"))
    info.mtime, info.mode, info.uname, info.gname = member.seconds, 0o644, "root", "root"
    content = member.content
    if name.endswith("/"):
        info.type, info.mode = tarfile.DIRTYPE, 0o755
    elif isinstance(content, str):
        info.type, info.linkname, info.mode = tarfile.SYMTYPE, content, 0o777
    elif isinstance(content, bytes):
        info.size = len(content)
    elif member.size is not None:
        info.size = member.size
    else:
        info.size = await asyncio.to_thread(tar_size, content)
    yield info.tobuf(tarfile.GNU_FORMAT)
    if isinstance(content, bytes):
        yield content
    elif not isinstance(content, str):
        with inflated(content) as layer:
            while chunk := await asyncio.to_thread(layer.read, CHUNK):
                yield chunk
    yield bytes(-info.size % _BLOCK)
