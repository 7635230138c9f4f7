"""The hash of each file of a build context, by which the cache and the history know it."""

import hashlib
import io
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from docker_lessons.engine.api.errors import BadParameter
from docker_lessons.engine.build.context import Context

SMALL, LARGE = b"Image created\n", os.urandom((1 << 20) + 3)


@pytest.fixture
def sent(tmp_path: Path) -> Iterator[IO[bytes]]:
    """The file that a client's tar was written into."""
    with (tmp_path / "context.tar").open("w+b") as file:
        yield file


def context_of(sent: IO[bytes], *files: tuple[str, bytes], cut: int = 0) -> Context:
    """A context of these files, one after the other, without its last `cut` bytes."""
    with tarfile.open(fileobj=sent, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, content in files:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    sent.truncate(sent.tell() - cut)
    sent.flush()
    return Context(sent, Path(sent.name).parent)


def sum_of(name: str, content: bytes) -> str:
    """What moby's tarsum makes of a file of somebody's own."""
    fields = f"name{name}mode{0o644}uid0gid0size{len(content)}typeflag0linknameunamegname"
    return hashlib.sha256(f"{fields}devmajor0devminor0".encode() + content).hexdigest()


@pytest.mark.parametrize("content", [b"", SMALL, LARGE[: 1 << 20], LARGE, 3 * LARGE], ids=len)
def test_it_is_dockers_whatever_the_size(sent: IO[bytes], content: bytes) -> None:
    context = context_of(sent, ("other", LARGE), ("file", content), ("last", SMALL))
    assert context.sum("file") == sum_of("file", content)
    assert (context.sum("other"), context.sum("last")) == (
        sum_of("other", LARGE),
        sum_of("last", SMALL),
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [(LARGE, SMALL), (SMALL, LARGE), (LARGE, LARGE[::-1])],
    ids=["a small one", "a large one", "another large one"],
)
def test_of_two_files_with_one_name_the_last_one_counts(
    sent: IO[bytes], first: bytes, second: bytes
) -> None:
    context = context_of(sent, ("file", first), ("file", second))
    assert context.sum("file") == sum_of("file", second)


def test_a_context_that_ends_within_a_large_file_is_refused(sent: IO[bytes]) -> None:
    with pytest.raises(BadParameter, match="Error processing tar file"):
        context_of(sent, ("large", LARGE), ("cut", LARGE), cut=1 << 20)
