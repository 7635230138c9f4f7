"""What the learner's own engine was asked, as far as its requests to the practice registry tell it.

Nobody hears what a real engine refuses. But the registry is ours, so what it refuses is known here: who was denied,
which tag is not there, whose password was wrong, in whichever terminal it was typed. Each is turned into the request to
the engine's API that led to it, since the lessons read those anyway.

Source: distribution `docs/spec/auth/token.md` and the OCI Distribution API.
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import parse_qs, urlencode, urlsplit

from docker_lessons.lessons.view import Act
from docker_lessons.trace import OWN_AGENT, Request
from docker_lessons.world.names import Names

_PULL = re.compile(r"/v2/(?P<name>.+)/manifests/(?P<tag>[^/]+)")
_PUSH = re.compile(r"/v2/(?P<name>.+)/(?:blobs/uploads/|manifests/[^/]+)")
_SCOPE = re.compile(r"repository:(?P<name>[^:]+):(?P<actions>.+)")


def is_for_us(request: Request) -> bool:
    """Tells whether the engine asks on our behalf, for a choice of engine or a solution, and not on the learner's.

    Source: moby, `dockerversion/useragent.go`: it names its own client behind its own name.
    """
    return f"UpstreamClient({OWN_AGENT})" in request.agent


def as_engine(request: Request, names: Names) -> Act | None:
    """Returns the request to the engine that made it ask the registry this; None where it tells nothing."""
    if request.server != "registry":
        return None
    act = Act(
        request.time,
        "engine",
        "POST",
        "",
        request.status,
        request.message,
        request.account,
    )
    parts = urlsplit(request.path)
    if parts.path == "/token":
        path = _of_token(parse_qs(parts.query), names, refused=request.status >= 400)
        return replace(act, path=path) if path else None
    if request.status < 400:
        return None
    act = replace(act, message=f"denied: {act.message}" if request.status == 401 else act.message)
    if request.method == "GET" and (found := _PULL.fullmatch(parts.path)):
        return replace(act, path=_pull(names, found["name"], found["tag"]))
    if request.method in ("POST", "PUT") and (found := _PUSH.fullmatch(parts.path)):
        return replace(act, path=_push(names, found["name"]))
    return None


def _of_token(query: dict[str, list[str]], names: Names, *, refused: bool) -> str:
    """A log-in asks for a token with a name and no scope; a push or a pull asks with a scope, and counts if refused."""
    scope = _SCOPE.match(query.get("scope", [""])[0])
    if scope is None:
        return "/auth" if "account" in query else ""
    if not refused:
        return ""
    pushes = "push" in scope["actions"]
    return _push(names, scope["name"]) if pushes else _pull(names, scope["name"], "")


def _push(names: Names, name: str) -> str:
    return f"/images/{names.prefix}{name}/push"


def _pull(names: Names, name: str, tag: str) -> str:
    return "/images/create?" + urlencode({"fromImage": f"{names.prefix}{name}", "tag": tag})
