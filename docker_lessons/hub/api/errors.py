"""Refusals of the API, in the form that Docker Hub gives them."""

from __future__ import annotations

import math
import time

from aiohttp import web

from docker_lessons.trace import note


class ApiRefusal(Exception):
    """A request that the API refuses, with the HTTP status and the reason."""

    def __init__(self, status: int, message: str, **info: str) -> None:
        super().__init__(message)
        self.status = status
        self.info = info

    def response(self) -> web.Response:
        """Returns the answer; `message`, `detail` and `errinfo` are those of the published schema."""
        message = str(self)
        return web.json_response(
            {"message": message, "detail": message, "errinfo": self.info}, status=self.status
        )


class TooManyRequests(ApiRefusal):
    """More requests than are allowed; `again` is when to come back, in seconds since the epoch."""

    def __init__(self, message: str, again: int) -> None:
        super().__init__(web.HTTPTooManyRequests.status_code, message)
        self._again = again

    def response(self) -> web.Response:
        """Returns the answer, with the documented header and the usual one (RFC 9110, section 10.2.3)."""
        response = super().response()
        response.headers["X-Retry-After"] = str(self._again)
        response.headers["Retry-After"] = str(max(1, math.ceil(self._again - time.time())))
        return response


class InvalidFields(ApiRefusal):
    """A body or query with fields that are not valid, and why each of them is not."""

    def __init__(self, **fields: str) -> None:
        super().__init__(web.HTTPBadRequest.status_code, " ".join(fields.values()))
        self._fields = fields

    def response(self) -> web.Response:
        """Returns the answer in the form of the published schema `ValueError`."""
        note(message=str(self))
        document = {
            "fields": {name: [text] for name, text in self._fields.items()},
            "text": str(self),
        }
        return web.json_response(document, status=self.status)


def not_found(namespace: str, repository: str) -> ApiRefusal:
    """Returns the refusal for a repository that does not exist or may not be seen."""
    return ApiRefusal(
        web.HTTPNotFound.status_code,
        "object not found",
        namespace=namespace,
        repository=repository,
    )
