"""The French pages: in the same frame as the English ones, linked among themselves. Their code is compared elsewhere."""

import itertools
import re

import pytest

from docker_lessons.lessons.chapter import PAGES
from tests.notebooks.pages import FOLDER, NAMES, RENDERINGS, Cell, Page, page

EVERY_PAGE = pytest.mark.parametrize("name", NAMES)
HOWEVER_RENDERED = pytest.mark.parametrize("texts", RENDERINGS, ids="+".join)


def french(name: str, *texts: str) -> Page:
    return page(name, *texts, language="fr")


def cell(page: Page, cell_id: str) -> Cell:
    return next(cell for cell in page.cells if cell.id == cell_id)


@HOWEVER_RENDERED
@EVERY_PAGE
def test_page_has_the_frame(name: str, texts: tuple[str, ...]):
    title = french(name, *texts).cells[0].source.splitlines()
    assert title[0].startswith("# ")
    assert re.fullmatch(rf"Page {name[:2]} sur 07 · \d+ minutes", title[2])
    assert len(title[4:]) == 3  # why, in three lines
    remember = cell(french(name, *texts), "remember").source
    assert remember.startswith("## À retenir\n")
    assert len(re.findall("^- ", remember, re.MULTILINE)) == 3


@HOWEVER_RENDERED
@EVERY_PAGE
def test_a_sentence_stands_on_a_line_of_its_own(name: str, texts: tuple[str, ...]):
    for each in french(name, *texts).cells:
        prose = re.sub(r"```.*?```", "", each.source, flags=re.DOTALL)
        for line in prose.splitlines() if each.kind == "markdown" else ():
            if not line.startswith(("|", "#")):
                assert not re.search(
                    r"[^\W\d][.?!] [A-ZÀÉÊ*`]|[`*)\u202f][.?!] [A-ZÀÉÊ*`]", line
                ), line


@HOWEVER_RENDERED
@EVERY_PAGE
def test_what_follows_a_panel_is_short(name: str, texts: tuple[str, ...]):
    for above, below in itertools.pairwise(french(name, *texts).cells):
        if above.id.startswith("panel-"):
            assert len(below.source.splitlines()) <= 5, below.id


def test_minutes_are_those_of_the_course():
    told = [int(french(name).cells[0].source.splitlines()[2].split()[-2]) for name in NAMES]
    assert told == [each.minutes for each in PAGES]


def test_each_page_leads_to_the_next_by_its_title():
    for each, following in itertools.pairwise(NAMES):
        title = french(following).cells[0].source.splitlines()[0].removeprefix("# ")
        link = f"[{title}]({following}.ipynb)"
        assert cell(french(each), "next").source == f"Suite\N{NO-BREAK SPACE}: {link}"


@EVERY_PAGE
def test_links_and_pictures_are_there(name: str):
    for target in re.findall(r"\]\(([^)]+)\)", french(name).text()):
        assert (FOLDER / "fr" / target).is_file(), target


def test_the_map_names_every_command_in_its_words():
    text = french("00-start").text()
    for number, command in enumerate(("build", "images", "tag", "login", "push", "rmi", "pull"), 1):
        assert f"{number} {command}" in text


@HOWEVER_RENDERED
def test_the_page_of_goals_holds_no_command(texts: tuple[str, ...]):
    text = french("06-alone", *texts).text()
    assert not re.search(r"docker (build|tag|push|pull|rmi|login|logout|images)\b", text)


@pytest.mark.parametrize("name", ["03-tag", "04-push"])
def test_reference_has_its_five_parts(name: str):
    parts = re.findall(r"^\*\*(.+)\*\*$", cell(french(name), "reference").source, re.MULTILINE)
    assert parts == ["Syntaxe", "Options", "Valeur de retour", "Exemple", "Sortie"]
