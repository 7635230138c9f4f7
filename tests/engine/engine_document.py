"""The tables of docs/engine.md, made of what the engine serves; `python -m tests.engine.engine_document` writes them."""

import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

from docker_lessons.engine.api import unsupported
from docker_lessons.engine.api.parameters import TABLE, Row, route_name
from docker_lessons.engine.practice_engine import Engine
from docker_lessons.trace import Trace

DOCUMENT = Path(__file__).parents[2] / "docs" / "engine.md"
BEGIN, END = (
    "<!-- routes: made by tests/engine/engine_document.py -->\n",
    "<!-- end of routes -->\n",
)
_HEAD = "| route | state | parameters |\n|---|---|---|\n"


def served() -> list[str]:
    """Every route of an engine, in its order."""
    with tempfile.TemporaryDirectory() as folder:
        app = Engine(Path(folder) / "engine", registry="http://127.0.0.1:1", trace=Trace()).app()
    found = (
        route_name(route.method, route.resource.canonical)
        for route in app.router.routes()
        if route.resource is not None and "{version}" not in route.resource.canonical
    )
    return list(dict.fromkeys(found))


def routes() -> str:
    """The table of routes."""
    refused = {
        route_name(method, path): unsupported.reason(path)
        for method, path, handler in unsupported.routes()
        if handler is not unsupported.finds_none
    }
    lines = [_row(route, refused.get(route)) for route in served()]
    return _HEAD + "".join(lines)


def _row(route: str, refusal: str | None) -> str:
    if refusal:
        return f"| `{route}` | refused | {refusal} |\n"
    row = TABLE.get(route)
    if row is None:
        return f"| `{route}` | none | answers as an engine does that has none |\n"
    return f"| `{route}` | {'in part' if row.refused else 'complete'} | {_parameters(row)} |\n"


def _parameters(row: Row) -> str:
    parts = [_code(row.read)] if row.read else []
    for text, names in _by_text(row.without_effect.items()):
        parts.append(f"{_code(names)} {'change' if len(names) > 1 else 'changes'} nothing: {text}")
    sentences = ((name, refused.sentence) for name, refused in row.refused.items())
    for text, names in _by_text(sentences):
        parts.append(f"{_code(names)} refused: *{text}*")
    return "<br>".join(parts) or "none"


def _by_text(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for name, text in pairs:
        found.setdefault(text, []).append(name)
    return list(found.items())


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def written(document: str) -> str:
    """The document with its table of routes as it should be."""
    start, _, rest = document.partition(BEGIN)
    _, _, end = rest.partition(END)
    return f"{start}{BEGIN}\n{routes()}\n{END}{end}"


def instructions(document: str) -> dict[str, tuple[str, list[tuple[str, str]]]]:
    """The rows about instructions: each name's state, and its refused examples with their sentences."""
    rows = re.findall(r"^\| `([A-Z]+)` \| ([a-z ]+) \| (.*?) ?\|$", document, re.MULTILINE)
    return {
        name: (state, re.findall(r"`([^`]+)`: \*([^*]+)\*", text)) for name, state, text in rows
    }


if __name__ == "__main__":
    DOCUMENT.write_text(written(DOCUMENT.read_text("utf-8")), "utf-8")
