"""What comes over the network reaches the store whole, and no event loop waits for the disk."""

import asyncio
import os
import threading

import pytest

from docker_lessons.oci.arrival import PIECE, Arrival
from docker_lessons.oci.digest import sha256
from docker_lessons.oci.store import BlobStore, BlobWriter


@pytest.mark.parametrize("step", [1000, 70_000, PIECE, 3 * PIECE])
async def test_all_that_was_taken_is_the_blob(tmp_path, step):
    data = os.urandom(3 * PIECE + 12_345)
    store = BlobStore(tmp_path)
    with store.writer() as writer:
        arrival = Arrival(writer)
        for start in range(0, len(data), step):
            await arrival.take(data[start : start + step])
        assert arrival.taken == len(data)
        await arrival.flush()
        writer.commit(sha256(data))
    assert store.read(sha256(data)) == data


class SlowWriter(BlobWriter):
    """A writer whose disk waits for a word."""

    def wait(self):
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.ended = False
        return self

    def write(self, chunk):
        self.begun.set()
        assert self.go_on.wait(20)
        super().write(chunk)
        self.ended = True


async def test_the_loop_goes_on_while_the_disk_is_slow(tmp_path):
    store = BlobStore(tmp_path)
    with SlowWriter(store.root, store.root / "writing", {}).wait() as writer:
        taking = asyncio.ensure_future(Arrival(writer).take(bytes(PIECE)))
        await asyncio.to_thread(writer.begun.wait, 20)
        assert not taking.done()
        writer.go_on.set()
        await taking
        assert writer.written == PIECE


async def test_who_is_cancelled_lets_go_only_when_the_thread_has_let_go(tmp_path):
    store = BlobStore(tmp_path)
    with SlowWriter(store.root, store.root / "writing", {}).wait() as writer:
        taking = asyncio.ensure_future(Arrival(writer).take(bytes(PIECE)))
        await asyncio.to_thread(writer.begun.wait, 20)
        taking.cancel()
        await asyncio.sleep(0)
        assert not taking.done()
        writer.go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await taking
        assert writer.ended


async def test_what_comes_after_the_end_fails_and_leaves_nothing(tmp_path):
    store = BlobStore(tmp_path)
    writer = SlowWriter(store.root, store.root / "writing", {}).wait()
    taking = asyncio.ensure_future(Arrival(writer).take(bytes(PIECE)))
    await asyncio.to_thread(writer.begun.wait, 20)
    writer.abort()
    writer.go_on.set()
    with pytest.raises(OSError, match="the blob was discarded"):
        await taking
    assert list(store.root.glob("*/*")) == []
