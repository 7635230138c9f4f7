"""Import: the files of a tar become an image of one layer, as with ``docker import``.

Source: moby 20.10, ``daemon/images/image_import.go``; the platform's parts as later releases keep them.
"""

from __future__ import annotations

import asyncio
import time
from typing import IO, TYPE_CHECKING

from docker_lessons.engine.api import timestamp
from docker_lessons.engine.api.errors import BadParameter, NotImplementedHere
from docker_lessons.engine.api.references import parse_reference, refuse_ambiguous, retagged
from docker_lessons.engine.images import image_config, platforms
from docker_lessons.engine.layers import layer_blob
from docker_lessons.oci.digest import sha256

if TYPE_CHECKING:
    from docker_lessons.engine.images.image_config import RunConfig
    from docker_lessons.engine.images.image_store import ImageStore
    from docker_lessons.oci.reference import Reference

BODY = "-"
"""The source that means the body of the request."""


def check_source(source: str) -> None:
    """Checks that an import comes from the request itself.

    Raises:
        BadParameter: When no source is given.
        NotImplementedHere: When it is a URL.
    """
    if not source:
        raise BadParameter("neither an image to pull (fromImage) nor a source (fromSrc) is given")
    if source != BODY:
        raise NotImplementedHere(
            "an import from a URL is not possible here: the practice engine connects only to the "
            "practice Hub; download the file, and import it from this computer"
        )


def target(repository: str, tag: str) -> Reference | None:
    """Returns the name of an import; None if it gets none.

    Raises:
        BadParameter: When it is malformed or a digest, with dockerd's sentence.
    """
    if not repository:
        return None
    reference = parse_reference(repository)
    if reference.digest is not None:
        raise BadParameter("cannot import digest reference")
    reference = retagged(reference, tag).with_default_tag()
    refuse_ambiguous(reference)
    return reference


async def import_image(
    store: ImageStore,
    tar: IO[bytes],
    name: Reference | None,
    *,
    config: RunConfig,
    message: str,
    platform: str,
) -> str:
    """Makes an image of the files in `tar`, plain or compressed, and returns its ID.

    Raises:
        EngineError: When it isn't a tar, or the platform isn't this engine's.
    """
    wanted = platforms.parse(platform) if platform else platforms.here()
    if wanted.os != platforms.OS:
        raise BadParameter("operating system is not supported")
    with store.holding():
        layer = await asyncio.to_thread(layer_blob.pack, store.blobs, tar)
        document = image_config.imported(
            config=config,
            comment=message or f"Imported from {BODY}",
            created=timestamp.rfc3339(time.time_ns()),
            diff_id=layer.diff_id,
            platform=wanted,
        )
        image_id = sha256(document)
        with store.change() as change:
            change.add_layer(layer)
            change.add_image(document)
            if name is not None:
                change.set_reference(name, image_id)
                change.touch(image_id)
                change.event("tag", image_id, name.familiar)
            change.event("import", image_id, image_id)
    return image_id
