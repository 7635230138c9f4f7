"""In which language a visitor reads the pages, and the links that switch it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from docker_lessons.language import ENGLISH, accepted, chosen, known, languages, written

if TYPE_CHECKING:
    from aiohttp import web

COOKIE = "practice_hub_language"
SECONDS_KEPT = 365 * 24 * 3600
_QUERY = "lang"


def of_request(request: web.Request) -> str:
    """Returns the language that the visitor switched to, else this process's, else the browser's, else English."""
    kept = known(request.cookies.get(COOKIE, ""))
    return (
        switched_to(request)
        or kept
        or chosen()
        or accepted(request.headers.get("Accept-Language", ""))
        or ENGLISH
    )


def switched_to(request: web.Request) -> str | None:
    """Returns the language that the followed link switches to, None for any other link."""
    return known(request.query.get(_QUERY, ""))


def switches(request: web.Request) -> list[tuple[str, str, str]]:
    """Returns each language with its own name, and the address of this same page in it.

    There are none on the answer to a form, which has no address of its own.
    """
    if request.method != "GET":
        return []
    query = [(name, value) for name, value in request.query.items() if name != _QUERY]
    return [
        (
            language.replace("_", "-"),
            written.name(language),
            "?" + urlencode([*query, (_QUERY, language)]),
        )
        for language in sorted({ENGLISH, *languages()})
    ]
