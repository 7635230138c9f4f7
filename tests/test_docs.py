"""What the texts say is so: links lead somewhere, commands are those that make and CI run."""

import re
import subprocess
from importlib.metadata import requires
from pathlib import Path

import mistune
import pytest
import yaml
from packaging.requirements import Requirement

from docker_lessons.cli import COMMANDS
from docker_lessons.cli.presentation import MARKS
from docker_lessons.version import __version__
from docker_lessons.widgets.still import SIGNS
from tests import programs

ROOT = Path(__file__).parent.parent
TEXTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "binder").glob("*.md")]
README = (ROOT / "README.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
PINS = (ROOT / "binder" / "constraints.txt").read_text("utf-8")


@pytest.mark.parametrize("text", TEXTS, ids=lambda path: path.name)
def test_links_lead_to_files_that_are_there(text: Path):
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text.read_text("utf-8")):
        if not target.startswith(("http://", "https://")):
            assert (text.parent / target).exists(), target


@pytest.mark.parametrize("text", TEXTS, ids=lambda path: path.name)
def test_commands_of_ours_exist(text: Path):
    named = re.findall(r"(?<![/\w.-])docker-lessons ([a-z][a-z-]*)", text.read_text("utf-8"))
    prose = {"lessons", "contributors"}
    assert set(named) - prose <= set(COMMANDS)


@pytest.mark.parametrize(
    "command",
    [
        "-m pip install -c binder/constraints.txt -e .",
        "-m pip install -c binder/constraints.txt -e '.[test]'",
        "-m pytest -n auto --durations=20",
        "docker-lessons lab",
    ],
)
def test_readme_gives_what_make_runs(command: str):
    ran = MAKEFILE.replace("$(PINS)", "binder/constraints.txt")
    assert command in ran.replace(" --quiet --disable-pip-version-check", "")
    assert f".venv/bin/python {command}\n" in README or f".venv/bin/{command}\n" in README


def test_readme_names_every_make_target_that_it_leans_on():
    for target in set(re.findall(r"make ([a-z]+)", README)) - {"python"}:
        assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE), target


def test_one_set_of_pins_holds_every_requirement():
    pinned = {line.split("==")[0].lower() for line in PINS.splitlines() if "==" in line}
    wanted = {Requirement(each).name.lower() for each in requires("docker-lessons") or []}
    assert wanted <= pinned
    assert all(
        re.fullmatch(r"[\w.-]+==[\w.!+]+( ; .*)?", line)
        for line in PINS.splitlines()
        if not line.startswith("#")
    )


def test_readme_names_this_release():
    named = re.findall(r"(?:/v|docker_lessons-)(\d+\.\d+\.\d+)", README)
    assert len(named) == 3
    assert set(named) == {__version__}


def test_binder_uses_the_pins():
    requirements = (ROOT / "binder" / "requirements.txt").read_text("utf-8")
    assert "constraints.txt" in requirements


PAPER = """<meta charset="utf-8"><style>
@page { size: A4; margin: 15mm } body { font: 10pt/1.35 Liberation Sans, sans-serif } h1, h2 { margin: .6em 0 .3em }
p, ul { margin: .3em 0 } table { border-collapse: collapse } td, th { border: 1px solid; padding: 2px 6px }
</style>"""


def test_the_public_workflow_calls_the_same_commands():
    jobs = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text("utf-8"))["jobs"]
    for name, job in jobs.items():
        ran = [step["run"] for step in job["steps"] if "run" in step]
        if "container" in job:
            assert ran[-1] == ".ci/run", name
            # Without it there is no dockerd and no small disk: skipped, and a skip fails there.
            assert "--privileged" in job["container"]["options"], name
        else:
            assert ran[-2:] == ["make check", "make test"], name


@pytest.mark.browser
@pytest.mark.parametrize(("text", "pages"), [("crib.fr.md", 1), ("for-teachers.md", 2)])
def test_what_a_teacher_prints_has_no_more_pages_than_it_says(
    text: str, pages: int, tmp_path: Path
):
    browser = programs.required("chromium", *programs.CHROMIUM)
    programs.font("Liberation Sans")
    render = mistune.create_markdown(plugins=["table"])
    page, printed = tmp_path / "page.html", tmp_path / "page.pdf"
    page.write_text(PAPER + str(render((ROOT / "docs" / text).read_text("utf-8"))), "utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}/profile"]
    print_it = [browser, *options, f"--print-to-pdf={printed}", "--no-pdf-header-footer", str(page)]
    subprocess.run(print_it, capture_output=True, timeout=120, check=True)
    count = len(re.findall(rb"/Type\s*/Page\b", printed.read_bytes()))
    assert count <= pages, f"{text} prints on {count} pages of A4"


def test_a_verdict_has_one_sign_everywhere():
    assert {verdict: SIGNS[verdict] for verdict in MARKS} == MARKS
    crib = (ROOT / "docs" / "crib.fr.md").read_text("utf-8")
    first_page = (ROOT / "notebooks" / "00-start.ipynb").read_text("utf-8")
    for verdict, sign in MARKS.items():
        assert re.search(rf"\| [^|]*{sign} \| \*{verdict}\*", crib), verdict
        assert re.search(rf"\| [^|]*{sign} \| {verdict} \|", first_page), verdict
