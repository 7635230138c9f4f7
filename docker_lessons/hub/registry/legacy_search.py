"""The search of the registry API's first version, which Docker's engine still uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import web

if TYPE_CHECKING:
    from docker_lessons.hub.content import Repositories, Repository

_MOST = 100


def legacy_search(repositories: Repositories, request: web.Request) -> web.Response:
    """Answers `/v1/search?q=TERM&n=25`, which an engine requests for `docker search`.

    Private repositories are never listed, as on Docker Hub.
    """
    term = request.query.get("q", "")
    number = request.query.get("n", "25")
    limit = min(int(number[:9]), _MOST) if number.isdecimal() else 25
    found = repositories.seen_by(None, text=term, ordering="-pull_count")[:limit]
    return web.json_response(
        {
            "num_pages": 1,
            "num_results": len(found),
            "page": 1,
            "page_size": limit,
            "query": term,
            "results": [_legacy_result(repository) for repository in found],
        }
    )


def _legacy_result(repository: Repository) -> dict[str, Any]:
    return {
        "name": repository.path,
        "description": repository.description,
        "star_count": 0,
        "is_official": False,
        "is_automated": False,
        "is_trusted": False,
    }
