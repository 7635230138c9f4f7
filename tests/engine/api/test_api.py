"""The Engine API over its socket: what is served, what is refused, and with which status."""

import json
import re

import pytest

from docker_lessons.engine.api import unsupported
from tests.engine.serving import PASSWORD, RunningEngine, RunningHub

JSON = {"Content-Type": "application/json"}


def test_ping_offers_the_classic_builder_and_api_1_44(practice_engine: RunningEngine) -> None:
    headers = practice_engine.headers("HEAD", "/_ping")
    assert headers["Api-Version"] == "1.44"
    assert headers["Builder-Version"] == "1"
    assert headers["Ostype"] == "linux"
    assert practice_engine.ask("GET", "/_ping") == (200, "OK")


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/v1.24/version", 200, ""),
        ("/v1.44/version", 200, ""),
        (
            "/v1.45/version",
            400,
            "client version 1.45 is too new. Maximum supported API version is 1.44",
        ),
        (
            "/v1.23/version",
            400,
            (
                "client version 1.23 is too old. Minimum supported API version is 1.24, "
                "please upgrade your client to a newer version"
            ),
        ),
        ("/nothing", 404, "page not found"),
        ("/v1.41/nothing", 404, "page not found"),
    ],
)
def test_versions_and_unknown_paths(
    practice_engine: RunningEngine, path: str, status: int, sentence: str
) -> None:
    found, answer = practice_engine.ask("GET", path)
    assert found == status
    assert not sentence or answer == {"message": sentence}


def test_the_docker_hub_of_info_is_where_clients_keep_its_credential(
    practice_engine: RunningEngine,
) -> None:
    _, info = practice_engine.ask("GET", "/info")
    assert info["IndexServerAddress"] == "https://index.docker.io/v1/"
    assert info["OSType"] == "linux"


def test_what_this_engine_cannot_do_says_so_in_a_sentence(practice_engine: RunningEngine) -> None:
    paths = [line.split() for line in unsupported._PATHS.split("\n") if line]
    assert len(paths) > 40
    for method, path in [*paths, ["POST", "/session"], ["POST", "/grpc"]]:
        for prefix in ("", "/v1.41"):
            status, answer = practice_engine.ask(method, prefix + path.replace("{id}", "some"))
            assert status == 501, path
            assert "practice engine" in answer["message"], path


@pytest.mark.parametrize("path", ["/build?version=2", "/build?session=x", "/session"])
def test_buildkit_is_refused_with_the_way_out(practice_engine: RunningEngine, path: str) -> None:
    status, answer = practice_engine.ask("POST", path)
    assert status == 501
    assert "DOCKER_BUILDKIT=0" in answer["message"]


@pytest.mark.parametrize(
    ("method", "path", "status", "sentence"),
    [
        ("GET", "/images/json?filters=xx", 400, "invalid character 'x' looking for"),
        ("GET", "/images/json?filters=%5B1%5D", 400, "json: cannot unmarshal array"),
        ("GET", "/images/json?filters=%7B%22foo%22:%5B%22x%22%5D%7D", 400, "Invalid filter 'foo'"),
        ("GET", "/events?since=x", 400, 'strconv.ParseInt: parsing "x": invalid syntax'),
        ("GET", "/images/UP/json", 400, "repository name must be lowercase"),
        ("DELETE", "/images/", 400, "image name cannot be blank"),
        ("DELETE", "/images/UP", 400, "repository name must be lowercase"),
        ("POST", "/images/nope/tag?repo=a", 404, "No such image: nope:latest"),
        ("POST", "/images/create", 501, "cannot be imported"),
        ("POST", "/images/create?fromImage=UP", 400, "repository name must be lowercase"),
        ("POST", "/images/create?fromImage=a&tag=%20", 400, "invalid tag format"),
        ("POST", "/images/create?fromImage=scratch", 403, "'scratch' is a reserved name"),
        ("POST", "/images/a/push", 400, "Bad parameters and missing X-Registry-Auth: EOF"),
        ("GET", "/images/search?term=x&limit=a", 400, 'strconv.Atoi: parsing "a"'),
        ("GET", "/images/search?term=x&limit=101", 400, "outside the range of [1, 100]"),
        ("GET", "/images/get?names=nope", 404, "No such image: nope"),
        ("POST", "/build?version=3", 400, 'invalid version "3"'),
        ("POST", "/build?t=UP", 400, "repository name must be lowercase"),
        ("POST", "/build?labels=x", 400, "error reading labels"),
        ("POST", "/build?remote=http://x/y", 501, "build from a folder"),
        ("POST", "/build", 500, "Cannot locate specified Dockerfile: Dockerfile"),
        ("POST", "/auth", 400, "EOF"),
        ("POST", "/containers/create", 400, "must be 'application/json'"),
        ("GET", "/containers/x/json", 404, "No such container: x"),
    ],
)
def test_bad_requests_get_a_sentence(
    practice_engine: RunningEngine, method: str, path: str, status: int, sentence: str
) -> None:
    found, answer = practice_engine.ask(method, path)
    assert (found, sentence in answer["message"]) == (status, True), answer


