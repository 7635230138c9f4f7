"""The pages as shipped, run from top to bottom by somebody who thinks nothing: only the first step passes.

They run from the last to the first: so each is run where nothing of the course was done yet.
"""

import pytest

from tests.notebooks.pages import NAMES, STEPS
from tests.notebooks.running import kernel, verdicts, working_copy
from tests.practice import practice_world


@pytest.fixture(scope="module")
def passed() -> dict[str, list[str]]:
    """For each page, the steps that hold after it was run."""
    found = {}
    with practice_world() as world:
        pages = working_copy(world.home.parent / "lab", world)
        with kernel(world, pages) as running:
            for name in reversed(NAMES):
                running.run(pages / f"{name}.ipynb")
                said = verdicts(world, STEPS)
                found[name] = [step for step in STEPS if said[step] == "passed"]
    return found


@pytest.mark.whole
@pytest.mark.xdist_group("notebooks")
@pytest.mark.parametrize("name", NAMES)
def test_running_a_page_from_top_to_bottom_passes_no_step_beyond_the_first(
    name: str, passed: dict[str, list[str]]
):
    by_itself = ["build-image"] if name == "00-start" else []
    assert passed[name] == by_itself, f"Who runs {name} without a thought passes {passed[name]}."
