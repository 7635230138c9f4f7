"""The pages as shipped, run from top to bottom by somebody who thinks nothing: only the first step passes."""

from pathlib import Path

import pytest

from tests.notebooks.pages import NAMES, page
from tests.notebooks.running import run_all, working_copy
from tests.practice import PracticeWorld

STEPS = [step for name in NAMES for step in page(name).steps()]


@pytest.mark.timeout(240)
@pytest.mark.parametrize("name", NAMES)
def test_running_a_page_from_top_to_bottom_passes_no_step_beyond_the_first(
    name: str, world: PracticeWorld, tmp_path: Path
):
    pages = working_copy(tmp_path / "lab", world)
    run_all(world, pages / f"{name}.ipynb")
    passed = [step for step in STEPS if world.check(step)["verdict"] == "passed"]
    assert passed == (["build-image"] if name == "00-start" else [])
