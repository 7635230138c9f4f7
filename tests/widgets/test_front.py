"""What is pure in the front end, tested in `front/tests/` by Node's own test runner."""

import re
import subprocess
from pathlib import Path

from tests import programs

FRONT = Path(__file__).parents[2] / "front"


def test_what_the_widgets_say_and_decide_is_right():
    node = programs.required("node")
    run = subprocess.run(
        [node, "--test", "--test-isolation=none", "--test-reporter=tap"],
        cwd=FRONT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    wrong = re.findall(r"^ *not ok \d+ - (.*)$", run.stdout, re.MULTILINE)
    assert not wrong, f"not so: {'; '.join(wrong)}\n{run.stdout}"
    assert run.returncode == 0, run.stdout + run.stderr
    assert re.search(r"^ok \d+ - ", run.stdout, re.MULTILINE), "no test was found"
