"""Requests of any kind: versions, unknown paths, and what is refused with a sentence."""

import pytest

from tests.engine.serving import ServedEngine

JSON = {"Content-Type": "application/json"}


def test_ping_offers_the_classic_builder_and_api_1_44(practice_engine: ServedEngine) -> None:
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
    practice_engine: ServedEngine, path: str, status: int, sentence: str
) -> None:
    found, answer = practice_engine.ask("GET", path)
    assert found == status
    assert not sentence or answer == {"message": sentence}


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
        ("POST", "/images/create", 400, "neither an image to pull"),
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
    practice_engine: ServedEngine, method: str, path: str, status: int, sentence: str
) -> None:
    found, answer = practice_engine.ask(method, path)
    assert (found, sentence in answer["message"]) == (status, True), answer
