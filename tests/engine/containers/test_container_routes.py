"""Containers are refused with the reason."""

import json

from tests.engine.serving import ServedEngine

JSON = {"Content-Type": "application/json"}


def test_a_container_of_an_image_that_is_here_is_refused_with_the_reason(
    practice_engine: ServedEngine,
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
