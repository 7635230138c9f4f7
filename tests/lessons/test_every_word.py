"""Every word that a course tells is a message that translators get: nothing is glued, nothing escapes them."""

import importlib
import re
from collections.abc import Iterator

import pytest

from docker_lessons import language
from docker_lessons.findings import dashes, docker_answers, image_name, slips
from docker_lessons.findings.finding import Finding, ImageNames
from docker_lessons.findings.wording import Sentences, placeholders_of, tell
from docker_lessons.lessons import chapter
from docker_lessons.lessons.judgement import judge
from docker_lessons.lessons.outline import outline
from docker_lessons.lessons.wording import verdict
from docker_lessons.world.capabilities import HubKind
from docker_lessons.world.names import Names
from tests import tongue
from tests.lessons.looks import Case

DEFINITION = chapter.definition()
_INNERMOST = re.compile(r"⟦[^⟦⟧]*⟧")


@pytest.fixture(scope="module", autouse=True)
def marked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A language in which every message of the catalogues' template is told between ⟦ and ⟧."""
    with pytest.MonkeyPatch.context() as patch:
        name = tongue.marks_messages(tmp_path_factory.mktemp("locale"), patch)
        with language.speaking(name):
            yield


def unmarked(text: str) -> str:
    """What of a text is in no message."""
    while text != (shorter := _INNERMOST.sub("", text)):
        text = shorter
    return text.strip()


TABLES = [*(f"steps.test_{step.replace('-', '_')}" for step in chapter.STEPS)]
TABLES += ["test_any_step", "test_elsewhere"]
"""The modules that have the cases of verdicts."""


def not_in_messages(case: Case) -> list[str]:
    """What of a verdict's words is in no message, and a repair with words that are in one."""
    step, look = DEFINITION.by_id[case.step], case.look.see()
    told = verdict(judge(DEFINITION, step, look), step, look.names)
    left = [unmarked(text) for text in (told.seen, told.wanted, told.text)]
    repair = told.repair or ""
    return [text for text in left if text] + [repair] * ("⟦" in repair)


@pytest.mark.parametrize("table", TABLES)
def test_a_verdict_is_told_in_messages_alone_and_its_repair_in_none(table: str) -> None:
    cases: list[Case] = importlib.import_module(f"tests.lessons.{table}").CASES
    assert cases
    assert {case.id: left for case in cases if (left := not_in_messages(case))} == {}


@pytest.mark.parametrize("hub", ["practice", "registry"])
def test_the_course_s_outline_is_told_in_messages_alone_and_its_commands_in_none(
    hub: HubKind,
) -> None:
    told = outline(DEFINITION, Names(hub=hub), runs_containers=True)
    for page in told["pages"]:
        assert unmarked(page["title"]) == ""
    for step in told["steps"]:
        question = step["question"] or {"text": "", "placeholder": ""}
        texts = [step["title"], step["goal"], step["hints"][0]]
        texts += [question["text"], question["placeholder"]]
        texts += [text for line in step["lines"] for text in line.values()]
        assert [unmarked(text) for text in texts] == [""] * len(texts)
        assert "⟦" not in step["command"] + step["hints"][1]


@pytest.mark.parametrize(
    "sentences",
    [
        docker_answers.SENTENCES,
        image_name.SENTENCES,
        slips.SENTENCES,
        dashes.SENTENCES,
    ],
)
def test_a_finding_is_told_in_a_message(sentences: Sentences) -> None:
    for cause, sentence in sentences.items():
        for variant, text in ({"": sentence} if isinstance(sentence, str) else sentence).items():
            facts = dict.fromkeys(placeholders_of(text), "a fact")
            assert unmarked(tell(Finding(cause, facts, variant), sentences)) == ""


def test_names_on_a_host_are_told_in_messages() -> None:
    assert str(ImageNames(())) == "⟦no images⟧"
    assert unmarked(str(ImageNames(("a:1",), 5))) == ""
