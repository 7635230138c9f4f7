"""The pages, tracked and rendered: stripped, in one frame, linked, and written once."""

import itertools
import re
import subprocess
import sys
from pathlib import Path

import pytest

from docker_lessons.lessons import chapter
from docker_lessons.lessons.chapter import PAGES
from tests.notebooks.pages import FOLDER, NAMES, RENDERINGS, Cell, Page, page

EVERY_PAGE = pytest.mark.parametrize("name", NAMES)
HOWEVER_RENDERED = pytest.mark.parametrize("texts", RENDERINGS, ids="+".join)
STEPS = {
    one.page: [step.id for step in chapter.definition().steps if step.page == one.page]
    for one in PAGES
}
LEARNERS = {"given", "blank"}


def cell(page: Page, cell_id: str) -> Cell:
    return next(cell for cell in page.cells if cell.id == cell_id)


def pictures(page: Page) -> list[tuple[str, str]]:
    """The pictures that a page shows: what each says in words, and its file."""
    return re.findall(r"!\[(.*?)\]\((.*?)\)", page.text())


def test_the_folder_holds_the_pages_their_pictures_and_nothing_else():
    held = [path.name for path in FOLDER.iterdir() if path.is_file()]
    shown = {path for name in NAMES for _, path in pictures(page(name))}
    assert sorted(held) == sorted([*(f"{name}.ipynb" for name in NAMES), *shown])


@HOWEVER_RENDERED
@EVERY_PAGE
def test_a_picture_on_a_page_is_told_in_words_too(name: str, texts: tuple[str, ...]):
    for words, path in pictures(page(name, *texts)):
        assert len(words.split()) > 5, path


def test_the_map_names_every_command_of_the_course_in_its_picture_and_in_its_words():
    [(words, path)] = pictures(page("00-start"))
    drawn = (FOLDER / path).read_text()
    for number, command in enumerate(("build", "images", "tag", "login", "push", "rmi", "pull"), 1):
        assert f"{number} {command}" in words
        assert f">{command}</text>" in drawn


def test_the_map_has_a_dark_form():
    assert "@media (prefers-color-scheme: dark)" in (FOLDER / "map.svg").read_text()


