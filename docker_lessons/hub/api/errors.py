"""Refusals of the API, in the form that Docker Hub gives them."""

from __future__ import annotations

from aiohttp import web


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


def not_found(namespace: str, repository: str) -> ApiRefusal:
    """Returns the refusal for a repository that does not exist or may not be seen."""
    return ApiRefusal(
        web.HTTPNotFound.status_code,
        "object not found",
        namespace=namespace,
        repository=repository,
    )
