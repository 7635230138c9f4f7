"""One call of the API: its account, its repository, its body, and results in pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from aiohttp import web

from docker_lessons.hub.accounts import ADMIN, READ, AccessToken, InvalidToken
from docker_lessons.hub.api.errors import ApiRefusal, not_found
from docker_lessons.oci.document import InvalidDocument, read_document
from docker_lessons.trace import note

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from docker_lessons.hub.content import Repository
    from docker_lessons.hub.hub import Hub

    Act = Callable[["ApiCall"], Awaitable[web.Response]]
    """What answers a call."""

_USUAL_PAGE, _LARGEST_PAGE = 10, 100
_DIGITS = 18


class ApiCall:
    """A request to the API."""

    def __init__(self, hub: Hub, request: web.Request) -> None:
        self.hub = hub
        self.request = request
        self.account: str | None = None
        self.access_token: AccessToken | None = None
        """What the caller logged in with, None if that was the password."""
        self._read_token()

    @property
    def viewer(self) -> str | None:
        """The account that decides what the caller sees; None with an access token for public repositories only."""
        if self.access_token is not None and not self.access_token.contains(READ):
            return None
        return self.account

    def member(self, scope: str = ADMIN) -> str:
        """Returns the account of the token, which needs `scope` if it came from an access token.

        Raises:
            ApiRefusal: When there is no token, or one that lacks the scope.
        """
        if self.account is None:
            raise ApiRefusal(
                web.HTTPUnauthorized.status_code, "authentication credentials were not provided"
            )
        if self.access_token is not None and not self.access_token.contains(scope):
            raise ApiRefusal(web.HTTPForbidden.status_code, "access token has insufficient scopes")
        return self.account

    def account_owner(self) -> str:
        """Returns the account of the token, which must come from the password.

        Raises:
            ApiRefusal: When there is no token, or one that came from an access token.
        """
        if self.access_token is not None:
            raise ApiRefusal(
                web.HTTPForbidden.status_code,
                "access to the resource is forbidden with personal access token",
            )
        return self.member()

    def seen(self) -> Repository:
        """Returns the repository that the address names.

        Raises:
            ApiRefusal: When there is none, or none that the caller may see.
        """
        namespace, name = self.request.match_info["namespace"], self.request.match_info["name"]
        repository = self.hub.repositories.find(namespace, name)
        if repository is None or not repository.is_visible_to(self.viewer):
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
                f"{repository.path} belongs to {repository.namespace}; your token belongs to {account}",
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
            document = read_document(await self.request.read())
        except InvalidDocument as error:
            raise ApiRefusal(refusal, f"the body can't be read: {error}") from None
        if not isinstance(document, dict):
            raise ApiRefusal(refusal, "the body isn't a JSON object")
        for field, kind in wanted.items():
            if not isinstance(document.get(field, kind()), kind):
                raise ApiRefusal(refusal, f"{field} must be of type {kind.__name__}")
        return document

    def paged(self, count: int, read: Callable[[int, int], list[Any]]) -> dict[str, Any]:
        """Returns the page that the query asks for, in the API's form of a page.

        There are `count` results; `read` returns some of them, given the first one's position and how many.

        Raises:
            ApiRefusal: When there is no such page.
        """
        page, size = self._number("page", 1), self._number("page_size", _USUAL_PAGE)
        size = min(size, _LARGEST_PAGE)
        first = (page - 1) * size
        if page < 1 or size < 1 or (page > 1 and first >= count):
            raise ApiRefusal(web.HTTPNotFound.status_code, "page not found")
        return {
            "count": count,
            "next": self._page_url(page + 1, size) if first + size < count else None,
            "previous": self._page_url(page - 1, size) if page > 1 else None,
            "results": read(first, size),
        }

    def _page_url(self, page: int, size: int) -> str:
        query = {**self.request.query, "page": page, "page_size": size}
        return f"{self.hub.site_url}{self.request.path}?{urlencode(query)}"

    def _number(self, name: str, usual: int) -> int:
        text = self.request.query.get(name, str(usual))
        if not text.isdecimal() or len(text) > _DIGITS:
            raise ApiRefusal(web.HTTPBadRequest.status_code, f"{name} must be a number")
        return int(text)

    def _read_token(self) -> None:
        kind, _, token = self.request.headers.get("Authorization", "").partition(" ")
        # Older clients write `JWT`.
        if kind not in {"Bearer", "JWT"}:
            return
        refusal = ApiRefusal(
            web.HTTPUnauthorized.status_code, "the token is invalid or has expired"
        )
        try:
            grant = self.hub.tokens.read_api(token.strip())
        except InvalidToken:
            raise refusal from None
        note(account=grant.account)
        if grant.access_token is not None:
            self.access_token = self.hub.access_tokens.usable(grant.access_token)
            if self.access_token is None:
                raise refusal
        self.account = grant.account
