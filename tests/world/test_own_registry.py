"""What is known of a registry of one's own that answers oddly."""

from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from docker_lessons.oci.access import Credential
from docker_lessons.world import Names
from docker_lessons.world.outside import Place
from docker_lessons.world.own_registry import OwnRegistry
from tests.oci.answering import AnsweringRegistry

NAMES = Names(registry="registry.example")


@pytest.mark.parametrize("credential", [None, Credential("demousr", "brown fox jumps")])
@pytest.mark.parametrize(
    ("challenge", "reason"),
    [
        ('Bearer service="x"', "no realm specified for token auth challenge"),
        ('Bearer realm="/token"', "unsupported protocol scheme"),
        ('Bearer realm="http://[bad"', "names an address that can't be read"),
    ],
)
async def test_a_challenge_that_names_no_server_of_tokens_refuses_nobody(
    tmp_path: Path, credential: Credential | None, challenge: str, reason: str
) -> None:
    async def refuse(_: web.Request) -> web.Response:
        return web.Response(status=401, headers={"WWW-Authenticate": challenge})

    registry = AnsweringRegistry()
    registry.handles_all(refuse)
    async with registry.server, aiohttp.ClientSession() as session:
        place = Place("registry.example", registry.url)
        known = OwnRegistry(place, lambda: NAMES, tmp_path / "known.json", session)
        known.use(credential)
        await known.look_at_once()
    assert known.log_in() is None
    assert known.see(()) is None
    assert known.trouble is not None
    assert known.trouble.kind == "refused"
    assert reason in str(known.trouble.reason)
