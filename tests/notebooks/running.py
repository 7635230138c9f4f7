"""Run pages of a working copy the way others do: by nbval, or all cells one after the other."""

import json
import subprocess
import sys
from pathlib import Path

from tests.practice import COMMAND, PracticeWorld

SWITCH = {"DOCKER_LESSONS_UNATTENDED": "1"}


def working_copy(folder: Path, world: PracticeWorld) -> Path:
    """The pages and the build folder, as a learner of this world gets them."""
    world.command("start", "--dir", str(folder))
    return folder


def nbval(world: PracticeWorld, *pages: Path) -> subprocess.CompletedProcess[str]:
    """`pytest --nbval` over pages, with nobody there; its own process, in the world's environment."""
    run = [
        *(sys.executable, "-m", "pytest", "--nbval", "--nbval-cell-timeout", "60", "--tb=short"),
        *("-p", "no:cacheprovider", "--rootdir", pages[0].parent, *pages),
    ]
    return subprocess.run(
        [str(each) for each in run],
        env=world.env | SWITCH,
        cwd=pages[0].parent,
        capture_output=True,
        text=True,
        timeout=170,
        check=False,
    )


def run_all(world: PracticeWorld, page: Path) -> None:
    """Run every cell as shipped, going on after those that fail, as a person at the keyboard could."""
    run = [
        COMMAND.with_name("jupyter-execute"),
        "--inplace",
        "--allow-errors",
        "--timeout=60",
        page,
    ]
    subprocess.run(
        run, env=world.env, cwd=page.parent, capture_output=True, timeout=170, check=True
    )
    cells = json.loads(page.read_text("utf-8"))["cells"]
    assert all(cell["execution_count"] for cell in cells if cell["cell_type"] == "code")
