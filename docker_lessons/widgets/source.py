"""The scripts and the style sheet of the widgets, as `make front` makes them from `front/src/`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

STATIC = Path(__file__).parent / "static"


@cache
def script(name: str) -> str:
    """Returns the script of a widget (`panel`, `opening` or `sheet`): an ES module that imports nothing.

    Its default export is what [anywidget](https://anywidget.dev/en/afm/) expects of `_esm`.
    """
    return (STATIC / f"{name}.js").read_text(encoding="utf-8")


@cache
def style() -> str:
    """Returns the style sheet, the same for every widget."""
    return (STATIC / "style.css").read_text(encoding="utf-8")
