"""What this engine does not serve is refused with the reason, and with the way out."""

import pytest

from docker_lessons.engine.api import unsupported
from tests.engine.serving import ServedEngine


def test_what_this_engine_cannot_do_says_so_in_a_sentence(practice_engine: ServedEngine) -> None:
    paths = [line.split() for line in unsupported._PATHS.split("\n") if line]
    assert len(paths) > 35
    for method, path in [*paths, ["POST", "/session"], ["POST", "/grpc"]]:
        for prefix in ("", "/v1.41"):
            status, answer = practice_engine.ask(method, prefix + path.replace("{id}", "some"))
            assert status == 501, path
            assert "practice engine" in answer["message"], path


@pytest.mark.parametrize("path", ["/build?version=2", "/build?session=x", "/session"])
def test_buildkit_is_refused_with_the_way_out(practice_engine: ServedEngine, path: str) -> None:
    status, answer = practice_engine.ask("POST", path)
    assert status == 501
    assert "DOCKER_BUILDKIT=0" in answer["message"]