@pytest.mark.whole  # seconds, and `make check` says the same
def test_pages_are_stripped():
    strip = [Path(sys.executable).with_name("nbstripout"), "--verify", "--keep-id"]
    pages = [FOLDER / f"{name}.ipynb" for name in NAMES]
    done = subprocess.run([*strip, *pages], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode()


@EVERY_PAGE
def test_page_has_no_outputs_and_no_execution_counts(name: str):
    for each in page(name).cells:
        assert not each.raw.get("outputs")
        assert each.raw.get("execution_count") is None


@EVERY_PAGE
def test_cell_ids_are_words_and_differ(name: str):
    ids = [each.id for each in page(name).cells]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", each) for each in ids)


@HOWEVER_RENDERED
@EVERY_PAGE
def test_a_sentence_stands_on_a_line_of_its_own(name: str, texts: tuple[str, ...]):
    for each in page(name, *texts).cells:
        if each.kind != "markdown":
            continue
        prose = re.sub(r"```.*?```", "", each.source, flags=re.DOTALL)
        for line in prose.splitlines():
            if not line.startswith(("|", "#")):
                assert not re.search(r"[a-z`*)][.?!] [A-Z*`]", line.replace("...", "")), line


@HOWEVER_RENDERED
@EVERY_PAGE
def test_page_has_the_frame(name: str, texts: tuple[str, ...]):
    ids = [each.id for each in page(name, *texts).cells]
    frame = ["title", "open", "changed", "remember", "next"]
    assert [each for each in ids if each in frame] == frame
    title = page(name, *texts).cells[0].source.splitlines()
    assert title[0].startswith("# ")
    assert re.fullmatch(rf"Page {name[:2]} of 07 · \d+ minutes", title[2])
    assert len(title[4:]) == 3  # why, in three lines
    assert len(re.findall("^- ", cell(page(name, *texts), "remember").source, re.MULTILINE)) == 3


@EVERY_PAGE
def test_opening_cell_names_the_first_step(name: str):
    opening = cell(page(name), "open").source.splitlines()
    assert opening == [
        "from docker_lessons import lesson",
        "",
        f'lesson("{STEPS[name][0]}")',
    ]


@EVERY_PAGE
def test_what_shows_a_widget_needs_no_cell_before_it(name: str):
    """A kernel that is new, or was restarted, knows no word of the course."""
    for each in page(name).cells:
        for word in ("lesson", "panel", "sheet"):
            if re.search(rf"^{word}\(", each.source, re.MULTILINE) and each.kind == "code":
                assert each.source.startswith(f"from docker_lessons import {word}\n")


@HOWEVER_RENDERED
@EVERY_PAGE
def test_panels_are_those_of_the_page_in_order(name: str, texts: tuple[str, ...]):
    assert page(name, *texts).steps() == STEPS[name]


@EVERY_PAGE
def test_panel_stands_right_below_what_the_learner_does(name: str):
    cells = page(name).cells
    for above, below in itertools.pairwise(cells):
        if below.id.startswith("panel-"):
            act_elsewhere = above.kind == "markdown"  # on the Hub's page, in a terminal
            assert act_elsewhere or LEARNERS & set(above.tags)


@HOWEVER_RENDERED
@EVERY_PAGE
def test_what_follows_a_panel_is_short(name: str, texts: tuple[str, ...]):
    """Shift+Enter brings the next cell into sight, whole: a long one would push the panel out of it."""
    for above, below in itertools.pairwise(page(name, *texts).cells):
        if above.id.startswith("panel-"):
            assert len(below.source.splitlines()) <= 5, below.id


@EVERY_PAGE
def test_learners_cells_say_what_kind_they_are(name: str):
    for each in page(name).cells:
        if each.kind == "code" and each.id != "open" and not each.id.startswith("panel-"):
            assert len(LEARNERS & set(each.tags)) == 1, each.id
            assert ("___" in each.source) == ("blank" in each.tags), each.id


def test_titles_and_minutes_are_those_of_the_course():
    found = [(name, page(name).cells[0].source.splitlines()) for name in NAMES]
    told = [(name, lines[0][2:], int(lines[2].split()[-2])) for name, lines in found]
    assert told == [(each.page, each.title, each.minutes) for each in PAGES]


def test_minutes_are_those_of_a_class_of_two_hours():
    assert sum(each.minutes for each in PAGES) == 105


def test_each_page_leads_to_the_next():
    for each, following in itertools.pairwise(PAGES):
        link = f"[{following.title}]({following.page}.ipynb)"
        assert cell(page(each.page), "next").source == f"Next: {link}"


@EVERY_PAGE
def test_links_lead_to_pages_that_are_there(name: str):
    for target in re.findall(r"\]\(([^)]+)\)", page(name).text()):
        assert (FOLDER / target).is_file(), target


@HOWEVER_RENDERED
@EVERY_PAGE
def test_no_cell_says_twice_what_another_says(name: str, texts: tuple[str, ...]):
    texts = [each.source for each in page(name, *texts).cells]
    assert len(set(texts)) == len(texts)


@HOWEVER_RENDERED
def test_no_prose_stands_on_two_pages(texts: tuple[str, ...]):
    frame = re.compile(r"\||```|- |## |from |\*\*|<|REPOSITORY")
    seen: dict[str, str] = {}
    for name in NAMES:
        for line in page(name, *texts).text().splitlines():
            if len(line) > 40 and not frame.match(line):
                assert line not in seen, f"{line!r} stands on {seen[line]} and {name}"
                seen[line] = name


@HOWEVER_RENDERED
def test_the_page_of_goals_holds_no_command(texts: tuple[str, ...]):
    alone = page("06-alone", *texts)
    assert not re.search(r"docker (build|tag|push|pull|rmi|login|logout|images)\b", alone.text())
    assert [each.id for each in alone.cells if each.kind == "code"] == ["open", "panel-second"]


@pytest.mark.parametrize(
    ("name", "command"), [("03-tag", "docker tag"), ("04-push", "docker push")]
)
def test_reference_has_its_five_parts(name: str, command: str):
    reference = cell(page(name), "reference").source
    assert f'<code translate="no">{command}</code>' in reference
    parts = re.findall(r"^\*\*([A-Z][a-z ]+)\*\*$", reference, re.MULTILINE)
    assert parts == ["Syntax", "Options", "Return value", "Example", "Output"]


@EVERY_PAGE
def test_code_in_html_is_left_alone_by_translators(name: str):
    for tag in re.findall(r"<code[^>]*>", page(name).text()):
        assert 'translate="no"' in tag
