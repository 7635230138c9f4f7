"""What the texts say is so: links lead somewhere, commands are those that make and CI run."""

import contextlib
import itertools
import re
from importlib.metadata import requires
from pathlib import Path

import mistune
import pytest
import yaml
from packaging.requirements import Requirement
from playwright.sync_api import Browser

from docker_lessons.cli import COMMANDS
from docker_lessons.cli.presentation import MARKS
from docker_lessons.version import __version__
from docker_lessons.widgets.still import SIGNS
from tests import programs
from tests.notebooks.pages import page

ROOT = Path(__file__).parent.parent
TEXTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "binder").glob("*.md")]
README = (ROOT / "README.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
PINS = (ROOT / "binder" / "constraints.txt").read_text("utf-8")


@pytest.mark.parametrize("text", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_to_files_that_are_there(text: Path):
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text.read_text("utf-8")):
        if not target.startswith(("http://", "https://")):
            assert (text.parent / target).exists(), target


def test_what_architecture_leads_to_is_in_the_files_that_it_names():
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    named = re.findall(r"\]\(\.\./([^)]+\.py)\) `(\w+)`", text)
    assert len(named) > 10
    for file, name in named:
        made = rf"^ *((async )?def|class) {name}\b|^{name}\b.* = "
        assert re.search(made, (ROOT / file).read_text("utf-8"), re.MULTILINE), (file, name)


def test_names_in_the_docs_are_names_in_the_sources():
    folders = ("docker_lessons", "tests", "front/src", "translation", "bench")
    sources = [
        path
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".js", ".toml"}
    ]
    sources += [ROOT / "hatch_build.py", ROOT / "pyproject.toml"]
    known = {path.stem for path in sources}.union(
        *(re.findall(r"\w+", path.read_text("utf-8")) for path in sources)
    )
    texts = [ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    told = {name for text in texts for name in re.findall(r"`(\w+_\w+)`", text.read_text("utf-8"))}
    assert len(told) > 50
    assert told - known == set()


@pytest.mark.parametrize("text", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
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
    assert len(named) == 4
    assert set(named) == {__version__}


def test_binder_uses_the_pins():
    requirements = (ROOT / "binder" / "requirements.txt").read_text("utf-8")
    assert "constraints.txt" in requirements


def test_jupyter_starts_without_reading_a_grammar_of_addresses():
    """It takes more than a second of a processor, as much as all the rest of JupyterLab's modules."""
    assert "rfc3987-syntax" not in PINS


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
@pytest.mark.parametrize(
    ("text", "pages"),
    [("crib.md", 1), ("for-teachers.md", 2), ("fr/crib.md", 1), ("fr/for-teachers.md", 2)],
)
def test_what_a_teacher_prints_has_no_more_pages_than_it_says(
    text: str, pages: int, browser: Browser
):
    programs.font("Liberation Sans")
    render = mistune.create_markdown(plugins=["table"])
    with contextlib.closing(browser.new_page()) as paper:
        paper.set_content(PAPER + str(render((ROOT / "docs" / text).read_text("utf-8"))))
        printed = paper.pdf(prefer_css_page_size=True)
    count = len(re.findall(rb"/Type\s*/Page\b", printed))
    assert count <= pages, f"{text} prints on {count} pages of A4"


def test_a_verdict_has_one_sign_everywhere():
    assert {verdict: SIGNS[verdict] for verdict in MARKS} == MARKS


def test_every_verdict_is_explained_on_the_first_page_and_in_the_crib():
    crib = (ROOT / "docs" / "crib.md").read_text("utf-8")
    first_page = (ROOT / "notebooks" / "00-start.ipynb").read_text("utf-8")
    for verdict in MARKS:
        assert f"\n| {verdict} |" in crib, verdict
        assert f'"| {verdict} |' in first_page, verdict


SEEN = [
    *(
        path
        for part in ("lessons", "findings", "command", "widgets", "cli", "hub", "jupyter")
        for kind in ("*.py", "*.html", "*.css", "*.js")
        for path in (ROOT / "docker_lessons" / part).rglob(kind)
    ),
    *(ROOT / "front" / "src").rglob("*.js"),
    *(ROOT / "front" / "src").rglob("*.css"),
    *(ROOT / "notebooks").rglob("*.ipynb"),
    *(ROOT / name for name in ("README.md", "docs/for-teachers.md", "docs/crib.md")),
    *(ROOT / "docs" / "fr").glob("*.md"),
]
"""Where everything stands that a learner or a teacher reads."""
IN_EVERY_FONT = (
    "\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"
    "\N{NARROW NO-BREAK SPACE}\N{HORIZONTAL ELLIPSIS}\N{EN DASH}\N{EM DASH}\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
)
"""What fonts have beside Latin letters (Windows' code page 1252): other signs are drawn, or said in words."""


def test_no_sign_is_shown_that_a_font_may_lack():
    found = {
        f"{path.relative_to(ROOT)}: {sign}"
        for path in SEEN
        for sign in path.read_text("utf-8")
        if ord(sign) > 0x17F and sign not in IN_EVERY_FONT
    }
    assert found == set()


def headings(path: Path) -> list[int]:
    """The levels of a text's headings in their order; a page's opening is of the second level, panels of the third."""
    if path.suffix == ".ipynb":
        cells = page(path.stem).cells
        code = {"lesson(": "\n## \n", "panel(": "\n### \n"}
        text = "\n".join(
            cell.source
            if cell.kind == "markdown"
            else "".join(mark for name, mark in code.items() if name in cell.source)
            for cell in cells
        )
    else:
        text = re.sub(r"^```.*?^```", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    return [len(marks) for marks in re.findall(r"^(#+) ", text, re.MULTILINE)]


@pytest.mark.parametrize(
    "path",
    [*TEXTS, *sorted((ROOT / "notebooks").rglob("*.ipynb"))],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_headings_skip_no_level(path: Path):
    levels = headings(path)
    assert levels[0] == 1
    assert all(level <= before + 1 for before, level in itertools.pairwise(levels)), levels
