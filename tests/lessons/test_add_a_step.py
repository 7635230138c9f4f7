"""The step that CONTRIBUTING.md writes is a step: its file and one line of the definition are enough."""

import importlib.util
import re
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest

from docker_lessons.lessons import chapter
from docker_lessons.lessons.definition import CourseDefinition
from tests.lessons.looks import FIRST, LookBuilder, case, look
from tests.lessons.parts import Parts

PAGE = Path(__file__).parents[2] / "CONTRIBUTING.md"


def definition(folder: Path) -> CourseDefinition:
    """The chapter with the page's step behind `list-images`."""
    section = PAGE.read_text().partition("## Add a step")[2]
    written = re.search(r"```python\n(.*?)```", section, re.DOTALL)
    assert written, "CONTRIBUTING.md shows no step"
    file = folder / "count_layers.py"
    file.write_text(textwrap.dedent(written[1]))
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    steps = list(chapter.definition().steps)
    steps.insert(chapter.STEPS.index("list-images") + 1, module.step)
    return replace(chapter.definition(), steps=tuple(steps))


@pytest.fixture
def built(tmp_path: Path) -> LookBuilder:
    return look(definition(tmp_path)).image(FIRST, "myimage:0.1")


def test_its_causes_are_told(built: LookBuilder) -> None:
    step, command = "count-layers", "docker history myimage:0.1"
    case(step, "layers-no-answer", built, "no answer yet", command).check()
    four = built.answered("4")
    case(step, "layers-wrong", four, "the answer 4", command, facts={"given": "4"}).check()


async def test_it_is_solved_among_the_others(short_folder: Path) -> None:
    parts = Parts(short_folder / "world", definition(short_folder))
    await parts.start()
    try:
        step = parts.definition.by_id["count-layers"]
        assert (await parts.course.check(step, None)).cause == "layers-no-image"
        did, verdict = await parts.course.solve(step)
        assert did == ["docker build -t myimage:0.1 myimage", "docker images"]
        assert verdict.text == "Right: myimage:0.1 has 2 layers."
    finally:
        await parts.close()
