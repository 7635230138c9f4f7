"""Progress: the lines of a stream, and what the trace is told meanwhile."""

import json

import pytest

from docker_lessons.engine.api.progress_stream import Progress, bar, size
from docker_lessons.trace import Trace


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0B"), (999, "999B"), (1000, "1kB"), (1024, "1.024kB"), (123_456_789, "123.5MB")],
)
def test_sizes_are_written_as_docker_writes_them(number: int, text: str) -> None:
    assert size(number) == text


@pytest.mark.parametrize(
    ("current", "total", "text"),
    [
        (0, 0, ""),
        (512, 0, "    512B"),
        (50, 100, "[" + "=" * 25 + ">" + " " * 25 + "]      50B/100B"),
        (100, 100, "[" + "=" * 50 + ">]     100B/100B"),
    ],
)
def test_bars_are_drawn_as_docker_draws_them(current: int, total: int, text: str) -> None:
    assert bar(current, total) == text


async def test_the_trace_follows_what_is_under_way() -> None:
    lines: list[bytes] = []
    trace = Trace()

    async def write(line: bytes) -> None:
        lines.append(line)

    progress = Progress(write, trace, "push", "demousr/demorep:1.0")
    await progress.status("Preparing", "abc")
    await progress.bar("abc", "Pushing", 10, 20)
    [activity] = trace.activities()
    assert (activity.kind, activity.name, activity.done) == ("push", "demousr/demorep:1.0", False)
    assert [(one.id, one.status, one.current, one.total) for one in activity.layers] == [
        ("abc", "Pushing", 10, 20)
    ]
    progress.end("denied")
    [activity] = trace.activities()
    assert (activity.done, activity.error) == (True, "denied")
    assert json.loads(lines[1])["progressDetail"] == {"current": 10, "total": 20}


async def test_bars_that_come_too_fast_are_left_out_but_never_the_last() -> None:
    lines: list[bytes] = []

    async def write(line: bytes) -> None:
        lines.append(line)

    progress = Progress(write, Trace(), "", "")
    for current in range(1, 101):
        await progress.bar("abc", "Pushing", current, 100)
    assert len(lines) < 10
    assert json.loads(lines[-1])["progressDetail"]["current"] == 100


async def test_a_full_bar_is_written_once_for_each_thing_that_is_done() -> None:
    lines: list[bytes] = []

    async def write(line: bytes) -> None:
        lines.append(line)

    progress = Progress(write, Trace(), "", "")
    for text in ("Downloading", "Extracting"):
        for id_ in ("abc", "def"):
            await progress.bar(id_, text, 100, 100)
            await progress.bar(id_, text, 100, 100)
    assert [(line["id"], line["status"]) for line in map(json.loads, lines)] == [
        ("abc", "Downloading"),
        ("def", "Downloading"),
        ("abc", "Extracting"),
        ("def", "Extracting"),
    ]
