"""Refusals of the registry, in the form of the distribution specification ("Error codes")."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from aiohttp import web

from docker_lessons.oci.store import DiskFull

_MESSAGES = {
    "BLOB_UNKNOWN": (HTTPStatus.NOT_FOUND, "blob unknown to registry"),
    "BLOB_UPLOAD_UNKNOWN": (HTTPStatus.NOT_FOUND, "blob upload unknown to registry"),
    "DENIED": (HTTPStatus.FORBIDDEN, "requested access to the resource is denied"),
    "DIGEST_INVALID": (
        HTTPStatus.BAD_REQUEST,
        "provided digest did not match uploaded content",
    ),
    "MANIFEST_BLOB_UNKNOWN": (HTTPStatus.BAD_REQUEST, "blob unknown to registry"),
    "MANIFEST_INVALID": (HTTPStatus.BAD_REQUEST, "manifest invalid"),
    "MANIFEST_UNKNOWN": (HTTPStatus.NOT_FOUND, "manifest unknown"),
    "NAME_INVALID": (HTTPStatus.BAD_REQUEST, "invalid repository name"),
    "NAME_UNKNOWN": (HTTPStatus.NOT_FOUND, "repository name not known to registry"),
    "PAGINATION_NUMBER_INVALID": (
        HTTPStatus.BAD_REQUEST,
        "invalid number of results requested",
    ),
    "RANGE_INVALID": (
        HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
        "invalid content range",
    ),
    "SIZE_INVALID": (
        HTTPStatus.BAD_REQUEST,
        "provided length did not match content length",
    ),
    "TAG_INVALID": (HTTPStatus.BAD_REQUEST, "invalid tag"),
    "TOOMANYREQUESTS": (HTTPStatus.TOO_MANY_REQUESTS, "too many requests"),
    "UNAUTHORIZED": (HTTPStatus.UNAUTHORIZED, "authentication required"),
    "UNSUPPORTED": (HTTPStatus.METHOD_NOT_ALLOWED, "The operation is unsupported."),
    "UNKNOWN": (HTTPStatus.INTERNAL_SERVER_ERROR, "unknown error"),
}


class Refusal(Exception):
    """A request that the registry refuses; `code` is one of the specification's."""

    def __init__(
        self,
        code: str,
        message: str = "",
        *,
        detail: Any = None,
        status: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        usual_status, usual_message = _MESSAGES[code]
        self.code = code
        self.message = message or usual_message
        self.detail = detail
        self.status = int(status or usual_status)
        self.headers = headers
        super().__init__(self.message)

    def response(self) -> web.Response:
        """Returns the answer."""
        error = {"code": self.code, "message": self.message}
        if self.detail is not None:
            error["detail"] = self.detail
        return web.json_response({"errors": [error]}, status=self.status, headers=self.headers)


def disk_full(error: DiskFull) -> Refusal:
    """Returns the refusal for a blob or manifest that finds no room on the disk."""
    return Refusal(
        "UNKNOWN",
        f"{error.strerror}",
        status=HTTPStatus.INSUFFICIENT_STORAGE,
    )
