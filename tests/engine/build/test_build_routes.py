"""Builds that no classic builder, or not this one, can do."""

import bz2
import gzip
import io
import lzma
import tarfile
from collections.abc import Callable

import pytest

from tests.engine.serving import ServedEngine


def test_a_body_that_is_no_tar_is_a_sentence(practice_engine: ServedEngine) -> None:
    status, answer = practice_engine.ask("POST", "/build", b"this is no tar at all" * 100)
    assert status == 400
    assert answer["message"].startswith("Error processing tar file")


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress])
def test_a_damaged_compressed_context_is_a_sentence(
    practice_engine: ServedEngine, compress: Callable[[bytes], bytes]
) -> None:
    whole = compress(bytes(range(256)) * 100)
    for context in (whole[:-20], whole[:20] + b"damage" + whole[26:]):
        status, answer = practice_engine.ask("POST", "/build", context)
        assert status == 400
        assert answer["message"].startswith("Error processing tar file(exit status 1): ")


@pytest.mark.parametrize("mtime", ["nan", "inf", "-inf", "1e300"])
def test_a_time_that_is_none_is_refused(practice_engine: ServedEngine, mtime: str) -> None:
    context = io.BytesIO()
    with tarfile.open(fileobj=context, mode="w", format=tarfile.PAX_FORMAT) as tar:
        member = tarfile.TarInfo("file")
        member.pax_headers = {"mtime": mtime}
        tar.addfile(member)
    status, answer = practice_engine.ask("POST", "/build", context.getvalue())
    assert status == 400
    assert answer["message"] == (
        "Error processing tar file(exit status 1): archive/tar: invalid tar header"
    )


def test_a_negative_size_is_refused_at_once(practice_engine: ServedEngine) -> None:
    member = tarfile.TarInfo("file")
    header = bytearray(member.tobuf(tarfile.GNU_FORMAT))
    header[124:136] = b"\xff" * 10 + b"\xfe\x00"
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    status, answer = practice_engine.ask("POST", "/build", bytes(header) + bytes(1024))
    assert status == 400
    assert answer["message"].endswith("archive/tar: invalid tar header")


@pytest.mark.parametrize(
    ("asked", "architecture", "variant"),
    [("linux/arm64", "arm64", ""), ("linux/arm/v7", "arm", "v7"), ("ppc64le", "ppc64le", "")],
)
def test_an_image_from_scratch_is_for_the_platform_that_was_asked_for(
    practice_engine: ServedEngine, asked: str, architecture: str, variant: str
) -> None:
    dockerfile = "FROM scratch\nLABEL a=b\n"
    practice_engine.build(dockerfile, "t=here:1")
    practice_engine.build(dockerfile, f"t=there:1&platform={asked}")
    here, there = (
        practice_engine.ask("GET", f"/images/{name}:1/json")[1] for name in ("here", "there")
    )
    assert (there["Architecture"], there.get("Variant", "")) == (architecture, variant)
    assert here["Architecture"] != architecture
