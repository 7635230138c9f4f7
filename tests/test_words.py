"""The words of docs/words.md: what is avoided there is in no text that a learner or a teacher reads."""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
WORDS = ROOT / "docs" / "words.md"

READ = (
    "README.md",
    "docs/crib.md",
    "docs/for-teachers.md",
    "notebooks/*.ipynb",
    "docker_lessons/**/*.py",
    "docker_lessons/hub/site/templates/*.html",
    "front/src/**/*.js",
)
"""What people read: prose, and the sentences in code."""

DOCKERS = ("docker_lessons/engine/**/*", "docker_lessons/oci/**/*", "docker_lessons/hub/registry/*")
"""Files whose sentences are Docker's, dockerd's or the registry's own words."""

NOT_READ = (
    "docker_lessons/course_check/**/*",  # for who works on the course
    "docker_lessons/trace.py",
)

ALLOWED = {
    "docker_lessons/command/frontend/usage.py": {"fetch"},  # the client's own word
    "docker_lessons/findings/answers_about_builds.py": {"checksum"},  # BuildKit's own word
    "docker_lessons/hub/site/access_tokens.py": {"repo"},  # Docker Hub's name of a permission
    "docker_lessons/findings/misspelling.py": {"execute", "fetch", "log-in", "log-out"},  # typed
}
"""What is avoided elsewhere and right in a file."""


def matching(patterns: tuple[str, ...]) -> set[Path]:
    return {path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()}


FILES = sorted(matching(READ) - matching(DOCKERS) - matching(NOT_READ))


@cache
def avoided() -> tuple[str, ...]:
    """What stands in backticks in the last column of the tables."""
    rows = [line for line in WORDS.read_text("utf-8").splitlines() if line.startswith("|")]
    last = [row.strip("|").rpartition("|")[2] for row in rows]
    return tuple(word for cell in last for word in re.findall(r"`([^`]+)`", cell))


@cache
def pattern(word: str) -> re.Pattern[str]:
    begin = r"(?<![\w-])" if word[0].isalnum() else ""
    end = r"(?![\w-])" if word[-1].isalnum() else ""
    return re.compile(begin + re.escape(word).replace(r"\ ", r"\s+") + end, re.IGNORECASE)


def found(text: str) -> list[str]:
    """What is avoided and in `text`, outside of code, placeholders and a command's step."""
    code = r"```.*?```|`[^`\n]*`|{\w*}|docker-lessons (?:solve|check) [\w-]+"
    prose = re.sub(code, " ", text, flags=re.DOTALL)
    return [word for word in avoided() if pattern(word).search(prose)]


def notebook(path: Path) -> Iterator[str]:
    for cell in json.loads(path.read_bytes())["cells"]:
        if cell["cell_type"] == "markdown":
            yield "".join(cell["source"])
            yield from map("".join, cell["metadata"].get("docker_lessons", {}).values())


def template(path: Path) -> Iterator[str]:
    text = path.read_text("utf-8")
    yield from re.findall(r'"([^"<>{}]* [^"<>{}]*)"', text)
    yield re.sub(r"<code.*?</code>|<[^>]*>|{%.*?%}|{{.*?}}", " ", text, flags=re.DOTALL)


def script(path: Path) -> Iterator[str]:
    text = re.sub(
        r"/\*.*?\*/|^\s*//.*$", "", path.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE
    )
    for quoted in re.findall(r'"([^"\n]*)"|`([^`]*)`', text):
        yield "".join(quoted)


def module(path: Path) -> Iterator[str]:
    """Every string of a module but docstrings; of those the commands' help, which click shows."""
    tree = ast.parse(path.read_text("utf-8"))
    told = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in node.values
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name in {"command", "group"}:
            yield ast.get_docstring(node) or ""
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            told.add(id(node.value))  # a docstring
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else "{}" for part in node.values]
            yield "".join(map(str, parts))
        elif (
            isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
        ):
            yield node.value if " " in node.value else ""  # identifiers are no words


READERS = {".ipynb": notebook, ".html": template, ".js": script, ".py": module}


def texts(path: Path) -> Iterator[str]:
    reader = READERS.get(path.suffix)
    return reader(path) if reader else iter([path.read_text("utf-8")])


def wrong(path: Path) -> list[tuple[str, str]]:
    """The words in a file that aren't right there, each with the text in which it stands."""
    allowed = ALLOWED.get(str(path.relative_to(ROOT)), set())
    return [(word, text) for text in texts(path) for word in found(text) if word not in allowed]


def test_nothing_that_people_read_has_a_word_that_we_avoid():
    assert len(FILES) > 300  # they are found at all
    assert {str(path): words for path in FILES if (words := wrong(path))} == {}


def test_what_is_left_out_or_allowed_is_there():
    for each in (*DOCKERS, *NOT_READ):
        assert matching((each,)), each
    for name, words in ALLOWED.items():
        assert words <= {word for text in texts(ROOT / name) for word in found(text)}, name


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Names hold small letters.", ["small letters"]),
        ("Beside 1.0\nStands the digest.", ["stands the", "stands"]),
        ("`docker login` has no log-in, and grey is gray.", ["log-in", "grey"]),
        ("It understands `the host`, greyhounds and gray: {mended}.", []),
    ],
)
def test_an_avoided_word_is_found_outside_of_code_and_as_a_whole(text: str, words: list[str]):
    assert found(text) == words


def test_every_kind_of_file_is_read(tmp_path: Path):
    cases = {
        "page.ipynb": json.dumps(
            {"cells": [{"cell_type": "markdown", "source": "It bears", "metadata": {}}]}
        ),
        "page.html": "<p title='x'>It <b>bears</b> {{ a }}</p>",
        "part.js": 'say("It bears");',
        "part.py": '"""Bears."""\nTEXT = f"It bears {name}"\n',
        "text.md": "It bears.",
    }
    for name, text in cases.items():
        (tmp_path / name).write_text(text, "utf-8")
        words = [word for each in texts(tmp_path / name) for word in found(each)]
        assert words == ["bears"], name
