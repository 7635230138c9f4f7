"""What is large or odd is built soon, or refused in a sentence, and ends with its client."""

from __future__ import annotations

import base64
import gzip
import io
import random
import socket
import tarfile
import threading
import urllib.parse
from contextlib import suppress
from pathlib import Path

import pytest

from docker_lessons.engine.api.errors import BadParameter, SystemFailure
from docker_lessons.engine.api.pattern import compiled
from docker_lessons.engine.build.dockerignore import is_ignored
from docker_lessons.engine.build.variables import expand
from docker_lessons.engine.images.image_store import ImageStore
from docker_lessons.engine.layers import layer_blob
from docker_lessons.oci.store import BlobStore
from tests import programs
from tests.engine.serving import ServedEngine

STARS = "*a" * 40 + "b"


def archive(files: dict[str, bytes], *, sparse: int = 0) -> bytes:
    """Returns a tar of these files; with `sparse`, also of one that claims so many bytes and has none."""
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
        if sparse:
            member = tarfile.TarInfo("empty")
            member.pax_headers = {
                "GNU.sparse.major": "1",
                "GNU.sparse.minor": "0",
                "GNU.sparse.name": "empty",
                "GNU.sparse.realsize": str(sparse),
            }
            content = f"1\n{sparse}\n0\n".encode().ljust(512, b"\0")
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return whole.getvalue()


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        (STARS, "a" * 300, False),
        (STARS, "a" * 300 + "b", True),
        ("*" * 300 + "x", "y" * 300, False),
        ("*/" * 20 + "*a*a*b", "a/" * 20 + "aaaab", True),
        ("a*b*c", "abbcbc", True),
        ("a*b*c", "abbcb", False),
        ("a*b*c", "ab/c", False),
        ("*[ab]?*c", "xxbyc", True),
        ("**", "a/b", False),
        ("", "", True),
        ("*", "", True),
        (r"\*a", "*a", True),
    ],
)
def test_a_pattern_matches_as_gos_does_and_at_once(pattern: str, path: str, matches: bool) -> None:
    assert bool(compiled(pattern).fullmatch(path)) is matches


@pytest.mark.parametrize(
    ("pattern", "ignored"),
    [
        ("**/" * 300 + "nothing", False),
        ("**/" * 300 + "Dockerfile", True),
        ("**/a" * 300, False),
        ("*" * 300 + "z", False),
        ("*o*k*f*e", True),
        ("sub/**/Dockerfile", False),
        ("**", True),
        ("[A-E]ock*", True),
        ("[", False),
    ],
)
def test_a_dockerignore_of_many_stars_is_read_at_once(pattern: str, ignored: bool) -> None:
    assert is_ignored("Dockerfile", pattern + "\n") is ignored


def test_variables_do_not_grow_without_end() -> None:
    value = "x" * 1000
    for _ in range(10):
        value = expand("$a$a", {"a": value})
    with pytest.raises(BadParameter, match="more than 1048576 characters"):
        expand("$a$a", {"a": value})
    with pytest.raises(BadParameter, match="inside each other"):
        expand("${x:-" * 5000 + "}" * 5000, {})


@pytest.mark.parametrize(
    ("dockerfile", "sentence"),
    [
        ("FROM scratch\n" + "LABEL a=b\n" * 1500, "more than 1000 instructions"),
        ("FROM scratch\n" + "# " + "\n# " * 600_000, "at most 1048576 are accepted"),
        ("FROM scratch\n" + "ENV a=$a$a$a$a\n" * 3 + "ENV b=" + "y" * 60_000, "Successfully built"),
        (
            "FROM scratch\nENV a=" + "y" * 60_000 + "\n" + "ENV a=$a$a\n" * 9,
            "with its variables it has more than",
        ),
        (
            "FROM scratch\nENV a=" + "y" * 60_000 + "\n" + "LABEL c=d\n" * 900,
            "more than 12 MiB",
        ),
    ],
    ids=["instructions", "bytes", "long", "doubled", "repeated"],
)
def test_a_dockerfile_that_nobody_writes_is_built_or_refused(
    practice_engine: ServedEngine, dockerfile: str, sentence: str
) -> None:
    _, said = practice_engine.build(dockerfile)
    assert sentence in said
    assert practice_engine.build("FROM scratch\nLABEL a=b\n")[0] == 200


