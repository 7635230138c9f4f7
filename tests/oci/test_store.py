"""The blob store: whole blobs or nothing, whatever happens."""

import errno
import fcntl
import hashlib
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path

import pytest

from docker_lessons.oci.digest import sha256
from docker_lessons.oci.store import BlobStore, DigestMismatch, DiskFull
from tests.blobs import is_whole


def leftovers(store):
    return list((store.root / "writing").iterdir())


@pytest.fixture
def store(tmp_path):
    return BlobStore(tmp_path / "blobs")


def test_what_is_put_is_read_back(store):
    digest = store.put(b"Image created\n")
    assert store.read(digest) == b"Image created\n"
    assert store.size(digest) == 14
    assert list(store) == [digest]
    assert is_whole(store, digest)


def test_a_writer_that_is_not_committed_leaves_nothing(store):
    with store.writer() as writer:
        writer.write(b"half")
    assert list(store) == []
    assert leftovers(store) == []


def test_bytes_that_were_not_announced_are_refused_and_leave_nothing(store):
    with store.writer() as writer:
        writer.write(b"these")
        with pytest.raises(DigestMismatch) as refused:
            writer.commit(sha256(b"those"))
    assert (refused.value.expected, refused.value.actual) == (sha256(b"those"), sha256(b"these"))
    assert list(store) == []
    assert leftovers(store) == []


def test_a_blob_that_rotted_does_not_verify_and_is_mended_by_writing_it_again(store):
    digest = store.put(b"good")
    store.path(digest).write_bytes(b"evil")
    assert not is_whole(store, digest)
    with store.writer() as writer:
        writer.write(b"good")
        writer.commit(digest)
    assert is_whole(store, digest)


def test_what_is_deleted_is_gone(store):
    digest = store.put(b"x")
    store.delete(digest)
    store.delete(digest)
    assert not store.has(digest)
    assert not is_whole(store, digest)


@pytest.mark.parametrize("name", ["../../etc/passwd", "sha256:../x", "sha512:" + "a" * 64, ""])
def test_only_a_digest_names_a_file(store, name):
    with pytest.raises(ValueError, match="no digest"):
        store.path(name)


def test_a_sweep_keeps_the_file_of_a_writer_that_is_alive(store):
    with store.writer() as writer:
        writer.write(b"alive")
        BlobStore(store.root).sweep()
        assert len(leftovers(store)) == 1
        writer.commit(sha256(b"alive"))
    assert is_whole(store, sha256(b"alive"))


def test_a_sweep_goes_on_after_a_living_writers_file(store):
    with store.writer(), store.writer():
        for number in range(20):
            (store.root / "writing" / f"dead-{number}").touch()
        store.sweep()
        assert len(leftovers(store)) == 2


def test_a_sweep_does_not_mind_a_file_that_another_sweep_removed(store, monkeypatch):
    monkeypatch.setattr(type(store.root), "iterdir", lambda folder: iter([folder / "gone"]))
    store.sweep()


def test_a_writer_whose_new_file_was_swept_takes_another(store, monkeypatch):
    flock, swept = fcntl.flock, []

    def sweep_first(descriptor, operation):
        if not swept:
            swept.extend(leftovers(store))
            swept[0].unlink()
        flock(descriptor, operation)

    monkeypatch.setattr(fcntl, "flock", sweep_first)
    with store.writer() as writer:
        writer.write(b"again")
        writer.commit(sha256(b"again"))
    assert is_whole(store, sha256(b"again"))


WRITER = """
    import hashlib, os, random, sys
    from pathlib import Path
    from docker_lessons.oci.store import BlobStore
    store = BlobStore(Path(sys.argv[1]))
    while True:
        with store.writer() as writer:
            for _ in range(40):
                writer.write(os.urandom(random.randrange(1, 50_000)))
            print(writer.commit(), flush=True)
"""


@pytest.mark.parametrize("kills", [3, pytest.param(20, marks=pytest.mark.soak)])
def test_a_kill_at_any_instant_leaves_whole_blobs_and_what_a_sweep_removes(store, kills):
    told, swept = 0, 0
    for _ in range(kills):
        process = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(WRITER), store.root], stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(secrets.randbelow(50) / 1000)
        process.send_signal(signal.SIGKILL)
        for line in [first, *process.stdout.read().splitlines(keepends=True)]:
            if line.endswith(b"\n"):
                assert is_whole(store, line.decode().strip())
                told += 1
        process.wait()
        process.stdout.close()
        assert all(is_whole(store, digest) for digest in store)
        swept += len(leftovers(store))
        store.sweep()
        assert leftovers(store) == []
    assert told >= kills
    assert swept > 0


def test_a_full_disk_is_a_sentence_and_leaves_nothing(small_disk):
    store = BlobStore(small_disk / "blobs")
    kept = store.put(b"kept")
    with store.writer() as writer:
        with pytest.raises(DiskFull, match="the disk is full"):
            writer.write(os.urandom(8 << 20))
        assert leftovers(store) == []
    assert list(store) == [kept]
    assert is_whole(store, store.put(b"there is room again"))


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_disk_that_is_full_at_the_last_moment_leaves_nothing(store, monkeypatch, number):
    def full(descriptor):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull) as refused:
        store.put(b"late")
    assert refused.value.errno == number
    assert refused.value.strerror.startswith("the disk is full")
    assert refused.value.filename == str(store.root)
    assert list(store) == []
    assert leftovers(store) == []


