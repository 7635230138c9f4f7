"""Small files: whole or not at all, and a sentence for what the system refuses."""

import errno
import fcntl
import os
import signal
import subprocess
import sys
import threading

import pytest

from docker_lessons.world import file
from docker_lessons.world.failure import DirectoryError, DiskFullError


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "kept.json"
    file.write(path, b"old")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFullError, match=r"is full.*nothing is lost"):
        file.write(path, b"new")
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["kept.json"]


def test_of_many_that_write_once_one_wins(tmp_path):
    wins = []

    def make(text: bytes) -> None:
        if file.write_once(tmp_path / "made", text):
            wins.append(text)

    threads = [threading.Thread(target=make, args=(b"%d" % n,)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [(tmp_path / "made").read_bytes()] == wins
    assert [one.name for one in tmp_path.iterdir()] == ["made"]


def test_what_a_killed_writer_left_is_swept(tmp_path):
    file.write(tmp_path / "kept.json", b"old")
    killed = (
        "import os, pathlib, signal, sys\n"
        "from docker_lessons.world import file\n"
        "os.fsync = lambda descriptor: os.kill(os.getpid(), signal.SIGKILL)\n"
        "file.write(pathlib.Path(sys.argv[1]), b'new')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", killed, tmp_path / "kept.json"], check=False, timeout=60
    )
    assert done.returncode == -signal.SIGKILL
    assert len(list(tmp_path.iterdir())) == 2
    file.sweep(tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["kept.json"]
    assert (tmp_path / "kept.json").read_bytes() == b"old"


def test_the_file_of_a_living_writer_is_not_swept(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda descriptor: file.sweep(tmp_path))
    file.write(tmp_path / "kept.json", b"new")
    assert (tmp_path / "kept.json").read_bytes() == b"new"


def test_a_writer_swept_before_its_lock_begins_again(tmp_path, monkeypatch):
    lock = fcntl.flock
    early = [lambda: file.sweep(tmp_path)]

    def late(descriptor: int, how: int) -> None:
        while early:
            early.pop()()
        lock(descriptor, how)

    monkeypatch.setattr(fcntl, "flock", late)
    file.write(tmp_path / "kept.json", b"new")
    assert (tmp_path / "kept.json").read_bytes() == b"new"


def test_a_damaged_file_is_named(tmp_path):
    (tmp_path / "world.json").write_text("{")
    with pytest.raises(DirectoryError, match=r"world\.json is damaged"):
        file.read_json(tmp_path / "world.json")


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.EROFS, "read-only"), (errno.EACCES, "permission to write"), (errno.EDQUOT, "is full")],
)
def test_each_refusal_has_its_sentence(number, words, tmp_path):
    assert words in str(file.explain(OSError(number, "x"), tmp_path / "f"))