def test_a_context_of_deep_folders_is_built(practice_engine: ServedEngine) -> None:
    deep = "d/" * 1000
    files = {f"{deep}f{number}": b"x" for number in range(20)}
    assert "Successfully" in practice_engine.build("FROM scratch\nCOPY d /d\n", files=files)[1]


@pytest.mark.parametrize("compress", [bytes, gzip.compress])
def test_an_archive_of_many_files_is_unpacked_in_the_time_of_its_size(
    practice_engine: ServedEngine, compress: type[bytes]
) -> None:
    files = {f"{number % 100}/{number}": b"%d" % number for number in range(4000)}
    said = practice_engine.build(
        "FROM scratch\nADD a.tar /\n", "t=many", {"a.tar": compress(archive(files))}
    )[1]
    assert "Successfully" in said
    size = practice_engine.ask("GET", "/images/many/json")[1]["Size"]
    assert size == sum(len(content) for content in files.values())


def test_a_file_that_is_nearly_all_empty_is_refused_and_a_small_one_is_not(
    practice_engine: ServedEngine,
) -> None:
    dockerfile = "FROM scratch\nADD a.tar /\n"
    said = practice_engine.build(dockerfile, files={"a.tar": archive({}, sparse=10**13)})[1]
    assert "nearly all of them empty" in said
    small = {"a.tar": archive({"f": b"x"}, sparse=10**6)}
    assert "Successfully" in practice_engine.build(dockerfile, "t=small", small)[1]
    assert practice_engine.ask("GET", "/images/small/json")[1]["Size"] == 10**6 + 1


@pytest.mark.parametrize("size", [10**5, 10**14])
def test_a_layer_that_claims_more_than_it_has_is_refused_at_once(tmp_path: Path, size: int) -> None:
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w", format=tarfile.PAX_FORMAT) as tar:
        member = tarfile.TarInfo("f")
        member.size = size
        member.pax_headers = {"size": str(size)}
        tar.addfile(member)
    with pytest.raises(SystemFailure, match="unexpected EOF"):
        layer_blob.pack(BlobStore(tmp_path), io.BytesIO(whole.getvalue()))


def described(size: int, count: int, kind: bytes = tarfile.XHDTYPE) -> bytes:
    """Returns a tar with `count` headers of `size` bytes in front of one file."""
    tar = b""
    for number in range(count):
        member = tarfile.TarInfo(f"h{number}")
        member.type, member.size = kind, size
        content = f"{size} k{number}=".encode().ljust(size - 1, b"v") + b"\n"
        tar += member.tobuf(tarfile.USTAR_FORMAT) + content + bytes(-size % 512)
    return tar + archive({"f": b"x"})


@pytest.mark.parametrize("kind", [tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME])
@pytest.mark.parametrize(("size", "count"), [(3 << 20, 1), (100, 3000)])
def test_headers_without_end_are_refused_wherever_a_tar_comes_in(
    practice_engine: ServedEngine, tmp_path: Path, kind: bytes, size: int, count: int
) -> None:
    tar = described(size, count, kind)
    with pytest.raises(SystemFailure, match="invalid tar header"):
        layer_blob.pack(BlobStore(tmp_path), io.BytesIO(tar))
    for path in ("/build", "/images/load"):
        assert "invalid tar header" in practice_engine.ask("POST", path, tar, raw=True)[1]
    files = {"a.tar": archive({"g": b"y"})[:1024] + tar}
    said = practice_engine.build("FROM scratch\nADD a.tar /\n", files=files)[1]
    assert "invalid tar header" in said


def test_an_archive_of_too_many_files_is_no_archive_of_images(
    practice_engine: ServedEngine,
) -> None:
    many = archive({f"{number}": b"" for number in range(10_050)})
    said = practice_engine.ask("POST", "/images/load", many, raw=True)[1]
    assert "more than 10000 files" in said


def test_who_reads_does_not_wait_for_who_writes(store: ImageStore) -> None:
    found: list[int] = []
    with store.change():
        reading = threading.Thread(target=lambda: found.append(store.count()))
        reading.start()
        reading.join(10)
        assert found == [0]


