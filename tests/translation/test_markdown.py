"""Of a Markdown text only its messages are translated; all else stays byte for byte."""

import pytest

from translation.markdown import messages, translated


def shouted(text: str) -> str:
    return translated(text, str.upper)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("# A title\n", ["A title"]),
        ("One line.\nAnother.\n\nA paragraph.\n", ["One line.\nAnother.", "A paragraph."]),
        ("- one\n- two\n  more\n", ["one", "two\nmore"]),
        ("| a | b |\n|---|---|\n| `x` | c \\| d |\n", ["a", "b", "c \\| d"]),
        ("![alt](map.svg)\n", ["![alt](map.svg)"]),
        ("<details>\n<summary>Answer</summary>\n\nYes.\n\n</details>\n", ["Answer", "Yes."]),
        ("```sh\nmake lab  # opens it\n# then this\n```\n", ["opens it", "then this"]),
        ("```text\nnothing # here\n```\n", []),
        ("`docker images`\n", []),
        ("| | 1.0 | `a` |\n|---|---|---|\n", []),
        ("    indented code\n", []),
        ("| no-engine | no engine |\n|---|---|\n", ["no engine"]),
    ],
)
def test_messages(text: str, found: list[str]):
    assert list(messages(text)) == found


def test_what_is_no_message_stays():
    text = (
        "## Head ##\n\n`docker images`\n\n1. one\n   two\n\n   ```text\n   kept\n   ```\n"
        "> quoted\n> text\n\n| a  |b|\n|:---|---:|\n| `x` |  c|\n\n<!-- kept -->\n```sh\nls # all\n```\n"
    )
    assert shouted(text) == (
        "## HEAD ##\n\n`docker images`\n\n1. ONE\n   TWO\n\n   ```text\n   kept\n   ```\n"
        "> QUOTED\n> TEXT\n\n| A  |B|\n|:---|---:|\n| `x` |  C|\n\n<!-- kept -->\n```sh\nls # ALL\n```\n"
    )


def test_a_translation_may_have_more_lines_and_fewer():
    text = "1. one\n2. two\n   lines\n\n> a\n> b\n"
    other = {"one": "un\nplus", "two\nlines": "deux", "a\nb": "a\nb\nc"}
    assert translated(text, other.__getitem__) == "1. un\n   plus\n2. deux\n\n> a\n> b\n> c\n"


def test_cells_that_are_equal_are_told_apart():
    assert shouted("| a | a | ab |\n|---|---|---|\n") == "| A | A | AB |\n|---|---|---|\n"


def test_a_text_without_a_translation_is_unchanged():
    text = "# T\n\ntext  \nwith *marks*\n\n* a\n\n  b\n"
    assert translated(text, lambda message: message) == text
