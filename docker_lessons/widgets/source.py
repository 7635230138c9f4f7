"""The JavaScript and CSS of the widgets, read from `front/`."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

FRONT = Path(__file__).parent / "front"
MODULES = ("dom", "state", "progress", "picture", "lab", "step", "panel", "opening", "sheet")
"""In the order in which they import each other, the first one importing nothing."""

_IMPORT = re.compile(r"^import .*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=const|async|function)", re.MULTILINE)


@cache
def module(render: str) -> str:
    """One ES module for anywidget whose default export renders with the function `render`.

    A widget travels to the browser as one text and can import no neighbour there, so the modules are
    put one after the other, their imports and exports taken off. Their top-level names differ.
    """
    texts = [(FRONT / f"{name}.js").read_text(encoding="utf-8") for name in MODULES]
    joined = _EXPORT.sub("", _IMPORT.sub("", "\n".join(texts)))
    return f"{joined}\nexport default {{ render: {render} }};\n"


@cache
def style() -> str:
    """The style sheet, the same for every widget."""
    return (FRONT / "look.css").read_text(encoding="utf-8")
