"""The fields of a form, as browsers and OAuth2 clients send them.

Source: URL Standard, "application/x-www-form-urlencoded parsing", which treats no bytes as an error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from aiohttp import web

_FORM = "application/x-www-form-urlencoded"


async def read_form(request: web.Request) -> dict[str, str]:
    """Returns the fields that were sent, empty if the body is not such a form; of two with the same name, the last."""
    if request.content_type != _FORM:
        return {}
    body = (await request.read()).decode(errors="replace")
    return dict(parse_qsl(body, keep_blank_values=True))
