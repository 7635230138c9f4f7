"""The sending of a blob to a client: it is hashed on the way, unless its file is unchanged since it was hashed.

Disks flip bytes, and people edit files. A client whose answer breaks off keeps nothing of it. A damaged blob is
removed, so that the next push of the same layer finds it missing and sends it again.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from aiohttp import web

from docker_lessons.hub.registry.errors import Refusal
from docker_lessons.oci.digest import hasher_like
from docker_lessons.trace import note

if TYPE_CHECKING:
    from typing import BinaryIO

    from docker_lessons.oci.store import BlobStore

_PIECE = 1 << 18
"""Bytes that are read, hashed and sent at a time."""

_log = logging.getLogger(__name__)


async def send_blob(request: web.Request, blobs: BlobStore, digest: str) -> web.StreamResponse:
    """Sends a blob or a range of it.

    Raises:
        Refusal: When the range is not in it, or it is found damaged before anything is sent.
    """
    size = blobs.size(digest)
    start, stop = _range(request, size)
    whole = (start, stop) == (0, size)
    if (request.method == "HEAD" or not whole) and not await is_sound(blobs, digest):
        raise Refusal("BLOB_UNKNOWN", detail={"digest": digest})
    response = web.StreamResponse(
        status=(web.HTTPOk if whole else web.HTTPPartialContent).status_code,
        headers={
            "Content-Type": "application/octet-stream",
            "Docker-Content-Digest": digest,
            "Accept-Ranges": "bytes",
            "Cache-Control": "max-age=31536000",
            "ETag": f'"{digest}"',
        },
    )
    response.content_length = stop - start
    if not whole:
        response.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    await response.prepare(request)
    if request.method == "HEAD":
        return response
    with blobs.path(digest).open("rb") as file:
        if blobs.is_known_intact(digest):
            await _send_unread(request, file, start, stop)
        elif not whole:
            await _send_part(response, file, start, stop)
        elif not await _send_whole(response, file, digest):
            _discard(blobs, digest)
            if request.transport is not None:
                request.transport.abort()
    return response


async def is_sound(blobs: BlobStore, digest: str) -> bool:
    """Tells whether the store has the blob with the bytes of its digest; one that is damaged is removed."""
    try:
        intact = await asyncio.to_thread(blobs.is_intact, digest)
    except FileNotFoundError:
        return False
    if not intact:
        _discard(blobs, digest)
    return intact


async def _send_unread(request: web.Request, file: BinaryIO, start: int, stop: int) -> None:
    """Has the system send a part of a file."""
    if request.transport is None:
        raise ConnectionResetError
    if start < stop:
        loop = asyncio.get_running_loop()
        await loop.sendfile(request.transport, file, start, stop - start)


async def _send_whole(response: web.StreamResponse, file: BinaryIO, digest: str) -> bool:
    """Sends a file, but its last piece only if the whole file has the digest; returns whether it has."""
    hasher = hasher_like(digest)

    def read() -> bytes:
        piece = file.read(_PIECE)
        hasher.update(piece)
        return piece

    last = await asyncio.to_thread(read)
    while piece := await asyncio.to_thread(read):
        await response.write(last)
        last = piece
    if f"{hasher.name}:{hasher.hexdigest()}" != digest:
        return False
    await response.write(last)
    return True


async def _send_part(response: web.StreamResponse, file: BinaryIO, start: int, stop: int) -> None:
    file.seek(start)
    while start < stop:
        piece = await asyncio.to_thread(file.read, min(_PIECE, stop - start))
        if not piece:
            return
        await response.write(piece)
        start += len(piece)


def _discard(blobs: BlobStore, digest: str) -> None:
    sentence = f"The stored blob {digest} is damaged and was removed: push the image again"
    _log.error(sentence)
    note(message=sentence)
    blobs.delete(digest)


def _range(request: web.Request, size: int) -> tuple[int, int]:
    """Returns the first byte that is asked for, and the one after the last."""
    if "Range" not in request.headers:
        return 0, size
    try:
        start, stop, _ = request.http_range.indices(size)
    except ValueError:
        start, stop = size, size
    if start >= stop:
        raise Refusal("RANGE_INVALID", headers={"Content-Range": f"bytes */{size}"})
    return start, stop
