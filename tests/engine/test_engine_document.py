"""docs/engine.md says what the engine does."""

import json

import pytest

from docker_lessons.engine.build.instruction import KNOWN
from tests.engine import engine_document
from tests.engine.serving import ServedEngine

TEXT = engine_document.DOCUMENT.read_text("utf-8")
INSTRUCTIONS = engine_document.instructions(TEXT)
REFUSED = [
    (name, example, sentence)
    for name, (_, examples) in INSTRUCTIONS.items()
    for example, sentence in examples
]


def test_the_table_of_routes_is_as_the_engine_is() -> None:
    assert engine_document.written(TEXT) == TEXT, "run: python -m tests.engine.engine_document"


def test_every_instruction_is_in_the_table_and_no_other() -> None:
    assert set(INSTRUCTIONS) == {name.upper() for name in KNOWN}


@pytest.mark.parametrize("name", INSTRUCTIONS)
def test_what_is_not_complete_says_what_is_refused(name: str) -> None:
    state, examples = INSTRUCTIONS[name]
    assert (state != "complete") == bool(examples)


@pytest.mark.parametrize(("name", "example", "sentence"), REFUSED)
def test_an_instruction_is_refused_as_the_table_says(
    practice_engine: ServedEngine, name: str, example: str, sentence: str
) -> None:
    assert name in example.split()
    files = {"f": b"f"}
    status, said = practice_engine.build(f"FROM scratch\n{example}\n", files=files)
    error = json.loads(said.splitlines()[-1])["error" if status == 200 else "message"]
    assert error.endswith(sentence)