def open_files(folder: Path) -> int:
    """Returns how many files of a folder this process has open, those without a name among them."""
    count = 0
    for descriptor in Path("/proc/self/fd").iterdir():
        try:
            count += descriptor.readlink().is_relative_to(folder)
        except OSError:
            continue
    return count


@pytest.mark.parametrize(
    "request_line",
    ["POST /build", "POST /images/load"],
)
def test_a_request_ends_with_its_client(
    practice_engine: ServedEngine, short_folder: Path, request_line: str
) -> None:
    file = tarfile.TarInfo("f")
    file.size = 10 * 2 * 10**8  # unpacked for longer than a look is late
    body = gzip.compress(file.tobuf()) + 10 * gzip.compress(bytes(file.size // 10), 1)

    def send(request: bytes) -> None:
        with suppress(OSError):  # the client goes in the midst
            connection.sendall(request)

    scratch = short_folder / "engine" / "scratch"
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(practice_engine.socket))
        head = f"{request_line} HTTP/1.1\r\nHost: engine\r\nContent-Length: {len(body)}\r\n\r\n"
        sending = threading.Thread(target=send, args=(head.encode() + body,))
        sending.start()
        programs.wait_for("it has begun", lambda: open_files(scratch) > 0)
        connection.shutdown(socket.SHUT_RDWR)
        sending.join()
    programs.wait_for("nothing is left of it", lambda: open_files(scratch) == 0, 20)


def damaged(engine: ServedEngine, folder: Path) -> None:
    """Builds the image `both`, and flips a byte in the middle of its larger layer."""
    content = random.Random(1).randbytes(3_000_000)  # noqa: S311 - bytes that do not compress
    engine.build("FROM scratch\nCOPY a /a\nCOPY b /b\n", "t=both", {"a": b"a", "b": content})
    blobs = (folder / "engine" / "blobs" / "sha256").iterdir()
    with max(blobs, key=lambda path: path.stat().st_size).open("r+b") as file:
        file.seek(2_000_000)
        byte = file.read(1)[0]
        file.seek(2_000_000)
        file.write(bytes([byte ^ 1]))


def test_a_damaged_image_is_saved_in_part_and_the_answer_breaks_off(
    practice_engine: ServedEngine, short_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    damaged(practice_engine, short_folder)
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(practice_engine.socket))
        connection.sendall(b"GET /v1.43/images/both/get HTTP/1.1\r\nHost: engine\r\n\r\n")
        answer = b""
        while piece := connection.recv(1 << 16):
            answer += piece
    assert answer.count(b"HTTP/1.1 ") == 1
    assert not answer.endswith(b"0\r\n\r\n")
    assert "broken off" in caplog.text
    assert practice_engine.ask("GET", "/images/both/json")[0] == 200


def test_a_damaged_image_is_refused_where_its_layers_are_measured_first(
    practice_engine: ServedEngine, short_folder: Path
) -> None:
    damaged(practice_engine, short_folder)
    status, answer = practice_engine.ask("GET", "/v1.44/images/both/get")
    assert status == 500
    assert "damaged" in answer["message"], answer


DEEP = "[" * 50_000 + "]" * 50_000


@pytest.mark.parametrize(
    ("request_line", "body", "headers"),
    [
        ("POST /auth", DEEP, {}),
        ("POST /containers/create", DEEP, {}),
        ("POST /images/a/push", DEEP, {}),
        ("POST /images/create?fromImage=a", "", {"X-Registry-Auth": DEEP[:6000]}),
        (f"GET /images/json?filters={DEEP[48_000:52_000]}", "", {}),
        (f"POST /build?buildargs={DEEP[48_000:52_000]}", "", {}),
    ],
)
def test_deep_json_is_refused_wherever_it_comes_in(
    practice_engine: ServedEngine, request_line: str, body: str, headers: dict[str, str]
) -> None:
    method, _, path = request_line.partition(" ")
    packed = {
        name: base64.urlsafe_b64encode(value.encode()).decode() for name, value in headers.items()
    }
    _, said = practice_engine.ask(
        method, path, body.encode(), {"Content-Type": "application/json"} | packed, raw=True
    )
    assert "please report it" not in said


HALF = r"\ud83d"
"""Half of a surrogate pair: an emoji that was cut in two."""


@pytest.mark.parametrize(
    ("request_line", "body", "headers"),
    [
        ("POST /auth", f'{{"username":"{HALF}","password":"{HALF}"}}', {}),
        ("POST /images/a/push", "", {"X-Registry-Auth": f'{{"username":"{HALF}","password":"x"}}'}),
        ("POST /images/create?fromImage=a", "", {"X-Registry-Auth": f'{{"password":"{HALF}"}}'}),
        (f'GET /images/json?filters={{"label":["{HALF}"]}}', "", {}),
        (f'GET /images/json?filters={{"reference":["{HALF}"]}}', "", {}),
        (f'GET /containers/json?filters={{"name":["{HALF}"]}}', "", {}),
        (f'GET /events?until=1&filters={{"image":["{HALF}"]}}', "", {}),
        (f'POST /build?buildargs={{"A":"{HALF}"}}', "", {}),
        (f'POST /build?labels={{"{HALF}":"{HALF}"}}', "", {}),
        ("POST /containers/create?name=a", f'{{"Image":"a:1","Cmd":["{HALF}"],"User":"{HALF}"}}', {}),
        ("POST /containers/create?name=b", f'{{"Image":"a:1","Hostname":"{HALF}"}}', {}),
        ("POST /containers/create?name=c", f'{{"Image":"{HALF}"}}', {}),
        ("POST /containers/create?name=d", f'{{"Image":"a:1","WorkingDir":"/{HALF}","{HALF}":1}}', {}),
        ("POST /containers/c/exec", f'{{"Cmd":["{HALF}"],"Env":["{HALF}"],"DetachKeys":"{HALF}"}}', {}),
        ("POST /commit?container=a&repo=b", f'{{"Labels":{{"{HALF}":"{HALF}"}}}}', {}),
    ],
)  # fmt: skip
def test_half_of_a_character_breaks_nothing_wherever_it_comes_in(
    practice_engine: ServedEngine, request_line: str, body: str, headers: dict[str, str]
) -> None:
    practice_engine.build("FROM scratch\nCMD x\n", "t=a:1")
    method, _, path = request_line.partition(" ")
    packed = {
        name: base64.urlsafe_b64encode(value.encode()).decode() for name, value in headers.items()
    }
    _, said = practice_engine.ask(
        method,
        urllib.parse.quote(path, safe="/?=&"),
        body.encode(),
        {"Content-Type": "application/json"} | packed,
        raw=True,
    )
    assert "please report it" not in said
    for listing in ("/images/json", "/containers/json?all=1", "/events?since=1&until=2", "/info"):
        assert practice_engine.ask("GET", listing, raw=True)[0] == 200
    for found in practice_engine.ask("GET", "/containers/json?all=1")[1]:
        started = practice_engine.ask("POST", f"/containers/{found['Id']}/start", raw=True)[1]
        assert "please report it" not in started
        assert practice_engine.ask("GET", f"/containers/{found['Id']}/json")[0] == 200


@pytest.mark.parametrize(
    "instruction", ["CMD", "ENTRYPOINT", "COPY", "ADD", "RUN", "SHELL", "VOLUME"]
)
def test_half_of_a_character_in_a_dockerfile_breaks_nothing(
    practice_engine: ServedEngine, instruction: str
) -> None:
    said = practice_engine.build(f'FROM scratch\n{instruction} ["{HALF}", "/{HALF}"]\n', "t=a:1")[1]
    assert "please report it" not in said
    assert practice_engine.ask("GET", "/images/json?all=1", raw=True)[0] == 200


def test_a_deep_list_in_a_dockerfile_is_a_sentence(practice_engine: ServedEngine) -> None:
    said = practice_engine.build(f"FROM scratch\nCMD {DEEP[25_000:75_000]}\n")[1]
    assert "please report it" not in said


@pytest.mark.parametrize("version", ["9" * 5000, "1." + "4" * 4400, "1." * 3000, "0" * 5000])
def test_a_version_of_any_length_is_refused(practice_engine: ServedEngine, version: str) -> None:
    status, answer = practice_engine.ask("GET", f"/v{version}/images/json")
    assert status == 400
    assert answer["message"].startswith(f"client version {version} is too")
