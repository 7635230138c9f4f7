"""Import: a tar becomes an image of one layer."""

import gzip
import json
import urllib.parse

import pytest

from tests.engine.serving import ServedEngine
from tests.engine.stored import tar_of

TAR = tar_of({"f": b"content\n"}).getvalue()


def imported(engine: ServedEngine, body: bytes = TAR, **parameters: str | list[str]) -> str:
    """The ID that an import answers with."""
    query = urllib.parse.urlencode({"fromSrc": "-", **parameters}, doseq=True)
    status, text = engine.ask("POST", f"/images/create?{query}", body, raw=True)
    assert status == 200, text
    (line,) = text.splitlines()
    return json.loads(line)["status"]


def config_of(engine: ServedEngine, image: str) -> dict:
    return engine.ask("GET", f"/images/{image}/json")[1]


def test_the_files_of_a_tar_are_an_image_of_one_layer(practice_engine: ServedEngine) -> None:
    image = imported(practice_engine, repo="imp", tag="1")
    found = config_of(practice_engine, "imp:1")
    assert found["Id"] == image
    assert len(found["RootFS"]["Layers"]) == 1
    assert found["Comment"] == "Imported from -"
    assert found["Size"] == len(b"content\n")


def test_a_compressed_tar_is_the_same_layer(practice_engine: ServedEngine) -> None:
    layers = [
        config_of(practice_engine, imported(practice_engine, body))["RootFS"]["Layers"]
        for body in (TAR, gzip.compress(TAR))
    ]
    assert layers[0] == layers[1]


def test_changes_and_a_message_are_in_the_image(practice_engine: ServedEngine) -> None:
    image = imported(
        practice_engine, changes=["ENV A=1", "WORKDIR /$A", 'CMD ["/f"]'], message="by hand"
    )
    found = config_of(practice_engine, image)
    assert found["Config"]["Env"] == ["A=1"]
    assert found["Config"]["WorkingDir"] == "/1"
    assert found["Config"]["Cmd"] == ["/f"]
    assert found["Comment"] == "by hand"
    (step,) = practice_engine.ask("GET", f"/images/{image}/history")[1]
    assert step["Comment"] == "by hand"


@pytest.mark.parametrize(
    ("asked", "architecture", "variant"),
    [("linux/arm/v7", "arm", "v7"), ("arm64", "arm64", ""), ("linux/ppc64le", "ppc64le", "")],
)
def test_an_image_is_for_the_platform_that_was_asked_for(
    practice_engine: ServedEngine, asked: str, architecture: str, variant: str
) -> None:
    found = config_of(practice_engine, imported(practice_engine, platform=asked))
    assert (found["Architecture"], found.get("Variant", "")) == (architecture, variant)


def test_an_import_is_an_event_after_its_name(practice_engine: ServedEngine) -> None:
    image = imported(practice_engine, repo="imp")
    with practice_engine.stream("GET", "/events?since=1") as lines:
        events = [json.loads(next(lines)) for _ in range(2)]
    assert [event["Action"] for event in events] == ["tag", "import"]
    assert events[1]["Actor"]["ID"] == image


@pytest.mark.parametrize(
    ("query", "body", "status", "sentence"),
    [
        ("fromSrc=http://x.invalid/a.tar", b"", 501, "download the file, and import it"),
        ("fromSrc=x.invalid/a.tar", b"", 501, "download the file, and import it"),
        ("fromSrc=-", b"text" * 300, 500, "Error processing tar file(exit status 1): "),
        ("fromSrc=-", TAR[:600], 500, "unexpected EOF"),
        ("fromSrc=-", gzip.compress(TAR, mtime=0)[:40], 500, "unexpected EOF"),
        ("fromSrc=-&platform=windows", TAR, 400, "operating system is not supported"),
        ("fromSrc=-&platform=foobar", TAR, 400, "unknown operating system or architecture"),
        ("fromSrc=-&changes=RUN+x", TAR, 400, "run is not a valid change command"),
        ("fromSrc=-&repo=sha256&tag=1", TAR, 400, "refusing to create an ambiguous tag"),
        ("fromSrc=-&repo=a&tag=b:c", TAR, 400, "invalid tag format"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_imported_is_a_sentence_and_leaves_nothing(
    practice_engine: ServedEngine, query: str, body: bytes, status: int, sentence: str
) -> None:
    found, answer = practice_engine.ask("POST", f"/images/create?{query}", body)
    assert (found, sentence in answer["message"]) == (status, True), answer
    assert practice_engine.ask("GET", "/images/json?all=1")[1] == []
