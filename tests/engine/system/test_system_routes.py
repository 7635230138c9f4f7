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


def test_disk_usage_has_the_kinds_that_were_asked_for(practice_engine: ServedEngine) -> None:
    practice_engine.build("FROM scratch\nCOPY f /f\n", "t=a:1", {"f": b"12345"})
    kinds = ("Images", "Containers", "Volumes", "BuildCache")
    for query, wanted, size in (
        ("", kinds, 5),
        ("?type=image", ("Images",), 5),
        ("?type=volume&type=container", ("Containers", "Volumes"), 0),
        ("?type=build-cache", ("BuildCache",), 0),
    ):
        status, found = practice_engine.ask("GET", f"/system/df{query}")
        assert status == 200
        assert tuple(kind for kind in kinds if found[kind] is not None) == wanted
        assert found["LayersSize"] == size


def test_a_kind_that_uses_no_disk_is_refused_from_the_version_on_that_has_kinds(
    practice_engine: ServedEngine,
) -> None:
    for kind in ("", "images", "foo"):
        assert practice_engine.ask("GET", f"/system/df?type={kind}") == (
            400,
            {"message": f"unknown object type: {kind}"},
        )
        assert practice_engine.ask("GET", f"/v1.41/system/df?type={kind}")[0] == 200


def test_images_say_what_they_share_if_they_are_asked(practice_engine: ServedEngine) -> None:
    practice_engine.build("FROM scratch\nCOPY f /f\n", "t=a:1", {"f": b"12345"})
    practice_engine.build("FROM a:1\nLABEL a=b\n", "t=a:2")
    for path, sizes in (
        ("/images/json", [-1, -1]),
        ("/images/json?shared-size=0", [-1, -1]),
        ("/v1.41/images/json?shared-size=1", [-1, -1]),
        ("/images/json?shared-size=1", [5, 5]),
    ):
        found = practice_engine.ask("GET", path)[1]
        assert [image["SharedSize"] for image in found] == sizes
        assert {image["Containers"] for image in found} == {-1}
