import io

import pytest

from docker_lessons.command.stream import TAIL, Notes, PlainStream


@pytest.mark.parametrize(
    ("portions", "shown"),
    [
        ([b"plain\n"], "plain\n"),
        ([b"\x1b[31mred\x1b[0m\n"], "red\n"),
        ([b"\x1b[3", b"1mred\n"], "red\n"),
        ([b"\x1b]0;title\x07text\n"], "text\n"),
        ([b"a\r\r\nb\r\nc\n"], "a\nb\nc\n"),
        ([b"10%\r", b"20%\r\n"], "10%\n20%\n"),
        ([b"10%\r20%\n"], "10%\n20%\n"),
        ([b"\xe2\x80", b"\xa6\n"], "…\n"),
        ([b"\xff\n"], "\N{REPLACEMENT CHARACTER}\n"),
        ([b"tab\there\x07\n"], "tab\there\n"),
    ],
)
def test_what_a_terminal_would_draw_becomes_plain_lines(portions: list[bytes], shown: str):
    written = io.StringIO()
    stream = PlainStream(written)
    for portion in portions:
        stream.feed(portion)
    stream.feed(b"", final=True)
    assert written.getvalue() == shown


def test_a_terminal_gets_everything_as_it_is():
    written = io.StringIO()
    PlainStream(written, drawn=True).feed(b"\x1b[31mred\x1b[0m\r")
    assert written.getvalue() == "\x1b[31mred\x1b[0m\r"


@pytest.mark.parametrize("cut", range(1, 12))
def test_of_what_a_terminal_gets_the_words_alone_are_remembered(cut: int):
    stream = PlainStream(io.StringIO(), drawn=True)
    data = b"\x1b[4mread\x1b[0m"
    stream.feed(data[:cut])
    stream.feed(data[cut:])
    assert stream.tail == "read"


def test_the_end_is_remembered_and_no_more():
    stream = PlainStream(io.StringIO())
    stream.feed(b"x\n" * TAIL + b"the end")
    assert stream.tail.endswith("the end")
    assert len(stream.tail) == TAIL


@pytest.mark.parametrize("piece", [100, 4096, 100_000])
def test_of_a_page_that_docker_shows_in_one_line_the_beginning_is_kept(piece: int):
    """What Docker says of it stands before it."""
    said = f'error parsing HTTP 403 response body: no JSON: "{"Access denied " * 4000}"\n'.encode()
    stream = PlainStream(io.StringIO())
    for start in range(0, len(said), piece):
        stream.feed(said[start : start + piece])
    assert stream.tail.startswith("error parsing HTTP 403 response body")
    assert len(stream.tail) < TAIL


OLD_BUILDER = "DEPRECATED: The legacy builder is deprecated.\n            BuildKit is disabled.\n\n"
UNENCRYPTED = "\nWARNING! Your credentials are stored unencrypted.\nConfigure a helper.\n\n"


@pytest.mark.parametrize(
    ("said", "plain", "failure"),
    [
        (OLD_BUILDER, OLD_BUILDER.removesuffix("\n"), ""),
        (UNENCRYPTED, UNENCRYPTED.removesuffix("\n"), ""),
        ("denied: no\n\nUsage: docker\n", "", "denied: no\n\nUsage: docker\n"),
        ("Usage:  docker COMMAND\n\nRun it\n", "Usage:  docker COMMAND\n\nRun it\n", ""),
        ("\nUsage:  docker\n\nCommands:\n  a\n", "\nUsage:  docker\n\nCommands:\n  a\n", ""),
        (
            OLD_BUILDER + "Usage:  docker builder\n\na\n",
            OLD_BUILDER + "Usage:  docker builder\n\na\n",
            "",
        ),
        (OLD_BUILDER + "no Dockerfile\n", OLD_BUILDER.removesuffix("\n"), "\nno Dockerfile\n"),
    ],
)
def test_a_note_is_no_failure(said: str, plain: str, failure: str):
    out, err = io.StringIO(), io.StringIO()
    Notes(err, out).write(said)
    assert (out.getvalue(), err.getvalue()) == (plain, failure)
