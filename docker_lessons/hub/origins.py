"""The hosts and origins that a listener on the loopback address accepts.

Every program and every web page on this computer can reach it. A page of another site could come
under a host name that resolves to 127.0.0.1 (DNS rebinding), or send a form of its own. So Host must
be one of the listener's own names, and so must Origin, which browsers send with forms. A request of a
registry's client may have come through another port of a loopback address, as when a container forwards it here; a
page of another site cannot have such a host name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aiohttp import web

from docker_lessons.oci.address import port_of
from docker_lessons.trace import note

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler, Middleware

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")


def own_hosts(url: str) -> frozenset[str]:
    """Returns the values of `Host` that the listener at `url` accepts."""
    parts = urlsplit(url)
    return frozenset({parts.netloc, *(f"{name}:{parts.port}" for name in _LOOPBACK_NAMES)})


def is_forwarded(host: str, url: str) -> bool:
    """Tells whether `Host` is a loopback name with another port than that of the listener at `url`."""
    name, _, port = host.lower().rpartition(":")
    return name in _LOOPBACK_NAMES and port_of(port) not in (None, urlsplit(url).port)


def guard(url: str, *, forwarded: bool = False) -> Middleware:
    """Returns the middleware that refuses other hosts and origins, for a listener at `url`.

    With `forwarded`, requests that came through another port are answered.
    """
    hosts = own_hosts(url)
    origins = frozenset(f"http://{host}" for host in hosts)

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        host = request.headers.get("Host", "")
        if host.lower() not in hosts and not (forwarded and is_forwarded(host, url)):
            sentence = f"This address answers only as {url}; open it there."
            note(message=sentence)
            raise web.HTTPMisdirectedRequest(text=sentence)
        origin = request.headers.get("Origin")
        is_foreign = origin is not None and origin.lower() not in origins
        is_cross_site = request.headers.get("Sec-Fetch-Site") == "cross-site"
        if (is_foreign or is_cross_site) and request.method not in _SAFE:
            sentence = "This came from a page on another site, so nothing was done."
            note(message=sentence)
            raise web.HTTPForbidden(text=sentence)
        return await handler(request)

    return check
