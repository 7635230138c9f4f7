"""Gzip in blocks: what comes out, and that it depends on nothing but the bytes."""

import gzip
import io
import random
import threading
from contextlib import suppress

import pytest
from isal import igzip

from docker_lessons.engine.layers.compression import BLOCK, Gzip

TEXT = " ".join(str(number) for number in range(300_000)).encode()
DENSE = random.Random(5).randbytes(2 * BLOCK + 70_000)  # noqa: S311 - always the same


def compressed(data: bytes, step: int) -> bytes:
    out = io.BytesIO()
    with Gzip(out.write) as zipped:
        for start in range(0, len(data), step):
            zipped.write(data[start : start + step])
        zipped.close()
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Image created\n",
        TEXT,
        TEXT[:BLOCK],
        TEXT[: BLOCK + 1],
        DENSE,
        DENSE[:BLOCK],
        DENSE[:30_000],
        TEXT + DENSE + TEXT,
        bytes(5 * BLOCK),
    ],
    ids=[
        *("nothing", "a line", "text", "one block", "one block and a byte"),
        *("dense", "one dense block", "few dense bytes", "mixed", "zeros"),
    ],
)
def test_everybody_inflates_it(data: bytes) -> None:
    out = compressed(data, 1 << 18)
    assert gzip.decompress(out) == data
    assert igzip.decompress(out) == data


@pytest.mark.parametrize("step", [1 << 16, BLOCK - 1, BLOCK + 1, 1 << 22])
def test_the_same_bytes_become_the_same_gzip_in_whatever_pieces_they_come(step: int) -> None:
    data = TEXT + DENSE + TEXT
    assert compressed(data, step) == compressed(data, 1 << 18)


def test_text_gets_small_and_dense_bytes_hardly_longer() -> None:
    assert len(compressed(TEXT, 1 << 18)) < len(TEXT) * 0.45
    assert len(compressed(DENSE, 1 << 18)) < len(DENSE) * 1.0005


def test_a_block_is_let_go_before_the_next_but_few_are_taken() -> None:
    written = 0

    def count(piece: bytes) -> None:
        nonlocal written
        written += len(piece)

    with Gzip(count) as zipped:
        for _ in range(10):
            zipped.write(DENSE[:BLOCK])
        assert written > 4 * BLOCK


@pytest.mark.parametrize("blocks", [2, 3, 10], ids="{} blocks".format)
def test_the_first_that_the_file_refuses_reaches_whoever_writes(blocks: int) -> None:
    said = ["the disk is full", *["the blob was discarded"] * blocks]

    def refuse(piece: bytes) -> None:
        if len(piece) > BLOCK // 2:
            raise OSError(said.pop(0))

    def compress() -> None:
        with Gzip(refuse) as zipped:
            zipped.write(blocks * DENSE[:BLOCK])
            zipped.close()

    with pytest.raises(OSError, match="the disk is full"):
        compress()


def test_no_thread_is_left_of_one_that_was_given_up() -> None:
    with suppress(KeyError), Gzip(len) as zipped:
        zipped.write(10 * DENSE[:BLOCK])
        raise KeyError
    assert [each.name for each in threading.enumerate() if each.name.startswith("gzip")] == []
