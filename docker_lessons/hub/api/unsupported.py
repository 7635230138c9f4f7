"""Addresses that Docker Hub publishes and this Hub does not serve: each says so.

Source: Docker's documentation, "Docker HUB API" (content/reference/api/hub/latest.yaml).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from docker_lessons.hub.api.errors import ApiRefusal

if TYPE_CHECKING:
    from docker_lessons.hub.api.api_call import Act, ApiCall

_BECAUSE = {
    "users/2fa-login": "This practice Hub has no two-factor authentication.",
    "auditlogs/{rest:.+}": "This practice Hub keeps no audit logs.",
    "orgs": "This practice Hub has no organizations.",
    "orgs/{rest:.+}": "This practice Hub has no organizations.",
    "invites/{rest:.+}": "This practice Hub has no organizations, and nobody to invite.",
    "namespaces/{namespace}/repositories/{name}/groups": "This practice Hub has no teams.",
    "scim/2.0/{rest:.+}": "This practice Hub manages no users of others.",
}


def _refusing(sentence: str) -> Act:
    async def refuse(call: ApiCall) -> web.Response:
        del call
        raise ApiRefusal(web.HTTPNotImplemented.status_code, sentence)

    return refuse


UNSUPPORTED_ROUTES: tuple[tuple[str, str, Act], ...] = tuple(
    ("*", address, _refusing(sentence)) for address, sentence in _BECAUSE.items()
)
