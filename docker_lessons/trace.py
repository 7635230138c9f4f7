"""A record of the requests to a practice world's servers, and of its builds, pushes and pulls.

Engine, registry and Hub write here: each request with the status and the error message of its
answer, and each build, push or pull with the progress of its layers. The lessons read it to name
causes that leave no other state behind, such as a refused password. It has no headers, no bodies and
no secrets, and it knows nothing about the servers that write it.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import logging
import re
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from aiohttp import web

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler, Middleware

OWN_AGENT = "docker-lessons"
"""User-Agent of this package's own requests, which are never a learner's action."""

_SECRET = frozenset(
    {"password", "token", "access_token", "refresh_token", "identitytoken", "secret"}
)
_ACCESS_TOKEN = re.compile(r"(dckr_[a-z]+_)[\w-]+")
"""What people paste into a wrong field, or into an address."""
_KEPT_ACTIVITIES = 20
CLIENT_WENT_AWAY = 499
"""The status of a request whose client closed the connection before the answer."""


_log = logging.getLogger(__name__)

_notes: ContextVar[dict[str, str]] = ContextVar("notes of the request that is being answered")


@dataclass(frozen=True)
class Request:
    """A request and how it was answered."""

    number: int
    """Counts from 1 in the order of the answers, across all servers of the world."""
    time: float
    """Seconds since the epoch at which the answer ended."""
    server: str
    """`engine`, `registry` or `hub`."""
    method: str
    path: str
    """Path and query as they came, without parameters that are secret."""
    status: int
    message: str
    """The error message of the answer, `''` for a success."""
    agent: str
    """The client's User-Agent."""
    account: str | None
    """The account that made the request or tried to, None if there was none."""


@dataclass(frozen=True)
class Layer:
    """The progress of one layer of a push or pull; `current` and `total` are bytes."""

    id: str
    status: str
    current: int
    total: int


@dataclass(frozen=True)
class Activity:
    """The state of a build, push or pull; a later state has the same number and replaces it."""

    number: int
    """From `Trace.new_number`."""
    kind: str
    """`build`, `push` or `pull`."""
    name: str
    """The reference as it was typed, without Docker's defaults."""
    layers: tuple[Layer, ...] = ()
    done: bool = False
    error: str = ""
    """The error message of a failure, `''` if there is none."""


Callback = Callable[["Request | Activity"], None]


class Trace:
    """The last requests and activities of a world, in memory, with subscribers to new ones.

    All methods are called in the event loop's thread.
    """

    def __init__(self, keep: int = 1000) -> None:
        """Makes an empty trace that keeps the last `keep` requests."""
        self._requests: deque[Request] = deque(maxlen=keep)
        self._activities: OrderedDict[int, Activity] = OrderedDict()
        self._request_numbers = itertools.count(1)
        self._activity_numbers = itertools.count(1)
        self._callbacks: dict[int, Callback] = {}
        self._callback_numbers = itertools.count()

    def record(
        self,
        *,
        server: str,
        method: str,
        path: str,
        status: int,
        message: str = "",
        agent: str = "",
        account: str | None = None,
    ) -> Request:
        """Records an answered request and passes it to the subscribers."""
        request = Request(
            number=next(self._request_numbers),
            time=time.time(),
            server=server,
            method=method,
            path=_without_secrets(path),
            status=status,
            message=_without_tokens(message),
            agent=agent,
            account=account and _without_tokens(account),
        )
        self._requests.append(request)
        self._tell(request)
        return request

    def requests(self, after: int = 0) -> list[Request]:
        """Returns the kept requests with a number above `after`, oldest first."""
        return [request for request in self._requests if request.number > after]

    def new_number(self) -> int:
        """Returns a new number for an activity."""
        return next(self._activity_numbers)

    def activity(self, activity: Activity) -> None:
        """Adds an activity, or replaces the one of the same number, and passes it to the subscribers."""
        self._activities[activity.number] = activity
        if len(self._activities) > _KEPT_ACTIVITIES:
            done = (number for number, old in self._activities.items() if old.done)
            self._activities.pop(next(done, next(iter(self._activities))))
        self._tell(activity)

    def activities(self) -> list[Activity]:
        """Returns the activities in progress and the last ones that ended, oldest first."""
        return list(self._activities.values())

    def subscribe(self, callback: Callback) -> Callable[[], None]:
        """Calls `callback` with every new request and activity; returns a function that ends that."""
        number = next(self._callback_numbers)
        self._callbacks[number] = callback
        return lambda: self._callbacks.pop(number, None) and None

    def _tell(self, news: Request | Activity) -> None:
        for callback in list(self._callbacks.values()):
            try:
                callback(news)
            except Exception:  # noqa: BLE001 - a subscriber may raise anything
                # A broken subscriber must not make a push fail.
                _log.exception("A listener of the trace failed")

    def middleware(self, server: str) -> Middleware:
        """Returns the aiohttp middleware that records the requests to `server`.

        The error message is read from the answer's JSON (`message`, or the first of `errors`, as
        Docker's engine, registries and the Hub send it); the account is None. A handler that knows
        more, such as that of a form or of a stream that fails half way, calls `note`.
        """

        @web.middleware
        async def recorder(request: web.Request, handler: Handler) -> web.StreamResponse:
            status, message = CLIENT_WENT_AWAY, ""
            notes: dict[str, str] = {}
            _notes.set(notes)
            try:
                response = await handler(request)
                status, message = response.status, _sentence(response)
            except web.HTTPException as error:
                status, message = error.status, _sentence(error) or error.reason
                raise
            except (asyncio.CancelledError, ConnectionError):
                raise
            except Exception:
                status = web.HTTPInternalServerError.status_code
                raise
            finally:
                self.record(
                    server=server,
                    method=request.method,
                    path=request.path_qs,
                    status=status,
                    message=notes.get("message", message),
                    agent=request.headers.get("User-Agent", ""),
                    account=notes.get("account"),
                )
            return response

        return recorder


def note(*, message: str | None = None, account: str | None = None) -> None:
    """Adds to the record of the current request what its answer does not show.

    Outside of a traced request it does nothing.
    """
    notes = _notes.get({})
    if message is not None:
        notes["message"] = message
    if account is not None:
        notes["account"] = account


def _sentence(response: web.StreamResponse) -> str:
    """Returns the error message of an answer in one of Docker's JSON forms, '' if it has none."""
    if response.status < web.HTTPBadRequest.status_code or not isinstance(response, web.Response):
        return ""
    if not isinstance(response.body, bytes) or "json" not in response.content_type:
        return ""
    try:
        answer: Any = json.loads(response.body)
    except ValueError:
        return ""
    if not isinstance(answer, dict):
        return ""
    errors = answer.get("errors")
    if isinstance(errors, list) and errors and isinstance(errors[0], dict):
        answer = errors[0]
    message = answer.get("message") or answer.get("detail") or answer.get("details") or ""
    return message if isinstance(message, str) else json.dumps(message)


def _without_secrets(path: str) -> str:
    parts = urlsplit(path)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    if not any(name.lower() in _SECRET for name, _ in pairs):
        return _without_tokens(path)
    kept = [(name, value) for name, value in pairs if name.lower() not in _SECRET]
    return _without_tokens(parts.path + ("?" + urlencode(kept) if kept else ""))


def _without_tokens(text: str) -> str:
    return _ACCESS_TOKEN.sub(r"\1***", text)
