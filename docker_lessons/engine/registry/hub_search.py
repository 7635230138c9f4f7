"""Search: `docker search` asks the practice Hub as dockerd asks Docker Hub.

Source: moby ``registry/service.go`` and ``daemon/images/image_search.go``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from docker_lessons.engine.api.errors import BadParameter, SystemFailure
from docker_lessons.engine.api.filters import Filters
from docker_lessons.oci import docker_hub

if TYPE_CHECKING:
    from docker_lessons.engine.registry.registries import Registries

_ACCEPTED = frozenset({"is-automated", "is-official", "stars"})
_DEFAULT, _MOST = 25, 100


async def search(registries: Registries, query: Mapping[str, str]) -> list[dict[str, Any]]:
    """Returns what the Hub finds for the parameters of ``GET /images/search``.

    Raises:
        BadParameter: When a parameter is malformed.
        SystemFailure: When the Hub does not answer.
    """
    filters = Filters.parse(query.get("filters", ""))
    filters.validate(_ACCEPTED)
    wanted = {field: filters.boolean(field) for field in ("is-automated", "is-official")}
    stars = _number(max(filters.get("stars"), key=len, default="0"))
    limit = _number(query.get("limit") or str(_DEFAULT))
    if not 1 <= limit <= _MOST:
        raise BadParameter(f"Limit {limit} is outside the range of [1, {_MOST}]")
    term = query.get("term", "")
    if "://" in term:
        raise BadParameter(f'invalid repository name "{term}", should not contain a scheme')
    domain, slash, rest = term.partition("/")
    if slash and ("." in domain or ":" in domain or domain == "localhost"):
        registries.check(domain)
        term = rest
    else:
        registries.check(docker_hub.DOMAIN)
    found = await _ask(registries.base_url, term.removeprefix("library/"), limit)
    return [
        result
        for result in found
        if all(
            value is None or bool(result.get(field.replace("-", "_"))) == value
            for field, value in wanted.items()
        )
        and result.get("star_count", 0) >= stars
    ]


async def _ask(base_url: str, term: str, limit: int) -> list[dict[str, Any]]:
    import aiohttp

    url = f"{base_url}/v1/search"
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=15)) as session,
            session.get(url, params={"q": term, "n": str(limit)}) as response,
        ):
            body = await response.read()
            status = response.status
    except (aiohttp.ClientError, TimeoutError) as error:
        raise SystemFailure(f'Get "{url}": the practice Hub does not answer: {error}') from error
    try:
        results = json.loads(body).get("results") or []
    except (ValueError, RecursionError, AttributeError):
        results = None
    if status != 200 or results is None:
        raise SystemFailure(f"Unexpected status code {status}")
    return [result for result in results if isinstance(result, dict)][:limit]


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise BadParameter(f'strconv.Atoi: parsing "{text}": invalid syntax') from None
