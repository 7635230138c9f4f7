"""What the engine says of itself."""

import json

from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from docker_lessons.engine.images.image_store import ImageStore
from docker_lessons.engine.images.image_use import ImageUse
from docker_lessons.engine.system import system_routes
from tests.engine.serving import ServedEngine
from tests.engine.using import CONTAINER, Using


def test_the_docker_hub_of_info_is_where_clients_keep_its_credential(
    practice_engine: ServedEngine,
) -> None:
    _, info = practice_engine.ask("GET", "/info")
    assert info["IndexServerAddress"] == "https://index.docker.io/v1/"
    assert info["OSType"] == "linux"


async def test_info_counts_the_containers_by_their_state(store: ImageStore) -> None:
    states = ("running", "running", "paused", "exited", "created")
    uses = Using([ImageUse(CONTAINER, "sha256:" + "0" * 64, state) for state in states])
    handlers = {path: handler for _, path, handler in system_routes.routes(store, uses)}
    answer = await handlers["/info"](make_mocked_request("GET", "/info"))
    assert isinstance(answer, web.Response)
    info = json.loads(answer.text or "")
    assert [info[f"Containers{kind}"] for kind in ("", "Running", "Paused", "Stopped")] == [
        5,
        2,
        1,
        2,
    ]
