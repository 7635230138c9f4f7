"""Builds that no classic builder, or not this one, can do."""

import json

import pytest

from tests.engine.serving import ServedEngine


def test_a_body_that_is_no_tar_is_a_sentence(practice_engine: ServedEngine) -> None:
    status, answer = practice_engine.ask("POST", "/build", b"this is no tar at all" * 100)
    assert status == 400
    assert answer["message"].startswith("Error processing tar file")


@pytest.mark.parametrize(
    "line", ["HEALTHCHECK NONE", "HEALTHCHECK --interval=5s CMD true", "ONBUILD COPY a /"]
)
def test_an_instruction_that_is_only_for_containers_is_named(
    practice_engine: ServedEngine, line: str
) -> None:
    _, text = practice_engine.build(f"FROM scratch\n{line}\n")
    error = json.loads(text.splitlines()[-1])["error"]
    assert error.startswith(f"{line.split(maxsplit=1)[0]} is not known to the practice engine")


def test_run_says_that_nothing_can_run_here(practice_engine: ServedEngine) -> None:
    _, text = practice_engine.build("FROM scratch\nRUN make\n")
    last = json.loads(text.splitlines()[-1])
    assert "runs nothing" in last["error"]
    assert last["errorDetail"]["message"] == last["error"]
