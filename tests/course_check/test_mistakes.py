"""The table in docs/mistakes.md is whole: a scenario for each row or a reason, a row for each scenario."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from docker_lessons.course_check.scenario import every_scenario
from docker_lessons.lessons import any_step, chapter, elsewhere

TABLE = Path(__file__).parents[2] / "docs" / "mistakes.md"
_REASON = re.compile(r"no scenario: (real (engine|Hub) only|a real network only|\S+ \S+ \S+).*")


@dataclass(frozen=True)
class Row:
    """One row of the table."""

    id: str
    step: str
    scenario: str

    @property
    def scenarios(self) -> list[str]:
        """The scenarios that it names."""
        return re.findall(r"`([^`]+)`", self.scenario) if "no scenario" not in self.scenario else []


def rows(text: str) -> list[Row]:
    """Read the table."""
    found = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        if line.startswith("| ") and cells[0] != "id":
            assert len(cells) == 5, line
            found.append(Row(cells[0], cells[1], cells[4]))
    return found


ROWS = rows(TABLE.read_text())


def is_whole(row: Row) -> bool:
    """Whether a row has a step, and scenarios that are there, or a reason for none."""
    return (
        bool(row.scenarios or _REASON.fullmatch(row.scenario))
        and set(row.scenarios) <= set(every_scenario())
        and row.step in {*chapter.STEPS, "any"}
    )


def test_each_row_has_a_step_and_a_scenario_or_a_reason() -> None:
    assert len(ROWS) > 300  # they are found at all
    assert [row for row in ROWS if not is_whole(row)] == []


def test_rows_have_names_of_their_own() -> None:
    names = [row.id for row in ROWS]
    assert len(names) == len(set(names))


def test_every_scenario_has_a_row() -> None:
    assert {name for row in ROWS for name in row.scenarios} == set(every_scenario())


def test_every_scenario_is_played_here() -> None:
    modules = {one.play.__module__.rpartition(".")[2] for one in every_scenario().values()}
    assert {f"test_{name}.py" for name in modules} <= {
        at.name for at in Path(__file__).parent.iterdir()
    }


@pytest.mark.parametrize(
    ("step", "scenario"), [("tag", ""), ("tag", "`no-such-scenario`"), ("tga", "`tag-missing`")]
)
def test_a_row_without_one_of_them_is_found(step: str, scenario: str) -> None:
    row = rows(f"| x | {step} | somebody does | something | {scenario} |")[0]
    assert not is_whole(row)


def test_every_diagnosis_has_a_name_of_its_own() -> None:
    names = [one.id for one in (*any_step.OBSERVATIONS, *elsewhere.CAUSES)]
    for step in chapter.definition().steps:
        names += [one.id for one in step.diagnoses.all]
    assert len(names) == len(set(names))