def test_a_body_that_is_no_tar_is_a_sentence(practice_engine: RunningEngine) -> None:
    status, answer = practice_engine.ask("POST", "/build", b"this is no tar at all" * 100)
    assert status == 400
    assert answer["message"].startswith("Error processing tar file")


def test_a_container_of_an_image_that_is_here_is_refused_with_the_reason(
    practice_engine: RunningEngine,
) -> None:
    practice_engine.build("FROM scratch\nCMD x\n", "t=myimage:0.1")
    body = json.dumps({"Image": "myimage:0.1"}).encode()
    status, answer = practice_engine.ask("POST", "/containers/create", body, JSON)
    assert status == 501
    assert "runs no containers" in answer["message"]
    body = json.dumps({"Image": "nope"}).encode()
    assert practice_engine.ask("POST", "/containers/create", body, JSON) == (
        404,
        {"message": "No such image: nope:latest"},
    )


@pytest.mark.parametrize(
    "line", ["HEALTHCHECK NONE", "HEALTHCHECK --interval=5s CMD true", "ONBUILD COPY a /"]
)
def test_an_instruction_that_is_only_for_containers_is_named(
    practice_engine: RunningEngine, line: str
) -> None:
    _, text = practice_engine.build(f"FROM scratch\n{line}\n")
    error = json.loads(text.splitlines()[-1])["error"]
    assert error.startswith(f"{line.split(maxsplit=1)[0]} is not known to the practice engine")


def test_run_says_that_nothing_can_run_here(practice_engine: RunningEngine) -> None:
    _, text = practice_engine.build("FROM scratch\nRUN make\n")
    last = json.loads(text.splitlines()[-1])
    assert "runs nothing" in last["error"]
    assert last["errorDetail"]["message"] == last["error"]


@pytest.mark.parametrize(
    "server",
    [
        "https://index.docker.io/v1/",
        "docker.io",
        "index.docker.io",
        "registry-1.docker.io",
        "https://registry-1.docker.io/v2/",
        "",
        "HUB",
        "http://HUB",
    ],
)
def test_a_log_in_is_held_to_the_practice_hub_by_all_its_names(
    practice_engine: RunningEngine, practice_hub: RunningHub, server: str
) -> None:
    server = server.replace("HUB", practice_hub.host)
    for password, status in ((PASSWORD, 200), ("wrong", 401)):
        body = {"username": "demousr", "password": password, "serveraddress": server}
        found, answer = practice_engine.ask("POST", "/auth", json.dumps(body).encode(), JSON)
        assert found == status
        if status == 200:
            assert answer["Status"] == "Login Succeeded"
        else:
            assert answer["message"].endswith("unauthorized: incorrect username or password")


@pytest.mark.parametrize(
    ("host", "start"),
    [
        ("ghcr.io", 'Get "https://ghcr.io/v2/": dial tcp: lookup ghcr.io: '),
        ("localhost:1", 'Get "http://localhost:1/v2/": dial tcp localhost:1: connect: '),
        ("127.0.0.1:1", 'Get "http://127.0.0.1:1/v2/": dial tcp 127.0.0.1:1: connect: '),
    ],
)
def test_no_other_registry_is_reached(
    practice_engine: RunningEngine, host: str, start: str
) -> None:
    credential = json.dumps({"username": "a", "password": "b", "serveraddress": host})
    for method, path, body in (
        ("POST", f"/images/create?fromImage={host}/a&tag=b", None),
        ("POST", "/auth", credential.encode()),
    ):
        status, answer = practice_engine.ask(method, path, body, JSON)
        assert status == 500
        assert answer["message"].startswith(start)
        assert "the practice Hub (docker.io) and no other registry" in answer["message"]


def test_search_asks_the_hub(practice_engine: RunningEngine) -> None:
    status, found = practice_engine.ask("GET", "/images/search?term=welcome")
    assert status == 200
    assert [result["name"] for result in found] == ["teacherdemo/welcome"]
    assert practice_engine.ask("GET", "/images/search?term=nothinglikethis") == (200, [])


def test_an_image_is_found_by_any_start_of_its_id(practice_engine: RunningEngine) -> None:
    practice_engine.build("FROM scratch\nCMD x\n", "t=myimage:0.1")
    _, image = practice_engine.ask("GET", "/images/myimage:0.1/json")
    whole = image["Id"]
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", whole)
    for text in (whole, whole[:20], whole[7:], whole[7:19], whole[7:10]):
        assert practice_engine.ask("GET", f"/images/{text}/json")[1]["Id"] == whole


def test_what_newer_versions_of_the_api_leave_out(practice_engine: RunningEngine) -> None:
    practice_engine.build("FROM scratch\nCMD x\n")
    for version, sizes, tags in (("1.41", True, ["<none>:<none>"]), ("1.44", False, [])):
        [summary] = practice_engine.ask("GET", f"/v{version}/images/json")[1]
        assert ("VirtualSize" in summary) is sizes
        assert summary["RepoTags"] == tags
