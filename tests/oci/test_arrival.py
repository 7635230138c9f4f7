"""What comes over the network reaches its file whole, and no event loop waits for the disk."""

import asyncio
import os
import threading

import pytest

from docker_lessons.oci.arrival import PIECE, Arrival
from docker_lessons.oci.digest import sha256
from docker_lessons.oci.store import BlobStore


@pytest.mark.parametrize("step", [1000, 70_000, PIECE, 3 * PIECE])
async def test_all_that_was_taken_is_the_blob(tmp_path, step):
    data = os.urandom(3 * PIECE + 12_345)
    store = BlobStore(tmp_path)
    with store.writer() as writer:
        async with Arrival(writer.write) as arrival:
            for start in range(0, len(data), step):
                await arrival.take(data[start : start + step])
            assert arrival.taken == len(data)
        writer.commit(sha256(data))
    assert store.read(sha256(data)) == data


class SlowDisk:
    """Writes when it is told to."""

    def __init__(self, write=len):
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.written = 0
        self._write = write

    def write(self, chunk):
        self.begun.set()
        assert self.go_on.wait(20)
        self._write(chunk)
        self.written += len(chunk)


async def test_the_next_piece_arrives_while_the_disk_is_slow():
    disk = SlowDisk()
    async with Arrival(disk.write) as arrival:
        await arrival.take(bytes(PIECE))
        await asyncio.to_thread(disk.begun.wait, 20)
        await arrival.take(bytes(PIECE - 1))
        third = asyncio.ensure_future(arrival.take(bytes(1)))
        await asyncio.sleep(0)
        assert not third.done()  # two pieces are in memory
        disk.go_on.set()
        await third
    assert disk.written == 2 * PIECE


@pytest.mark.parametrize("next_one", [1, PIECE], ids=["for more bytes", "for the disk"])
async def test_who_is_cancelled_lets_go_only_when_the_thread_has_let_go(next_one):
    disk = SlowDisk()

    async def receive():
        async with Arrival(disk.write) as arrival:
            await arrival.take(bytes(PIECE))
            await arrival.take(bytes(next_one))
            await asyncio.sleep(60)

    receiving = asyncio.ensure_future(receive())
    await asyncio.to_thread(disk.begun.wait, 20)
    receiving.cancel()
    for _ in range(5):
        await asyncio.sleep(0)
    assert not receiving.done()
    disk.go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await receiving
    assert disk.written == PIECE


async def test_who_stops_for_another_reason_hears_of_that_one():
    def refuse(_):
        raise OSError("the disk is full")

    disk = SlowDisk(refuse)

    async def receive():
        async with Arrival(disk.write) as arrival:
            await arrival.take(bytes(PIECE))
            disk.go_on.set()
            raise KeyError

    with pytest.raises(KeyError):
        await receive()


@pytest.mark.parametrize("more", [0, 1, PIECE])
async def test_what_the_disk_refuses_is_heard_at_the_latest_at_the_end(more):
    def refuse(_):
        raise OSError("the disk is full")

    async def receive():
        async with Arrival(refuse) as arrival:
            await arrival.take(bytes(PIECE))
            await arrival.take(bytes(more))

    with pytest.raises(OSError, match="the disk is full"):
        await receive()


async def test_what_comes_after_the_end_fails_and_leaves_nothing(tmp_path):
    store = BlobStore(tmp_path)
    writer = store.writer()
    disk = SlowDisk(writer.write)

    async def receive():
        async with Arrival(disk.write) as arrival:
            await arrival.take(bytes(PIECE))

    receiving = asyncio.ensure_future(receive())
    await asyncio.to_thread(disk.begun.wait, 20)
    writer.abort()
    disk.go_on.set()
    with pytest.raises(OSError, match="the blob was discarded"):
        await receiving
    assert list(store.root.glob("*/*")) == []
