"""Refusals of the API, in the form of Docker Hub's."""

from __future__ import annotations

from aiohttp import web


class ApiRefusal(Exception):
    """The API does not do it."""

    def __init__(self, status: int, message: str, **info: str) -> None:
        super().__init__(message)
        self.status = status
        self.info = info

    def response(self) -> web.Response:
        """Make the answer: `message`, `detail` and `errinfo` are the published schema's."""
        message = str(self)
        return web.json_response(
            {"message": message, "detail": message, "errinfo": self.info}, status=self.status
        )


def not_found(namespace: str, repository: str) -> ApiRefusal:
    """Say that there is none, or none that may be seen."""
    return ApiRefusal(
        web.HTTPNotFound.status_code,
        "object not found",
        namespace=namespace,
        repository=repository,
    )
