"""docs/hub.md says what the Hub answers: no route more, none less, and each refusal with its sentence."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import requests

from docker_lessons.hub import Hub, registry_app, site_app
from docker_lessons.trace import Trace
from tests.hub.api_client import Api

if TYPE_CHECKING:
    from aiohttp import web

    from tests.hub.running import RunningHub

PAGE = Path(__file__).parent.parent.parent / "docs" / "hub.md"


def section(title: str) -> str:
    return PAGE.read_text("utf-8").partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def documented(title: str) -> dict[str, set[str]]:
    """The addresses of a table, and the methods of each."""
    found: dict[str, set[str]] = {}
    for row in section(title).splitlines():
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        if not re.fullmatch(r"any|[A-Z]+( [A-Z]+)*", cells[0]):
            continue
        for address in re.findall(r"`(/[^`]*)`", cells[1]):
            assert address not in found, address
            found[address] = {"*"} if cells[0] == "any" else set(cells[0].split())
    return found


def served(app: web.Application) -> dict[str, set[str]]:
    found = defaultdict(set)
    for route in app.router.routes():
        info = route.resource.get_info() if route.resource else {}
        address = str(info.get("path") or info.get("formatter")).replace("{slash}", "")
        found[address].add(route.method)
    return dict(found)


@pytest.fixture
def apps(tmp_path: Path) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    where = {"registry_url": "http://127.0.0.1:1", "site_url": "http://127.0.0.1:2"}
    hub = Hub(tmp_path / "hub", **where, trace=Trace())
    routes = served(registry_app(hub)), served(site_app(hub, owner=False))
    hub.close()
    return routes


def test_the_registrys_routes_are_those_of_the_table(
    apps: tuple[dict[str, set[str]], dict[str, set[str]]],
) -> None:
    assert documented("Registry") == apps[0]


def test_the_routes_of_api_and_pages_are_those_of_the_tables(
    apps: tuple[dict[str, set[str]], dict[str, set[str]]],
) -> None:
    api = {place: methods for place, methods in apps[1].items() if place.startswith("/v2/")}
    assert documented("API") == api
    pages = {place: methods for place, methods in apps[1].items() if place not in api}
    assert documented("Pages") == pages


def refusals() -> list[tuple[str, str]]:
    rows = re.findall(r'^\| any \| (.+?) \| refused \| "(.+?)" \|$', section("API"), re.MULTILINE)
    return [(place, said) for places, said in rows for place in re.findall(r"`/v2(/.*?)`", places)]


@pytest.mark.parametrize(("place", "sentence"), refusals())
def test_what_is_refused_is_refused_with_its_sentence(
    hub: RunningHub, place: str, sentence: str
) -> None:
    api = Api(hub)
    real = place.format(rest="some/thing", namespace="demousr", name="demorep")
    for method in ("GET", "POST", "PUT", "DELETE"):
        answer = api(method, real)
        assert (answer.status_code, answer.json()["detail"]) == (501, sentence)


def test_other_sentences_of_the_page_are_the_hubs(hub: RunningHub) -> None:
    text = section("Registry") + section("API")
    answer = requests.get(f"{hub.registry}/v2/_catalog", headers=hub.token(), timeout=60)
    assert answer.status_code == 401
    assert hub.refusals()[-1].message in text
    form = {"grant_type": "refresh_token"}
    answer = requests.post(f"{hub.registry}/token", data=form, timeout=60)
    assert f'"{answer.json()["error"]}"' in text
    _, token = hub.access_token("repo:read")
    asked = f"{hub.registry}/token?scope=repository:demousr/demorep:push"
    answer = requests.get(asked, auth=("demousr", token), timeout=60)
    assert f'"{answer.json()["details"]}"' in text
    answer = Api(hub, "demousr", token)("GET", "/access-tokens")
    assert f'"{answer.json()["detail"]}"' in text


def test_every_row_says_how_far_it_goes() -> None:
    for title in ("Registry", "API"):
        rows = [row for row in section(title).splitlines() if re.match(r"\| (any|[A-Z])", row)]
        assert rows
        for row in rows:
            words = row.split("|")[3].strip()
            assert words in {"complete", "in part", "refused"}, row
            assert words == "complete" or row.split("|")[4].strip(), row
