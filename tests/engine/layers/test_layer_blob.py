"""Layers as bytes."""

import bz2
import gzip
import hashlib
import io
import lzma

import pytest

from docker_lessons.engine.api.errors import SystemFailure
from docker_lessons.engine.layers import layer_blob
from docker_lessons.oci.store import BlobStore
from tests.engine.stored import tar_of

FILES = {"hello": b"\x7fELF" * 5000, "message.txt": b"Image created\n"}


@pytest.fixture
def blobs(tmp_path):
    return BlobStore(tmp_path)


def test_a_tar_becomes_a_gzip_blob_that_holds_it(blobs):
    tar = tar_of(FILES).getvalue()
    packed = layer_blob.pack(blobs, io.BytesIO(tar))
    assert gzip.decompress(blobs.read(packed.digest)) == tar
    assert packed.diff_id == "sha256:" + hashlib.sha256(tar).hexdigest()
    assert packed.size == blobs.size(packed.digest)
    assert packed.content == 20_014


@pytest.mark.parametrize("compress", [bytes, gzip.compress, bz2.compress, lzma.compress])
def test_the_same_tar_is_the_same_blob_however_it_came(blobs, compress):
    tar = tar_of(FILES).getvalue()
    plain = layer_blob.pack(blobs, io.BytesIO(tar))
    assert layer_blob.pack(blobs, io.BytesIO(compress(tar))) == plain


def test_the_same_tar_is_the_same_blob_whether_it_is_read_or_written(blobs):
    tar = tar_of({"big": bytes(range(256)) * 9000}).getvalue()

    def write(out):
        for start in range(0, len(tar), 7000):
            out.write(tar[start : start + 7000])
        return 256 * 9000

    assert layer_blob.written(blobs, write) == layer_blob.pack(blobs, io.BytesIO(tar))


def test_a_tar_that_is_not_written_to_its_end_leaves_nothing(blobs):
    def write(out):
        out.write(bytes(2_000_000))
        raise SystemFailure("the context ends too early")

    with pytest.raises(SystemFailure, match="too early"):
        layer_blob.written(blobs, write)
    assert list(blobs) == []


def test_a_stored_layer_is_measured(blobs):
    packed = layer_blob.pack(blobs, tar_of(FILES))
    assert layer_blob.measure(blobs.path(packed.digest)) == (packed.diff_id, packed.content)


def test_an_empty_tar_is_a_layer(blobs):
    assert layer_blob.pack(blobs, tar_of({})).content == 0


@pytest.mark.parametrize(
    "data",
    [
        b"this is no tar, however long it may be" * 100,
        tar_of(FILES).getvalue()[:9000],
        gzip.compress(tar_of(FILES).getvalue())[:80],
        b"\x1f\x8b" + b"x" * 2000,
    ],
    ids=["no tar", "half a tar", "half a gzip", "no gzip"],
)
def test_a_broken_layer_is_a_sentence_and_leaves_nothing(blobs, data):
    with pytest.raises(SystemFailure, match=r"^Error processing tar file"):
        layer_blob.pack(blobs, io.BytesIO(data))
    assert list(blobs) == []


def test_progress_tells_how_much_was_read(blobs):
    told = []
    tar = tar_of({"big": b"x" * 2_000_000})
    layer_blob.pack(blobs, tar, told.append)
    assert told == sorted(told)
    assert told[-1] >= 2_000_000
