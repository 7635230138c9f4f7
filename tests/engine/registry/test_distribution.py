"""What the registry says of an image that is not here."""

import base64
import json

import pytest

from tests.engine.serving import ServedEngine, ServedHub
from tests.servers import PASSWORD

AUTH = base64.urlsafe_b64encode(
    json.dumps({"username": "demousr", "password": PASSWORD}).encode()
).decode()


@pytest.fixture
def pushed(practice_engine: ServedEngine) -> str:
    """The digest of an image that the Hub has and the engine has not."""
    practice_engine.build("FROM scratch\nCOPY f /f\n", "t=demousr/demorep:1.0", {"f": b"f"})
    _, text = practice_engine.ask(
        "POST",
        "/images/demousr/demorep/push?tag=1.0",
        headers={"X-Registry-Auth": AUTH},
        raw=True,
    )
    practice_engine.ask("DELETE", "/images/demousr/demorep:1.0")
    return json.loads(text.splitlines()[-1])["aux"]["Digest"]


@pytest.mark.parametrize(
    "name",
    [
        "demousr/demorep:1.0",
        "docker.io/demousr/demorep:1.0",
        "index.docker.io/demousr/demorep:1.0",
        "demousr/demorep@{digest}",
        "demousr/demorep:2.0@{digest}",
    ],
)
def test_it_gives_the_manifests_digest_and_the_platform(
    practice_engine: ServedEngine, pushed: str, name: str
) -> None:
    status, found = practice_engine.ask("GET", f"/distribution/{name.format(digest=pushed)}/json")
    assert status == 200
    assert found["Descriptor"]["digest"] == pushed
    assert found["Descriptor"]["mediaType"].endswith("manifest.v2+json")
    assert found["Descriptor"]["size"] > 100
    assert [platform["os"] for platform in found["Platforms"]] == ["linux"]


@pytest.mark.parametrize(
    ("name", "auth", "status", "sentence"),
    [
        ("demousr/demorep:nope", "", 404, "manifest unknown"),
        ("teacherdemo/exam:1", "", 403, "unauthorized: authentication required"),
        ("teacherdemo/exam:1", AUTH, 403, "denied: requested access to the resource is denied"),
        ("UP", "", 400, "repository name must be lowercase"),
        ("a:b:c", "", 400, "invalid reference format"),
        ("0" * 64, "", 500, "no manifest found for full image ID"),
        ("quay.io/a/b:1", "", 500, "reaches only the Hub"),
    ],
)
def test_what_the_registry_refuses_is_dockerds_sentence(
    practice_engine: ServedEngine, pushed: str, name: str, auth: str, status: int, sentence: str
) -> None:
    found, answer = practice_engine.ask(
        "GET", f"/distribution/{name}/json", headers={"X-Registry-Auth": auth} if auth else {}
    )
    assert (found, sentence in answer["message"]) == (status, True), answer


def test_a_hub_that_does_not_answer_is_a_sentence(
    practice_engine: ServedEngine, practice_hub: ServedHub
) -> None:
    practice_hub.stop()
    status, answer = practice_engine.ask("GET", "/distribution/demousr/a:1/json")
    assert status == 500
    assert "connection refused" in answer["message"]


def test_nothing_is_pulled(practice_engine: ServedEngine, pushed: str) -> None:
    practice_engine.ask("GET", "/distribution/demousr/demorep:1.0/json")
    assert practice_engine.ask("GET", "/images/json?all=1")[1] == []
