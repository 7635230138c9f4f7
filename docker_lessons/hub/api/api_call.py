"""One call of the API: its account, its repository, its body, and results in pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from aiohttp import web

from docker_lessons.hub.accounts import InvalidToken
from docker_lessons.hub.api.errors import ApiRefusal, not_found
from docker_lessons.trace import note

if TYPE_CHECKING:
    from docker_lessons.hub.content import Repository
    from docker_lessons.hub.hub import Hub

_USUAL_PAGE, _LARGEST_PAGE = 10, 100


class ApiCall:
    """A request to the API."""

    def __init__(self, hub: Hub, request: web.Request) -> None:
        self.hub = hub
        self.request = request
        self.account = self._read_account()

    def member(self) -> str:
        """Returns the account of the token.

        Raises:
            ApiRefusal: When there is no token.
        """
        if self.account is None:
            raise ApiRefusal(
                web.HTTPUnauthorized.status_code, "authentication credentials were not provided"
            )
        return self.account

    def seen(self) -> Repository:
        """Returns the repository that the address names.

        Raises:
            ApiRefusal: When there is none, or none that the caller may see.
        """
        namespace, name = self.request.match_info["namespace"], self.request.match_info["name"]
        repository = self.hub.repositories.find(namespace, name)
        if repository is None or not repository.is_visible_to(self.account):
            raise not_found(namespace, name)
        return repository

    def owned(self) -> Repository:
        """Returns the repository that the address names, which must be the caller's own.

        Raises:
            ApiRefusal: When it is not, or when there is none.
        """
        account = self.member()
        repository = self.seen()
        if repository.namespace != account:
            raise ApiRefusal(
                web.HTTPForbidden.status_code,
                f"{repository.path} belongs to {repository.namespace}; the token is {account}'s",
            )
        return repository

    async def body(self, **wanted: type) -> dict[str, Any]:
        """Returns the JSON object that was sent; `wanted` gives the types of its fields.

        A field may be missing.

        Raises:
            ApiRefusal: When it is not a JSON object, or a field has another type.
        """
        refusal = web.HTTPBadRequest.status_code
        try:
            document = await self.request.json()
        except ValueError:
            raise ApiRefusal(refusal, "the body is no JSON document") from None
        if not isinstance(document, dict):
            raise ApiRefusal(refusal, "the body is no JSON object")
        for field, kind in wanted.items():
            if not isinstance(document.get(field, kind()), kind):
                raise ApiRefusal(refusal, f"{field} must be of type {kind.__name__}")
        return document

    def paged(self, results: Sequence[Any]) -> dict[str, Any]:
        """Returns the page of `results` that the query asks for, in the API's form of a page.

        Raises:
            ApiRefusal: When there is no such page.
        """
        page, size = self._number("page", 1), self._number("page_size", _USUAL_PAGE)
        size = min(size, _LARGEST_PAGE)
        first = (page - 1) * size
        if page < 1 or size < 1 or (page > 1 and first >= len(results)):
            raise ApiRefusal(web.HTTPNotFound.status_code, "page not found")
        return {
            "count": len(results),
            "next": self._page_url(page + 1, size) if first + size < len(results) else None,
            "previous": self._page_url(page - 1, size) if page > 1 else None,
            "results": results[first : first + size],
        }

    def _page_url(self, page: int, size: int) -> str:
        query = {**self.request.query, "page": page, "page_size": size}
        return f"{self.hub.site_url}{self.request.path}?{urlencode(query)}"

    def _number(self, name: str, usual: int) -> int:
        text = self.request.query.get(name, str(usual))
        if not text.isdecimal():
            raise ApiRefusal(web.HTTPBadRequest.status_code, f"{name} must be a number")
        return int(text)

    def _read_account(self) -> str | None:
        kind, _, token = self.request.headers.get("Authorization", "").partition(" ")
        # Older clients write `JWT`.
        if kind not in {"Bearer", "JWT"}:
            return None
        try:
            account = self.hub.tokens.read_api(token.strip())
        except InvalidToken:
            raise ApiRefusal(
                web.HTTPUnauthorized.status_code, "the token is invalid or has expired"
            ) from None
        note(account=account)
        return account
