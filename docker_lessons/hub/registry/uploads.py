"""Uploads in flight: blobs that arrive in one request or in chunks.

An upload lives in this process and in a file beside the store; a kill ends it, and the client has to
begin again. Nobody can pull the blob before its digest is verified. A mount is no upload: `blob_routes` does it.
"""

from __future__ import annotations

import asyncio
import re
import time
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docker_lessons.hub.registry.errors import Refusal
from docker_lessons.oci.arrival import Arrival
from docker_lessons.oci.store import BlobWriter, DigestMismatch

if TYPE_CHECKING:
    from aiohttp import web

    from docker_lessons.hub.content import Content

IDLE = 3600.0
"""Seconds without a request after which an upload is removed."""

ABANDONED = 60.0
"""Seconds without a request after which an upload makes room where there are too many."""

MOST_OF_ACCOUNT = 100
"""Uploads that an account may have under way; a client sends three to five layers at a time."""

_RANGE = re.compile(r"(\d{1,18})-(\d{1,18})", re.ASCII)


@dataclass
class Upload:
    """One blob on its way into the repository `path`."""

    path: str
    account: str | None
    writer: BlobWriter
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    seen: float = field(default_factory=time.monotonic)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def headers(self) -> dict[str, str]:
        """The headers of every answer about an upload."""
        return {
            "Location": f"/v2/{self.path}/blobs/uploads/{self.id}",
            "Range": f"0-{max(0, self.writer.written - 1)}",
            "Docker-Upload-UUID": self.id,
        }

    async def receive(self, request: web.Request) -> None:
        """Appends the request's body.

        Raises:
            Refusal: When the body does not begin where the last one ended.
            DiskFull: When there is no room for it.
        """
        async with self.turn:
            length = self._expected_length(request)
            before = self.writer.written
            try:
                async with Arrival(self.writer.write) as arrival:
                    async for chunk in request.content.iter_any():
                        await arrival.take(chunk)
            except FileNotFoundError:
                raise Refusal("BLOB_UPLOAD_UNKNOWN") from None
            finally:
                self.seen = time.monotonic()
                self.writer.rest()
            if length is not None and self.writer.written - before != length:
                raise Refusal("SIZE_INVALID", headers=self.headers)

    def _expected_length(self, request: web.Request) -> int | None:
        text = request.headers.get("Content-Range")
        if text is None:
            return request.content_length
        match = _RANGE.fullmatch(text.removeprefix("bytes "))
        first, last = map(int, match.groups()) if match else (-1, -1)
        is_next = first == self.writer.written and last >= first
        if not is_next or request.content_length not in {None, last - first + 1}:
            raise Refusal("RANGE_INVALID", headers=self.headers)
        return last - first + 1


class Uploads:
    """All uploads in flight."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._uploads: dict[str, Upload] = {}
        self._expiry: asyncio.TimerHandle | None = None

    def begin(self, path: str, account: str | None) -> Upload:
        """Begins an account's upload into the repository `path`.

        Raises:
            DiskFull: When there is no room for it.
            Refusal: When the account has as many under way as it may have.
        """
        self._forget_idle()
        self._make_room(account)
        upload = Upload(path, account, self._content.blobs.writer())
        upload.writer.rest()
        self._uploads[upload.id] = upload
        if self._expiry is None:
            self._expiry = asyncio.get_running_loop().call_later(IDLE, self._expire)
        return upload

    def find(self, path: str, number: str) -> Upload:
        """Returns the upload `number` into the repository `path`.

        Raises:
            Refusal: When there is none.
        """
        upload = self._uploads.get(number)
        if upload is None or upload.path != path:
            raise Refusal("BLOB_UPLOAD_UNKNOWN")
        return upload

    def cancel(self, upload: Upload) -> None:
        """Ends an upload and removes what has arrived."""
        self._uploads.pop(upload.id, None)
        upload.writer.abort()

    async def finish(self, upload: Upload, digest: str) -> None:
        """Verifies the blob, moves it into the store and links the repository to it.

        Raises:
            Refusal: When its bytes have another digest.
            DiskFull: When there is no room for it after all.
        """
        try:
            async with upload.turn:
                with self._content.arriving(digest):
                    await asyncio.to_thread(upload.writer.commit, digest)
                    self._content.link_blob(upload.path, digest)
        except FileNotFoundError:
            raise Refusal("BLOB_UPLOAD_UNKNOWN") from None
        except DigestMismatch as error:
            detail = {"provided": error.expected, "computed": error.actual}
            raise Refusal("DIGEST_INVALID", detail=detail) from None
        finally:
            self.cancel(upload)

    def close(self) -> None:
        """Ends all uploads."""
        if self._expiry is not None:
            self._expiry.cancel()
        for upload in list(self._uploads.values()):
            self.cancel(upload)

    def _make_room(self, account: str | None) -> None:
        """Ends the account's upload that has been idle longest, if the account has too many.

        Raises:
            Refusal: When none of them has been idle for long.
        """
        own = [upload for upload in self._uploads.values() if upload.account == account]
        if len(own) < MOST_OF_ACCOUNT:
            return
        resting = [upload for upload in own if not upload.turn.locked()]
        oldest = min(resting, key=lambda upload: upload.seen, default=None)
        if oldest is None or oldest.seen > time.monotonic() - ABANDONED:
            raise Refusal(
                "TOOMANYREQUESTS",
                f"{MOST_OF_ACCOUNT} uploads of yours are under way, which is the limit: finish or cancel one of "
                "them, or wait a minute",
                headers={"Retry-After": f"{ABANDONED:.0f}"},
            )
        self.cancel(oldest)

    def _forget_idle(self) -> None:
        limit = time.monotonic() - IDLE
        for upload in list(self._uploads.values()):
            if upload.seen < limit and not upload.turn.locked():
                self.cancel(upload)

    def _expire(self) -> None:
        self._forget_idle()
        loop = asyncio.get_running_loop()
        self._expiry = loop.call_later(IDLE, self._expire) if self._uploads else None
