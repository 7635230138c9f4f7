"""What differs is told once: a panel says it part by part, and the cause's own text says why."""

import importlib
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from docker_lessons import language
from docker_lessons.lessons import chapter
from docker_lessons.lessons.judgement import judge
from docker_lessons.lessons.wording import verdict
from tests import programs
from tests.lessons import test_any_step, test_elsewhere
from tests.lessons.looks import Case

FRONT = Path(__file__).parents[2] / "front"
ASK = """
import { differenceOf } from "./src/difference.js";
const told = JSON.parse(await new Response(process.stdin).text());
console.log(JSON.stringify(told.map(([seen, wanted]) => differenceOf(seen, wanted)?.parts ?? [])));
"""


WORDS = {
    "en": {part: part for part in ("registry", "account", "repository", "tag")},
    "fr": {"registry": "registre", "account": "compte", "repository": "dépôt", "tag": "tag"},
}
"""What the parts of a name are called."""


def cases() -> list[Case]:
    modules = [f"tests.lessons.steps.test_{step.replace('-', '_')}" for step in chapter.STEPS]
    found = [case for name in modules for case in importlib.import_module(name).CASES]
    return [*found, *test_any_step.CASES, *test_elsewhere.CASES]


def differences(pairs: list[tuple[str, str]]) -> list[list[dict[str, Any]]]:
    """Which parts of the names differ, as the panel tells it, of each pair of seen and wanted."""
    command = [programs.required("node"), "--input-type=module", "--eval", ASK]
    run = subprocess.run(
        command, cwd=FRONT, input=json.dumps(pairs), capture_output=True, text=True, check=True
    )
    found: list[list[dict[str, Any]]] = json.loads(run.stdout)
    return found


@pytest.mark.parametrize("spoken", ["en", "fr"])
def test_the_text_does_not_tell_again_what_differs(spoken: str) -> None:
    definition, told = chapter.definition(), {}
    with language.speaking(spoken):
        for case in cases():
            step, seen = definition.by_id[case.step], case.look.see()
            said = verdict(judge(definition, step, seen), step, seen.names)
            if said.cause:
                told[said.cause, said.text] = (said.seen, said.wanted)
    again = {
        cause: text
        for (cause, text), parts in zip(told, differences(list(told.values())), strict=True)
        if any(is_told(part, text, WORDS[spoken]) for part in parts)
    }
    assert again == {}


def is_told(part: dict[str, Any], text: str, words: dict[str, str]) -> bool:
    """Whether a text calls a part by its word and says what it is, and what it has to be."""
    values = [value for value in (part["seen"], part["wanted"]) if value]
    alone = [rf"(?<![\w:/.]){re.escape(value)}(?![\w:]|/\w|\.\w)" for value in values]
    return words[part["part"]] in text and all(re.search(each, text) for each in alone)
