"""The messages of the program: what calls of gettext, the Hub's templates, the front end and the definitions say."""

from __future__ import annotations

from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir

from translation import definitions

ROOT = Path(__file__).parents[1]
_SOURCES: list[tuple[str, str, str, dict[str, str]]] = [
    ("docker_lessons", "**.py", "python", {}),
    (
        "docker_lessons/hub/site/templates",
        "**.html",
        "jinja2.ext:babel_extract",
        {"trimmed": "true"},
    ),
    ("front/src", "**.js", "javascript", {}),
]
"""A folder, the files in it, what reads them (Babel's name), and its options."""
_KEYWORDS = {"gettext": None, "later": None, "ngettext": (1, 2), "N_": None}
_COMMENTS = ("Translators:",)


def template() -> Catalog:
    """Returns every message of the program, with the places where it stands."""
    catalog = Catalog(project="docker-lessons", charset="utf-8", fuzzy=False)
    for folder, pattern, method, options in _SOURCES:
        for name, line, message, comments, context in extract_from_dir(
            ROOT / folder,
            [(pattern, method)],
            {pattern: options},
            keywords=_KEYWORDS,
            comment_tags=_COMMENTS,
            strip_comment_tags=True,
        ):
            place = [(f"{folder}/{name}", line)]
            catalog.add(message, None, place, auto_comments=comments, context=context)
    for one in definitions.messages():
        catalog.add(one.text, None, [(one.file, 0)], auto_comments=[one.about])
    return catalog
