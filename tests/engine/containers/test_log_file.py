"""A container's log: whole lines, a limit, and readers that come late or stay."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from docker_lessons.engine.containers.log_file import LogFile
from docker_lessons.engine.runtime.process import STDERR, STDOUT

LIMIT = 1 << 20


async def read(log: LogFile, tail: int | None = None) -> list[bytes]:
    return [line.text async for lines in log.blocks(tail=tail, follow=None) for line in lines]


async def keep(log: LogFile, stream: int, data: bytes) -> None:
    """Write as a program's output is: what is returned is waited for."""
    waiting = log.write(stream, data)
    if waiting is not None:
        await waiting


async def numbers(log: LogFile, over: asyncio.Event) -> AsyncIterator[int]:
    async for lines in log.blocks(tail=None, follow=over):
        for line in lines:
            yield int(line.text)


async def test_lines_are_kept_with_their_stream(tmp_path: Path) -> None:
    log = LogFile(tmp_path, LIMIT)
    await keep(log, STDOUT, b"a\nb")
    await keep(log, STDERR, b"e\n")
    await keep(log, STDOUT, b"c\nrest")
    log.finish()
    lines = [line async for lines in log.blocks(tail=None, follow=None) for line in lines]
    assert [(line.stream, line.text) for line in lines] == [
        (STDOUT, b"a\n"),
        (STDERR, b"e\n"),
        (STDOUT, b"bc\n"),
        (STDOUT, b"rest"),
    ]


async def test_only_the_end_of_a_line_ends_it(tmp_path: Path) -> None:
    log = LogFile(tmp_path, LIMIT)
    await keep(log, STDOUT, b"50%\r100%\r\n\x0b\xff\n\n")
    log.finish()
    assert await read(log) == [b"50%\r100%\r\n", "\x0b\ufffd\n".encode(), b"\n"]


async def test_a_line_without_end_is_kept_in_pieces(tmp_path: Path) -> None:
    log = LogFile(tmp_path, LIMIT)
    for _ in range(10):
        await keep(log, STDOUT, b"x" * 5000)
    pieces = await read(log)
    assert {len(piece) for piece in pieces} == {1 << 14}
    log.finish()
    assert b"".join(await read(log)) == b"x" * 50_000


async def test_the_last_lines_are_given(tmp_path: Path) -> None:
    log = LogFile(tmp_path, LIMIT)
    await keep(log, STDOUT, b"".join(b"%d\n" % number for number in range(1000)))
    assert await read(log, 2) == [b"998\n", b"999\n"]
    assert await read(log, 0) == []
    assert len(await read(log, 5000)) == 1000
    log.finish()


async def test_what_is_kept_has_a_limit_and_is_the_newest(tmp_path: Path) -> None:
    log = LogFile(tmp_path, 100_000)
    for number in range(20_000):
        await keep(log, STDOUT, b"%d\n" % number)
    log.finish()
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) <= 100_000
    kept = [int(line) for line in await read(log)]
    assert kept == list(range(kept[0], 20_000))
    assert len(kept) > 500


async def test_who_follows_reads_on_until_the_end_over_full_files(tmp_path: Path) -> None:
    log = LogFile(tmp_path, 100_000)
    over = asyncio.Event()
    await keep(log, STDOUT, b"0\n")
    seen = []
    async for number in numbers(log, over):
        seen += [number]
        if seen[-1] % 100 == 0 and seen[-1] < 5000:
            more = range(seen[-1] + 1, seen[-1] + 101)
            await keep(log, STDOUT, b"".join(b"%d\n" % number for number in more))
        if seen[-1] == 5000:
            over.set()
            log.finish()
    assert seen == list(range(5001))


async def test_who_follows_is_let_go_when_nothing_comes(tmp_path: Path) -> None:
    log = LogFile(tmp_path, LIMIT)
    over = asyncio.Event()
    asyncio.get_running_loop().call_later(0.05, over.set)
    async with asyncio.timeout(20):
        assert [lines async for lines in log.blocks(tail=None, follow=over)] == []


async def test_a_line_that_a_kill_cut_short_is_passed_over(tmp_path: Path) -> None:
    log = LogFile(tmp_path, LIMIT)
    await keep(log, STDOUT, b"whole\n")
    log.finish()
    with (tmp_path / "log.json").open("ab") as file:
        file.write(b'{"log":"cut')
    again = LogFile(tmp_path, LIMIT)
    assert await read(again) == [b"whole\n"]
    await keep(again, STDOUT, b"next\n")
    assert b"whole\n" in await read(again)
    again.finish()
