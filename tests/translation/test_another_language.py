"""A language that nobody has begun yet: docs/translating.md followed with German, for one page and one step.

What `example/` has was translated by that page alone. An English sentence that has changed since is English there.
"""

import json
from pathlib import Path

import pytest
from babel.messages import Catalog

from docker_lessons.language import speaking, translated
from docker_lessons.language.catalogue import OTHER_FOLDER
from docker_lessons.lessons import chapter
from tests.translation.test_pages import commands, without_texts
from translation import catalogues, checks, documents, notebook, pages

pytestmark = pytest.mark.whole

EXAMPLE = Path(__file__).with_name("example")
PAGE = pages.ROOT / pages.NOTEBOOKS / "01-images.ipynb"


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for catalogues that is not the course's own."""
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    return tmp_path


@pytest.mark.parametrize("domain", catalogues.TEMPLATES)
def test_a_language_begins_with_every_message_open(domain: str, elsewhere: Path):
    begun = catalogues.update("de", domain)
    assert {message.id for message in begun} == {
        message.id for message in catalogues.TEMPLATES[domain]()
    }
    assert not any(checks.is_translated(message) for message in begun if message.id)
    assert catalogues.languages() == ["de"]


def test_bringing_up_to_date_changes_nothing_twice(elsewhere: Path):
    catalogues.update("de", pages.DOMAIN)
    file = catalogues.path("de", pages.DOMAIN)
    before = file.read_bytes()
    catalogues.update("de", pages.DOMAIN)
    assert file.read_bytes() == before


def test_a_message_that_changed_is_open_again_and_its_translation_is_kept(elsewhere: Path):
    catalog = catalogues.read("de", pages.DOMAIN)
    catalog.add("an old sentence", "ein alter Satz", [("README.md", 1)])
    catalogues.write(catalog, catalogues.path("de", pages.DOMAIN))
    catalogues.update("de", pages.DOMAIN)
    written = catalogues.path("de", pages.DOMAIN).read_text("utf-8")
    assert '#~ msgid "an old sentence"\n#~ msgstr "ein alter Satz"' in written


@pytest.mark.parametrize(
    "wrong",
    ["ein `docker push`: [Seite](a.md)", "ein `docker pull`: [Seite](b.md)", "`docker pull`"],
)
def test_a_command_and_a_link_stay_as_they_are(wrong: str):
    catalog = Catalog(locale="de")
    catalog.add("a `docker pull`: [page](a.md)", wrong)
    assert list(checks.problems(catalog, catalog))
    catalog["a `docker pull`: [page](a.md)"].string = "[Seite](a.md): ein `docker pull`"
    assert list(checks.problems(catalog, catalog)) == []


def test_what_is_not_translated_yet_stays_english(elsewhere: Path):
    english = PAGE.read_text("utf-8")
    begun = pages.translation(catalogues.update("de", pages.DOMAIN))
    assert notebook.translated(english, begun) == english


def test_a_page_of_the_example(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(catalogues, "FOLDER", EXAMPLE)
    made = dict(pages.made("de", catalogues.read("de", pages.DOMAIN), ["de", "fr"]))
    german = made[PAGE.parent / "de" / PAGE.name]
    first = "".join(json.loads(german)["cells"][0]["source"])
    assert first.startswith("# Die Images ansehen\n\nSeite 01 von 07 · 10 Minuten\n")
    file = tmp_path / PAGE.name
    file.write_text(german, "utf-8")
    assert without_texts(file) == without_texts(PAGE)
    assert commands(german) == commands(PAGE.read_text("utf-8"))
    readme = made[pages.ROOT / documents.path("README.md", "de")]
    assert "\n\n[English](../../README.md) · [Français](../fr/README.md)\n\n" in readme


def test_a_step_of_the_example(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv(OTHER_FOLDER, str(tmp_path))
    monkeypatch.setattr(catalogues, "FOLDER", EXAMPLE)
    catalogues.compiled(
        catalogues.read("de"), tmp_path / "de" / "LC_MESSAGES" / "docker_lessons.mo"
    )
    [step] = [each for each in chapter.definition().steps if each.id == "list-images"]
    with speaking("de"):
        assert translated(step.title) == "Die Images ansehen"
        assert translated(step.goal) == "Sie kennen die Image-ID von {image}."


@pytest.mark.parametrize("domain", catalogues.TEMPLATES)
def test_the_example_keeps_placeholders_and_commands(domain: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(catalogues, "FOLDER", EXAMPLE)
    example = catalogues.read("de", domain)
    assert list(checks.problems(example, example)) == []
