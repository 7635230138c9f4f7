"""The pages and documents of each language: made from the catalogue, with the same code as the English ones."""

import json
import re
from pathlib import Path

import pytest

from docker_lessons.lessons.chapter import PAGES
from translation import catalogues, checks, documents, pages, typography

LANGUAGES = catalogues.languages()
NOTEBOOKS = [
    (language, path)
    for language in LANGUAGES
    for path in sorted((pages.ROOT / pages.NOTEBOOKS).glob("*.ipynb"))
]
DOCUMENTS = [(language, document) for language in LANGUAGES for document in documents.DOCUMENTS]


def test_pages_and_documents_are_as_the_catalogues_say():
    assert catalogues.stale_pages() == [], "They are brought up to date with: make messages"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_of_a_page_is_translated_and_right(language: str):
    assert list(checks.problems(catalogues.read(language, pages.DOMAIN), pages.template())) == []


FRENCH = sorted(
    [*(pages.ROOT / "docs" / "fr").glob("*.md"), *(pages.ROOT / "notebooks" / "fr").glob("*.ipynb")]
)


@pytest.mark.parametrize("path", FRENCH, ids=lambda path: path.name)
def test_what_is_in_french_follows_french_typography(path: Path):
    text = texts(path) if path.suffix == ".ipynb" else path.read_text("utf-8")
    assert typography.problems(text) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pages_title_is_the_same_on_the_page_and_in_the_program(language: str):
    program, page = (catalogues.read(language, domain) for domain in catalogues.TEMPLATES)
    for title in [each.title for each in PAGES]:
        found = program.get(title)
        if found and found.string:
            assert page.get(title).string == found.string


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_button_is_called_on_the_pages_what_it_is_called_in_the_program(language: str):
    """Those of the real Docker Hub are in English."""
    program, catalog = (catalogues.read(language, domain) for domain in catalogues.TEMPLATES)
    for message in catalog:
        if not any("docker_io" in about for about in message.auto_comments):
            for label in re.findall(r"(?<!\*)\*([A-Z][^*\n]+)\*(?!\*)", str(message.id)):
                found = program.get(label)
                if found and found.string:
                    assert f"*{found.string}*" in str(message.string), (label, message.string)


def without_texts(notebook: Path) -> dict[str, object]:
    """A notebook without what is translated: the text of Markdown cells, and their texts for other worlds."""
    whole = json.loads(notebook.read_text("utf-8"))
    for cell in whole["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = ""
            texts = cell["metadata"].get("docker_lessons", {})
            texts.update(dict.fromkeys(texts, ""))
    return whole


@pytest.mark.parametrize(("language", "path"), NOTEBOOKS)
def test_code_ids_tags_and_metadata_are_the_same_in_every_language(language: str, path: Path):
    assert without_texts(path.parent / language / path.name) == without_texts(path)


def commands(text: str) -> list[str]:
    """The blocks of code in a text, without the comments in shell lines, and the code in its lines."""
    fences = re.findall(r"^```(\w*)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    blocks = [re.sub(r"\s#\s.*", "", code) if kind == "sh" else code for kind, code in fences]
    prose = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return [*blocks, *sorted(re.findall(r"`[^`\n]+`", prose))]


def texts(notebook: Path) -> str:
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    return "\n\n".join(
        "".join(text)
        for cell in cells
        if cell["cell_type"] == "markdown"
        for text in [cell["source"], *cell["metadata"].get("docker_lessons", {}).values()]
    )


@pytest.mark.parametrize(("language", "path"), NOTEBOOKS)
def test_commands_in_a_pages_text_are_the_same_in_every_language(language: str, path: Path):
    assert commands(texts(path.parent / language / path.name)) == commands(texts(path))


@pytest.mark.parametrize(("language", "document"), DOCUMENTS)
def test_commands_in_a_document_are_the_same_in_every_language(language: str, document: str):
    other = pages.ROOT / documents.path(document, language)
    english = pages.ROOT / document
    assert commands(other.read_text("utf-8")) == commands(english.read_text("utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_keeps_its_names_and_commands(language: str):
    for picture in (pages.ROOT / pages.NOTEBOOKS).glob("*.svg"):
        kept = (
            r'<(?:text|tspan) class="(?:act|name|number)"[^>]*>[^<]*|<path[^>]*>|<style>.*?</style>'
        )
        other = (picture.parent / language / picture.name).read_text("utf-8")
        english = picture.read_text("utf-8")
        assert re.findall(kept, other, re.DOTALL) == re.findall(kept, english, re.DOTALL)


def test_a_document_leads_to_its_other_languages_and_back():
    french, english = (pages.ROOT / documents.path("docs/crib.md", each) for each in ("fr", "en"))
    assert "[English](../crib.md)" in french.read_text("utf-8").splitlines()[2]
    assert "[Français](fr/crib.md)" in english.read_text("utf-8").splitlines()[2]


def test_a_link_leads_to_the_same_language_where_there_is_one():
    text = "# Title\n\n[crib](crib.md), [code](../pyproject.toml#a), [web](https://x.org), [here](#a)\n"
    made = documents.translated(
        text, "docs/for-teachers.md", "de", lambda message: message, ["de", "fr"]
    )
    assert made == (
        "# Title\n\n[English](../for-teachers.md) · [Français](../fr/for-teachers.md)\n\n"
        "[crib](crib.md), [code](../../pyproject.toml#a), [web](https://x.org), [here](#a)\n"
    )


def test_a_new_language_replaces_the_links_to_the_others():
    text = documents.with_languages("# Title\n\nText\n", "README.md", "en", ["fr"])
    assert text == "# Title\n\n[Français](docs/fr/README.md)\n\nText\n"
    both = documents.with_languages(text, "README.md", "en", ["de", "fr"])
    assert (
        both == "# Title\n\n[Deutsch](docs/de/README.md) · [Français](docs/fr/README.md)\n\nText\n"
    )
    assert list(documents.messages(both)) == ["Title", "Text"]
    assert documents.with_languages(both, "README.md", "en", []) == "# Title\n\nText\n"


@pytest.mark.parametrize(
    ("language", "shown"), [("fr", "screenshot.png"), ("de", "../screenshot.png")]
)
def test_a_picture_is_the_one_in_the_language_where_there_is_one(language: str, shown: str):
    text = "# Title\n\n![A page](docs/screenshot.png)\n"
    made = documents.translated(text, "README.md", language, lambda message: message, [])
    assert f"![A page]({shown})" in made