def test_a_disk_that_is_full_after_the_rename_is_the_same_sentence(store, monkeypatch):
    whole = []

    def full_for_the_folder(descriptor):
        if whole:
            raise OSError(errno.ENOSPC, "No space left on device")
        whole.append(descriptor)

    monkeypatch.setattr(os, "fsync", full_for_the_folder)
    with pytest.raises(DiskFull):
        store.put(b"late")


def test_a_disk_without_room_for_a_new_file_is_the_same_sentence(store, monkeypatch):
    def full(dir):  # noqa: A002  # the name of the real one's parameter
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "mkstemp", full)
    with pytest.raises(DiskFull):
        store.writer()


def test_a_broken_disk_is_not_called_full(store, monkeypatch):
    def broken(descriptor):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="Input/output error"):
        store.put(b"late")
    assert leftovers(store) == []


def test_a_writer_counts_what_it_wrote(store):
    with store.writer() as writer:
        writer.write(b"four")
        writer.write(b"bytes")
        assert writer.written == 9


@pytest.mark.parametrize("algorithm", ["sha256", "sha384", "sha512"])
def test_a_blob_is_stored_under_a_digest_of_any_algorithm(store, algorithm):
    digest = f"{algorithm}:{hashlib.new(algorithm, b'data').hexdigest()}"
    for data in (b"other", b"data"):
        with store.writer() as writer:
            writer.write(data)
            if data == b"data":
                assert writer.commit(digest) == digest
            else:
                with pytest.raises(DigestMismatch):
                    writer.commit(digest)
    assert store.read(digest) == b"data"
    assert list(store) == [digest]
    store.delete(digest)
    assert list(store) == []


def test_what_is_not_the_stores_own_is_passed_over(store):
    digest = store.put(b"data")
    (store.root / "sha256" / ".nfs0000001").write_bytes(b"")
    (store.root / "sha256" / "folder").mkdir()
    (store.root / "sha256" / ("a" * 64)).mkdir()
    (store.root / "sha256" / ("A" * 64)).write_bytes(b"")
    (store.root / "writing" / "folder").mkdir()
    (store.root / "other").mkdir()
    assert list(store) == [digest]
    store.sweep()
    assert (store.root / "writing" / "folder").is_dir()


def test_a_damaged_blob_is_not_intact_also_when_it_was_before(store):
    digest = store.put(b"x" * 3_000_000)
    assert store.is_intact(digest)
    with store.path(digest).open("r+b") as file:
        file.seek(2_000_000)
        file.write(b"y")
    assert not store.is_intact(digest)
    with store.writer() as writer:
        writer.write(b"x" * 3_000_000)
        writer.commit(digest)
    assert store.is_intact(digest)


def test_what_this_process_wrote_is_known_to_be_intact_until_its_file_changes(store):
    for number in range(50):
        digest = store.put(b"%d" % number * 100)
        assert store.is_known_intact(digest)
        with store.path(digest).open("r+b") as file:
            file.write(b"y")
        assert not store.is_known_intact(digest)
        assert not store.is_intact(digest)


@pytest.mark.parametrize("harm", ["replaced", "made longer", "made shorter", "linked"])
def test_a_file_in_a_blobs_place_is_not_known_to_be_intact(store, harm):
    digest = store.put(b"data")
    path = store.path(digest)
    other = store.root / "other"
    other.write_bytes(b"atad")
    if harm == "replaced":
        other.replace(path)
    elif harm == "linked":
        path.unlink()
        path.symlink_to(other)
    else:
        path.write_bytes(b"data!" if harm == "made longer" else b"dat")
    assert not store.is_intact(digest)


def test_a_file_that_was_written_just_now_is_read_again_each_time(store):
    digest = store.put(b"data")
    store.path(digest).write_bytes(b"data")
    assert store.is_intact(digest)
    assert not store.is_known_intact(digest)
    os.utime(store.path(digest), (1, 1))
    assert store.is_intact(digest)
    assert store.is_known_intact(digest)


def open_files() -> int:
    return len(list(Path("/dev/fd").iterdir()))


def test_a_writer_at_rest_keeps_no_file_open_and_goes_on(store):
    before = open_files()
    writer = store.writer()
    writer.write(b"first ")
    writer.rest()
    assert open_files() == before
    writer.rest()
    writer.write(b"second")
    assert open_files() == before + 1
    writer.rest()
    assert writer.commit(sha256(b"first second")) == sha256(b"first second")
    assert store.read(sha256(b"first second")) == b"first second"
    assert open_files() == before


def test_a_writer_at_rest_is_discarded_too(store):
    writer = store.writer()
    writer.write(b"first")
    writer.rest()
    writer.abort()
    assert list((store.root / "writing").iterdir()) == []
    with pytest.raises(FileNotFoundError):
        writer.write(b"second")


def test_a_writer_whose_file_was_removed_while_it_rested_says_so(store):
    writer = store.writer()
    writer.rest()
    store.sweep()  # of another process, to which the file looks left behind
    for act in (lambda: writer.write(b"more"), lambda: writer.commit(sha256(b""))):
        with pytest.raises(FileNotFoundError):
            act()
